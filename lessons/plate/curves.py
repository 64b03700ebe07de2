"""Smooth curves as plain data: splines, brush strokes of changing width, SVG text and polylines."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
Segment = tuple[Point, Point, Point]


@dataclass(frozen=True)
class Curve:
    """A chain of cubic Bézier segments; each holds two handles and an end point."""

    start: Point
    segments: tuple[Segment, ...]
    closed: bool = False

    @property
    def end(self) -> Point:
        return self.segments[-1][2] if self.segments else self.start

    def d(self) -> str:
        """SVG path text in relative commands, short enough to repeat on every page."""
        at = _rounded(self.start)
        text = ["M", _number(at[0]), _joined(at[1])]
        for segment in self.segments:
            text.append("c" + _relative([_rounded(point) for point in segment], at))
            at = _rounded(segment[2])
        return "".join(text) + ("z" if self.closed else "")

    def flat(self, steps: int = 10) -> list[Point]:
        """The same curve as a polyline, for Pillow and for shapely."""
        points = [self.start]
        for first, second, end in self.segments:
            begin = points[-1]
            points += [_on_cubic(begin, first, second, end, step / steps) for step in range(1, steps + 1)]
        return points

    def reversed(self) -> Curve:
        points = [self.start, *(segment[2] for segment in self.segments)]
        back = [(b, a, points[index]) for index, (a, b, _) in enumerate(self.segments)]
        return Curve(self.end, tuple(reversed(back)), self.closed)

    def then(self, other: Curve) -> Curve:
        """This curve followed by another; a straight line bridges a gap."""
        bridge = () if self.end == other.start else (straight(self.end, other.start),)
        return Curve(self.start, self.segments + bridge + other.segments, self.closed)

    def mirrored(self) -> Curve:
        """Left becomes right: x' = 1000 - x."""
        return self.changed(lambda point: (1000 - point[0], point[1]))

    def shifted(self, dx: float, dy: float) -> Curve:
        return self.changed(lambda point: (point[0] + dx, point[1] + dy))

    def changed(self, at: Callable[[Point], Point]) -> Curve:
        """Every point where `at` puts it."""
        segments = tuple((at(first), at(second), at(end)) for first, second, end in self.segments)
        return Curve(at(self.start), segments, self.closed)

    def shut(self) -> Curve:
        bridge = () if self.end == self.start else (straight(self.end, self.start),)
        return Curve(self.start, self.segments + bridge, closed=True)


def straight(begin: Point, end: Point) -> Segment:
    third = ((end[0] - begin[0]) / 3, (end[1] - begin[1]) / 3)
    return ((begin[0] + third[0], begin[1] + third[1]), (end[0] - third[0], end[1] - third[1]), end)


def line(*points: Point) -> Curve:
    return Curve(points[0], tuple(straight(a, b) for a, b in itertools.pairwise(points)))


def smooth(points: Sequence[Point], *, closed: bool = False) -> Curve:
    """A centripetal Catmull-Rom spline: passes through every point without loops or overshoot."""
    knots = _with_ends(points, closed)
    segments = [_spline_segment(*knots[index : index + 4]) for index in range(len(knots) - 3)]
    return Curve(points[0], tuple(segments), closed)


def brush(points: Sequence[tuple[float, float, float]]) -> Curve:
    """A closed shape around a smooth line: each knot is (x, y, width), so the line swells and tapers."""
    sides: tuple[list[Point], list[Point]] = ([], [])
    for index, (x, y, width) in enumerate(points):
        before, after = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
        across, along = after[0] - before[0], after[1] - before[1]
        reach = width / 2 / (hypot(across, along) or 1)
        sides[0].append((x - along * reach, y + across * reach))
        sides[1].append((x + along * reach, y - across * reach))
    return smooth(sides[0]).then(smooth(sides[1][::-1])).shut()


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Curve:
    """Four cubic arcs; 0.5523 is the usual handle length for a quarter circle."""
    hx, hy = rx * 0.5523, ry * 0.5523
    return Curve(
        (cx - rx, cy),
        (
            ((cx - rx, cy - hy), (cx - hx, cy - ry), (cx, cy - ry)),
            ((cx + hx, cy - ry), (cx + rx, cy - hy), (cx + rx, cy)),
            ((cx + rx, cy + hy), (cx + hx, cy + ry), (cx, cy + ry)),
            ((cx - hx, cy + ry), (cx - rx, cy + hy), (cx - rx, cy)),
        ),
        closed=True,
    )


def join(curves: Iterable[Curve]) -> Curve:
    chain = list(curves)
    whole = chain[0]
    for curve in chain[1:]:
        whole = whole.then(curve)
    return whole


def _with_ends(points: Sequence[Point], closed: bool) -> list[Point]:
    if closed:
        return [points[-1], *points, points[0], points[1]]
    first, last = points[0], points[-1]
    second, before = points[1], points[-2]
    return [
        (2 * first[0] - second[0], 2 * first[1] - second[1]),
        *points,
        (2 * last[0] - before[0], 2 * last[1] - before[1]),
    ]


def _spline_segment(p0: Point, p1: Point, p2: Point, p3: Point) -> Segment:
    a, b, c = (max(_apart(p, q) ** 0.5, 1e-6) for p, q in ((p0, p1), (p1, p2), (p2, p3)))
    first = tuple(
        (a * a * p2[i] - b * b * p0[i] + (2 * a * a + 3 * a * b + b * b) * p1[i]) / (3 * a * (a + b)) for i in (0, 1)
    )
    second = tuple(
        (c * c * p1[i] - b * b * p3[i] + (2 * c * c + 3 * c * b + b * b) * p2[i]) / (3 * c * (c + b)) for i in (0, 1)
    )
    return ((first[0], first[1]), (second[0], second[1]), p2)


def _apart(p: Point, q: Point) -> float:
    return hypot(q[0] - p[0], q[1] - p[1])


def _on_cubic(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    return (a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1])


def _rounded(point: Point) -> Point:
    return (round(point[0]), round(point[1]))


def _relative(points: list[Point], at: Point) -> str:
    numbers = [value - at[axis] for point in points for axis, value in enumerate(point)]
    return _number(numbers[0]) + "".join(_joined(number) for number in numbers[1:])


def _number(value: float) -> str:
    return f"{value:g}"


def _joined(value: float) -> str:
    return _number(value) if value < 0 else " " + _number(value)
