"""Examples and vignettes of the screening, how answers combine, and when they run out."""

import json
from datetime import timedelta

import pytest

from screening.rules.assessment import (
    Answer,
    answer_expires_at,
    asked_items,
    assess,
    expires_at,
    follow_ups_of,
    is_asked,
    parse,
)
from screening.rules.questionnaire import REGIONS, load_questionnaire
from tests.screening.rules.documents import (
    NOW,
    SAFE2,
    ago,
    document,
    everyone_well,
    expected,
    no,
    outcome_of,
    outcome_with,
    unsure,
    yes,
)

TOMORROW = "2026-03-02T08:00:00Z"


# Examples of whole documents (contracts#clearance)


def test_nothing_to_report():
    assert outcome_with() == expected(may_start=True, expires_at=TOMORROW)


def test_two_answers_leave_the_rest_missing():
    outcome = outcome_of({"em-chest": yes(), "pregnancy": unsure()})
    assert outcome == expected(
        level=5,
        urgency="emergency",
        notes=["ask-midwife"],
        reasons=[
            {"item": "em-chest", "class": 5, "effects": {"urgency": "emergency"}},
            {"item": "pregnancy", "class": 4, "effects": {"urgency": "routine", "notes": ["ask-midwife"]}},
        ],
        missing=sorted(set(load_questionnaire().items) - {"em-chest", "pregnancy"}),
    )
    assert len(outcome["missing"]) == 72


def test_twenty_weeks_pregnant():
    limits = {
        "stroke_only": ["lumbar-l", "lumbar-r", "sacral"],
        "banned": SAFE2,
        "cap": 2,
        "max_minutes": 20,
        "positions": ["chair", "side"],
    }
    outcome = outcome_with(pregnancy=yes(weeks=20, complication=False), em_pregnancy=no())
    reasons = [{"item": "pregnancy", "class": 1, "effects": limits}]
    assert outcome == expected(level=1, reasons=reasons, may_start=True, expires_at=TOMORROW, **limits)


def test_go_ahead_one_second_short_of_720_hours_counts():
    outcome = outcome_with(blood_thinner=yes(aspirin_only=False, cleared="2026-01-30T08:00:01Z"))
    limits = {"banned": SAFE2, "cap": 2}
    reasons = [{"item": "blood-thinner", "class": 1, "effects": limits}]
    assert outcome == expected(level=1, reasons=reasons, may_start=True, expires_at="2026-03-01T08:00:01Z", **limits)


def test_go_ahead_of_720_hours_is_none():
    outcome = outcome_with(blood_thinner=yes(aspirin_only=False, cleared="2026-01-30T08:00:00Z"))
    assert outcome == outcome_with(blood_thinner=yes(aspirin_only=False))
    assert (outcome["class"], outcome["urgency"], outcome["cap"]) == (4, "routine", 3)


def test_picked_regions_and_an_answer_of_exactly_24_hours():
    outcome = outcome_with(
        sunburn=yes(whole_back=False, regions=["shoulder-r", "shoulder-l"]),
        pain_level=yes(answered_at="2026-02-28T08:00:00Z", score=6, weeks=6),
    )
    shoulders = ["shoulder-l", "shoulder-r"]
    assert outcome == expected(
        level=2,
        blocked=shoulders,
        cap=2,
        reasons=[
            {"item": "sunburn", "class": 2, "effects": {"blocked": shoulders}},
            {"item": "pain-level", "class": 1, "effects": {"cap": 2}},
        ],
        expired=["pain-level"],
    )


def test_the_most_urgent_of_class_4_and_a_go_ahead_that_does_not_count():
    outcome = outcome_with(
        heart_unstable=yes(at_rest=True, cleared="2026-02-28T08:00:00Z"),
        pain_level=yes(score=8, weeks=1, examined=True),
        no_feedback=unsure(),
    )
    assert outcome == expected(
        level=4,
        urgency="same-day",
        notes=["not-offered"],
        reasons=[
            {"item": "heart-unstable", "class": 4, "effects": {"urgency": "same-day"}},
            {"item": "no-feedback", "class": 4, "effects": {"urgency": "routine", "notes": ["not-offered"]}},
            {"item": "pain-level", "class": 4, "effects": {"urgency": "soon"}},
        ],
    )


