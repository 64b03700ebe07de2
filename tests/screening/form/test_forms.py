"""What people type and tick on the pages after a yes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from screening.form.detail_forms import detail_form
from screening.form.number_forms import two_numbers
from screening.rules.answers import Answer
from screening.rules.details import possible_details
from screening.rules.questionnaire import load_questionnaire
from screening.wording import load_wording
from tests.screening.rules.documents import NOW

PLACES = {slug: (slug.title(), "Somewhere.") for slug in ("shoulder-l", "shoulder-r", "sacral")}


def asked(item, name):
    return next(detail for detail in possible_details(load_questionnaire().items[item]) if detail.name == name)


def filled(key, data, answer=None, is_open=False):
    """The form of one detail with what a person sent."""
    item, name = key.split("/")
    sent = QueryDict(mutable=True)
    for field, value in data.items():
        sent.setlist(field, value if isinstance(value, list) else [value])
    return detail_form(
        sent,
        detail=asked(item, name),
        answer=answer or Answer("yes", NOW),
        is_open=is_open,
        text=load_wording().items[item],
        places=PLACES,
        now=NOW,
    )


def replies(key, **data):
    form = filled(key, data)
    assert form.is_valid(), form.errors
    return form.replies()


def errors(key, **data):
    form = filled(key, data)
    assert not form.is_valid()
    return {field: list(texts) for field, texts in form.errors.items()}


@pytest.mark.parametrize(("word", "kept"), [("yes", {"checked": True}), ("no", {"checked": False}), ("open", {})])
def test_yes_no_and_not_known(word, kept):
    assert replies("whiplash/checked", checked=word) == kept


@pytest.mark.parametrize("word", ["", "maybe", "True"])
def test_any_other_word_is_refused(word):
    assert errors("whiplash/checked", checked=word)


@pytest.mark.parametrize(
    "typed", ["150/95", "150 over 95", "150 OVER 95", " 150 / 95 ", "150 / 95 mmHg", "150 95", "150-95", "150/95 mmHg"]
)
def test_a_reading_may_be_written_in_one_box(typed):
    assert replies("bp-high/reading", systolic=typed) == {"systolic": 150, "diastolic": 95}


def test_a_reading_may_be_written_in_two_boxes():
    assert replies("bp-high/reading", systolic="150", diastolic="95") == {"systolic": 150, "diastolic": 95}


@pytest.mark.parametrize("typed", ["150", "150/", "one fifty", "150/95/80", "1500/95", ""])
def test_what_is_no_pair_of_numbers_is_none(typed):
    assert two_numbers(typed) is None


@pytest.mark.parametrize(
    ("systolic", "diastolic"),
    [
        ("39", "30"),
        ("301", "90"),
        ("150", "201"),
        ("150", "19"),
        ("95", "150"),
        ("150", "150"),
        ("-5", "3"),
        ("1e2", "5"),
    ],
)
def test_an_impossible_reading_is_refused_and_stays_in_the_boxes(systolic, diastolic):
    form = filled("bp-high/reading", {"systolic": systolic, "diastolic": diastolic})
    assert not form.is_valid()
    assert f'value="{systolic}"' in str(form["systolic"])
    assert f'value="{diastolic}"' in str(form["diastolic"])


@pytest.mark.parametrize(("systolic", "diastolic"), [("40", "20"), ("300", "200")])
def test_readings_at_the_bounds_are_taken(systolic, diastolic):
    assert replies("em-bp/reading", systolic=systolic, diastolic=diastolic)


def test_an_impossible_reading_in_one_box_says_what_is_possible():
    assert "from 40 to 300" in errors("bp-high/reading", systolic="999/95")["systolic"][0]


def test_no_recent_reading_is_a_reply_of_its_own():
    assert replies("bp-high/reading", box="nothing") == {"systolic": None, "diastolic": None}


def test_an_unknown_reading_of_today_is_left_open():
    assert replies("em-bp/reading", box="open") == {}


def test_a_number_and_a_ticked_row_exclude_each_other():
    assert "box" in errors("bp-high/reading", systolic="150", diastolic="95", box="nothing")
    assert "box" in errors("device/implanted_weeks", box=["nothing", "open"])


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("pregnancy/weeks", 0, 45),
        ("minor/age", 0, 120),
        ("clot-known/months_ago", 0, 1200),
        ("pain-level/score", 0, 10),
    ],
)
def test_numbers_have_sane_bounds(key, low, high):
    name = key.split("/")[1]
    assert replies(key, **{name: str(low)}) == {name: low}
    assert replies(key, **{name: f" {high} "}) == {name: high}
    assert errors(key, **{name: str(high + 1)})[name] == [f"Write a number from {low} to {high}."]


@pytest.mark.parametrize("typed", ["", "3.5", "three", "-1", "٣", "1" * 41])
def test_what_is_no_whole_number_is_explained(typed):
    assert "months_ago" in errors("clot-known/months_ago", months_ago=typed)


def test_a_number_that_is_not_known_is_left_open():
    assert replies("clot-known/months_ago", box="open") == {}
    assert replies("device/implanted_weeks", box="nothing") == {"implanted_weeks": None}


def test_a_choice_is_kept_by_its_word():
    assert replies("neuro/side", side="both") == {"side": "both"}
    assert errors("neuro/side", side="top")


def test_lists_take_several_and_rows_that_stand_alone():
    assert replies("oil-allergy/oils", oils=["nut", "seed"]) == {"oils": ["nut", "seed"]}
    assert replies("oil-allergy/oils", oils=["open"]) == {}
    assert replies("positions/can", can=["nothing"]) == {"can": []}
    assert errors("positions/can", can=["nothing", "prone"])
    assert errors("oil-allergy/oils")
    assert errors("oil-allergy/oils", oils=["nothing"])


def test_places_are_picked_or_said_to_be_elsewhere_or_unknown():
    assert replies("sunburn/regions", regions=["shoulder-l", "sacral"]) == {"regions": ["shoulder-l", "sacral"]}
    assert replies("sunburn/regions", regions=["nothing"]) == {"regions": []}
    assert replies("sunburn/regions", regions=["unknown"]) == {"regions": "unknown"}


@pytest.mark.parametrize(
    "regions", [[], ["unknown", "sacral"], ["nothing", "unknown"], ["nothing", "sacral"], ["knee"]]
)
def test_no_place_or_contradicting_places_are_explained(regions):
    assert "regions" in errors("sunburn/regions", regions=regions)


def go_ahead(day, said="yes"):
    return filled("blood-thinner/go-ahead", {"said": said, "day": day})


@pytest.mark.parametrize("days", [0, 1, 29, 30])
def test_a_go_ahead_of_the_last_30_days_counts(days):
    form = go_ahead(f"{NOW - timedelta(days=days):%Y-%m-%d}")
    assert form.is_valid(), form.errors
    assert timedelta(0) <= NOW - form.given_at() < timedelta(hours=720)


@pytest.mark.parametrize("typed", ["27/02/2026", "27.02.2026", "27 February 2026", "27 Feb 2026"])
def test_a_day_may_be_typed_in_several_ways(typed):
    form = go_ahead(typed)
    assert form.is_valid()
    assert form.given_at() == datetime(2026, 2, 27, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-01-29", "more than 30 days"),
        ("2026-03-03", "still to come"),
        ("", "Write the day"),
        ("2026-02-30", "Write the day as"),
        ("yesterday", "Write the day as"),
    ],
)
def test_a_go_ahead_without_a_day_that_counts_is_explained(day, words):
    form = go_ahead(day)
    assert not form.is_valid()
    assert words in form.errors["day"][0]


def test_no_go_ahead_needs_no_day():
    form = go_ahead("", said="no")
    assert form.is_valid()
    assert form.given_at() is None


@pytest.mark.parametrize(
    ("key", "values", "shown"),
    [
        ("whiplash/checked", {"checked": False}, {"checked": "no"}),
        ("positions/can", {"can": []}, {"can": ["nothing"]}),
        ("sunburn/regions", {"regions": "unknown"}, {"regions": ["unknown"]}),
        ("sunburn/regions", {"regions": ["sacral"]}, {"regions": ["sacral"]}),
        ("bp-high/reading", {"systolic": None, "diastolic": None}, {"box": ["nothing"]}),
        ("bp-high/reading", {"systolic": 150, "diastolic": 95}, {"systolic": 150, "diastolic": 95, "box": []}),
    ],
)
def test_an_earlier_reply_is_shown_again(key, values, shown):
    form = detail_form(
        None,
        detail=asked(*key.split("/")),
        answer=Answer("yes", NOW, values),
        is_open=False,
        text=load_wording().items[key.split("/")[0]],
        places=PLACES,
        now=NOW,
    )
    assert {name: form[name].value() for name in shown} == shown
