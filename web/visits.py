"""A visit, Django's session, in the database: its tabs write one after the other, and each only what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.db import transaction
from django.utils import timezone

Content = dict[str, Any]


class SessionStore(db.SessionStore):
    """Saving a whole visit as one request once read it would bring back what another tab changed or erased meanwhile.

    So each key keeps what was written last: this request's value where it changed it, otherwise what is stored now.
    """

    is_there: bool | None = None  # known while `visit_writing` holds it
    _as_read = ""

    def load(self) -> Content:
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        self._as_read = row.session_data if row else ""
        return self.decode(row.session_data) if row else {}

    def read_anew(self) -> bool:
        """Lock the row to the end of the transaction and take over what others wrote. False when there is none."""
        now = timezone.now()
        row = self.model.objects.select_for_update().filter(pk=self.session_key, expire_date__gt=now).first()
        if row is None:
            return False
        stored = self.decode(row.session_data)
        mine = getattr(self, "_session_cache", None)
        self._session_cache = stored if mine is None else joined(self._seen(), mine, stored)
        self._as_read = row.session_data
        return True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        with transaction.atomic():
            if not must_create:
                self.read_anew()
            super().save(must_create)
        self._as_read = self.encode(self._session_cache)

    def cycle_key(self) -> None:
        """Signing in moves the visit to a new key: with all that other tabs wrote until then."""
        with transaction.atomic():
            self.read_anew()
            super().cycle_key()

    def forget_changes(self) -> None:
        """As if this request had not touched the visit; the next look reads it from the database."""
        vars(self).pop("_session_cache", None)
        self.modified = False

    def _seen(self) -> Content:
        return self.decode(self._as_read) if self._as_read else {}


def joined(seen: Content, mine: Content, stored: Content) -> Content:
    """What is stored now, with the keys that were set, changed or taken out since it was seen."""
    gone = seen.keys() - mine.keys()
    changed = {key: value for key, value in mine.items() if key not in seen or seen[key] != value}
    return {key: value for key, value in stored.items() if key not in gone} | changed


@contextmanager
def visit_writing(request: Any) -> Iterator[bool]:
    """Decide and write on what the visit holds now, while no other tab of it can write.

    False when the visit has ended meanwhile, erased or signed out: then there is nothing to write to. A visitor who
    comes without a visit may begin one.
    """
    session = request.session
    if session.is_there is not None:
        yield session.is_there
        return
    try:
        with transaction.atomic():
            session.is_there = _is_there(request)
            yield session.is_there
            if session.is_there and session.modified:
                session.save()
    except BaseException:
        session.forget_changes()
        raise
    finally:
        session.is_there = None


def _is_there(request: Any) -> bool:
    if request.session.session_key and request.session.read_anew():
        return True
    return settings.SESSION_COOKIE_NAME not in request.COOKIES
