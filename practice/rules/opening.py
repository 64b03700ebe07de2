"""Whether practising on a person is open to the visitor. An app above says so; nobody to ask means closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessons.pack.facts import technique_facts


@dataclass(frozen=True)
class LessonCheck:
    """The check of a lesson, and whether it is passed; no slug where the site does not show that lesson."""

    slug: str
    number: int
    title: str
    is_passed: bool


@dataclass(frozen=True)
class Opening:
    """Open when every first check is passed; with no check at all nothing was shown, so it stays closed.

    `checks` are those of the lessons that come before the first touch, `path` those of all lessons: a technique is
    taught once the check of its lesson is passed.
    """

    checks: tuple[LessonCheck, ...] = ()
    path: tuple[LessonCheck, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.checks) and not self.missing

    @property
    def untaught(self) -> frozenset[str]:
        """Techniques that the site does not lead through yet."""
        passed = {check.slug for check in self.path if check.is_passed}
        return frozenset(slug for slug, facts in technique_facts().items() if facts.lesson not in passed)

    def check_for(self, technique: str) -> LessonCheck | None:
        """The check that opens a technique; none where its lesson is not on the site."""
        lesson = technique_facts()[technique].lesson
        return next((check for check in self.path if check.slug == lesson), None)

    @property
    def missing(self) -> tuple[LessonCheck, ...]:
        return tuple(check for check in self.checks if not check.is_passed)


def opening_for(request: Any) -> Opening:
    """What the app above sets on the request as `practice_opening`; a request that nobody set it on stays closed."""
    ask = getattr(request, "practice_opening", None)
    found = ask() if callable(ask) else None
    return found if isinstance(found, Opening) else Opening()
