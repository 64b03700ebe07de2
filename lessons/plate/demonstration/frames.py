"""What a demonstration is made of: frames of a hand in time, its track, numbered moments."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Any

from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.contact_hands import travelling_hands
from lessons.plate.curves import Point
from lessons.plate.demonstration.ways import Mark

MARGIN, SMALLEST_VIEW = 20, 460  # canvas units


@dataclass(frozen=True)
class Frame:
    """Where a hand is at `t` milliseconds. `turn` is where the fingers point: 0 the head, 90 the receiver's right."""

    t: int
    x: float
    y: float
    turn: float
    lift: float
    pressure: int


@dataclass(frozen=True)
class HandTrack:
    """One hand from the start of the pass to the end of the pause. A left hand is the drawn right one, mirrored."""

    contact: str
    is_left: bool
    frames: tuple[Frame, ...]
    is_under: bool = False
    along: int = 0

    @property
    def touches(self) -> bool:
        """Neither a hand under the shoulder nor one on top of the other touches the back."""
        return not self.is_under and self.contact != "second-hand-on-top"

    def placed(self, point: Point, at: Frame) -> Point:
        """A point of the drawn hand on the canvas: lifted it is larger and a little further back, as in the browser."""
        size, angle = 1 + 0.12 * at.lift, radians(at.turn)
        x = point[0] * (-size if self.is_left else size)
        y = point[1] * size + self.along + 20 * at.lift
        return x * cos(angle) - y * sin(angle) + at.x, x * sin(angle) + y * cos(angle) + at.y

    def at(self, t: float) -> Frame:
        """The hand at any time, between its keyframes; the pressure is that of the keyframe before."""
        for before, after in zip(self.frames, self.frames[1:], strict=False):
            if before.t <= t <= after.t:
                share = (t - before.t) / (after.t - before.t)
                x, y, turn, lift = (_between(before, after, name, share) for name in ("x", "y", "turn", "lift"))
                return Frame(round(t), x, y, turn, lift, after.pressure if share == 1 else before.pressure)
        return self.frames[-1]


@dataclass(frozen=True)
class Moment:
    """A numbered moment: from `since` on its sentence holds, its picture shows the hands at `t`."""

    code: str
    since: int
    t: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Demonstration:
    """One pass, then a pause, again and again."""

    duration: int
    tracks: tuple[HandTrack, ...]
    moments: tuple[Moment, ...]
    is_shortened: bool

    @property
    def view(self) -> tuple[int, int, int, int]:
        """A part of the canvas that holds the hands all the time: x, y, width, height; never a narrow strip."""
        places = [corner for track in self.tracks for corner in _corners(track)]
        left, width = _span([x for x, _ in places], LEFT, RIGHT)
        top, height = _span([y for _, y in places], TOP, BOTTOM)
        wider = max(width, min(height * 0.7, RIGHT - LEFT))
        return round(min(max(left - (wider - width) / 2, LEFT), RIGHT - wider)), round(top), round(wider), round(height)


def _corners(track: HandTrack) -> Iterator[tuple[float, float]]:
    """The corners of the drawn hand wherever it is seen."""
    left, top, right, bottom = travelling_hands()[track.contact].box
    box = tuple(itertools.product((left, right), (top, bottom)))
    for frame in track.frames:
        yield from (track.placed(corner, replace(frame, lift=0)) for corner in box if frame.lift < 1)


def _span(values: Sequence[float], low: int, high: int) -> tuple[float, float]:
    """Start and length: all values, at least SMALLEST_VIEW, inside the canvas."""
    start, end = max(min(values) - MARGIN, low), min(max(values) + MARGIN, high)
    length = max(end - start, SMALLEST_VIEW)
    return min(max((start + end - length) / 2, low), high - length), length


def mark_of(frame: Frame) -> Mark:
    return Mark(0, frame.x, frame.y, frame.turn, 0)


def thinned(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Without keyframes that lie on the straight way between their neighbours."""
    kept: list[Frame] = []
    for frame in frames:
        while len(kept) > 1 and _is_between(kept[-2], kept[-1], frame):
            kept.pop()
        kept.append(frame)
    return tuple(kept)


def _is_between(before: Frame, frame: Frame, after: Frame) -> bool:
    share = (frame.t - before.t) / (after.t - before.t)
    slack = {"x": 0.3, "y": 0.3, "turn": 0.3, "lift": 0.01}
    straight = all(
        abs(_between(before, after, name, share) - getattr(frame, name)) <= most for name, most in slack.items()
    )
    return straight and before.pressure == frame.pressure


def _between(before: Frame, after: Frame, name: str, share: float) -> float:
    low, high = getattr(before, name), getattr(after, name)
    return float(low + (high - low) * share)
