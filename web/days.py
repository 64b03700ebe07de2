"""Whose day it is: the site's. Its midnight begins a day for everybody, and whatever needs a day asks here.

The server cannot know where a reader is. So dates on pages, in forms and in files are days by the site's clock
(`MASSAGE_TIME_ZONE`), pages say so where it can matter, and a reader's own today is understood as today.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

FIRST_CLOCK, LAST_CLOCK = timedelta(hours=14), timedelta(hours=-12)  # where on Earth a day begins first, and last
ONE_DAY = timedelta(days=1)


def today() -> date:
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def day_begins() -> datetime:
    """The last midnight, the first one where the clock is put back over it."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def day_ends() -> datetime:
    """The next midnight on the wall, also where the day has 23 or 25 hours."""
    return day_begins() + ONE_DAY


def last_second_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), timezone.get_current_timezone())


def earliest_today(now: datetime) -> date:
    """What a reader calls today where the day ends last; here it may be yesterday."""
    return min((now + LAST_CLOCK).astimezone(UTC).date(), day_of(now))


def latest_today(now: datetime) -> date:
    """What a reader calls today where the day begins first; here it may be tomorrow."""
    return max((now + FIRST_CLOCK).astimezone(UTC).date(), day_of(now))


def clock() -> str:
    """The place whose clock counts, with its distance from UTC now, such as Vienna (UTC+1)."""
    place = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    distance = _distance(timezone.localtime().utcoffset() or timedelta())
    return place if place == distance else f"{place} ({distance})"


def _distance(offset: timedelta) -> str:
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "−" if offset < timedelta() else "+"
    return "UTC" + (f"{sign}{hours}" + (f":{minutes:02}" if minutes else "") if offset else "")


def whose_day() -> str:
    """The sentence for pages that show or ask for a day."""
    if timezone.get_current_timezone_name() == "UTC":
        return _("Days here begin at midnight UTC.")
    return _("Days here begin at midnight in %(clock)s.") % {"clock": clock()}
