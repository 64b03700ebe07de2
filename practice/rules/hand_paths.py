"""Which strokes of a technique's drawing belong to one step: those on its places that cross nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import accumulate, pairwise
from math import dist
from typing import Any

from lessons.back_map import BACK_MAP, marks_along, mirror

SPACING = 25.0  # canvas units, 1.4 cm: finer than any region
SEAM = 1.0  # closer points are one
Stroke = Mapping[str, Any]
Points = tuple[tuple[float, float], ...]


def strokes_for(
    path: Iterable[Stroke], regions: Iterable[str], closed: AbstractSet[str], upper: str | None = None
) -> list[Stroke]:
    """Strokes that begin on the step's places, as written for the left side; mirrored where only the right is open.

    Of somebody who lies on the side only the side on top, `upper`, is worked.
    """
    wanted, found = frozenset(regions), list[Stroke]()
    for stroke in path:
        found += [side for side in _sides(stroke, upper) if _fits(side, wanted, closed)][:1]
    return found


def within_reach(path: Iterable[Stroke], out_of_reach: Iterable[str]) -> list[Stroke]:
    """Each stroke without the ends that lie where nobody reaches; one that lies there wholly is left out."""
    left_out = frozenset(out_of_reach)
    ways = [(stroke, _without_ends(_points(stroke), left_out)) for stroke in path]
    return [{**stroke, "points": points} for stroke, points in ways if points]


def _without_ends(points: Points, left_out: AbstractSet[str]) -> Points:
    marks = marks_along(points, spacing=SPACING)
    reached = [number for number, (x, y) in enumerate(marks) if not _leads_over((BACK_MAP.regions_at(x, y),), left_out)]
    if not reached or len(reached) == len(marks):
        return points if reached else ()
    first, last = reached[0], reached[-1]
    lengths = accumulate(pairwise(points), lambda length, pair: length + dist(*pair), initial=0.0)
    inner = [point for point, length in zip(points, lengths, strict=True) if first * SPACING < length < last * SPACING]
    ends = [marks[number] for number in dict.fromkeys((first, last))]
    return ends[0], *(point for point in inner if dist(point, ends[-1]) > SEAM), *ends[1:]


def sides_of(stroke: Stroke, regions: Iterable[str]) -> int:
    """On how many sides of the back the stroke works these places: 0, 1 or 2; a stroke across the back counts once."""
    wanted = frozenset(regions)
    left, right = (_fits(side, wanted, frozenset()) for side in _both_sides(stroke))
    across = len({x < mirror(x) for x, _y in _points(stroke)}) == 2
    return int(left or right) if across else int(left) + int(right)


def crosses(path: Iterable[Stroke], regions: Iterable[str], closed: AbstractSet[str], upper: str | None = None) -> bool:
    """True where a stroke that works the step's places would also lead over a place that is left out."""
    wanted = frozenset(regions)
    ways = [_touched(_points(side)) for stroke in path for side in _sides(stroke, upper)]
    return any(any(map(wanted.intersection, way)) and _leads_over(way, closed) for way in ways)


def _sides(stroke: Stroke, upper: str | None) -> Iterable[Stroke]:
    left, right = _both_sides(stroke)
    return {"l": [left], "r": [right]}.get(upper or "", [left, right])


def _both_sides(stroke: Stroke) -> tuple[Stroke, Stroke]:
    return stroke, {**stroke, "points": [(mirror(x), y) for x, y in stroke["points"]]}


def _fits(stroke: Stroke, wanted: frozenset[str], closed: AbstractSet[str]) -> bool:
    way = _touched(_points(stroke))
    return bool(wanted.intersection(way[0])) and not _leads_over(way, closed)


def _leads_over(way: Iterable[tuple[str, ...]], closed: AbstractSet[str]) -> bool:
    return any(found and set(found) <= closed for found in way)


@cache
def _touched(points: Points) -> tuple[tuple[str, ...], ...]:
    """The regions at each mark along the stroke; on a seam there are two."""
    return tuple(BACK_MAP.regions_at(x, y) for x, y in marks_along(points, spacing=SPACING))


def _points(stroke: Stroke) -> Points:
    points: Sequence[Sequence[float]] = stroke["points"]
    return tuple((x, y) for x, y in points)