# Made-up people, by the number they were given; it has gaps

VIGNETTES = {
    "V1 nothing": ({}, expected()),
    "V2 numb between the legs": ({"em-cauda": yes()}, expected(level=5, urgency="emergency")),
    "V3 chest pain, fever, bruise": (
        {"em-chest": yes(), "fever": yes(), "bruise": yes(many_without_cause=False, regions=["flank-l"])},
        expected(level=5, urgency="emergency", blocked=["flank-l"], notes=["wait-48h-fever-free"]),
    ),
    "V5 182/110 without symptoms": (
        {"em-bp": yes(systolic=182, diastolic=110, symptoms=False)},
        expected(level=4, urgency="same-day"),
    ),
    "V6 new neck pain and dizzy": ({"em-stroke-neck": yes()}, expected(level=5, urgency="emergency")),
    "V8 one swollen leg": ({"dvt-suspect": yes(cleared=ago(days=1))}, expected(level=4, urgency="same-day")),
    "V9 apixaban": ({"blood-thinner": yes()}, expected(level=4, urgency="routine")),
    "V10 apixaban, cleared": ({"blood-thinner": yes(cleared=ago(days=5))}, expected(level=1, cap=2, banned=SAFE2)),
    "V12 pregnancy, 20 weeks": (
        {"pregnancy": yes(weeks=20, complication=False), "em-pregnancy": no()},
        expected(
            level=1,
            cap=2,
            banned=SAFE2,
            max_minutes=20,
            positions=["chair", "side"],
            stroke_only=["lumbar-l", "lumbar-r", "sacral"],
        ),
    ),
    "V13 pregnancy, 9 weeks": (
        {"pregnancy": yes(weeks=9, complication=False), "em-pregnancy": no()},
        expected(level=4, urgency="routine", notes=["ask-midwife"]),
    ),
    "V14 fever yesterday": ({"fever": yes()}, expected(level=3, notes=["wait-48h-fever-free"])),
    "V16 sunburnt shoulders": (
        {"sunburn": yes(whole_back=False, regions=["shoulder-l", "shoulder-r"])},
        expected(level=2, blocked=["shoulder-l", "shoulder-r"]),
    ),
    "V17 rheumatoid arthritis": (
        {"neck-unstable": yes(new_symptoms=False)},
        expected(level=2, blocked=["cervical"], cap=2),
    ),
    "V20 thin bones and nut allergy": (
        {"osteoporosis": yes(spinal_fracture=False), "oil-allergy": yes(oils=["nut"])},
        expected(level=1, cap=2, banned=SAFE2, oils_banned=["nut"], notes=["skin-test-oil"]),
    ),
    "V21 thin bones, broken spine": (
        {"osteoporosis": yes(spinal_fracture=True)},
        expected(level=4, urgency="routine"),
    ),
    "V23 fungus on the feet": ({"skin-fungal": yes(elsewhere_covered=True)}, expected(notes=["keep-covered"])),
    "V24 mild fresh injury": (
        {"injury-acute": yes(severe=False, regions=["lumbar-r"], answered_at=ago(days=1))},
        expected(level=2, blocked=["lumbar-r"]),
    ),
    "V26 not sure about consent": ({"consent": unsure()}, expected(level=3)),
    "V28 receiver of 17": (
        {"minor": yes(age=17, guardian=True)},
        expected(level=1, cap=2, max_minutes=20, notes=["guardian-near"]),
    ),
    "V30 varicose veins only": (
        {"vascular-other": yes(varicose_legs_only=True)},
        expected(notes=["legs-not-massaged"]),
    ),
}


