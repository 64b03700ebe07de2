"""From balls of flesh to drawn lines: projection, the silhouette, the lines where one part lies before another."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin
from typing import Any

from lessons.plate.contact_hands.pens import closed_curve, fold, length, turn_between
from lessons.plate.contact_hands.skeleton import HULLS, Ball, Hand, Vector
from lessons.plate.curves import Curve, Point

FOLD = 0.9  # radians that a finger turns in the picture before its outline falls apart
EDGE = 4.0
CIRCLE = tuple((cos(step * pi / 16), sin(step * pi / 16)) for step in range(32))
HOVERS, LEAST = 16.0, 30.0  # units from the patch where a hand leaves the skin; the thinnest part with a shadow
CAST = ((1.1, 13), (1.06, 5))  # how far each tone of the shadow is thrown, and how far it reaches round the hand
WEB = 3.0  # half of the widest gap between fingers that is drawn as one line


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
    import shapely.affinity

    return shapely


def disc(ball: Ball, look: Look, share: float = 1) -> Any:
    return _shapely().Polygon(_around(ball, look, share))


def hull(balls: Iterable[Ball], look: Look) -> Any:
    return _shapely().LineString([spot for ball in balls for spot in _around(ball, look)]).convex_hull


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
    return abs(turn_between(_angle(before, look) or 0, _angle(after, look) or 0))


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


def touched(rows: Iterable[Sequence[Ball]], look: Look, outline: Curve) -> tuple[list[Curve], Point]:
    """The places that touch, inside the outline, and the middle of the rectangle round them."""
    shapely = _shapely()
    whole = shapely.Polygon(outline.flat(6)).buffer(-1)
    skin = shapely.union_all([tube(row, look) for row in rows]).buffer(5, quad_segs=6).buffer(-5, quad_segs=6)
    skin = skin.intersection(whole)
    left, top, right, bottom = skin.bounds
    return [closed_curve(piece) for piece in getattr(skin, "geoms", [skin])], ((left + right) / 2, (top + bottom) / 2)


def shadows(outline: Curve, patch: Sequence[Curve]) -> list[Curve]:
    """What the part that does not touch casts, darkest last. It is lifted more, the farther it is from the patch."""
    shapely = _shapely()
    touching = shapely.union_all([shapely.Polygon(curve.flat(6)) for curve in patch]).buffer(HOVERS)
    lifted = shapely.Polygon(outline.flat(6)).difference(touching).buffer(-LEAST / 2).buffer(LEAST / 2)
    drawn: list[Curve] = []
    for rise, blur in CAST:
        cast = shapely.affinity.scale(lifted, rise, rise, origin=touching.centroid).buffer(blur)
        drawn += [closed_curve(shapely.Polygon(piece.exterior)) for piece in getattr(cast, "geoms", [cast])]
    return drawn


def overlaps(line: Curve, outline: Curve) -> bool:
    return bool(_shapely().LineString(line.flat(3)).intersects(_shapely().Polygon(outline.flat(4))))


def edge_lines(pieces: Sequence[Part], whole: Any) -> list[Curve]:
    return [fold(line, min(EDGE, length(line) / 10), whole.exterior) for line in _inner_lines(pieces, whole)]


def _inner_lines(pieces: Sequence[Part], whole: Any) -> list[list[Point]]:
    """Edges of parts that run inside the outline, each drawn once, from front to back."""
    shapely = _shapely()
    inside, above, drawn = whole.buffer(-1.5), shapely.Polygon(), shapely.Polygon()
    found: list[list[Point]] = []
    for part in reversed(pieces):
        if part.name != "palm":
            edge = part.shape.exterior.intersection(inside).difference(above.union(part.joints).union(drawn))
            seen = edge if edge.geom_type == "LineString" else shapely.line_merge(edge)
            lines = [piece for piece in getattr(seen, "geoms", [seen]) if piece.length > 22]
            found += [list(piece.coords) for piece in lines]
            drawn = shapely.union_all([drawn, *(piece.buffer(5) for piece in lines)])
        above = above.union(part.shape.buffer(-1))
    return found


def is_hidden(line: Curve, depth: float, others: Sequence[Part]) -> bool:
    """Whether another part lies over the middle of a short line."""
    middle = _shapely().Point(line.flat(8)[8])
    return any(part.depth > depth + 4 and part.shape.contains(middle) for part in others)


def uncovered(line: Curve, pieces: Sequence[Part]) -> list[list[Point]]:
    """The pieces of a line on the palm that no finger and no thumb covers."""
    shapely = _shapely()
    palm = next(part for part in pieces if part.name == "palm")
    skin = shapely.union_all([part.shape for part in pieces]).buffer(-3)
    cover = [
        part.shape.difference(part.joints) for part in pieces if part.name != "palm" and part.depth > palm.depth + 6
    ]
    seen = (
        shapely.LineString(line.flat(6)).intersection(skin).difference(shapely.union_all([shapely.Polygon(), *cover]))
    )
    return [list(piece.coords) for piece in getattr(seen, "geoms", [seen]) if piece.length > 24]
