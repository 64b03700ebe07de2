"""The page of learning choices: how much a day, days in a row, pauses; for members, guests and new visitors."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from practice.models import PracticeSession
from progress.models import Answer, LearningChoices, Progress
from progress.overview.choices_page import days_card, days_done
from progress.rules.choices import Choices
from progress.rules.standing import Standing
from tests.factories import PASSWORD
from tests.learners.guests import learning_by
from tests.whole_site.pages import HtmlPage

BEGIN = "/progress/lessons/what-massage-can-do/check/"
CHOICES, PAUSE, END = (f"/progress/choices/{end}" for end in ("", "pause/", "pause/end/"))
MARK = "/progress/techniques/stroke-long/practise/"
PROGRESS_TAG = "{% load progress_tags %}{% days_in_a_row %}"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def guest(content, client):
    client.post(BEGIN)
    return client


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    """Whoever has begun, with an account or without."""
    if request.param == "member":
        client.force_login(alice)
    else:
        client.post(BEGIN)
    return client


def chosen_by(client):
    return learning_by(client).choices


def words(client, address=CHOICES):
    return HtmlPage(address, client.get(address).content.decode()).text("main")


def choose(client, cap=10, **sent):
    return client.post(CHOICES, {"cap": cap, **sent})


def count_days(client):
    return choose(client, counts_days="on")


# --- how many a day, and the switch ---


def test_at_first_it_is_ten_a_day_and_no_days_are_counted(person):
    page = HtmlPage(CHOICES, person.get(CHOICES).content.decode())
    ticked = [(found.get("name"), found.get("value")) for found in page.elements("input") if "checked" in found.attrib]
    assert ticked == [("cap", "10")]
    assert "A pause" not in page.text("main")


@pytest.mark.parametrize("cap", [6, 10, 15, 20])
def test_each_number_offered_can_be_chosen(person, cap):
    answer = choose(person, cap)
    assert (answer.status_code, answer.url) == (302, CHOICES)
    assert "Your choices are kept." in person.get(CHOICES).content.decode()
    assert chosen_by(person) == Choices(cap)


@pytest.mark.parametrize("cap", ["", "7", "ten", "-10", "10.0"])
def test_a_number_that_is_not_offered_is_refused_and_says_what_to_do(person, cap):
    choose(person, 15)
    answer = choose(person, cap)
    page = HtmlPage(CHOICES, answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in page.text("main")
    assert [link.get("href") for link in page.elements("a") if link.get("href") == "#id_cap_0"]
    assert "id_cap_0" in page.ids()
    assert chosen_by(person) == Choices(15)


def test_days_are_counted_once_switched_on_and_no_more_once_switched_off(person):
    count_days(person)
    assert chosen_by(person).counts_days
    assert "A pause" in words(person)
    choose(person)
    assert not chosen_by(person).counts_days
    assert "A pause" not in words(person)


def test_choosing_a_number_leaves_the_pauses_as_they_are(person, today):
    person.post(PAUSE)
    choose(person, 20)
    assert chosen_by(person) == Choices(20, False, ((today, None),))


def test_the_review_takes_the_chosen_number(content, alice_client):
    """The number reaches what asks for it."""
    choose(alice_client, 6)
    assert learning_by(alice_client).choices.cap == 6


def test_htmx_is_led_to_the_page_as_well(person):
    answer = person.post(CHOICES, {"cap": 6}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == CHOICES
    assert person.post(CHOICES, {"cap": 7}, headers={"HX-Request": "true"}).status_code == 422


def test_the_page_is_kept_by_no_cache(person):
    assert "no-store" in person.get(CHOICES)["Cache-Control"]


@pytest.mark.parametrize("address", [PAUSE, END])
def test_what_a_button_sends_cannot_be_opened(person, address):
    answer = person.get(address)
    assert answer.status_code == 405
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("address", [CHOICES, PAUSE, END])
def test_a_form_without_a_token_is_refused(content, address):
    assert Client(enforce_csrf_checks=True).post(address, {"cap": 6}).status_code == 403


# --- visitors ---


def test_a_visitor_chooses_with_one_tap_and_only_then_gets_a_cookie(content, client):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(CHOICES).content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert not browser.cookies
    answer = browser.post(CHOICES, {"cap": 15}, headers={"Origin": "http://testserver"}, follow=True)
    assert "keeps your place for 30 days" in answer.content.decode()
    assert chosen_by(browser).cap == 15


def test_a_choice_sent_after_the_visit_ended_is_kept_in_a_new_one(guest):
    guest.cookies.clear()
    assert choose(guest, 20).status_code == 302
    assert chosen_by(guest).cap == 20


def test_what_one_member_chooses_is_nobody_else_s(content, alice_client, bob):
    count_days(alice_client)
    alice_client.post(PAUSE)
    other = Client()
    other.force_login(bob)
    assert chosen_by(other) == Choices()
    assert LearningChoices.objects.count() == 1


# --- pauses ---


def test_a_pause_begins_today_and_runs_until_it_is_ended(person, today):
    count_days(person)
    assert person.post(PAUSE, {"last": ""}).url == CHOICES
    assert chosen_by(person).pauses == ((today, None),)
    text = words(person)
    assert "until you end it" in text
    assert "Pause from today" not in text


@pytest.mark.parametrize("days", [0, 1, 366])
def test_a_pause_can_have_a_last_day(person, today, days):
    count_days(person)
    last = today + timedelta(days=days)
    person.post(PAUSE, {"last": last.isoformat()})
    assert chosen_by(person).pauses == ((today, last),)
    assert f"until {last.day} {last:%B} {last.year}" in words(person)


@pytest.mark.parametrize("last", ["2001-01-01", "tomorrow", "3/7/2026", "2026-02-30", "0", "9999-12-31"])
def test_a_last_day_that_is_over_or_no_day_is_refused_and_says_what_to_do(person, last):
    count_days(person)
    answer = person.post(PAUSE, {"last": last})
    page = HtmlPage(PAUSE, answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert page.text("main").count("or leave it empty.") == 2, "in the summary and at the field"
    assert [found.get("value") for found in page.elements("input") if found.get("name") == "last"] == [last]
    assert chosen_by(person) == Choices(counts_days=True)


def test_a_pause_ended_at_once_leaves_no_trace(person):
    person.post(PAUSE)
    assert person.post(END).url == CHOICES
    assert chosen_by(person).pauses == ()


def test_an_earlier_pause_stays_in_sight(content, alice_client, alice, today):
    first, last = today - timedelta(days=9), today - timedelta(days=1)
    LearningChoices.keep(alice.learner, Choices(10, True, ((first, None),)))
    alice_client.post(END)
    assert chosen_by(alice_client).pauses == ((first, last),)
    text = words(alice_client)
    assert f"{first.day} {first:%B} {first.year} to {last.day} {last:%B} {last.year}" in text
    assert "Pause from today" in text


def test_ending_a_pause_twice_changes_nothing(person):
    assert person.post(END).status_code == 302
    assert chosen_by(person) == Choices()


# --- days in a row ---


def on_progress_tag(client):
    """What the tag prints for whoever sits at this browser."""
    request = client.get(CHOICES).wsgi_request
    return Template(PROGRESS_TAG).render(Context({"request": request}))


def test_nothing_is_shown_or_read_where_days_are_not_counted(content, alice_client, alice, django_assert_num_queries):
    alice_client.post(MARK)
    request = alice_client.get("/about/").wsgi_request
    assert request.visitor.learner
    with django_assert_num_queries(1):
        assert days_card(request) == {"row": None}
    assert not on_progress_tag(alice_client).strip()


def test_a_visitor_s_days_cost_no_query(content, client, django_assert_num_queries):
    request = client.get("/").wsgi_request
    with django_assert_num_queries(0):
        assert days_card(request) == {"row": None}


def test_what_was_done_today_is_one_day_so_far(person):
    count_days(person)
    assert "A row begins with the next thing" in on_progress_tag(person)
    person.post(MARK)
    shown = on_progress_tag(person)
    assert "1 day so far" in shown
    assert shown.count('<li class="days__day"') == 14
    assert "learned or practised" in shown


def test_days_come_from_answers_marks_and_practice(content, alice_client, alice):
    now = timezone.now()
    days = [now - timedelta(days=back) for back in range(6)]
    alice.learner.practice_sessions.create(minutes=20, practised_at=days[1])
    started, read, passed = days[4], days[3], days[2]
    Progress.keep(alice.learner, {"lesson": {"stroking": Standing(started, read, read_at=read, passed_at=passed)}}, {})
    Answer.objects.create(
        learner=alice.learner,
        key="k",
        question="gone",
        version=1,
        given="a",
        is_right=False,
        share=0,
        answered_at=days[0],
    )
    request = alice_client.get("/").wsgi_request
    assert days_done(request) == {timezone.localtime(moment).date() for moment in days[:5]}
    count_days(alice_client)
    assert "5 days in a row" in on_progress_tag(alice_client)


def test_a_guest_s_days_go_along_into_the_account(content, client, alice, settings):
    client.post(MARK)
    count_days(client)
    client.post(MARK)
    alice.learner.practice_sessions.create(minutes=20, practised_at=timezone.now() - timedelta(days=1))
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert "2 days in a row" in on_progress_tag(client)


def test_a_paused_row_says_so_and_leads_to_the_page(person):
    count_days(person)
    person.post(PAUSE)
    shown = on_progress_tag(person)
    assert "until you end it" in shown
    assert f'href="{CHOICES}' in shown


def test_the_longest_row_is_named_where_it_is_longer(content, alice_client, alice, today):
    LearningChoices.keep(alice.learner, Choices(counts_days=True))
    now = timezone.now()
    for back in (0, 5, 6, 7):
        alice.learner.practice_sessions.create(minutes=20, practised_at=now - timedelta(days=back))
    assert "The longest row so far: 3 days." in on_progress_tag(alice_client)
    assert "The longest row so far: 3 days." in words(alice_client)


def test_the_progress_page_shows_the_row_once_it_is_switched_on(person):
    person.post(MARK)
    assert "day so far" not in words(person, "/progress/")
    count_days(person)
    assert "1 day so far" in words(person, "/progress/")


@pytest.mark.parametrize("times", [1, 40])
def test_more_days_take_no_more_queries(content, alice_client, alice, times, django_assert_num_queries):
    LearningChoices.keep(alice.learner, Choices(counts_days=True))
    now = timezone.now()
    PracticeSession.objects.bulk_create(
        [
            PracticeSession(learner=alice.learner, minutes=20, practised_at=now - timedelta(days=back))
            for back in range(times)
        ]
    )
    request = alice_client.get("/about/").wsgi_request
    with django_assert_num_queries(4):  # choices, answers, marks, practice
        assert days_card(request)["row"].length == times


def test_nobody_is_blamed(content, alice_client, alice):
    """UX-67: no guilt, no loss, nothing loud, whatever was missed."""
    LearningChoices.keep(alice.learner, Choices(counts_days=True))
    alice.learner.practice_sessions.create(minutes=20, practised_at=timezone.now() - timedelta(days=5))
    text = words(alice_client).lower().replace("nothing is lost by a day without", "")
    assert not re.search(r"!|\blost\b|\blose\b|\bmissed\b|\bfail|\bbroke|\bstreak\b|\bonly\b", text)


# --- when a day begins ---


def test_the_page_says_when_a_day_begins(person):
    text = words(person)
    assert "Days here begin at midnight UTC." in text
    assert "By that clock it is now" in text


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", date(2026, 1, 10)), ("Pacific/Kiritimati", date(2026, 1, 11)), ("Pacific/Pago_Pago", date(2026, 1, 9))],
)
def test_a_day_turns_over_at_the_site_s_midnight(content, alice_client, alice, zone, day):
    alice.learner.practice_sessions.create(minutes=20, practised_at=datetime(2026, 1, 10, 10, 30, tzinfo=UTC))
    request = alice_client.get("/").wsgi_request
    with timezone.override(zone):
        assert days_done(request) == {day}


# --- erasing ---


def test_erasing_names_the_choices_only_where_there_are_some(person):
    assert "nothing to erase" in words(person, "/progress/erase/")
    choose(person, 15)
    assert "how many questions a day you chose" in words(person, "/progress/erase/")
    person.post("/progress/erase/")
    assert chosen_by(person) == Choices()


def test_choices_alone_can_be_erased_from_the_data_page(person):
    assert 'href="/progress/erase/"' not in person.get("/accounts/data/").content.decode()
    choose(person, 15)
    assert 'href="/progress/erase/"' in person.get("/accounts/data/").content.decode()
