"""The direction convention as transit lines: each region's route to its target, and the stations at the targets."""

from __future__ import annotations

from functools import cache

from lessons.back_map import BACK_MAP
from lessons.plate.curves import Curve, Point, ellipse
from lessons.plate.hands import arrow_head
from lessons.plate.seams import rounded

ROUTES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "cervical": (((446, 112), (438, 205), (368, 254)),),
    "shoulder": (((440, 322), (400, 312), (364, 282)), ((195, 366), (290, 330), (328, 288))),
    "interscapular": (((446, 455), (424, 372), (352, 298)), ((452, 530), (340, 548), (216, 572))),
    "scapula": (((318, 440), (262, 488), (204, 553)),),
    "thoracic": (((446, 742), (340, 650), (216, 584)),),
    "flank": (((300, 850), (268, 742), (200, 606)),),
    "lumbar": (((450, 850), (446, 950), (300, 1080), (178, 1172)),),
    "sacral": (((448, 1236), (330, 1202), (186, 1191)),),
}


@cache
def routes() -> dict[str, tuple[tuple[Curve, Curve], ...]]:
    """Line and open arrow head of every route, by base slug, left half."""
    return {
        base: tuple((rounded(way, 60), arrow_head(way[-2], way[-1], 26)) for way in ways)
        for base, ways in ROUTES.items()
    }


@cache
def stations() -> dict[str, Curve]:
    return {name: ellipse(x, y, 17, 17) for name, (x, y) in BACK_MAP.targets.items()}
