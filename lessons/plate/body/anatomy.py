"""What lies under a zone, drawn small so that its place is known at sight: the row of vertebrae and the kidneys."""

from __future__ import annotations

from functools import cache

from lessons.plate.curves import Curve, Point, smooth

# One vertebra from behind, in shares of its half width and its height: wings to the sides, the process hanging down.
VERTEBRA: tuple[Point, ...] = ((0, -0.36), (0.5, -0.3), (1.08, -0.2), (1.12, -0.02), (0.48, 0.1), (0.3, 0.4), (0, 0.5))
# Levels between the landmarks, top to bottom: first, last, how many, half width there.
ROWS = (
    (122, 238, 5, 17),
    (260, 260, 1, 20),
    (303, 733, 11, 19),
    (776, 776, 1, 20),
    (842, 1103, 5, 22),
    (1150, 1262, 4, 16),
    (1296, 1330, 2, 8),
)
# The left kidney, its hollow toward the spine; the right one lies lower (map#scale, Z2).
KIDNEY: tuple[Point, ...] = (
    (408, 734),
    (364, 744),
    (334, 790),
    (324, 850),
    (332, 914),
    (362, 955),
    (402, 956),
    (424, 926),
    (418, 886),
    (410, 850),
    (420, 812),
    (440, 776),
    (438, 748),
)
RIGHT_KIDNEY_LOWER = 23


@cache
def details() -> dict[str, tuple[Curve, ...]]:
    """By zone slug; drawn where they are, on both sides."""
    right = [(1000 - x, y + RIGHT_KIDNEY_LOWER) for x, y in KIDNEY]
    return {"z1": tuple(_vertebrae()), "z2": (_closed(KIDNEY), _closed(right))}


def _vertebrae() -> list[Curve]:
    middle = 500
    drawn = []
    for first, last, count, half in ROWS:
        step = (last - first) / (count - 1) if count > 1 else 43
        for index in range(count):
            y = first + step * index
            side = [(middle + x * half, y + rise * step * 0.86) for x, rise in VERTEBRA]
            drawn.append(_closed([*side, *((2 * middle - x, y) for x, y in side[-2:0:-1])]))
    return drawn


def _closed(points: tuple[Point, ...] | list[Point]) -> Curve:
    return smooth(points, closed=True).shut()
