"""The site's time zone: read once, refused loudly where it is none, and followed by the dates on pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from massage_site.settings import read_time_zone
from progress.models import LearningChoices
from progress.rules.choices import Choices
from screening.form.detail_forms import GoAheadForm
from screening.rules.answers import Answer
from tests.whole_site.pages import HtmlPage
from web.days import day_of, latest_today

EVENING = datetime(2026, 1, 10, 22, 30, tzinfo=UTC)
CALLED = {"UTC": "10 January 2026", "Europe/Vienna": "10 January 2026", "Asia/Tokyo": "11 January 2026"}


def test_days_follow_utc_unless_the_site_is_told_another_zone(monkeypatch):
    monkeypatch.delenv("MASSAGE_TIME_ZONE", raising=False)
    assert read_time_zone() == "UTC"
    monkeypatch.setenv("MASSAGE_TIME_ZONE", "Europe/Vienna")
    assert read_time_zone() == "Europe/Vienna"


@pytest.mark.parametrize(
    "zone", ["", "Vienna", "Europe", "+02:00", "../etc/passwd", "/etc/localtime", "Europe/Vienna "]
)
def test_a_zone_that_does_not_exist_stops_the_start(monkeypatch, zone):
    monkeypatch.setenv("MASSAGE_TIME_ZONE", zone)
    with pytest.raises(ImproperlyConfigured, match="MASSAGE_TIME_ZONE"):
        read_time_zone()


@pytest.mark.parametrize("zone", CALLED)
def test_the_practice_log_shows_the_day_it_was_there(content, alice_client, alice, settings, zone):
    settings.TIME_ZONE = zone
    alice.learner.practice_sessions.create(minutes=20, practised_at=EVENING)
    page = HtmlPage("/practice/log/", alice_client.get("/practice/log/").content.decode())
    assert [found.text for found in page.elements("time")] == [CALLED[zone]]
    assert f"the note of {CALLED[zone]}, 20 minutes" in page.text("main")


@pytest.mark.parametrize("zone", CALLED)
def test_the_choices_page_names_zone_and_hour(content, client, settings, zone):
    settings.TIME_ZONE = zone
    text = HtmlPage("/progress/choices/", client.get("/progress/choices/").content.decode()).text("main")
    assert {"UTC": "midnight UTC.", "Europe/Vienna": "midnight in Vienna (UTC+", "Asia/Tokyo": "in Tokyo (UTC+9)."}[
        zone
    ] in text


@pytest.mark.parametrize("zone", CALLED)
def test_a_day_that_a_person_wrote_stays_the_day_they_wrote(settings, zone):
    """A doctor's go-ahead is a day, not a moment: no zone moves it."""
    settings.TIME_ZONE = zone
    answer = Answer("yes", EVENING, cleared_at=EVENING)
    form = GoAheadForm(None, answer=answer, is_open=False, now=EVENING)
    assert form.initial["day"] == day_of(EVENING)


# --- a reader elsewhere


@pytest.fixture
def in_los_angeles(content, alice_client, alice, monkeypatch):
    """It is half past five in the afternoon there; the site has the next day already."""
    LearningChoices.keep(alice.learner, Choices(counts_days=True))
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 1, 11, 1, 30, tzinfo=UTC))
    return alice_client


def pauses(person):
    person.refresh_from_db()
    return person.learner.learning_choices.pauses


def test_a_reader_s_own_today_ends_a_pause_today(in_los_angeles, alice):
    assert in_los_angeles.post("/progress/choices/pause/", {"last": "2026-01-10"}).status_code == 302
    assert pauses(alice) == [["2026-01-11", "2026-01-11"]]


def test_a_day_that_is_over_everywhere_is_refused_with_the_day_that_counts(in_los_angeles, alice):
    answer = in_los_angeles.post("/progress/choices/pause/", {"last": "2026-01-09"})
    assert answer.status_code == 422
    assert "Choose today, 11 January 2026, or a later day, or leave it empty." in answer.content.decode()
    assert pauses(alice) == []


def test_the_calendar_of_a_pause_begins_where_today_can_be_chosen_and_says_whose_day_counts(in_los_angeles):
    text = in_los_angeles.get("/progress/choices/").content.decode()
    assert 'min="2026-01-10"' in text
    assert 'max="2027-01-12"' in text
    assert "Days here begin at midnight UTC." in text


@pytest.mark.parametrize("zone", CALLED)
def test_a_doctor_s_word_of_a_reader_s_today_counts_from_now_and_is_shown_as_a_day_of_the_site(settings, zone):
    settings.TIME_ZONE = zone
    latest = latest_today(EVENING)
    form = GoAheadForm({"said": "yes", "day": str(latest)}, answer=Answer("yes", EVENING), is_open=False, now=EVENING)
    assert form.is_valid(), form.errors
    assert form.given_at() == EVENING
    assert form.fields["day"].widget.attrs["max"] == latest
    assert "Days here begin" in form.fields["day"].help_text


@pytest.mark.parametrize("zone", CALLED)
def test_a_doctor_s_word_counts_to_the_end_of_its_day_by_the_site_s_clock(settings, zone):
    settings.TIME_ZONE = zone
    day = day_of(EVENING) - timedelta(days=3)
    form = GoAheadForm({"said": "yes", "day": str(day)}, answer=Answer("yes", EVENING), is_open=False, now=EVENING)
    assert form.is_valid(), form.errors
    assert day_of(form.given_at()) == day
    assert day_of(form.given_at() + timedelta(seconds=1)) == day + timedelta(days=1)


def test_the_admin_names_a_massage_by_the_site_s_day(alice, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert str(alice.learner.practice_sessions.create(minutes=20, practised_at=EVENING)) == "2026-01-11 · 20 min"
