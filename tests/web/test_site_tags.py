"""Times in pages: written in UTC for everyone, with what a browser needs to write them in its reader's zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from web.templatetags.site_tags import local_day, local_time

MOMENT = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "html"),
    [
        (local_day, '<time datetime="2026-03-01T20:30:00+00:00" data-local="day">1 March 2026</time>'),
        (local_time, '<time datetime="2026-03-01T20:30:00+00:00" data-local="time">1 March 2026, 20:30 UTC</time>'),
    ],
)
def test_a_time_is_written_in_utc_and_machine_readable(write, html):
    assert write(MOMENT) == html


def test_a_moment_from_another_zone_is_the_same_moment():
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=13)))
    assert ">1 March 2026, 20:30 UTC<" in local_time(elsewhere)
