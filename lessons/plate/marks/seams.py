"""Regions as drawn: polygons with rounded corners whose shared seams stay shared, so nothing gapes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from math import hypot

from lessons.back_map import BACK_MAP
from lessons.plate.curves import Curve, Point, Segment, join, straight

ROUNDING = 70
BOW = 0.045
SPINE_EDGE = 500 - BACK_MAP.spine[0]


@cache
def region_shapes() -> dict[str, Curve]:
    """The left half of each region by base slug (`flank`, `cervical`), in the map's order."""
    halves = {region.base: region.polygons[0] for region in BACK_MAP.regions.values() if region.side != "r"}
    corners = {corner for polygon in halves.values() for corner in polygon}
    rings = {base: _with_corners_on_edges(polygon, corners) for base, polygon in halves.items()}
    nodes = _junctions(rings.values())
    return {base: _rounded_ring(ring, nodes) for base, ring in rings.items()}


def rounded(points: Sequence[Point], radius: float = ROUNDING) -> Curve:
    """A polyline whose inner corners are cut by smooth bends; it never leaves the corner triangles."""
    segments: list[Segment] = []
    at = points[0]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = _toward(corner, before, radius), _toward(corner, after, radius)
        segments += [straight(at, enter), (_share(enter, corner, 2 / 3), _share(leave, corner, 2 / 3), leave)]
        at = leave
    return Curve(points[0], (*segments, straight(at, points[-1])))


def rounded_polygon(points: Sequence[Point], radius: float = ROUNDING) -> Curve:
    """A closed polygon with every corner cut."""
    first = _share(points[0], points[1], 0.5)
    ring = rounded([first, *points[1:], points[0], first], radius)
    return ring.shut()


def _with_corners_on_edges(polygon: Sequence[Point], corners: set[tuple[int, int]]) -> list[Point]:
    ring: list[Point] = []
    for begin, end in _edges(polygon):
        between = [corner for corner in corners if _lies_between(corner, begin, end)]
        ring += [begin, *sorted(between, key=lambda corner: hypot(corner[0] - begin[0], corner[1] - begin[1]))]
    return ring


def _lies_between(point: Point, begin: Point, end: Point) -> bool:
    if point in (begin, end):
        return False
    along = (end[0] - begin[0], end[1] - begin[1])
    off = (point[0] - begin[0], point[1] - begin[1])
    share = off[0] * along[0] + off[1] * along[1]
    return along[0] * off[1] == along[1] * off[0] and 0 < share < along[0] ** 2 + along[1] ** 2


def _junctions(rings: object) -> set[Point]:
    """Corners where three or more edges meet: seams start and end there."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in rings:  # type: ignore[attr-defined]
        for begin, end in _edges(ring):
            neighbours.setdefault(begin, set()).add(end)
            neighbours.setdefault(end, set()).add(begin)
    return {corner for corner, others in neighbours.items() if len(others) > 2}


def _rounded_ring(ring: list[Point], nodes: set[Point]) -> Curve:
    first = next(index for index, corner in enumerate(ring) if corner in nodes)
    turned = ring[first:] + ring[: first + 1]
    cuts = [index for index, corner in enumerate(turned) if corner in nodes]
    chains = [turned[a : b + 1] for a, b in itertools.pairwise(cuts)]
    return join(_seam(chain) for chain in chains).shut()


def _seam(chain: list[Point]) -> Curve:
    """Always drawn from the same end, so that both neighbours get the same curve."""
    if chain[0] > chain[-1]:
        return _seam(chain[::-1]).reversed()
    return rounded(chain) if len(chain) > 2 else _bowed(*chain)


def _bowed(begin: Point, end: Point) -> Curve:
    """A straight seam bows a little, as skin over muscle does; beside the spine strip it stays straight."""
    if begin[0] == end[0] == SPINE_EDGE:
        return Curve(begin, (straight(begin, end),))
    reach = (-(end[1] - begin[1]) * BOW, (end[0] - begin[0]) * BOW)
    handles = [_share(begin, end, share) for share in (0.3, 0.7)]
    first, second = ((x + reach[0], y + reach[1]) for x, y in handles)
    return Curve(begin, ((first, second, end),))


def _edges(polygon: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(polygon, [*polygon[1:], polygon[0]], strict=True))


def _toward(corner: Point, other: Point, radius: float) -> Point:
    length = hypot(other[0] - corner[0], other[1] - corner[1])
    return _share(corner, other, min(radius / length, 0.5) if length else 0)


def _share(begin: Point, end: Point, share: float) -> Point:
    return (begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share)
