"""Which part of the back a plate is about, so that a small screen can show that part alone, and larger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lessons.back_map import BACK_MAP
from lessons.plate.marks.zones import zone_marks

WHOLE = "whole"
# The heights that each part shows, in canvas units; the smallest part that holds everything is taken.
PARTS: dict[str, tuple[int, int]] = {
    "neck": (55, 410),
    "upper": (55, 625),
    "loin": (710, 1350),
    "waist": (525, 1185),
    "chest": (335, 1010),
}


def focus(
    *,
    regions: Iterable[str] = (),
    landmarks: Iterable[str] = (),
    zones: Iterable[str] = (),
    paths: Iterable[Mapping[str, Any]] = (),
) -> str:
    """A part's name. Zones are warnings beside the work: they count only where nothing else is shown."""
    heights = [*_of_regions(regions), *_of_landmarks(landmarks), *_of_paths(paths)] or list(_of_zones(zones))
    if not heights:
        return WHOLE
    top, bottom = min(heights), max(heights)
    return next((name for name, (start, end) in PARTS.items() if start <= top and bottom <= end), WHOLE)


def _of_regions(slugs: Iterable[str]) -> Iterator[float]:
    for slug in slugs:
        yield from (y for polygon in BACK_MAP.regions[slug].polygons for _x, y in polygon)


def _of_landmarks(slugs: Iterable[str]) -> Iterator[float]:
    for slug in slugs:
        yield from (y for _x, y in BACK_MAP.landmarks[slug].points)


def _of_paths(paths: Iterable[Mapping[str, Any]]) -> Iterator[float]:
    for stroke in paths:
        points: Sequence[Sequence[float]] = stroke["points"]
        yield from (y for _x, y in points)


def _of_zones(slugs: Iterable[str]) -> Iterator[float]:
    for slug in slugs:
        mark = zone_marks()[slug]
        yield from (y for curve in (*mark.pair, *mark.single) for _x, y in curve.flat())
