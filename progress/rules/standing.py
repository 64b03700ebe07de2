"""What one person has done with one lesson or technique, and how two records of it become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Kind = Literal["lesson", "technique"]
State = Literal["new", "started", "read", "passed", "practised"]
MOMENTS = ("started_at", "touched_at", "read_at", "practised_at", "passed_at")


@dataclass(frozen=True)
class Standing:
    """Practised implies read, read implies started. `step` is where to go on; it is empty once all is read.

    `passed_at` is when a lesson's check was first passed, with the lesson read or without.
    """

    started_at: datetime
    touched_at: datetime
    read_at: datetime | None = None
    practised_at: datetime | None = None
    step: str = ""
    passed_at: datetime | None = None

    @property
    def state(self) -> State:
        if self.practised_at:
            return "practised"
        if self.passed_at:
            return "passed"
        return "read" if self.read_at else "started"

    @property
    def is_done(self) -> bool:
        """Nothing of the lesson is left to do: it is read, or its check shows that it is known."""
        return self.read_at is not None or self.passed_at is not None

    def as_plain(self) -> dict[str, str]:
        """Text only, for an export; what is not known is left out."""
        moments = {name: getattr(self, name) for name in MOMENTS}
        plain = {name: moment.isoformat() for name, moment in moments.items() if moment}
        return plain | ({"step": self.step} if self.step else {})


Standings = Mapping[Kind, Mapping[str, Standing]]
Known = dict[Kind, dict[str, Standing]]
Orders = Mapping[str, Sequence[str]]


def step_read(order: Sequence[str], step: str, now: datetime) -> Standing:
    """One step of a lesson is read: go on at the following one; after the last the lesson is read."""
    following = next_step(order, step)
    return Standing(now, now, step=following) if following else all_read(now)


def next_step(order: Sequence[str], step: str) -> str:
    """The step after this one; empty after the last, the first after a step that left the lesson."""
    return next(iter(order[position(order, step) + 1 :]), "")


def all_read(now: datetime) -> Standing:
    return Standing(now, now, read_at=now)


def practised(now: datetime) -> Standing:
    return Standing(now, now, read_at=now, practised_at=now)


def passed(moment: datetime) -> Standing:
    """The check of a lesson is passed; what was read of it stays as it is."""
    return Standing(moment, moment, passed_at=moment)


def without_pass(standing: Standing) -> Standing | None:
    """What is left when the pass is taken back; nothing of a lesson that was neither begun nor read."""
    return replace(standing, passed_at=None) if standing.read_at or standing.step else None


def state_of(standing: Standing | None) -> State:
    return standing.state if standing else "new"


def is_passed(standing: Standing | None) -> bool:
    return standing is not None and standing.passed_at is not None


def merge(one: Standing, other: Standing, order: Sequence[str] = ()) -> Standing:
    """First start, first reading and first pass, last practice, furthest step; the same whichever comes first."""
    read_at = min(filter(None, (one.read_at, other.read_at)), default=None)
    return Standing(
        started_at=min(one.started_at, other.started_at),
        touched_at=max(one.touched_at, other.touched_at),
        read_at=read_at,
        practised_at=max(filter(None, (one.practised_at, other.practised_at)), default=None),
        step="" if read_at else max(one.step, other.step, key=lambda step: (position(order, step), step)),
        passed_at=min(filter(None, (one.passed_at, other.passed_at)), default=None),
    )


def merge_all(kept: Standings, fresh: Standings, orders: Orders) -> Known:
    """The fresh standings, each merged with what is already kept of the same thing."""
    return {
        kind: {
            slug: merge(kept[kind][slug], standing, orders.get(slug, ())) if slug in kept.get(kind, {}) else standing
            for slug, standing in standings.items()
        }
        for kind, standings in fresh.items()
    }


def is_behind(standing: Standing | None, step: str, order: Sequence[str]) -> bool:
    """Whether a step has been read: all before the one to go on at, and every one of a lesson that is read."""
    if standing is None:
        return False
    return standing.read_at is not None or position(order, step) < position(order, standing.step)


def position(order: Sequence[str], step: str) -> int:
    """Place of a step in its lesson; a step that left the lesson stands before all others."""
    return order.index(step) if step in order else -1
