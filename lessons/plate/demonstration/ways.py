"""What every kind of stroke is built from: where a hand is at a time, how quick it may be, how much of it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from typing import Any

from lessons.back_map import mirror
from lessons.plate.curves import Point

CENTIMETRES = 0.055  # one canvas unit


@dataclass(frozen=True)
class Mark:
    """A hand at `t` seconds after the start of its stroke; pressure 0 means that of the stroke."""

    t: float
    x: float
    y: float
    turn: float
    lift: float
    pressure: int = 0

    def mirrored(self) -> Mark:
        return replace(self, x=mirror(self.x), turn=-self.turn)

    def lifted(self, lift: float) -> Mark:
        return replace(self, lift=lift)

    def at(self, t: float) -> Mark:
        return replace(self, t=t)

    def towards(self, other: Mark, share: float) -> Mark:
        x, y, turn = (
            getattr(self, name) + (getattr(other, name) - getattr(self, name)) * share for name in ("x", "y", "turn")
        )
        return Mark(self.t, x, y, turn, self.lift)


@dataclass(frozen=True)
class Way:
    """A stroke in time. `second` only where the other hand is no plain mirror image."""

    lead: tuple[Mark, ...]
    second: tuple[Mark, ...] = ()
    turns: int = 1

    @property
    def duration(self) -> float:
        return max(marks[-1].t for marks in (self.lead, self.second) if marks)


@dataclass(frozen=True)
class Tempo:
    low: float
    high: float
    unit: str

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Tempo:
        return cls(facts["low"], facts["high"], facts["unit"])

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    def seconds(self, length: float) -> float:
        """For one circle, move, tap or tremor; `length` of its way in units where the tempo is a speed."""
        if self.unit == "cm/s":
            return length * CENTIMETRES / self.mean
        if self.unit == "seconds/circle":
            return self.mean
        return (1 if self.unit.endswith("/s") else 60) / self.mean


@dataclass(frozen=True)
class Effort:
    """How much of a long technique one pass shows: circles in one place, and which share of the places."""

    turns: int
    places: float

    @classmethod
    def from_full_to_least(cls) -> Iterator[Effort]:
        yield from (cls(turns, 1.0) for turns in (3, 2, 1))
        yield from (cls(1, 0.95**number) for number in range(1, 40))

    @property
    def is_short(self) -> bool:
        return self.turns < 2 or self.places < 1


@dataclass(frozen=True)
class Move:
    """Everything a law of movement needs."""

    points: tuple[Point, ...]
    radius: float
    tempo: Tempo
    effort: Effort
    hands: Mapping[str, Any]
    row: Mapping[str, Any]

    @property
    def length(self) -> float:
        return length_of(self.points)

    def place(self, share: float) -> Point:
        """The point at this share of the way."""
        left = share * self.length
        for (ax, ay), (bx, by) in pairwise(self.points):
            piece = hypot(bx - ax, by - ay)
            if left <= piece and piece:
                return ax + (bx - ax) * left / piece, ay + (by - ay) * left / piece
            left -= piece
        return self.points[-1]

    def turn(self, share: float) -> float:
        """Where the fingers point at this share of the way."""
        turns = self.hands["turns"]
        if len(turns) == 1:
            return float(turns[0])
        walked = 0.0
        for index, (a, b) in enumerate(pairwise(self.points)):
            piece = hypot(b[0] - a[0], b[1] - a[1])
            if walked + piece >= share * self.length - 1e-6 and piece:
                part = (share * self.length - walked) / piece
                return float(turns[index] + (turns[index + 1] - turns[index]) * part)
            walked += piece
        return float(turns[-1])

    def mark(self, t: float, share: float, dx: float = 0, dy: float = 0, lift: float = 0) -> Mark:
        x, y = self.place(share)
        return Mark(t, x + dx, y + dy, self.turn(share), lift)

    def places(self, spacing: float) -> list[float]:
        """Shares of the way where something is repeated, about `spacing` apart; fewer with less effort."""
        if len(self.points) == 1:
            return [0.0]
        count = max(1, round((self.length / spacing + 1) * self.effort.places))
        return [index / (count - 1) for index in range(count)] if count > 1 else [0.5]


def length_of(points: Sequence[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
