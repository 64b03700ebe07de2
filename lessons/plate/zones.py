"""Leave-alone zones as closed shapes, and where their names stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Any

from lessons.back_map import BACK_MAP
from lessons.plate.curves import Curve, Point, ellipse
from lessons.plate.seams import region_shapes, rounded_polygon

NECK_SIDE = ((371, 128), (368, 205), (326, 255))
LABELS: dict[str, Point] = {
    "z1": (500, 690),
    "z2": (384, 790),
    "z3": (500, 486),
    "z4": (164, 652),
    "z5": (232, 130),
    "z6": (262, 362),
    "z7": (276, 972),
    "z8": (500, 84),
    "z9": (186, 1246),
    "z10": (500, 190),
}


@dataclass(frozen=True)
class ZoneMark:
    """The drawn shapes of one zone. `pair` shapes are written for the left side and mirrored."""

    slug: str
    mark: str
    pair: tuple[Curve, ...]
    single: tuple[Curve, ...]
    label: Point


@cache
def zone_marks() -> dict[str, ZoneMark]:
    marks = {}
    for slug, zone in BACK_MAP.zones.items():
        shapes = [(shape.kind, _drawn(shape.kind, shape.data)) for shape in zone.shapes]
        pair = tuple(curve for kind, curve in shapes if kind != "strip")
        single = tuple(curve for kind, curve in shapes if kind == "strip")
        marks[slug] = ZoneMark(slug, zone.mark, pair, single, LABELS[slug])
    return marks


def capsule(points: tuple[Point, ...], reach: float) -> Curve:
    """Everything within `reach` of a polyline, as a rounded band."""
    sides: tuple[list[Point], list[Point]] = ([], [])
    for index, (x, y) in enumerate(points):
        before, after = points[max(index - 1, 0)], points[min(index + 1, len(points) - 1)]
        length = hypot(after[0] - before[0], after[1] - before[1])
        ux, uy = (after[0] - before[0]) / length * reach, (after[1] - before[1]) / length * reach
        back = -1 if index == 0 else 1 if index == len(points) - 1 else 0
        sides[0].append((x - uy + ux * back, y + ux + uy * back))
        sides[1].append((x + uy + ux * back, y - ux + uy * back))
    return rounded_polygon([*sides[0], *sides[1][::-1]], reach)


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
    "line": lambda data: capsule(tuple(map(tuple, data["points"])), data["reach"]),
    "above": lambda data: capsule(NECK_SIDE, 17),
    "target": lambda data: _disc(BACK_MAP.targets[data["target"]], 20),
}
