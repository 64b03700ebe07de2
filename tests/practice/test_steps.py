"""The steps of a massage one by one, and afterwards."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.practice.factories import PracticeSessionFactory
from tests.practice.visits import ready, screened
from tests.practice.walking import PLAN, STEP, page
from tests.whole_site.pages import HtmlPage


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
