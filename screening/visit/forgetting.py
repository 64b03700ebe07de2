"""Takes out of the stored visits what is older than its limit. Whatever else a visit holds, such as progress, stays."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session

from screening.clearance import SESSION_KEY
from screening.receiver import links as receiver_links
from screening.vault import is_too_old
from screening.visit.state import CARD, CONSENT_CARD, LINK, MASSAGE_NOTED, PHONE, QUICK_CHECK


def forget_old_answers(now: datetime) -> int:
    """How many visits held something too old. A visit that is written meanwhile keeps what was written."""
    return sum(_forget(row, now) for row in Session.objects.filter(expire_date__gt=now).iterator())


def _forget(row: Session, now: datetime) -> int:
    """The end of the visit stays as it was, so the row is written here and not by the session itself."""
    kept = row.get_decoded()
    left = without_old_answers(kept, now)
    if left == kept:
        return 0
    unchanged = Session.objects.filter(pk=row.pk, session_data=row.session_data)
    return unchanged.update(session_data=Session.objects.encode(left))


def without_old_answers(visit: dict[str, Any], now: datetime) -> dict[str, Any]:
    gone = {key for key in (SESSION_KEY, CONSENT_CARD) if key in visit and is_too_old(visit[key], now)}
    if PHONE in visit and receiver_links.alive(visit[PHONE], now) is None:
        gone |= {SESSION_KEY, CONSENT_CARD}
    if LINK in visit and receiver_links.alive(visit[LINK]["uuid"], now) is None:
        gone.add(CONSENT_CARD)
    if SESSION_KEY in gone:
        gone |= {CONSENT_CARD, QUICK_CHECK, CARD, MASSAGE_NOTED}
    left = {key: value for key, value in visit.items() if key not in gone}
    if QUICK_CHECK in left and is_too_old(left[QUICK_CHECK], now):
        left[QUICK_CHECK] = ""  # it begins anew: a check is never skipped
    return left
