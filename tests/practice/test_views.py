"""The plan pages: open only within a valid clearance, and showing only what it leaves open; hands wait for checks."""

from datetime import timedelta

import pytest

from practice.rules.plan import load_plans
from tests.practice.visits import ready, screened
from tests.practice.walking import PLAN, STEP, page
from tests.whole_site.pages import HtmlPage

REFUSED = "With these answers no massage is planned today."


CLOSED = "The screening comes first."


def plan_of(client, **query):
    return client.get(PLAN, query).context["page"].plan


@pytest.mark.parametrize("address", [PLAN, STEP, f"{PLAN}&position=prone", "/practice/step/26/"])
def test_without_a_screening_the_page_says_why_and_shows_no_plan(content, client, address):
    html = page(client, address)
    assert CLOSED in html
    assert 'href="/screening/' in html
    assert "Long flat stroking" not in html
    assert "Start with step 1" not in html


@pytest.mark.parametrize(
    "visit",
    [
        {"without": ["fever"]},
        {"hours_ago": 23.99, "without": ["consent"]},
        {"fever": {}},
        {"dvt_suspect": {}},
        {"blood_thinner": {"aspirin_only": False}},
    ],
    ids=["unfinished", "no consent", "not today", "doctor today", "doctor first"],
)
@pytest.mark.parametrize("address", [PLAN, STEP])
def test_a_screening_that_allows_no_start_shows_no_plan(content, client, visit, address):
    html = page(ready(client, **visit), address)
    is_refused = "fever" in visit or "dvt_suspect" in visit
    assert (REFUSED if is_refused else CLOSED) in html
    assert "Long flat stroking" not in html


@pytest.mark.parametrize("address", [PLAN, STEP])
def test_after_an_emergency_the_page_says_whom_to_call_and_nothing_of_massage(content, client, address):
    page = HtmlPage(address, ready(client, em_chest={}).get(address).content.decode())
    assert page.text("h1") == "Stop and call 112, 999 or 911 now"
    assert "massage" not in page.text("main").lower()
    assert "/screening/outcome/" in [link.get("href") for link in page.elements("a")]


def test_a_plan_closes_when_the_answers_expire(content, client, monkeypatch):
    ready(client, hours_ago=23)
    assert CLOSED not in page(client)
    assert CLOSED not in page(client, STEP)

    from screening import clearance

    now = clearance.this_moment() + timedelta(hours=2)
    monkeypatch.setattr(clearance, "this_moment", lambda: now)
    assert CLOSED in page(client)
    assert CLOSED in page(client, STEP)


def test_with_a_clearance_the_full_plan_is_shown_with_all_its_steps(well):
    html = page(well)
    assert html.count('class="task"') == 26
    assert html.count('class="part"') == 10
    assert "Today&#x27;s massage: 36 minutes" in html or "Today's massage: 36 minutes" in html


@pytest.mark.parametrize(("length", "minutes"), [("full", 36), ("short", 20), ("long", 40)])
def test_the_address_chooses_the_length(well, length, minutes):
    assert plan_of(well, length=length).minutes == minutes


def test_the_parts_show_their_minutes_and_where_they_start(well):
    parts = well.get(PLAN).context["page"].parts
    assert [(part.starts, part.minutes) for part in parts] == [
        (0, 4), (4, 4), (8, 4), (12, 4), (16, 3), (19, 5), (24, 4), (28, 1), (29, 5), (34, 2),
    ]  # fmt: skip
    assert "minute 4 to 8" in page(well)


def test_passes_over_both_sides_say_that_each_side_gets_so_many(well):
    said = {step.step.technique: step.dose for step in well.get("/practice/?length=short").context["page"].steps}
    assert said["stroke-grasp"] == "3 slow passes on each side"
    assert said["stroke-long"] == "3 slow passes"
    assert said["rub-long"] == "3 slow rounds up and back"


def test_every_step_links_to_its_technique_and_names_its_places(well):
    html = page(well)
    for slug in {step.technique for step in load_plans()["full"].steps}:
        assert f'href="/techniques/{slug}/"' in html
    assert "both sides of the small of the back" in html
    assert "left small of the back" in html
    assert "the whole back" in html


def test_the_strip_is_as_wide_as_the_time(well):
    bars = well.get(PLAN).context["page"].strip
    assert len(bars) == 26
    assert bars[0].x == 0
    assert abs(bars[-1].x + bars[-1].width - 720) < 0.2
    assert bars[5].height > bars[4].height  # the only step at medium pressure


