"""The plan pages: open only within a valid clearance, and showing only what it leaves open; hands wait for checks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from practice.rules.plan import load_plans
from tests.markup import compact
from tests.practice.factories import PracticeSessionFactory
from tests.practice.visits import ready, screened
from tests.whole_site.pages import HtmlPage

PLAN = "/practice/?length=full"  # the usual length; until three massages are noted the short one is chosen
STEP = "/practice/step/1/"
REFUSED = "With these answers no massage is planned today."
CLOSED = "The screening comes first."


def page(client, address=PLAN, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return compact(answer.content.decode())


def plan_of(client, **query):
    return client.get(PLAN, query).context["page"].plan


@pytest.fixture
def well(content, client):
    return ready(client)


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
    from datetime import timedelta

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


def test_each_step_has_a_page_with_the_way_on_and_back(well):
    html = page(well, "/practice/step/2/", position="prone", length="full")
    assert re.search(r'rel="next" href="/practice/step/3/\?position=prone&amp;length=full#now"', html)
    assert re.search(r'rel="prev" href="/practice/step/1/\?position=prone&amp;length=full#now"', html)
    assert "<h1" in html
    assert "Crosswise" in html or "cross" in html.lower()


def test_the_way_on_names_one_place_or_how_many(well):
    shown = well.get(PLAN).context["page"].steps
    assert [step.places_in_short for step in shown[:3]] == ["the whole back", "5 places", "2 places"]
    then = re.search(r'class="follow__then".*?</p>', page(well, "/practice/step/1/"), re.S)[0]
    assert "5 places" in then
    assert "shoulder blades" not in then


def test_the_plate_of_a_step_shows_its_part_of_the_back(well):
    assert "plate--whole" in page(well, "/practice/step/1/")
    assert "plate--waist" in page(well, "/practice/step/5/")


@pytest.mark.parametrize("address", [PLAN, f"{PLAN}step/2/", "/screening/outcome/"])
def test_every_drawing_on_which_hands_work_hatches_spine_kidneys_armpits_and_today_s_places(content, client, address):
    ready(client, sunburn={"whole_back": False, "regions": ["shoulder-l"]})
    html = client.get(address).content.decode()
    assert all(html.count(f'data-zone="{zone}"') == 1 for zone in ("z1", "z2", "z4"))
    assert re.search(r'plate__region--out"[^>]*data-region="shoulder-l"', html)
    legend = html[html.index('<ul class="plate-legend">') :]
    assert all(words in legend for words in ("Never press", "Gentle only", "Leave out today"))


def test_the_outcome_calls_the_kidneys_gentle_and_no_more(well):
    html = well.get("/screening/outcome/").content.decode()
    assert "the kidney area are always worked gently" in html
    assert "The spine and the armpits are never pressed." in html


def test_following_the_links_leads_through_every_step_to_the_after_care(well):
    address, seen = "/practice/step/1/?position=chair&length=neck", []
    while "/step/" in address:
        html = page(well, address)
        seen.append(HtmlPage(address, html).text("h1"))
        address = re.search(r'button--primary follow__next"(?: rel="next")? href="([^"]+)"', html)[1]
        address = address.replace("&amp;", "&")
    assert len(seen) == 8
    assert address == "/practice/after/?position=chair&length=neck&minutes=10"
    form = well.get(address).context["form"]
    assert (form["minutes"].value(), form["plan"].value(), form["position"].value()) == (10, "neck", "chair")


@pytest.mark.parametrize("number", [0, 27, 999999])
def test_a_step_that_is_not_in_the_plan_leads_back_to_the_plan(well, number):
    answer = well.get(f"/practice/step/{number}/")
    assert (answer.status_code, answer.url) == (302, "/practice/")


@pytest.mark.parametrize("minutes", ["", "x", "-3", "99999", "٣"])
def test_nonsense_minutes_in_the_address_are_left_empty_or_told(well, minutes):
    assert well.get("/practice/after/", {"minutes": minutes}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", [PLAN, STEP, "/practice/log/"])
def test_plans_and_the_log_are_only_read(well, method, address):
    assert getattr(well, method)(address).status_code == 405


@pytest.mark.parametrize("address", [PLAN, STEP])
def test_plans_are_kept_by_nobody(well, client, address):
    answer = well.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert 'hx-history="false"' in answer.content.decode()


@pytest.mark.parametrize("address", [PLAN, STEP, "/practice/after/", "/practice/log/"])
def test_pages_are_sound_html_without_inline_style_or_script(well, address):
    shown = HtmlPage(address, page(well, address))
    assert not shown.html_errors
    assert len(list(shown.elements("h1"))) == 1
    assert len(shown.ids()) == len(set(shown.ids()))
    assert not any(element.get("style") for element in shown.elements())


def test_a_plan_takes_few_queries(well, django_assert_max_num_queries):
    page(well)
    with django_assert_max_num_queries(9):  # one of them names the lessons whose checks come first
        page(well)
    with django_assert_max_num_queries(11):  # the first step names the places of the consent card
        page(well, STEP)
    with django_assert_max_num_queries(9):
        page(well, STEP.replace("1", "2"))


def test_a_member_s_plan_takes_few_queries(content, alice_client, alice, django_assert_max_num_queries):
    ready(alice_client, user=alice)
    page(alice_client)
    with django_assert_max_num_queries(9):  # two of them: the visit, and what was given these two days
        page(alice_client)


def test_the_lengths_are_offered_from_short_to_long_and_the_usual_one_is_chosen(well):
    length = plan_of_form(well)
    names = [str(name) for _key, name in length.choices]
    assert names == [
        "First strokes, 7 min",
        "The short form, 20 min",
        "The usual form, 36 min",
        "The long form, 40 min",
    ]


def test_twenty_minutes_are_chosen_until_three_massages_are_noted(content, client, alice):
    client.force_login(alice)
    ready(client, user=alice)
    for noted in range(4):
        assert client.get("/practice/").context["page"].plan.key == ("short" if noted < 3 else "full")
        PracticeSessionFactory(learner=alice.learner, practised_at=timezone.now() - timedelta(days=3))


def test_who_may_not_lie_face_down_turns_over_halfway(content, client):
    ready(client, pregnancy={"weeks": 20, "complication": False})
    shown = client.get("/practice/", {"position": "side", "length": "short"}).context["page"]
    turn = next(one for one in shown.pages if not hasattr(one, "step"))
    before, after = shown.pages[turn.number - 2], shown.pages[turn.number]
    assert all(slug.endswith("-r") for slug in before.step.regions if slug[-2:] in ("-l", "-r"))
    assert all(slug.endswith("-l") for slug in after.step.regions if slug[-2:] in ("-l", "-r"))
    query = f"?position=side&length={shown.plan.key}"
    html = page(client, f"/practice/step/{turn.number}/{query}")
    assert "Turn over" in html
    assert f'href="/practice/step/{turn.number + 1}/{query.replace("&", "&amp;")}#now"' in html
    assert "Turn over" in page(client, f"/practice/step/{turn.number - 1}/{query}")


def test_every_page_of_a_massage_names_the_signs_that_mean_a_call(well):
    for address in (PLAN, STEP, "/practice/step/9/", "/practice/after/"):
        html = page(well, address)
        assert "Call 112, 999 or 911 at any of these:" in html
        assert "all the emergency number" not in html
        assert "chest pain, trouble breathing" in html


@pytest.mark.parametrize(
    ("position", "said", "not_said"),
    [
        ("chair", "Sit up slowly, wait a moment, then stand.", "roll to the side"),
        ("prone", "Then up slowly: roll to the side, sit for a moment, stand.", "Sit up slowly"),
        ("side", "Then up slowly: roll to the side, sit for a moment, stand.", "Sit up slowly"),
    ],
)
def test_getting_up_is_told_for_the_position(well, position, said, not_said):
    for address in ("/practice/", "/practice/after/"):
        html = page(well, address, position=position)
        assert said in html
        assert not_said not in html
    wrong = well.post("/practice/after/", {"position": position, "minutes": "many"}).content.decode()
    assert said in wrong


def test_afterwards_a_kind_word_comes_first_and_no_order(well):
    html = page(well, "/practice/after/")
    places = [html.index(words) for words in ("Well done.", "rest for five minutes", "Call 112, 999 or 911 at any")]
    assert places == sorted(places)


def test_each_step_says_high_up_when_to_stop_and_whom_to_call(well):
    for number in (1, 9):
        html = page(well, f"/practice/step/{number}/")
        line = "bad headache or neck pain, face, speech, sight, numb or weak:<strong>112, 999 or 911</strong>."
        assert html.index("follow__minutes") < html.index(line) < html.index("follow__where")


def plan_of_form(client):
    return client.get(PLAN).context["form"].fields["length"]


@pytest.mark.parametrize(("minutes_ago", "hours"), [(1, 24), (31, 23), (23 * 60 - 1, 1), (23 * 60 + 20, 0)])
def test_the_outcome_rounds_to_the_nearest_hour(content, client, minutes_ago, hours):
    screened(client, hours_ago=minutes_ago / 60)
    assert client.get("/screening/outcome/").context["outcome"].hours_left == hours
