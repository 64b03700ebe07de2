"""Pauses: begun, with a last day, ended, and what stays in sight of them."""

from datetime import timedelta

import pytest

from progress.models import LearningChoices
from progress.rules.choices import Choices
from tests.progress.overview.choosing import CHOICES, END, PAUSE, chosen_by, count_days, words
from tests.whole_site.pages import HtmlPage


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