def test_a_position_that_is_not_open_leads_to_one_that_is(content, client):
    screened(client, eye_pressure={})
    assert plan_of(client, position="prone").position == "chair"
    assert "does not fit today" in page(client, position="prone")
    assert "does not fit today" not in page(client, position="chair")
    offered = client.get(PLAN).context["form"].fields["position"].choices
    assert [value for value, _label in offered] == ["chair"]


@pytest.mark.parametrize("query", [{"position": "standing"}, {"length": "90"}, {"position": "<b>", "length": "'"}])
def test_nonsense_in_the_address_shows_the_nearest_plan(well, query):
    assert plan_of(well, **query).key == "short"
    assert "does not fit today" in page(well, **query)


def test_the_chair_offers_the_neck_plan_and_leaves_the_low_back_out(well):
    html = page(well, position="chair", length="neck")
    assert plan_of(well, position="chair", length="neck").minutes == 10
    assert "hard to reach on a chair" in html
    assert "forehead on a rolled towel" not in html


def test_what_the_screening_leaves_out_is_said_with_its_reason(content, client):
    screened(client, sunburn={"whole_back": False, "regions": ["shoulder-l", "shoulder-r"]})
    html = page(client)
    assert "tops of both shoulders" in html
    assert "Because of: " in html
    assert not any("shoulder-l" in step.regions for step in plan_of(client).steps)


def test_pregnancy_shows_side_and_chair_in_twenty_minutes_with_stroking_low_down(content, client):
    screened(client, pregnancy={"weeks": 20, "complication": False})
    html = page(client)
    assert plan_of(client).position == "side"
    assert plan_of(client).minutes <= 20
    assert "Only stroked:" in html
    assert "at most 20 minutes" in html
    assert "Lying face down" in html


def test_banned_oils_stand_in_the_checklist(content, client):
    screened(client, oil_allergy={"oils": ["nut"]})
    assert "Not these: Nut oils" in page(client)
    screened(client, oil_allergy={"oils": ["any"]})
    assert "No oil or cream" in page(client)


def test_questions_to_the_receiver_stand_where_they_are_due(well):
    shown = well.get(PLAN).context["page"].steps
    asked = [step.starts for step in shown if step.asks]
    assert asked == [0, 4, 8, 12, 16, 19, 24, 28, 32, 33.5]


def test_the_head_is_straight_for_the_neck_and_turned_halfway(well):
    notes = {note: shown.number for shown in well.get(PLAN).context["page"].steps for note in shown.notes}
    assert notes["head-prone"] == 7
    assert notes["turn-head"] == 12
    assert notes["head-again"] == 21
    assert notes["still"] == 26
    html = page(well, "/practice/step/21/?length=full")
    assert "Neck straight again: forehead on the rolled towel, nose free." in html


def test_hands_lift_over_what_is_left_out_or_only_stroked_each_in_its_own_words(content, client):
    ready(client, pregnancy={"weeks": 20, "complication": False})
    html = page(client, "/practice/?position=side")
    assert "over what is only stroked" in html
    assert "over what is left out" not in html
    ready(client, sunburn={"whole_back": False, "regions": ["shoulder-l"]})
    html = page(client)
    assert "over what is only stroked" not in html
    assert "over what is left out" in html


def firmer_notes(client, **options):
    steps = ready(client, **options).get(PLAN).context["page"].steps
    told = [(shown.step.technique, note) for shown in steps for note in shown.notes]
    return [(technique, note) for technique, note in told if note.startswith(("firmer", "begin"))]


def test_medium_is_offered_on_request_where_the_map_bears_it_and_begins_gently_elsewhere(content, client):
    assert firmer_notes(client) == [
        ("squeeze-edge", "begin-gently"),
        ("knead-four-pads", "firmer-thoracic"),
        ("knead-four-pads", "firmer-thoracic"),
        ("knead-girdle", "firmer-shoulder"),
    ]


def test_nobody_with_a_lower_limit_is_offered_more(content, client):
    assert firmer_notes(client, heart_stable={}) == []


def test_a_blocked_place_is_not_offered_more(content, client):
    sunburnt = {"whole_back": False, "regions": ["shoulder-l", "shoulder-r"]}
    assert ("knead-girdle", "firmer-shoulder") not in firmer_notes(client, sunburn=sunburnt)
