"""Cookies that each hold an unguessable token: a browser shows them, and whoever holds the row knows its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse

MOST = 4  # two tabs that begin at once leave two, which the next request makes one of
LONGEST_TOKEN = 100


class TokenCookies:
    """What one request shows under names that begin with `prefix`, and what its answer sets or takes away.

    Each token has a name of its own, so that an answer that comes late takes away no other tab's.
    """

    def __init__(self, request: HttpRequest, prefix: str, max_age: timedelta) -> None:
        self.prefix = prefix
        self.max_age = max_age
        self._names = [name for name in request.COOKIES if name.startswith(prefix)]
        fit = [(name, request.COOKIES[name]) for name in self._names if 0 < len(request.COOKIES[name]) <= LONGEST_TOKEN]
        self._shown = dict(fit[:MOST])
        self._begun: dict[str, str] = {}
        self._renewed: dict[str, str] = {}
        self._left: set[str] = set()

    @property
    def tokens(self) -> list[str]:
        """The ones shown, and one that this very request began."""
        return [*self._shown.values(), *self._begun.values()]

    @property
    def takes_away(self) -> bool:
        return bool(self._left)

    def begin(self, token: str) -> None:
        self._begun = {f"{self.prefix}{token_hex(4)}": token}

    def renew(self, is_known: Callable[[str], bool]) -> None:
        """As long again for the tokens of the row that is written now."""
        self._renewed = {name: token for name, token in self._shown.items() if is_known(token)}

    def keep_only(self, is_known: Callable[[str], bool]) -> None:
        self._left = {name for name, token in self._shown.items() if not is_known(token)}

    def leave(self) -> None:
        """All of them, of other tabs too."""
        self.forget_changes()
        self._left = set(self._names)

    def forget_changes(self) -> None:
        self._begun, self._renewed, self._left = {}, {}, set()

    def tell_browser(self, response: HttpResponse) -> None:
        for name in self._left:
            response.delete_cookie(name, samesite="Lax")
        for name, token in (self._renewed | self._begun).items():
            response.set_cookie(
                name, token, self.max_age, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
