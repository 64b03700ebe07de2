"""What answers lead to: how far the massage is narrowed, and how two such limits add up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from screening.rules.questionnaire import ANY_POSITION, Branch, Effects, Outcome

NO_LIMIT = 3
UNKNOWN = "unknown"
URGENCIES = (None, "routine", "soon", "same-day", "emergency")


@dataclass(frozen=True)
class Consequence:
    """Class 0 to 5, urgency, and every limit; the default narrows nothing."""

    level: int = 0
    urgency: str | None = None
    blocked: frozenset[str] = frozenset()
    stroke_only: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()
    oils_banned: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    cap: int = NO_LIMIT
    max_minutes: int | None = None
    positions: frozenset[str] = ANY_POSITION

    def __add__(self, other: "Consequence") -> "Consequence":
        """Both hold: the higher class, all that either forbids, only what both allow."""
        return Consequence(
            level=max(self.level, other.level),
            urgency=max(self.urgency, other.urgency, key=URGENCIES.index),
            blocked=self.blocked | other.blocked,
            stroke_only=self.stroke_only | other.stroke_only,
            banned=self.banned | other.banned,
            oils_banned=self.oils_banned | other.oils_banned,
            notes=self.notes | other.notes,
            cap=min(self.cap, other.cap),
            max_minutes=_fewer(self.max_minutes, other.max_minutes),
            positions=self.positions & other.positions,
        )

    def effects(self) -> dict[str, Any]:
        """Only the limits that are there, as the output of a reason shows them."""
        shown: dict[str, Any] = {"urgency": self.urgency} if self.urgency else {}
        for name in ("blocked", "stroke_only", "banned", "oils_banned", "notes"):
            if getattr(self, name):
                shown[name] = sorted(getattr(self, name))
        if self.cap < NO_LIMIT:
            shown["cap"] = self.cap
        if self.max_minutes is not None:
            shown["max_minutes"] = self.max_minutes
        if self.positions < ANY_POSITION:
            shown["positions"] = sorted(self.positions)
        return shown


def consequence_of(outcome: Outcome, values: Mapping[str, Any]) -> Consequence:
    """The class and effects of one branch, with the lists and marked regions that the follow-ups gave."""
    total = Consequence(level=outcome.level, urgency=_urgency(outcome)) + _limits(outcome, values)
    for also in outcome.also if isinstance(outcome, Branch) else ():
        if also.when.holds(values):
            total += _limits(also, values)
    return _with_marked_regions(total, values[outcome.pick]) if outcome.pick else total


def _urgency(outcome: Outcome) -> str | None:
    return "emergency" if outcome.level == 5 else outcome.urgency


def _limits(effects: Effects, values: Mapping[str, Any]) -> Consequence:
    oils = values[effects.oils_from] if effects.oils_from else ()
    allowed = values[effects.positions_from] if effects.positions_from else ANY_POSITION
    return Consequence(
        blocked=effects.blocked,
        stroke_only=effects.stroke_only,
        banned=effects.banned,
        oils_banned=effects.oils_banned.union(oils),
        notes=effects.notes,
        cap=effects.cap,
        max_minutes=effects.max_minutes,
        positions=effects.positions.intersection(allowed),
    )


def _with_marked_regions(consequence: Consequence, marked: Any) -> Consequence:
    """Leave marked places out. Cannot say where: not today. A place off the map narrows nothing (screening#places)."""
    if marked == UNKNOWN:
        return replace(consequence, level=max(consequence.level, 3))
    if not marked and consequence.level == 2 and not consequence.blocked:
        return replace(consequence, level=1)
    return replace(consequence, blocked=consequence.blocked.union(marked))


def _fewer(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
