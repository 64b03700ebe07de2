"""Days in a row on the pages: what counts, what is shown, and when a day begins."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from practice.models import PracticeSession
from progress.models import Answer, LearningChoices, Progress
from progress.overview.choices_page import days_card, days_done
from progress.rules.choices import Choices
from progress.rules.standing import Standing
from tests.factories import PASSWORD
from tests.progress.overview.choosing import CHOICES, PAUSE, choose, chosen_by, count_days, words

MARK = "/progress/techniques/stroke-long/practise/"


PROGRESS_TAG = "{% load progress_tags %}{% days_in_a_row %}"


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
