"""Whose day it is: the site's, asked for in one place."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from web import days

APPS = ("massage_site", "progress", "practice", "screening", "lessons", "web")
OWN_CLOCK = re.compile(
    r"\b(localdate|localtime|get_current_timezone|get_default_timezone|make_aware|utcnow|fromtimestamp|date\.today"
    r"|datetime\.now|datetime\.today|time\.time|strftime\(\"%[^Y])\b|\.now\(\)\.date\(\)"
)
DATES_OF_A_BROWSER = re.compile(r"\bnew Date\b|\bDate\.(now|parse)\b|toLocale(Date|Time)?String")


def at(text):
    return datetime.fromisoformat(text)


@pytest.fixture
def the_clock_says(monkeypatch):
    return lambda text: monkeypatch.setattr("django.utils.timezone.now", lambda: at(text))


def test_no_other_code_asks_a_clock_for_its_day():
    files = [file for app in APPS for file in (settings.BASE_DIR / app).rglob("*.py")]
    found = {
        (str(file.relative_to(settings.BASE_DIR)), match[0])
        for file in files
        if "migrations" not in file.parts
        for match in OWN_CLOCK.finditer(file.read_text(encoding="utf-8"))
    }
    own = {entry for entry in found if entry[0] == "web/days.py"}
    assert own
    assert found - own == {("web/templatetags/site_tags.py", "localtime")}, "take days from web.days"


def test_no_script_writes_a_day_by_its_reader_s_clock():
    scripts = list(Path(settings.BASE_DIR / "static/js").glob("*.js"))
    assert [file.name for file in scripts if DATES_OF_A_BROWSER.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", date(2026, 1, 10)), ("Asia/Tokyo", date(2026, 1, 11)), ("America/Los_Angeles", date(2026, 1, 10))],
)
def test_today_is_the_day_of_the_site(the_clock_says, zone, day):
    the_clock_says("2026-01-10T22:30+00:00")
    with timezone.override(zone):
        assert days.today() == day
        assert days.day_begins().date() == day
        assert days.day_begins() <= timezone.now() < days.day_ends()
        assert days.day_of(days.last_second_of(day)) == day
        assert days.day_of(days.last_second_of(day) + timedelta(seconds=1)) == day + days.ONE_DAY


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"])
@pytest.mark.parametrize("hour", range(24))
def test_every_reader_s_today_lies_between_the_two_ends(zone, hour):
    now = datetime(2026, 1, 10, hour, 30, tzinfo=UTC)
    with timezone.override(zone):
        for reader in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles", "Europe/Vienna", zone):
            with timezone.override(reader):
                day = days.day_of(now)
            assert days.earliest_today(now) <= day <= days.latest_today(now)
        assert days.latest_today(now) - days.earliest_today(now) <= 2 * days.ONE_DAY


@pytest.mark.parametrize(
    ("zone", "sentence"),
    [
        ("UTC", "Days here begin at midnight UTC."),
        ("Europe/Vienna", "Days here begin at midnight in Vienna (UTC+1)."),
        ("Europe/London", "Days here begin at midnight in London (UTC)."),
        ("Asia/Kolkata", "Days here begin at midnight in Kolkata (UTC+5:30)."),
        ("America/Los_Angeles", "Days here begin at midnight in Los Angeles (UTC−8)."),
        ("America/St_Johns", "Days here begin at midnight in St Johns (UTC−3:30)."),
    ],
)
def test_pages_say_whose_midnight_it_is(the_clock_says, zone, sentence):
    the_clock_says("2026-01-10T22:30+00:00")
    with timezone.override(zone):
        assert days.whose_day() == sentence


def test_summer_time_is_minded(the_clock_says):
    the_clock_says("2026-07-10T22:30+00:00")
    with timezone.override("Europe/Vienna"):
        assert days.clock() == "Vienna (UTC+2)"
