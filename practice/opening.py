"""Whether practising on a person is open to the visitor. An app above says so; nobody to ask means closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FirstCheck:
    """The check of one of the lessons that come before the first touch; no slug where the site does not show it."""

    slug: str
    number: int
    title: str
    is_passed: bool


@dataclass(frozen=True)
class Opening:
    """Open when every check is passed; with no check at all nothing was shown, so it stays closed."""

    checks: tuple[FirstCheck, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.checks) and not self.missing

    @property
    def missing(self) -> tuple[FirstCheck, ...]:
        return tuple(check for check in self.checks if not check.is_passed)


def opening_for(request: Any) -> Opening:
    """What the app above sets on the request as `practice_opening`; a request that nobody set it on stays closed."""
    ask = getattr(request, "practice_opening", None)
    found = ask() if callable(ask) else None
    return found if isinstance(found, Opening) else Opening()
