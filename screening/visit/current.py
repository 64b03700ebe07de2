"""The visit of a request: looked up at most once, begun by the first answer, known by a cookie of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from screening.models import Visit, VisitQuerySet
from screening.vault import KEPT_FOR
from screening.visit.forgetting import without_old_parts
from screening.visit.state import MEMBER, forget_link
from web.visitors.members import member_of
from web.visitors.token_cookies import TokenCookies

PREFIX = "screening-"


class CurrentVisit(MutableMapping[str, Any]):
    """What is kept for it by name, as `state` lists it; nothing where there is no visit. Written inside `writing`."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.cookies = TokenCookies(request, PREFIX, KEPT_FOR)
        self.was_asked = False
        self._row: Visit | None = None
        self._parts: dict[str, Any] | None = None
        self._as_read = ""
        self._is_there: bool | None = None  # known while it is written

    def __getitem__(self, name: str) -> Any:
        return self.parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def __setitem__(self, name: str, part: Any) -> None:
        self._changeable()[name] = part

    def __delitem__(self, name: str) -> None:
        del self._changeable()[name]

    @property
    def parts(self) -> dict[str, Any]:
        if self._parts is None:
            self._parts = self._read(Visit.objects.all())
        return self._parts

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """Decide and write on what the visit holds now, while no other tab of it can write.

        False when the visit has ended meanwhile, erased or signed out: then there is nothing to write to. A visitor
        who comes without a visit may begin one.
        """
        if self._is_there is not None:
            yield self._is_there
            return
        try:
            with transaction.atomic():
                self._parts = self._read(Visit.objects.select_for_update())
                self._is_there = self._row is not None or not self.cookies.tokens
                if not self._is_there:
                    self._clear()
                yield self._is_there
                if self._is_there and _text(self.parts) != self._as_read:
                    self._write()
        except BaseException:
            self._parts = None  # as if this request had not touched it
            self.cookies.forget_changes()
            raise
        finally:
            self._is_there = None

    def leave(self) -> None:
        """Erase it, with the link that it made; one that is gone already is no fault."""
        if self.cookies.tokens:
            with self.writing():
                self._clear()

    def sign_in(self, user: Any) -> None:
        """From now on it ends with being signed in, wherever that is ended."""
        if self.cookies.tokens:
            with self.writing() as is_there:
                if is_there:
                    self[MEMBER] = str(user.pk)

    def tell_browser(self, response: HttpResponse) -> None:
        if self.was_asked:
            patch_vary_headers(response, ["Cookie"])
        if self._row or self.cookies.takes_away:
            add_never_cache_headers(response)
        self.cookies.tell_browser(response)

    def _read(self, rows: VisitQuerySet) -> dict[str, Any]:
        """Of two that were begun at once the one written last stays: no erasing would reach the other."""
        self.was_asked = True
        tokens = self.cookies.tokens
        alive = rows.by_tokens(tokens).alive(timezone.now()) if tokens else []
        found = sorted(alive, key=attrgetter("expires_at", "pk"), reverse=True)
        self._row = found[0] if found else None
        left_alone = [row for row in found[1:] if not self._take_away(row)]
        kept = [*found[:1], *left_alone]
        self.cookies.keep_only(lambda token: any(row.is_known_by(token) for row in kept))
        parts = self._row.parts() if self._row else {}
        if MEMBER in parts and parts[MEMBER] != self._member():
            self._row, parts = None, {}
        self._as_read = _text(parts)
        return parts

    def _member(self) -> str | None:
        member = member_of(self.request)
        return str(member.pk) if member else None

    def _clear(self) -> None:
        for row in Visit.objects.by_tokens(self.cookies.tokens).select_for_update():
            self._take_away(row)
        self._row, self._parts, self._as_read = None, {}, _text({})
        self.cookies.leave()

    def _take_away(self, row: Visit) -> bool:
        is_gone = row.remove()
        if is_gone:
            forget_link(row.parts())
        return is_gone

    def _write(self) -> None:
        now = timezone.now()
        self._parts = without_old_parts(self.parts, now)
        if member := self._member():
            self._parts[MEMBER] = member
        self._as_read = _text(self._parts)
        if self._row is None:
            self._row, token = Visit.objects.begin(self._parts, now)
            self.cookies.begin(token)
        else:
            row = self._row
            row.write(sealed=row.sealed_with(self._parts, now), expires_at=now + KEPT_FOR)
            self.cookies.renew(row.is_known_by)

    def _changeable(self) -> dict[str, Any]:
        if self._is_there is None:
            raise RuntimeError("What another tab writes would be lost: a visit is changed inside `writing`.")
        return self.parts


def _text(parts: dict[str, Any]) -> str:
    return json.dumps(parts, sort_keys=True)


def visit_of(request: Any) -> CurrentVisit:
    """Set by the middleware; a request that comes without one gets it here."""
    if not hasattr(request, "screening_visit"):
        request.screening_visit = CurrentVisit(request)
    return request.screening_visit


def keep_at_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    visit_of(request).sign_in(user)


def leave_at_sign_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    visit_of(request).leave()
