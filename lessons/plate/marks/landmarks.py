"""Landmarks that a lesson points at: a ring round a point or a drawn line, with a place for its name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lessons.back_map import BACK_MAP, Landmark
from lessons.plate.curves import Curve, Point, ellipse, line

RING = 15


@dataclass(frozen=True)
class LandmarkMark:
    pair: tuple[Curve, ...]
    single: tuple[Curve, ...]
    label: Point


@cache
def landmark_marks() -> dict[str, LandmarkMark]:
    return {slug: _mark(landmark) for slug, landmark in BACK_MAP.landmarks.items()}


def _mark(landmark: Landmark) -> LandmarkMark:
    points = landmark.points
    drawn = (line(*points),) if len(points) > 1 else (ellipse(*points[0], RING, RING),)
    if not landmark.pair:
        return LandmarkMark((), drawn, (points[0][0] + 32, points[0][1] + 11))
    xs, ys = ([point[axis] for point in points] for axis in (0, 1))
    middle = min(max(sum(xs) / len(xs), 120), 880)
    return LandmarkMark(drawn, (), (round(middle), min(ys) - 44))
