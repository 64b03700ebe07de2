"""Paths of the hand, from the pack's stroke data: lines, dots and arrow heads for every kind of movement."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Any

from lessons.back_map import marks_along
from lessons.plate.curves import Curve, Point, ellipse, line, smooth

DEFAULT_RADIUS = 24
LARGE = ("glide", "rake", "zigzag", "hold")  # the others are small turns that need a finer line
JOINED = 60  # a movement that starts this near the end of the one before goes on without a new number


@dataclass(frozen=True)
class HandMark:
    """What one movement looks like on the left side. Lines are stroked as wide as the pressure, dots are filled."""

    motion: str
    pressure: int
    start: Point
    end: Point
    number_at: Point
    lines: tuple[Curve, ...] = ()
    thin: tuple[Curve, ...] = ()
    dots: tuple[Curve, ...] = ()
    heads: tuple[Curve, ...] = ()

    @property
    def is_fine(self) -> bool:
        return self.motion not in LARGE


def hand_mark(stroke: Mapping[str, Any]) -> HandMark:
    points: list[Point] = [(x, y) for x, y in stroke["points"]]
    radius = stroke.get("radius") or DEFAULT_RADIUS
    parts = _MOTIONS[stroke["motion"]](points, radius)
    if stroke.get("returns", "none") == "light" and len(points) > 1:
        parts["thin"] = (*parts.get("thin", ()), _way_back(points))
    if stroke.get("returns") == "same" and len(points) > 1:
        parts["heads"] = (*parts.get("heads", ()), arrow_head(points[1], points[0]))
    number_at = points[0] if stroke["motion"] in LARGE else _before(points, radius + 32)
    return HandMark(stroke["motion"], stroke["pressure"], points[0], points[-1], number_at, **parts)


def numbers(marks: Sequence[HandMark]) -> list[int]:
    """The number of each movement in the order of the hand; 0 where it goes on from the one before."""
    counted: list[int] = []
    for index, mark in enumerate(marks):
        before = marks[index - 1].end if index else None
        goes_on = before and hypot(mark.start[0] - before[0], mark.start[1] - before[1]) <= JOINED
        counted.append(0 if goes_on else max(counted, default=0) + 1)
    return counted


def arrow_head(before: Point, tip: Point, size: float = 34) -> Curve:
    """An open head: two short lines that meet at the tip."""
    angle = atan2(tip[1] - before[1], tip[0] - before[0])
    barbs = [(tip[0] - size * cos(angle + turn), tip[1] - size * sin(angle + turn)) for turn in (0.55, -0.55)]
    return line(barbs[0], tip, barbs[1])


Parts = dict[str, tuple[Curve, ...]]


def _glide(points: list[Point], radius: float) -> Parts:
    if len(points) == 1:
        return _hold(points, radius)
    way = smooth(points)
    flat = way.flat()
    return {"lines": (way,), "heads": (arrow_head(flat[-4], flat[-1]),)}


def _hold(points: list[Point], radius: float) -> Parts:
    rings = tuple(ellipse(x, y, radius, radius) for x, y in points)
    return {"thin": rings, "dots": tuple(ellipse(x, y, 9, 9) for x, y in points)}


def _circles(points: list[Point], radius: float) -> Parts:
    centres = _places(points, radius * 3.2)
    thin = (smooth(points),) if len(points) > 1 else ()
    turns = [_turn(centre, radius) for centre in centres]
    return {"lines": tuple(turn for turn, _ in turns), "heads": tuple(head for _, head in turns), "thin": thin}


def _lift_circles(points: list[Point], radius: float) -> Parts:
    parts = _circles(points, radius)
    lifts = [line((x - 9, y + 5), (x, y - 7), (x + 9, y + 5)) for x, y in _places(points, radius * 3.2)]
    return parts | {"lines": (*parts["lines"], *lifts)}


def _semicircles(points: list[Point], radius: float) -> Parts:
    """Half rounds that open away from the spine, one after another."""
    places = _places(points, radius * 1.7)
    if len(places) < 2:
        return _circles(points, radius)
    chain: list[Point] = [places[0]]
    for begin, end in itertools.pairwise(places):
        chain += _half_round(begin, end, radius)
    way = smooth(chain)
    return {"lines": (way,), "heads": (arrow_head(chain[-2], chain[-1]),)}


def _half_round(begin: Point, end: Point, radius: float) -> list[Point]:
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = hypot(dx, dy) or 1
    side = 1 if dy > 0 else -1
    out = (-abs(dy) / length if dy else 0, dx / length * side)
    bulge = [(0.02, 0.55), (0.5, 1.0), (0.98, 0.55)]
    return [
        (begin[0] + dx * t + out[0] * radius * depth, begin[1] + dy * t + out[1] * radius * depth) for t, depth in bulge
    ] + [end]


def _saw(points: list[Point], radius: float) -> Parts:
    way = (
        line(*points)
        if len(points) > 1
        else line((points[0][0] - radius, points[0][1]), (points[0][0] + radius, points[0][1]))
    )
    corners = [way.start, *(segment[2] for segment in way.segments)]
    return {
        "lines": (way,),
        "heads": (arrow_head(corners[1], corners[0], 26), arrow_head(corners[-2], corners[-1], 26)),
    }


def _zigzag(points: list[Point], radius: float) -> Parts:
    if len(points) > 2:
        return {"lines": (line(*points),), "heads": (arrow_head(points[-2], points[-1]),)}
    places = _places(points, radius)
    turned = [_beside(places, index, radius * (1 if index % 2 else -1)) for index in range(len(places))]
    return (
        {"lines": (line(*turned),), "heads": (arrow_head(turned[-2], turned[-1]),)}
        if len(turned) > 1
        else _hold(points, radius)
    )


def _rake(points: list[Point], radius: float) -> Parts:
    ways = (
        [smooth([_beside(points, i, shift) for i in range(len(points))]) for shift in (-20, 0, 20)]
        if len(points) > 1
        else []
    )
    heads = [arrow_head(way.flat()[-4], way.end, 24) for way in ways]
    return {"lines": tuple(ways), "heads": tuple(heads)} if ways else _hold(points, radius)


def _hatch(points: list[Point], radius: float) -> Parts:
    places = _places(points, radius * 1.1)
    reach = radius * 0.8
    return {"lines": tuple(line((x - reach, y + reach * 0.5), (x + reach, y - reach * 0.5)) for x, y in places)}


def _grips(points: list[Point], radius: float) -> Parts:
    """At each place two curved hands of a grip that close on a fold."""
    wide = max(radius, 30)
    lines = [
        smooth(((x + side * wide * 0.5, y - wide * 0.8), (x + side * wide, y), (x + side * wide * 0.5, y + wide * 0.8)))
        for x, y in points
        for side in (-1, 1)
    ]
    thin = (smooth(points),) if len(points) > 1 else ()
    heads = (arrow_head(points[-2], points[-1]),) if len(points) > 1 else ()
    return {"lines": tuple(lines), "thin": thin, "heads": heads}


def _taps(points: list[Point], radius: float) -> Parts:
    places = _places(points, max(radius * 1.6, 52))
    return {
        "dots": tuple(ellipse(x, y, 8, 8) for x, y in places),
        "thin": tuple(ellipse(x, y, 20, 20) for x, y in places),
    }


def _tremble(points: list[Point], radius: float) -> Parts:
    """A small wave inside a ring."""
    waves = []
    for x, y in points:
        shape = [(-1, 0), (-0.66, -0.3), (-0.33, 0.3), (0, -0.3), (0.33, 0.3), (0.66, -0.3), (1, 0)]
        waves.append(smooth([(x + radius * dx, y + radius * dy) for dx, dy in shape]))
    return {"lines": tuple(waves), "thin": tuple(ellipse(x, y, radius * 1.35, radius * 1.35) for x, y in points)}


_MOTIONS: dict[str, Callable[[list[Point], float], Parts]] = {
    "glide": _glide,
    "hold": _hold,
    "circles": _circles,
    "lift-circles": _lift_circles,
    "semicircles": _semicircles,
    "saw": _saw,
    "zigzag": _zigzag,
    "rake": _rake,
    "hatch": _hatch,
    "grips": _grips,
    "taps": _taps,
    "tremble": _tremble,
}
MOTIONS = tuple(_MOTIONS)


def _places(points: list[Point], spacing: float) -> list[Point]:
    """Where repeated marks stand: the given points, or more of them where these are far apart."""
    if len(points) == 1:
        return points
    gaps = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
    if max(gaps) < spacing * 1.6:
        return points
    return list(marks_along(points, spacing=spacing))


def _turn(centre: Point, radius: float) -> tuple[Curve, Curve]:
    """Five sixths of a circle, clockwise from the left, with its head."""
    way = smooth([_on_circle(centre, radius, pi + step * pi / 3.6) for step in range(7)])
    flat = way.flat()
    return way, arrow_head(flat[-5], flat[-1], 17)


def _on_circle(centre: Point, radius: float, angle: float) -> Point:
    return (centre[0] + radius * cos(angle), centre[1] + radius * sin(angle))


def _beside(points: Sequence[Point], index: int, shift: float) -> Point:
    before, after = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = hypot(dx, dy) or 1
    return (points[index][0] - dy / length * shift, points[index][1] + dx / length * shift)


def _before(points: Sequence[Point], distance: float) -> Point:
    """A place behind the start, out of the way of the movement; left of a single place."""
    start, after = points[0], points[1] if len(points) > 1 else (points[0][0] + 1, points[0][1])
    dx, dy = after[0] - start[0], after[1] - start[1]
    length = hypot(dx, dy) or 1
    return (round(start[0] - dx / length * distance), round(start[1] - dy / length * distance))


def _way_back(points: list[Point]) -> Curve:
    shifted = [_beside(points, index, 16) for index in range(len(points))]
    return smooth(shifted[::-1])
