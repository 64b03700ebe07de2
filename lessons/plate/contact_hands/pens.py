"""Pens of the contact hands: few smooth segments round a shape, and engraved strokes that swell and thin out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import atan2, ceil, cos, hypot, pi, sin
from typing import Any

from lessons.plate.curves import Curve, Point, brush, smooth

STEP = 2.0  # units between the points of a line while it is worked on
CLOSE = 2.0  # squared distance of a segment to the nearest point of its line; the points themselves add up to one
FAR = 90  # points in one segment at most


def closed_curve(polygon: Any) -> Curve:
    return fitted(_softened(_even(list(polygon.exterior.coords)), closed=True), closed=True)


def pen(points: Sequence[Point], width: float, *, ends: tuple[float, float] = (0.0, 0.0)) -> Curve:
    """A line that swells in its middle: a closed shape with few knots. `ends` are shares of the width."""
    line = _softened(_even(points), closed=False)
    knots = []
    for index in _spread_knots(line):
        share = index / (len(line) - 1)
        end = ends[0] * (1 - share) + ends[1] * share
        knots.append((*line[index], width * (end + (1 - end) * min(1.0, 4 * share * (1 - share)))))
    return brush(knots)


def _spread_knots(line: Sequence[Point]) -> list[int]:
    """Places along a line, closer where it bends: one for every 70 units or 35 degrees, three at least."""
    ways = [_way(line, index, closed=False) for index in range(len(line))]
    costs = [STEP / 70 + abs(turn_between(b, a)) / 0.6 for a, b in itertools.pairwise(ways)]
    reached = list(itertools.accumulate(costs, initial=0.0))
    count = max(ceil(reached[-1]), 2)
    wanted = (reached[-1] * step / count for step in range(count))
    return [next(index for index, cost in enumerate(reached) if cost >= want) for want in wanted] + [len(line) - 1]


def length(points: Sequence[Point]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points))


def fold(points: Sequence[Point], width: float, outline: Any) -> Curve:
    """A line that comes in from the outline and thins out to a point; a pen stroke where it bends much."""
    line = _softened(_even(points), closed=False)
    if outline.distance(_shapely().Point(line[-1])) < outline.distance(_shapely().Point(line[0])):
        line = line[::-1]
    if not _is_simple(line):
        return pen(line, width, ends=(0.2, 0.1))
    return _sweep(line, width, width * 0.5)


def stroke(points: Sequence[Point], width: float) -> Curve:
    """A crease: two cubics from point to point where one bend is enough, else a pen stroke."""
    line = _softened(_even(smooth(points).flat()), closed=False)
    return _sweep(line, width, 0) if _is_simple(line) else pen(line, width)


def _sweep(line: Sequence[Point], width: float, start: float) -> Curve:
    """There on one side of the line and back on the other; `start` is the width at the first point."""
    first, second = _handles(line)
    end = line[-1]
    (ax, ay), (bx, by) = _aside(line[0], line[min(3, len(line) - 1)]), _aside(line[-min(4, len(line))], end)
    half, wide = start / 2, (width - start / 4) * 0.67
    begin, finish = ((line[0][0] + ax * side * half, line[0][1] + ay * side * half) for side in (1, -1))
    there = ((first[0] + ax * wide, first[1] + ay * wide), (second[0] + bx * wide, second[1] + by * wide), end)
    back = ((second[0] - bx * wide, second[1] - by * wide), (first[0] - ax * wide, first[1] - ay * wide), finish)
    return Curve(begin, (there, back), closed=True)


def _handles(line: Sequence[Point]) -> tuple[Point, Point]:
    """Handles of the one cubic that has the line's ends, its directions there, and passes its middle."""
    reach = length(line) / 3
    a, b = _aside(line[0], line[min(3, len(line) - 1)]), _aside(line[-min(4, len(line))], line[-1])
    first = (line[0][0] + a[1] * reach, line[0][1] - a[0] * reach)
    second = (line[-1][0] - b[1] * reach, line[-1][1] + b[0] * reach)
    x, y = line[len(line) // 2]
    dx = (x - (line[0][0] + 3 * first[0] + 3 * second[0] + line[-1][0]) / 8) * 4 / 3
    dy = (y - (line[0][1] + 3 * first[1] + 3 * second[1] + line[-1][1]) / 8) * 4 / 3
    return (first[0] + dx, first[1] + dy), (second[0] + dx, second[1] + dy)


def _is_simple(line: Sequence[Point]) -> bool:
    """Whether one cubic follows the line closely enough."""
    first, second = _handles(line)
    curve = Curve(line[0], ((first, second, line[-1]),))
    drawn, wanted = _shapely().LineString(curve.flat(16)), _shapely().LineString(line)
    return bool(drawn.hausdorff_distance(wanted) < 2.6)


def _aside(a: Point, b: Point) -> Point:
    """One unit to the side of the way from a to b."""
    run = hypot(b[0] - a[0], b[1] - a[1]) or 1
    return (-(b[1] - a[1]) / run, (b[0] - a[0]) / run)


def lens(start: Point, middle: Point, end: Point, width: float) -> Curve:
    """The smallest engraved stroke: two arcs that meet in points."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) or 1
    top = (2 * middle[0] - (start[0] + end[0]) / 2, 2 * middle[1] - (start[1] + end[1]) / 2)
    ox, oy = -dy / length * width, dx / length * width
    there, back = (top[0] + ox, top[1] + oy), (top[0] - ox, top[1] - oy)
    return Curve(start, (_arc(start, there, end), _arc(end, back, start)), closed=True)


def _arc(start: Point, control: Point, end: Point) -> tuple[Point, Point, Point]:
    first = (start[0] + 2 / 3 * (control[0] - start[0]), start[1] + 2 / 3 * (control[1] - start[1]))
    second = (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))
    return first, second, end


def fitted(points: Sequence[Point], *, closed: bool) -> Curve:
    """Few cubic segments through a dense line: each reaches as far as it stays close to the line."""
    last = len(points) if closed else len(points) - 1
    ways = [_way(points, index, closed=closed) for index in range(len(points))]
    segments, at = [], 0
    while at < last:
        after = _farthest(points, ways, at, last)
        segments.append(_hermite(points, ways, at, after))
        at = after
    return Curve(points[0], tuple(segments), closed)


def _farthest(points: Sequence[Point], ways: Sequence[float], at: int, last: int) -> int:
    """How far one segment may reach: longer and longer steps, then halving back to the last that is close."""
    good, step = min(at + 2, last), 4
    while at + step < last and step <= FAR and _is_close(points, ways, at, at + step):
        good, step = at + step, step * 2
    bad = min(at + step, last + 1, at + FAR)
    while bad - good > 1:
        middle = (good + bad) // 2
        if _is_close(points, ways, at, middle):
            good = middle
        else:
            bad = middle
    return good


def _is_close(points: Sequence[Point], ways: Sequence[float], a: int, b: int) -> bool:
    segment = _hermite(points, ways, a, b)
    flat, count, span = Curve(points[a], (segment,)).flat(6), len(points), b - a
    for index, (x, y) in enumerate(flat[1:-1], 1):
        near, window = a + span * index // 6, span // 6 + 1
        gaps = (points[place % count] for place in range(near - window, near + window + 1))
        if min((x - px) ** 2 + (y - py) ** 2 for px, py in gaps) > CLOSE:
            return False
    return True


def _hermite(points: Sequence[Point], ways: Sequence[float], a: int, b: int) -> tuple[Point, Point, Point]:
    """The cubic that has the line's ends and directions there; its handles are those of an arc."""
    start, end = points[a], points[b % len(points)]
    way, last = ways[a], ways[b % len(points)]
    chord = hypot(end[0] - start[0], end[1] - start[1])
    handle = chord / 3 / max(cos(turn_between(last, way) / 4) ** 2, 0.3)
    return (
        (start[0] + cos(way) * handle, start[1] + sin(way) * handle),
        (end[0] - cos(last) * handle, end[1] - sin(last) * handle),
        end,
    )


def _way(points: Sequence[Point], index: int, *, closed: bool) -> float:
    count = len(points)
    before = points[index - 1] if closed else points[max(index - 1, 0)]
    after = points[(index + 1) % count] if closed else points[min(index + 1, count - 1)]
    return atan2(after[1] - before[1], after[0] - before[0])


def turn_between(a: float, b: float) -> float:
    return (a - b + pi) % (2 * pi) - pi


def _even(points: Sequence[Point]) -> list[Point]:
    """The same line with a point every two units."""
    gaps = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(points)]
    count = max(round(sum(gaps) / STEP), 4)
    step, left, spots = sum(gaps) / count, 0.0, [(points[0][0], points[0][1])]
    for (a, b), gap in zip(itertools.pairwise(points), gaps, strict=True):
        while left + gap >= step * len(spots) and len(spots) < count:
            share = (step * len(spots) - left) / gap
            spots.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
        left += gap
    return [*spots, (points[-1][0], points[-1][1])]


def _softened(points: list[Point], *, closed: bool) -> list[Point]:
    if closed:
        points = points[:-1]
    for _ in range(4):
        first, last = (points[-1:], points[:1]) if closed else ([], [])
        line = [*first, *points, *last]
        mean = [
            ((a[0] + 2 * b[0] + c[0]) / 4, (a[1] + 2 * b[1] + c[1]) / 4)
            for a, b, c in zip(line, line[1:], line[2:], strict=False)
        ]
        points = mean if closed else [points[0], *mean, points[-1]]
    return points


def _shapely() -> Any:
    import shapely

    return shapely
