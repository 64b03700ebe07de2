"""Takes out of visits what is older than its limit: at each write, and by the clock where nobody writes."""

from datetime import datetime
from typing import Any

from screening.models import Visit
from screening.receiver import links as receiver_links
from screening.vault import is_too_old
from screening.visit.state import ANSWERS, CARD, CONSENT_CARD, LINK, MASSAGE_NOTED, PHONE, QUICK_CHECK

Parts = dict[str, Any]


def forget_old_visits(now: datetime) -> int:
    return Visit.objects.expired(now).delete()[0]


def forget_old_answers(now: datetime) -> int:
    """How many visits held something too old. A visit that is written meanwhile keeps what was written."""
    return sum(_forget(row, now) for row in Visit.objects.alive(now).iterator())


def _forget(row: Visit, now: datetime) -> bool:
    """The end of the visit stays as it was."""
    kept = row.parts()
    left = without_old_answers(kept, now)
    return left != kept and row.write(sealed=row.sealed_with(left, now))


def without_old_answers(parts: Parts, now: datetime) -> Parts:
    """Without those too that were given for a link which has ended."""
    return _left(parts, _too_old(parts, now) | _of_ended_links(parts, now), now)


def without_old_parts(parts: Parts, now: datetime) -> Parts:
    return _left(parts, _too_old(parts, now), now)


def _too_old(parts: Parts, now: datetime) -> set[str]:
    return {name for name in (ANSWERS, CONSENT_CARD) if name in parts and is_too_old(_moment(parts[name]), now)}


def _of_ended_links(parts: Parts, now: datetime) -> set[str]:
    if PHONE in parts and receiver_links.alive(parts[PHONE], now) is None:
        return {ANSWERS, CONSENT_CARD}
    if LINK in parts and receiver_links.alive(parts[LINK]["uuid"], now) is None:
        return {CONSENT_CARD}
    return set()


def _left(parts: Parts, gone: set[str], now: datetime) -> Parts:
    if ANSWERS in gone:
        gone = gone | {CONSENT_CARD, QUICK_CHECK, CARD, MASSAGE_NOTED}
    left = {name: part for name, part in parts.items() if name not in gone}
    if QUICK_CHECK in left and is_too_old(_moment(left[QUICK_CHECK]), now):
        left[QUICK_CHECK] = None  # it begins anew: a check is never skipped
    return left


def _moment(part: Any) -> Any:
    return part.get("at") if isinstance(part, dict) else None
