"""From balls of flesh to drawn lines: projection, the silhouette, the lines where one part lies before another."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, hypot, pi, radians, sin
from typing import Any

from lessons.plate.contact_hands.skeleton import HULLS, Ball, Hand, Vector
from lessons.plate.curves import Curve, Point, brush

STEP = 2.0
FOLD = 0.9  # radians that a finger turns in the picture before its outline falls apart
EDGE = 4.2
CIRCLE = tuple((cos(step * pi / 16), sin(step * pi / 16)) for step in range(32))
WEB = 1.6


@dataclass(frozen=True)
class Look:
    """Where the hand is seen from. Turn 0 is the palm, 90 the thumb edge, 180 the back, 270 the little-finger edge.

    Tilt then leans the fingertips toward the viewer; spin turns the picture clockwise.
    """

    turn: float = 0
    tilt: float = 0
    spin: float = 0

    def __call__(self, at: Vector) -> Vector:
        """Right, down and toward the viewer."""
        x, y, z = at
        a, b, c = radians(self.turn), radians(self.tilt), radians(self.spin)
        x, z = x * cos(a) - z * sin(a), x * sin(a) + z * cos(a)
        y, z = y * cos(b) + z * sin(b), z * cos(b) - y * sin(b)
        return (x * cos(c) - y * sin(c), x * sin(c) + y * cos(c), z)

    def flat(self, at: Vector) -> Point:
        return self(at)[:2]


@dataclass(frozen=True)
class Part:
    """A piece in front of or behind others; its joints run on into its neighbours without a line."""

    name: str
    shape: Any
    depth: float
    joints: Any


def _shapely() -> Any:
    import shapely

    return shapely


def disc(ball: Ball, look: Look, share: float = 1) -> Any:
    return _shapely().Polygon(_around(ball, look, share))


def hull(balls: Iterable[Ball], look: Look) -> Any:
    return _shapely().MultiPoint([spot for ball in balls for spot in _around(ball, look)]).convex_hull


def _around(ball: Ball, look: Look, share: float = 1) -> list[Point]:
    (x, y), radius = look.flat(ball.at), ball.radius * share
    return [(x + radius * dx, y + radius * dy) for dx, dy in CIRCLE]


def tube(balls: Sequence[Ball], look: Look) -> Any:
    """The outline of a row of balls, as skin over a finger."""
    if len(balls) == 1:
        return disc(balls[0], look)
    return _shapely().union_all([hull(pair, look) for pair in itertools.pairwise(balls)])


def parts(hand: Hand, look: Look) -> list[Part]:
    """From back to front. A straight finger is one part; a bent one falls apart where its outline folds."""
    palm = _shapely().union_all([hull([hand.palm[name] for name in names], look) for names in HULLS])
    pieces = [_part("palm", palm, list(hand.palm.values()), look, [])]
    for name, balls in hand.fingers.items():
        rows = _unfolded([balls[0:3], balls[2:5], balls[4:7]], look)
        for place, row in enumerate(rows):
            root = hull(balls[0:2], look) if place == 0 and balls[0].along[2] < 0.9 else None
            pieces.append(_part(name, tube(row, look), row, look, _joints(rows, place), root))
    thumb = (hand.palm["ball-thumb"], *hand.thumb)
    rows = _unfolded([thumb[0:3], thumb[2:5], thumb[4:7]], look)
    for place, row in enumerate(rows):
        root = hull(thumb[0:2], look) if place == 0 else None
        pieces.append(_part("thumb", tube(row, look), row, look, _joints(rows, place), root))
    return sorted(pieces, key=lambda part: part.depth)


def _unfolded(bones: Sequence[Sequence[Ball]], look: Look) -> list[tuple[Ball, ...]]:
    """Neighbouring bones that the viewer sees as one line are joined into one row."""
    rows = [tuple(bones[0])]
    for before, bone in itertools.pairwise(bones):
        if _angle(before, look) is None or _angle(bone, look) is None or _fold(before, bone, look) > FOLD:
            rows.append(tuple(bone))
        else:
            rows[-1] = (*rows[-1], *bone[1:])
    return rows


def _fold(before: Sequence[Ball], after: Sequence[Ball], look: Look) -> float:
    return abs(_difference(_angle(before, look) or 0, _angle(after, look) or 0))


def _angle(bone: Sequence[Ball], look: Look) -> float | None:
    """Which way a bone runs in the picture; nothing when it points at the viewer."""
    (ax, ay), (bx, by) = look.flat(bone[0].at), look.flat(bone[-1].at)
    return atan2(by - ay, bx - ax) if hypot(bx - ax, by - ay) > 5 else None


def _joints(rows: Sequence[Sequence[Ball]], place: int) -> list[Ball]:
    inner = [rows[place][0]] if place else []
    return inner + ([rows[place][-1]] if place < len(rows) - 1 else [])


def _part(name: str, shape: Any, row: Sequence[Ball], look: Look, joints: Sequence[Ball], root: Any = None) -> Part:
    depth = sum(look(ball.at)[2] for ball in row) / len(row)
    near = _shapely().union_all([*(disc(ball, look, 1.06) for ball in joints), *([root.buffer(2.5)] if root else [])])
    return Part(name, shape, depth, near)


def silhouette(pieces: Sequence[Part], look: Look) -> Any:
    """The whole hand with webs between the fingers."""
    shapely = _shapely()
    thumb = [part for part in pieces if part.name in ("palm", "thumb", "index")]
    web = shapely.union_all([part.shape for part in thumb]).buffer(15, quad_segs=6).buffer(-15, quad_segs=6)
    web = web.intersection(hull_of(pieces, "palm"))
    whole = shapely.union_all([*(part.shape for part in pieces), web]).difference(cuff(look))
    whole = whole.buffer(WEB, quad_segs=6).buffer(-WEB, quad_segs=6)
    return shapely.Polygon(max(getattr(whole, "geoms", [whole]), key=lambda piece: piece.area).exterior)


def cuff(look: Look) -> Any:
    """What lies beyond the end of the drawing on the forearm."""
    ends = [look.flat((x, y, 0)) for x, y in ((-90, 62), (-45, 66), (0, 68), (45, 66), (90, 62), (90, 160), (-90, 160))]
    side = [look.flat((0, y, z)) for z, y in ((-90, 62), (0, 68), (90, 62), (90, 160), (-90, 160))]
    return _shapely().union_all([_shapely().Polygon(ends).convex_hull, _shapely().Polygon(side).convex_hull])


def hull_of(pieces: Sequence[Part], name: str) -> Any:
    """Near a part: where skin stretches from it to its neighbours."""
    return next(part.shape for part in pieces if part.name == name).buffer(26)


def touched(rows: Iterable[Sequence[Ball]], look: Look) -> tuple[list[Curve], Point]:
    """The places that touch, and the middle of the rectangle round them."""
    shapely = _shapely()
    skin = shapely.union_all([tube(row, look) for row in rows]).buffer(5, quad_segs=6).buffer(-5, quad_segs=6)
    left, top, right, bottom = skin.bounds
    return [closed_curve(piece) for piece in getattr(skin, "geoms", [skin])], ((left + right) / 2, (top + bottom) / 2)


def overlaps(line: Curve, outline: Curve) -> bool:
    return bool(_shapely().LineString(line.flat(3)).intersects(_shapely().Polygon(outline.flat(4))))


def edge_lines(pieces: Sequence[Part], outline: Curve) -> list[Curve]:
    whole = _shapely().Polygon(outline.flat(6)).buffer(0)
    return [pen(line, EDGE, ends=(0.7, 0.2)) for line in _inner_lines(pieces, whole)]


def _inner_lines(pieces: Sequence[Part], whole: Any) -> list[list[Point]]:
    """Edges of parts that run inside the outline, each drawn once, from front to back."""
    shapely = _shapely()
    inside, above, drawn = whole.buffer(-3.5), shapely.Polygon(), shapely.Polygon()
    found: list[list[Point]] = []
    for part in reversed(pieces):
        if part.name != "palm":
            edge = part.shape.exterior.intersection(inside).difference(above.union(part.joints).union(drawn))
            seen = edge if edge.geom_type == "LineString" else shapely.line_merge(edge)
            lines = [piece for piece in getattr(seen, "geoms", [seen]) if piece.length > 14]
            found += [list(piece.coords) for piece in lines]
            drawn = shapely.union_all([drawn, *(piece.buffer(7) for piece in lines)])
        above = above.union(part.shape.buffer(-1))
    return found


def closed_curve(polygon: Any) -> Curve:
    return fitted(_softened(_even(list(polygon.exterior.coords)), closed=True), closed=True)


def pen(points: Sequence[Point], width: float, *, ends: tuple[float, float] = (0.0, 0.0)) -> Curve:
    """A line that swells in its middle: a closed shape with few knots. `ends` are shares of the width."""
    line = _softened(_even(points), closed=False)
    count = max(3, ceil(len(line) * STEP / 46) + 1)
    knots = []
    for index in range(count):
        share = index / (count - 1)
        x, y = line[round(share * (len(line) - 1))]
        end = ends[0] * (1 - share) + ends[1] * share
        knots.append((x, y, width * (end + (1 - end) * min(1.0, 2.4 * share * (1 - share) * 1.7))))
    return brush(knots)


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


def fitted(points: Sequence[Point], *, closed: bool, turn: float = 0.62, reach: float = 84) -> Curve:
    """Few cubic segments through a dense line: knots where it has turned enough, sways back or runs long."""
    count = len(points)
    last = count if closed else count - 1
    ways = [_way(points, index, closed) for index in range(count)]
    knots, turned, sense = [0], 0.0, 0.0
    for index in range(1, last):
        bend = _difference(ways[index % count], ways[index - 1])
        turned += abs(bend)
        sense = 0.9 * sense + bend
        run = (index - knots[-1]) * STEP
        if (turned > turn and run > 6) or run > reach or (turned > 0.2 and bend * sense < 0 and run > 12):
            knots.append(index)
            turned = 0.0
    if closed and (last - knots[-1]) * STEP < 7 and len(knots) > 3:
        knots.pop()
    knots.append(last)
    segments = [_hermite(points, ways, a, b % count) for a, b in itertools.pairwise(knots)]
    return Curve(points[0], tuple(segments), closed)


def _hermite(points: Sequence[Point], ways: Sequence[float], a: int, b: int) -> tuple[Point, Point, Point]:
    start, end = points[a], points[b]
    chord = hypot(end[0] - start[0], end[1] - start[1])
    turned = abs(_difference(ways[b], ways[a]))
    handle = chord / 3 / max(cos(turned / 4) ** 2, 0.3)
    return (
        (start[0] + cos(ways[a]) * handle, start[1] + sin(ways[a]) * handle),
        (end[0] - cos(ways[b]) * handle, end[1] - sin(ways[b]) * handle),
        end,
    )


def _way(points: Sequence[Point], index: int, closed: bool) -> float:
    count = len(points)
    before = points[index - 1] if closed else points[max(index - 1, 0)]
    after = points[(index + 1) % count] if closed else points[min(index + 1, count - 1)]
    return atan2(after[1] - before[1], after[0] - before[0])


def _difference(a: float, b: float) -> float:
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