@pytest.mark.parametrize(("items", "wanted"), VIGNETTES.values(), ids=VIGNETTES)
def test_vignette(items, wanted):
    outcome = outcome_of(everyone_well() | items)
    about_time_and_reasons = {"may_start", "expires_at", "reasons"}
    assert {key: value for key, value in outcome.items() if key not in about_time_and_reasons} == {
        key: value for key, value in wanted.items() if key not in about_time_and_reasons
    }
    assert outcome["may_start"] is (wanted["class"] <= 2)


# How answers combine


def test_limits_add_up_whatever_the_class():
    outcome = outcome_with(
        em_aorta=yes(), heart_stable=yes(), diabetes=yes(unstable_today=False, regions=["sacral"]), meal=yes()
    )
    assert (outcome["class"], outcome["cap"], outcome["max_minutes"]) == (5, 2, 30)
    assert (outcome["blocked"], outcome["positions"]) == (["sacral"], ["chair"])


def test_reasons_come_gravest_first_then_by_name():
    outcome = outcome_with(meal=yes(), fever=yes(), alcohol_drugs=yes(), em_aorta=yes())
    assert [reason["item"] for reason in outcome["reasons"]] == ["em-aorta", "alcohol-drugs", "fever", "meal"]


def test_no_position_left_asks_for_a_doctor():
    outcome = outcome_with(positions=yes(can=["prone"]), eye_pressure=yes())
    assert (outcome["class"], outcome["urgency"], outcome["positions"]) == (4, "routine", [])


def test_no_position_left_keeps_a_same_day_visit():
    outcome = outcome_with(positions=yes(can=[]), kidney_acute=yes())
    assert (outcome["class"], outcome["urgency"]) == (4, "same-day")


def test_soon_is_more_urgent_than_routine_and_less_than_same_day():
    soon, routine = {"redflag_systemic": yes()}, {"liver_disease": yes()}
    assert outcome_with(**soon, **routine)["urgency"] == "soon"
    assert outcome_with(**soon, positions=yes(can=[]))["urgency"] == "soon"
    assert outcome_with(**soon, kidney_acute=yes())["urgency"] == "same-day"


def test_no_region_left_means_not_today():
    outcome = outcome_with(touch_comfort=yes(regions=sorted(REGIONS)))
    assert (outcome["class"], outcome["urgency"], outcome["max_minutes"]) == (3, None, 20)


def test_twelve_blocked_regions_still_leave_one():
    assert outcome_with(touch_comfort=yes(regions=sorted(REGIONS - {"sacral"})))["class"] == 2


SIX = ["lumbar-l", "lumbar-r", "thoracic-l", "thoracic-r", "shoulder-l", "shoulder-r"]


def test_three_blocked_pairs_leave_the_short_plan():
    outcome = outcome_with(touch_comfort=yes(regions=SIX), heart_stable=yes())
    assert "short-plan-only" in outcome["notes"]
    assert outcome["max_minutes"] == 20


def test_short_plan_never_makes_a_shorter_one_longer():
    assert outcome_with(touch_comfort=yes(regions=SIX), pain_sensitive=yes(first_time=True))["max_minutes"] == 15


def test_five_of_the_six_regions_leave_the_whole_plan():
    outcome = outcome_with(touch_comfort=yes(regions=SIX[:5]))
    assert outcome["notes"] == ["clothes-may-stay"]
    assert outcome["max_minutes"] is None


def test_a_blocked_region_is_not_also_stroke_only():
    outcome = outcome_with(
        pregnancy=yes(weeks=20, complication=False), em_pregnancy=no(), touch_comfort=yes(regions=["sacral"])
    )
    assert outcome["stroke_only"] == ["lumbar-l", "lumbar-r"]
    assert "sacral" in outcome["reasons"][1]["effects"]["stroke_only"]


# Expiry, missing, starting


