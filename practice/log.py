"""One visitor's practice log: what was noted, corrected, taken out and put back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from learners.models import Learner
from learners.visitor import visitor_of
from practice.models import KEPT_AFTER_REMOVING, PracticeSession, PracticeSessionQuerySet

REST = timedelta(days=2)  # between whole massages (R42)


def as_plain(entry: PracticeSession) -> dict[str, Any]:
    """Plain values for the export of own data."""
    return {"uuid": str(entry.uuid), "practised_at": entry.practised_at.isoformat(), **entry.says()}


def entries(request: Any) -> PracticeSessionQuerySet:
    """Newest first; where nothing is kept for the visitor, none, and no query."""
    return _noted(request).newest_first()


def total_minutes(request: Any) -> int:
    return _noted(request).total_minutes()


def count(request: Any) -> int:
    return _noted(request).count()


def is_time_to_rest(request: Any, now: datetime) -> bool:
    """A whole massage was noted less than two days ago."""
    return _noted(request).whole().filter(practised_at__gt=now - REST).exists()


def note(request: Any, entry: PracticeSession) -> bool:
    """Keep what a form says, or let it correct the note of the same form, which stays on its day.

    The same words told again by a form opened anew mean the same massage. Says whether a note was corrected.
    """
    learner = visitor_of(request).begin()
    with learner.writing():
        rows = learner.practice_sessions.noted()
        if rows.filter(practised_at__gt=entry.begun_at, **entry.says()).exclude(uuid=entry.uuid).exists():
            return False
        kept = rows.filter(uuid=entry.uuid).first()
        if kept is None:
            learner.practice_sessions.removed().filter(uuid=entry.uuid).delete()
            entry.learner = learner
            entry.save(force_insert=True)
            return False
        is_other = kept.says() != entry.says()
        rows.filter(pk=kept.pk).update(**entry.says())
        return is_other


def remove(request: Any, uuid: UUID) -> bool:
    """Take one entry out; for an hour it can be put back, then it is deleted."""
    learner = visitor_of(request).learner
    if learner is None:
        return False
    with learner.writing():
        return bool(learner.practice_sessions.noted().filter(uuid=uuid).update(removed_at=timezone.now()))


def restore(request: Any, uuid: UUID) -> bool:
    learner = visitor_of(request).learner
    if learner is None:
        return False
    with learner.writing():
        return bool(_can_be_restored(learner).filter(uuid=uuid).update(removed_at=None))


def offered_to_restore(request: Any, word: str) -> PracticeSession | None:
    """The entry that was just taken out, as the address of the page says."""
    learner = visitor_of(request).learner
    if learner is None or not word:
        return None
    try:
        return _can_be_restored(learner).filter(uuid=UUID(word)).first()
    except ValueError:
        return None


def forget_all(request: Any) -> None:
    if learner := visitor_of(request).learner:
        with learner.writing():
            learner.practice_sessions.all().delete()


def forget_removed(now: datetime) -> int:
    rows = PracticeSession.objects.filter(removed_at__lte=now - KEPT_AFTER_REMOVING)
    return rows.delete()[0]


def join_practice(sender: Any, guest: Learner, member: Learner, **kwargs: Any) -> None:
    """Each note once: one of the same form is there already."""
    there = member.practice_sessions.values("uuid")
    guest.practice_sessions.exclude(uuid__in=there).update(learner=member)


def _noted(request: Any) -> PracticeSessionQuerySet:
    learner = visitor_of(request).learner
    return learner.practice_sessions.noted() if learner else PracticeSession.objects.none()


def _can_be_restored(learner: Learner) -> PracticeSessionQuerySet:
    return learner.practice_sessions.filter(removed_at__gt=timezone.now() - KEPT_AFTER_REMOVING)
