"""Times in pages: by the site's clock, for everyone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import timezone as site_clock

from web.templatetags.site_tags import local_day, local_time

MOMENT = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "html"),
    [
        (local_day, '<time datetime="2026-03-01T20:30:00+00:00">1 March 2026</time>'),
        (local_time, '<time datetime="2026-03-01T20:30:00+00:00">1 March 2026, 20:30 UTC</time>'),
    ],
)
def test_a_time_is_written_by_the_site_s_clock_and_machine_readable(write, html):
    assert write(MOMENT) == html


def test_a_time_is_told_to_the_second_as_html_wants_it():
    assert 'datetime="2026-03-01T20:30:00+00:00"' in local_time(MOMENT.replace(microsecond=123456))


def test_a_moment_from_another_zone_is_the_same_moment():
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=13)))
    assert ">1 March 2026, 20:30 UTC<" in local_time(elsewhere)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Europe/Vienna", "1 March 2026, 21:30 CET"),
        ("Asia/Kolkata", "2 March 2026, 02:00 IST"),
        ("America/Los_Angeles", "1 March 2026, 12:30 PST"),
        ("Asia/Dubai", "2 March 2026, 00:30 +04"),
    ],
)
def test_another_zone_moves_day_and_time_and_says_its_name(zone, shown):
    with site_clock.override(zone):
        assert f">{shown}<" in local_time(MOMENT)
        assert f">{shown.partition(',')[0]}<" in local_day(MOMENT)


def test_summer_time_is_minded():
    with site_clock.override("Europe/Vienna"):
        assert ">1 July 2026, 22:30 CEST<" in local_time(MOMENT.replace(month=7))
