"""The site's time zone: read once, refused loudly where it is none, and followed by the dates on pages."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from massage_site.settings import read_time_zone
from screening.answers import Answer
from screening.detail_forms import GoAheadForm
from tests.pages import HtmlPage

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
    alice.practice_sessions.create(minutes=20, practised_at=EVENING)
    page = HtmlPage("/practice/log/", alice_client.get("/practice/log/").content.decode())
    assert [found.text for found in page.elements("time")] == [CALLED[zone]]
    assert f"the note of Jan. {CALLED[zone].partition(' ')[0]}, 2026" in page.text("main")


@pytest.mark.parametrize("zone", CALLED)
def test_the_choices_page_names_zone_and_hour(content, client, settings, zone):
    settings.TIME_ZONE = zone
    text = HtmlPage("/progress/choices/", client.get("/progress/choices/").content.decode()).text("main")
    assert f"time zone {zone}." in text


@pytest.mark.parametrize("zone", CALLED)
def test_a_day_that_a_person_wrote_stays_the_day_they_wrote(settings, zone):
    """A doctor's go-ahead is a day, not a moment: no zone moves it."""
    settings.TIME_ZONE = zone
    answer = Answer("yes", EVENING, cleared_at=EVENING)
    form = GoAheadForm(None, answer=answer, is_open=False, now=EVENING)
    assert form.initial["day"] == EVENING.date()
