"""The direction convention as transit lines: each region's route to its target, and the stations at the targets."""

from __future__ import annotations

from functools import cache

from lessons.back_map import BACK_MAP
from lessons.plate.curves import Curve, Point, ellipse
from lessons.plate.marks.paths import arrow_head
from lessons.plate.marks.seams import rounded

# Lines that share a target end round it, each from its own side, so that every head stays readable.
ROUTES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "cervical": (((448, 116), (444, 196), (386, 240)),),
    "shoulder": (((452, 326), (420, 308), (392, 286)), ((190, 366), (262, 342), (309, 302))),
    "interscapular": (((448, 462), (420, 376), (367, 314)), ((452, 530), (350, 544), (238, 568))),
    "scapula": (((318, 436), (262, 478), (215, 530)),),
    "thoracic": (((446, 742), (336, 664), (224, 608)),),
    "flank": (((306, 856), (262, 752), (196, 632)),),
    "lumbar": (((450, 850), (446, 950), (300, 1080), (192, 1158)),),
    "sacral": (((448, 1236), (340, 1210), (204, 1196)),),
}
HEAD = 32


@cache
def routes() -> dict[str, tuple[tuple[Curve, Curve], ...]]:
    """Line and open arrow head of every route, by base slug, left half."""
    return {
        base: tuple((rounded(way, 60), arrow_head(way[-2], way[-1], HEAD)) for way in ways)
        for base, ways in ROUTES.items()
    }


@cache
def stations() -> dict[str, Curve]:
    return {name: ellipse(x, y, 17, 17) for name, (x, y) in BACK_MAP.targets.items()}
