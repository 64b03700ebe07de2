"""Leave-alone zones as closed shapes, and where their names stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Any

from lessons.back_map import BACK_MAP
from lessons.plate.body.anatomy import details
from lessons.plate.curves import Curve, Point, ellipse, smooth
from lessons.plate.marks.seams import region_shapes, rounded_polygon

LEFT_ALONE = ("z1", "z2", "z4")  # spine, kidneys, armpits: on every drawing on which hands work
NECK_SIDE = ((377, 116), (380, 160), (378, 202), (362, 236), (330, 262))  # along the contour, outside the neck region
DRAWN_AT: dict[Point, Point] = {(238, 929): (252, 923)}  # a round end here would hang out over the side of the body
# Beside the mark where there is room, so that a name hides as little of it as can be.
LABELS: dict[str, Point] = {
    "z1": (624, 640),
    "z2": (376, 698),
    "z3": (664, 492),
    "z4": (164, 652),
    "z5": (196, 146),
    "z6": (262, 362),
    "z7": (276, 972),
    "z8": (500, 34),
    "z9": (186, 1250),
    "z10": (500, 288),
}


@dataclass(frozen=True)
class ZoneMark:
    """The drawn shapes of one zone. `pair` shapes are written for the left side and mirrored."""

    slug: str
    mark: str
    pair: tuple[Curve, ...]
    single: tuple[Curve, ...]
    label: Point
    detail: tuple[Curve, ...] = ()


@cache
def zone_marks() -> dict[str, ZoneMark]:
    marks = {}
    for slug, zone in BACK_MAP.zones.items():
        shapes = [(shape.kind, _drawn(shape.kind, shape.data)) for shape in zone.shapes]
        pair = tuple(curve for kind, curve in shapes if kind != "strip")
        single = tuple(curve for kind, curve in shapes if kind == "strip")
        marks[slug] = ZoneMark(slug, zone.mark, pair, single, LABELS[slug], details().get(slug, ()))
    return marks


def capsule(points: Sequence[Point], reach: float) -> Curve:
    """Everything within `reach` of a polyline as a band with round ends, drawn clockwise as all marks."""
    sides: tuple[list[Point], list[Point]] = ([], [])
    for index, (x, y) in enumerate(points):
        ux, uy = _along(points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)])
        sides[0].append((x + uy * reach, y - ux * reach))
        sides[1].append((x - uy * reach, y + ux * reach))
    there, back = smooth(sides[0]), smooth(sides[1][::-1])
    far = _cap(there.end, back.start, _along(points[-2], points[-1]), reach)
    near = _cap(back.end, there.start, _along(points[1], points[0]), reach)
    return there.then(far).then(back).then(near).shut()


def _cap(begin: Point, end: Point, outward: Point, reach: float) -> Curve:
    """Half a circle; 4/3 of the radius is the usual handle length."""
    dx, dy = outward[0] * reach * 4 / 3, outward[1] * reach * 4 / 3
    return Curve(begin, (((begin[0] + dx, begin[1] + dy), (end[0] + dx, end[1] + dy), end),))


def _along(begin: Point, end: Point) -> Point:
    length = hypot(end[0] - begin[0], end[1] - begin[1])
    return ((end[0] - begin[0]) / length, (end[1] - begin[1]) / length)


def _drawn(kind: str, data: Mapping[str, Any]) -> Curve:
    return _SHAPES[kind](data)


def _rectangle(data: Mapping[str, Any]) -> Curve:
    (left, right), (top, bottom) = data["x"], data["y"]
    corners: tuple[Point, ...] = ((left, top), (right, top), (right, bottom), (left, bottom))
    return rounded_polygon(corners, 30)


def _disc(centre: Sequence[float], radius: float) -> Curve:
    return ellipse(centre[0], centre[1], radius, radius)


def _region_above(data: Mapping[str, Any]) -> Curve:
    """The part of a region's left half above a height."""
    polygon, height = BACK_MAP.regions[data["region"]].polygons[0], data["y"]
    kept: list[Point] = []
    for begin, end in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if begin[1] <= height:
            kept.append(begin)
        if (begin[1] <= height) != (end[1] <= height):
            share = (height - begin[1]) / (end[1] - begin[1])
            kept.append((begin[0] + share * (end[0] - begin[0]), height))
    return rounded_polygon(kept, 12)


_SHAPES: dict[str, Callable[[Mapping[str, Any]], Curve]] = {
    "strip": _rectangle,
    "box": _rectangle,
    "region": lambda data: region_shapes()[data["region"]],
    "above_in_region": _region_above,
    "circle": lambda data: _disc(data["at"], data["radius"]),
    "line": lambda data: capsule([DRAWN_AT.get((x, y), (x, y)) for x, y in data["points"]], data["reach"]),
    "above": lambda data: capsule(NECK_SIDE, 15),
    "target": lambda data: _disc(BACK_MAP.targets[data["target"]], 20),
}
