"""One visitor's practice log: rows for a member, the session for a guest, joined when the guest signs in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from practice.models import NOTED, PracticeSession
from web.visits import visit_writing

KEY = "practice_log"
REMOVED = "practice_log_removed"
MOST_FOR_A_GUEST = 200
REST = timedelta(days=2)  # between whole massages (massage.md R42)


def as_plain(entry: PracticeSession) -> dict[str, Any]:
    """Plain values for the session and for the export of own data."""
    plain = {name: getattr(entry, name) for name in NOTED}
    return {"uuid": str(entry.uuid), "practised_at": entry.practised_at.isoformat(), **plain}


def from_plain(plain: dict[str, Any]) -> PracticeSession:
    practised_at = datetime.fromisoformat(plain["practised_at"])
    fields = {name: plain[name] for name in NOTED}
    return PracticeSession(uuid=UUID(plain["uuid"]), practised_at=practised_at, **fields)


def entries(request: Any) -> Sequence[PracticeSession]:
    """Newest first: a query set for a member, a list for a guest."""
    if request.user.is_authenticated:
        return request.user.practice_sessions.newest_first()
    kept = [from_plain(plain) for plain in _kept(request.session).values()]
    return sorted(kept, key=lambda entry: entry.practised_at, reverse=True)


def total_minutes(request: Any) -> int:
    if request.user.is_authenticated:
        return request.user.practice_sessions.total_minutes()
    return sum(plain["minutes"] for plain in _kept(request.session).values())


def count(request: Any) -> int:
    if request.user.is_authenticated:
        return request.user.practice_sessions.count()
    return len(_kept(request.session))


def is_time_to_rest(request: Any, now: datetime) -> bool:
    """A whole massage was noted less than two days ago."""
    if request.user.is_authenticated:
        return request.user.practice_sessions.whole().filter(practised_at__gt=now - REST).exists()
    kept = [from_plain(plain) for plain in _kept(request.session).values()]
    return any(entry.is_whole and entry.practised_at > now - REST for entry in kept)


def note(request: Any, entry: PracticeSession) -> bool:
    """Keep what a form says. The same form sent again corrects its note; says whether it did."""
    if request.user.is_authenticated:
        return PracticeSession.keep(request.user, entry)
    with visit_writing(request):
        if _is_told_again(request.session, entry):
            return False
        before = _kept(request.session).get(str(entry.uuid))
        if before:
            entry.practised_at = datetime.fromisoformat(before["practised_at"])
        _keep(request.session, as_plain(entry))
    return before is not None and before != as_plain(entry)


def _is_told_again(session: SessionBase, entry: PracticeSession) -> bool:
    others = (from_plain(plain) for uuid, plain in _kept(session).items() if uuid != str(entry.uuid))
    said = [getattr(entry, name) for name in NOTED]
    return any(
        other.practised_at > entry.begun_at and [getattr(other, name) for name in NOTED] == said for other in others
    )


def _put_back(request: Any, entry: PracticeSession) -> None:
    """Where the form was sent again meanwhile, that note stays."""
    if request.user.is_authenticated:
        entry.user = request.user
        PracticeSession.objects.bulk_create([entry], ignore_conflicts=True)
    elif str(entry.uuid) not in _kept(request.session):
        _keep(request.session, as_plain(entry))


def _keep(session: SessionBase, plain: dict[str, Any]) -> None:
    kept = _kept(session) | {plain["uuid"]: plain}
    while len(kept) > MOST_FOR_A_GUEST:
        kept.pop(next(iter(kept)))
    session[KEY] = kept


def remove(request: Any, uuid: UUID) -> bool:
    """Take one entry out and remember it, so that it can be put back."""
    entry = next((entry for entry in _with_uuid(request, uuid)), None)
    if entry is None:
        return False
    with visit_writing(request):
        request.session[REMOVED] = as_plain(entry)
        if request.user.is_authenticated:
            request.user.practice_sessions.filter(uuid=uuid).delete()
        else:
            request.session[KEY] = {key: plain for key, plain in _kept(request.session).items() if key != str(uuid)}
    return True


def restore(request: Any) -> bool:
    """Put back what was removed last."""
    with visit_writing(request):
        plain = request.session.pop(REMOVED, None)
        if plain is not None:
            _put_back(request, from_plain(plain))
    return plain is not None


def offers_restore(request: Any) -> bool:
    """Once, on the page right after deleting; whoever goes on without it has deleted for good."""
    removed = request.session.get(REMOVED)
    if removed is None or removed.get("was_offered"):
        request.session.pop(REMOVED, None)
        return False
    request.session[REMOVED] = removed | {"was_offered": True}
    return True


def forget_all(request: Any) -> None:
    request.session.pop(KEY, None)
    request.session.pop(REMOVED, None)
    if request.user.is_authenticated:
        request.user.practice_sessions.all().delete()


def merge_at_sign_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Signing in keeps the session's content, so what the guest noted moves to the member's rows, each once."""
    found = [from_plain(plain) for plain in _kept(request.session).values()]
    for entry in found:
        entry.user = user
    PracticeSession.objects.bulk_create(found, ignore_conflicts=True)
    request.session.pop(KEY, None)


def _kept(session: SessionBase) -> dict[str, dict[str, Any]]:
    return dict(session.get(KEY, {}))


def _with_uuid(request: Any, uuid: UUID) -> Sequence[PracticeSession]:
    if request.user.is_authenticated:
        return request.user.practice_sessions.filter(uuid=uuid)
    return [from_plain(plain) for key, plain in _kept(request.session).items() if key == str(uuid)]
