"""The three taught muscles as engraved fibres (left half): lines drawn between an origin and an insertion."""

from __future__ import annotations

from functools import cache

from lessons.plate.curves import Curve, Point, smooth

Ends = tuple[Point, Point, Point]  # origin, middle, insertion of one fibre

# Each sheet lies between its first and its last fibre; the count says how many are drawn.
SHEETS: dict[str, tuple[tuple[Ends, Ends, int], ...]] = {
    "erector-spinae": (
        (((486, 1240), (478, 900), (482, 130)), ((424, 1176), (384, 900), (420, 330)), 8),
        (((482, 330), (474, 220), (470, 110)), ((424, 330), (432, 220), (434, 110)), 4),
    ),
    "latissimus-dorsi": (
        (((488, 690), (370, 640), (196, 572)), ((488, 880), (300, 730), (186, 590)), 6),
        (((488, 900), (300, 750), (186, 590)), ((300, 1038), (246, 850), (180, 600)), 8),
    ),
    "trapezius": (
        (((486, 84), (424, 230), (152, 372)), ((488, 240), (400, 300), (180, 382)), 6),
        (((488, 262), (400, 318), (200, 386)), ((488, 430), (430, 420), (372, 404)), 6),
        (((488, 450), (440, 430), (380, 408)), ((488, 770), (436, 570), (374, 412)), 7),
    ),
}


@cache
def fibres() -> dict[str, tuple[Curve, ...]]:
    return {slug: tuple(fibre for each in sheets for fibre in _sheet(*each)) for slug, sheets in SHEETS.items()}


@cache
def bodies() -> dict[str, tuple[Curve, ...]]:
    """The area of each sheet, between its first and its last fibre."""
    return {slug: tuple(_body(first, last) for first, last, _ in sheets) for slug, sheets in SHEETS.items()}


def _body(first: Ends, last: Ends) -> Curve:
    return smooth(first).then(smooth(last[::-1])).shut()


def _sheet(first: Ends, last: Ends, count: int) -> list[Curve]:
    shares = [index / (count - 1) for index in range(count)]
    return [smooth([_between(a, b, share) for a, b in zip(first, last, strict=True)]) for share in shares]


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