@pytest.mark.parametrize("slug", [slug for slug in load_questionnaire().items if slug != "em-pregnancy"])
def test_an_answer_lasts_to_the_last_second_of_its_hours(slug):
    hours = load_questionnaire().items[slug].hours
    well = everyone_well()
    fresh = outcome_of(well | {slug: {**well[slug], "answered_at": ago(hours=hours, seconds=-1)}})
    stale = outcome_of(well | {slug: {**well[slug], "answered_at": ago(hours=hours)}})
    assert (fresh["may_start"], fresh["expired"], fresh["expires_at"]) == (True, [], "2026-03-01T08:00:01Z")
    assert (stale["may_start"], stale["expired"], stale["expires_at"]) == (False, [slug], None)


def test_an_expired_answer_keeps_its_effects():
    outcome = outcome_with(meal=yes(answered_at=ago(days=9)))
    assert (outcome["positions"], outcome["expired"]) == (["chair"], ["meal"])


@pytest.mark.parametrize(("value", "asked"), [(yes(), True), (unsure(), True), (no(), False)])
@pytest.mark.parametrize("slug", ["pregnancy", "postpartum"])
def test_signs_in_pregnancy_and_after_birth_are_asked_only_of_whom_they_concern(slug, value, asked):
    outcome = outcome_of(everyone_well() | {slug: value})
    _, answers = parse(document({slug: value}))
    assert outcome["missing"] == (["em-pregnancy"] if asked else [])
    assert is_asked("em-pregnancy", answers) is asked
    assert ("em-pregnancy" in asked_items(answers)) is asked


def test_pregnancy_signs_that_are_not_asked_neither_expire_nor_hurry():
    old = no(answered_at=ago(hours=30))
    assert outcome_with(em_pregnancy=old) == expected(may_start=True, expires_at=TOMORROW)
    assert outcome_with(em_pregnancy=no(answered_at=ago(hours=20)))["expires_at"] == TOMORROW


def test_pregnancy_signs_that_are_not_asked_still_count_for_the_class():
    assert outcome_with(em_pregnancy=yes())["notes"] == ["maternity-unit"]
    assert outcome_with(em_pregnancy=unsure())["urgency"] == "same-day"


def test_a_go_ahead_that_does_not_count_does_not_hurry():
    outcome = outcome_with(blood_thinner=yes(aspirin_only=True, cleared=ago(hours=719.5)))
    assert outcome["expires_at"] == TOMORROW


def test_a_go_ahead_beside_an_item_that_has_none_does_not_hurry():
    outcome = outcome_with(immune_low=yes(cleared=ago(hours=719.5)))
    assert (outcome["class"], outcome["expires_at"]) == (1, TOMORROW)


def test_a_go_ahead_counts_after_a_yes_only():
    """Reading refuses it beside another answer; a record made in code must not be hurried by it either."""
    answers = {"blood-thinner": Answer("no", NOW, cleared_at=NOW - timedelta(hours=719.5))}
    assert expires_at(answers, NOW) == NOW + timedelta(hours=720)


def test_no_answers_narrow_nothing_and_start_nothing():
    assert outcome_of({}) == expected(missing=sorted(set(load_questionnaire().items) - {"em-pregnancy"}))


def test_each_item_runs_on_its_own_clock():
    _, answers = parse(document({"fever": no(answered_at=ago(hours=2)), "diabetes": no()}))
    assert answer_expires_at("fever", answers["fever"]) == NOW + timedelta(hours=22)
    assert expires_at(answers, NOW) == NOW + timedelta(hours=22)
    assert expires_at({}, NOW) is None


def test_the_form_learns_which_follow_ups_an_item_has():
    assert [follow_up.name for follow_up in follow_ups_of("em-bp")] == ["systolic", "diastolic", "symptoms"]
    assert follow_ups_of("meal") == ()


def test_answers_survive_being_written_and_read_again():
    items = {"clot-known": yes(months_ago=4, under_treatment=True, cleared=ago(days=3)), "bp-high": yes(systolic=None)}
    now, answers = parse(document(items))
    written = json.loads(json.dumps({slug: answer.as_dict() for slug, answer in answers.items()}))
    assert parse(document(written)) == (now, answers)
    assert assess(answers, now) == assess(parse(document(written))[1], now)
