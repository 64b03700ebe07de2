"""Where the right place of a pointing question lies from the chosen one: hand-widths up or down, in or out."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Any, Literal

from lessons.back_map import Point, mirror
from lessons.quiz.marking import Marked, point_in
from lessons.quiz.questions import Option, Question

HAND = 155  # canvas units: 8.5 cm, an adult hand without the thumb
MIDLINE = 500

Heading = Literal["higher", "lower", "in", "out"]


@dataclass(frozen=True)
class Way:
    """From one point to the other. `hands` counts half hand-widths as 0.5, whole ones from two on; 0 is "very near".

    `heading` is the longer part of the way, `also` the other one where it is at least half a hand-width.
    """

    start: Point
    end: Point
    hands: float
    heading: Heading
    also: Heading | None


def way_to_right(question: Question, marked: Marked, given: Any) -> Way | None:
    """None where the answer was right. A place chosen from the list counts as its middle."""
    if question.kind != "point" or marked.is_right:
        return None
    options = {option.key: option for option in question.options}
    right = options[question.right[0]]
    start = point_in(options[given]) if isinstance(given, str) else (float(given[0]), float(given[1]))
    return way(start, _on_side_of(start, right))


def way(start: Point, end: Point) -> Way:
    down, out = end[1] - start[1], abs(end[0] - MIDLINE) - abs(start[0] - MIDLINE)
    vertical: Heading = "lower" if down > 0 else "higher"
    sideways: Heading = "out" if out > 0 else "in"
    parts = sorted([(abs(down), vertical), (abs(out), sideways)], key=lambda part: -part[0])
    (far, heading), (near, other) = parts
    return Way(start, end, _hands(far), heading, other if _hands(near) else None)


def _hands(units: float) -> float:
    halves = floor(2 * units / HAND + 0.5)
    return halves / 2 if halves < 4 else float(floor(units / HAND + 0.5))


def _on_side_of(start: Point, option: Option) -> Point:
    """The middle of a place that lies on both sides, on the side where the answer was."""
    x, y = point_in(option)
    if option.side == "either" and (x > MIDLINE) != (start[0] > MIDLINE):
        x = mirror(x)
    return x, y
