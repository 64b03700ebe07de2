"""Practice on a person opens with the first three checks and a valid screening; what can be read stays open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Lesson
from lessons.pack.shapes import FIRST_LESSONS
from lessons.quiz.questions import quiz
from practice.rules.opening import LessonCheck, Opening, opening_for
from progress.models import Progress
from progress.rules.standing import all_read, practised
from screening import clearance
from tests.practice.test_log import filled
from tests.practice.visits import EVERY_LESSON, checked, ready, screened
from tests.progress.answers import a_right_answer
from tests.progress.questions.checks import send
from tests.whole_site.pages import HtmlPage

PLAN, STEP, AFTER, LOG = "/practice/?length=full", "/practice/step/1/?length=full", "/practice/after/", "/practice/log/"
STROKING = 6
WAITS = "Practice on a person opens after the checks of lessons 1 to 3"
WHAT_OPENS = "What opens practice on a person"
SOME = [(), (1,), (3,), (1, 2), (2, 3)]
NAMES = ["none", "first", "third", "first two", "last two"]
SCREENING, CHECKS = "A screening that allows a massage today", "The checks of lessons 1 to 3"


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    """A visitor and who it is; nobody for a guest."""
    if request.param == "guest":
        return client, None
    client.force_login(alice)
    return client, alice


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return HtmlPage(address, answer.content.decode()).text("main")


def links(client, address):
    page = HtmlPage(address, client.get(address).content.decode())
    return [link.get("href") for link in page.elements("a")]


def check_of(number):
    return f"/lessons/{Lesson.objects.get(number=number).slug}/check/"


def state_of(condition, text):
    """The word that stands behind a condition."""
    return text.rpartition(f"{condition} ")[2].partition(" ")[0]


@pytest.mark.parametrize("passed", SOME, ids=NAMES)
def test_with_a_clearance_alone_the_plan_is_read_but_not_started(person, passed):
    client, user = person
    checked(screened(client), passed, user)
    text = words(client, PLAN)
    assert WAITS in text
    assert "Today's massage: 36 minutes" in text
    assert client.get(PLAN).content.decode().count('class="task"') == 26
    assert "Start with step 1" not in text
    assert not any("/practice/step/" in link for link in links(client, PLAN))
    assert text.count("still open") == len(FIRST_LESSONS) - len(passed)
    for number in FIRST_LESSONS:
        assert (check_of(number) in links(client, PLAN)) == (number not in passed)


@pytest.mark.parametrize("passed", SOME, ids=NAMES)
def test_the_steps_wait_and_say_for_which_checks(person, passed):
    client, user = person
    checked(screened(client), passed, user)
    for address in (STEP, "/practice/step/26/", f"{STEP}?position=chair&length=neck"):
        text = words(client, address)
        assert WHAT_OPENS in text
        assert "Long flat stroking" not in text
        assert state_of(SCREENING, text) == "met"
        assert state_of(CHECKS, text) == "still"
        for number in FIRST_LESSONS:
            assert (check_of(number) in links(client, address)) == (number not in passed)


def test_the_one_button_leads_to_the_first_check_that_is_missing(content, client):
    checked(screened(client), (1, 3))
    page = HtmlPage(STEP, client.get(STEP).content.decode())
    buttons = [link.get("href") for link in page.elements("a") if "button--primary" in (link.get("class") or "")]
    assert buttons == [check_of(2)]


def test_with_both_the_plan_starts_and_says_nothing_of_checks(person):
    client, user = person
    ready(client, user)
    text = words(client, PLAN)
    assert WAITS not in text
    assert "Start with step 1" in text
    assert WHAT_OPENS not in words(client, STEP)
    assert "Step 1 of 26" in words(client, STEP)


@pytest.mark.parametrize("passed", [*SOME, FIRST_LESSONS], ids=[*NAMES, "all"])
@pytest.mark.parametrize("address", [PLAN, STEP])
def test_without_a_clearance_both_conditions_are_shown_with_their_state(person, passed, address):
    client, user = person
    checked(client, passed, user)
    text = words(client, address)
    assert "The screening comes first." in text or passed != FIRST_LESSONS
    assert state_of(SCREENING, text) == "still"
    assert state_of(CHECKS, text) == ("met" if passed == FIRST_LESSONS else "still")
    assert text.count("passed") == len(passed)
    assert "/screening/" in links(client, address)
    assert "Long flat stroking" not in text


def test_a_visitor_who_did_nothing_yet_sees_what_comes_first_and_keeps_no_cookie(content, client):
    text = words(client, PLAN)
    assert "First answer the screening questions." in text
    assert text.count("still open") == 2 + len(FIRST_LESSONS)
    assert not client.cookies


def test_a_visitor_without_a_session_costs_no_query_for_progress(content, client):
    with CaptureQueriesContext(connection) as queries:
        client.get(PLAN)
    asked = [query["sql"] for query in queries]
    assert len(asked) == 1
    assert "lessons_lessontext" in asked[0]


def test_an_expired_screening_closes_both_and_keeps_the_checks(person, monkeypatch):
    client, user = person
    ready(client, user, hours_ago=23)
    assert "Step 1 of 26" in words(client, STEP)
    now = clearance.this_moment() + timedelta(hours=2)
    monkeypatch.setattr(clearance, "this_moment", lambda: now)
    for address in (PLAN, STEP):
        text = words(client, address)
        assert state_of(SCREENING, text) == "still"
        assert state_of(CHECKS, text) == "met"


def test_a_refused_screening_says_why_and_nothing_of_checks(content, client):
    ready(client, fever={})
    text = words(client, STEP)
    assert "The answers say: not today." in text
    assert WHAT_OPENS not in text


def test_a_check_passed_in_another_tab_opens_the_steps_at_once(content, client):
    screened(client)
    assert WAITS in words(client, PLAN)
    checked(client, EVERY_LESSON)
    assert WAITS not in words(client, PLAN)
    assert "Step 1 of 26" in words(client, STEP)


def test_a_check_passed_on_another_device_opens_them_too(content, client, alice):
    client.force_login(alice)
    screened(client)
    assert WAITS in words(client, PLAN)
    checked(Client(), EVERY_LESSON, user=alice)
    assert "Step 1 of 26" in words(client, STEP)


def answer_the_check(client, number):
    lesson = Lesson.objects.get(number=number).slug
    client.post(f"/progress/lessons/{lesson}/check/")
    for question in quiz().check_of(lesson):
        send(client, question, a_right_answer(question))


def test_real_answers_to_the_checks_open_practice_and_then_first_strokes(person):
    client, _user = person
    screened(client)
    for number in FIRST_LESSONS:
        assert WAITS in words(client, PLAN)
        answer_the_check(client, number)
    assert WAITS not in words(client, PLAN)
    assert "Your first massage opens with the check on stroking" in words(client, PLAN)
    assert client.get(STEP).status_code == 302
    answer_the_check(client, STROKING)
    assert "Today's massage: 7 minutes" in words(client, "/practice/")
    assert "Step 1 of 5" in words(client, "/practice/step/1/")
    assert client.get("/practice/step/6/").status_code == 302


def test_the_hands_are_led_only_through_what_was_taught_whatever_the_address_says(person):
    client, user = person
    checked(screened(client), (1, 2, 3, STROKING, 7), user)
    taught = {"stroke", "squeeze"}
    for length in ("first", "short", "full", "long", "neck"):
        for position in ("prone", "chair"):
            query = f"?length={length}&position={position}&whole=1"
            number = 1
            while (answer := client.get(f"/practice/step/{number}/{query}")).status_code == 200:
                assert answer.context["shown"].step.family in taught
                number += 1
            assert number > 4


def test_the_plan_names_the_lessons_that_open_the_rest_and_stays_to_be_read(person):
    client, user = person
    checked(screened(client), (1, 2, 3, STROKING), user)
    text = words(client, "/practice/")
    assert "What opens next" in text
    assert "Lesson 10: Kneading" in text
    assert check_of(10) in links(client, "/practice/")
    whole = words(client, "/practice/?whole=1&length=full")
    assert "Today's massage: 36 minutes" in whole
    assert "Start with step 1" not in whole


@pytest.mark.parametrize("standing", [all_read, practised], ids=["read", "practised"])
def test_reading_and_practising_lessons_opens_nothing(content, client, alice, standing):
    client.force_login(alice)
    slugs = Lesson.objects.values_list("slug", flat=True)
    Progress.keep(alice.learner, {"lesson": {slug: standing(timezone.now()) for slug in slugs}}, {})
    screened(client)
    assert WAITS in words(client, PLAN)
    assert WHAT_OPENS in words(client, STEP)


def test_checks_of_later_lessons_open_nothing(content, client):
    checked(screened(client), range(4, 15))
    assert WAITS in words(client, PLAN)


def test_what_another_member_passed_opens_nothing(content, client, alice, bob):
    checked(Client(), user=bob)
    client.force_login(alice)
    screened(client)
    assert WHAT_OPENS in words(client, STEP)


def test_a_lesson_that_left_the_path_keeps_practice_closed_and_is_named_without_a_link(content, client):
    checked(screened(client), (1, 3))
    Lesson.objects.filter(number=2).update(published=False)
    for address in (PLAN, STEP):
        assert "Lesson 2 is not on this site now" in words(client, address)
        assert "Take the check of lesson 2" not in words(client, address)
    assert WHAT_OPENS in words(client, STEP)


def test_without_any_of_the_lessons_practice_stays_closed(content, client):
    ready(client)
    Lesson.objects.filter(number__in=FIRST_LESSONS).update(published=False)
    assert WAITS in words(client, PLAN)
    assert WHAT_OPENS in words(client, STEP)


@pytest.mark.parametrize("address", [AFTER, LOG])
def test_noting_what_was_done_needs_no_check(content, client, address):
    assert WHAT_OPENS not in words(client, address)
    client.post(AFTER, filled())
    assert "20 minutes" in words(client, LOG)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_closed_step_is_only_read(content, client, method):
    assert getattr(screened(client), method)(STEP).status_code == 405


def test_a_closed_step_is_the_same_page_for_htmx(content, client):
    answer = screened(client).get(STEP, headers={"HX-Request": "true"})
    assert "<html" in answer.content.decode()
    assert WHAT_OPENS in answer.content.decode()


def test_a_closed_page_is_sound_html_and_kept_by_nobody(content, client):
    for address in (PLAN, STEP):
        answer = screened(client).get(address)
        shown = HtmlPage(address, answer.content.decode())
        assert not shown.html_errors
        assert len(list(shown.elements("h1"))) == 1
        assert len(shown.ids()) == len(set(shown.ids()))
        assert "no-store" in answer["Cache-Control"]


# --- without a page: nobody to ask, nothing shown


class Bare:
    """A request as it is without the middleware."""


def test_a_request_that_nobody_can_ask_is_closed():
    assert not opening_for(Bare()).is_open


@pytest.mark.parametrize("answer", [None, True, "open", {"checks": ()}])
def test_an_answer_of_another_kind_is_closed(answer):
    request = Bare()
    request.practice_opening = lambda: answer
    assert not opening_for(request).is_open


def test_what_cannot_be_called_is_closed():
    request = Bare()
    request.practice_opening = Opening((LessonCheck("a", 1, "A", is_passed=True),))
    assert not opening_for(request).is_open
