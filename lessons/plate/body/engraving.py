"""Engraved tone: sheets of fine lines across the form where it turns from the light, and the hair (left half)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import pi, sin

from lessons.plate.curves import Curve, Point, smooth

Stroke = tuple[Point, Point, Point]
Sheet = tuple[Stroke, Stroke, int]  # the first and the last stroke, and how many are drawn
SHORTEST = 0.35  # a sheet swells from this share of its full length at both ends to all of it in the middle


@dataclass(frozen=True)
class Hatch:
    """One fine line: a quadratic curve, half as long to write as a cubic one."""

    begin: Point
    handle: Point
    end: Point

    @property
    def curve(self) -> Curve:
        first, second = _between(self.begin, self.handle, 2 / 3), _between(self.end, self.handle, 2 / 3)
        return Curve(self.begin, ((first, second, self.end),))


def hatch_text(hatches: Iterable[Hatch]) -> str:
    """SVG path text in whole units, each line relative to the one before."""
    text, at = [], (0, 0)
    for hatch in hatches:
        begin, handle, end = (_whole(point) for point in (hatch.begin, hatch.handle, hatch.end))
        text.append("m" + _numbers(_off(begin, at)) + "q" + _numbers(_off(handle, begin) + _off(end, begin)))
        at = end
    return "".join(text)


def beside(knots: Sequence[tuple[float, float]], rows: tuple[int, int], count: int, reach: Point) -> list[Hatch]:
    """Strokes that leave a contour between two heights and follow the form inward."""
    contour = smooth(knots).flat()
    hatches = []
    for step in range(count):
        share = step / (count - 1)
        y = rows[0] + (rows[1] - rows[0]) * share
        x = _x_at(contour, y)
        swell = SHORTEST + (1 - SHORTEST) * sin(pi * share)
        dx, dy = reach[0] * swell, reach[1] * swell
        hatches.append(Hatch((x, y), (x + dx * 0.4, y + dy * 0.65), (x + dx, y + dy)))
    return hatches


def sheet(first: Stroke, last: Stroke, count: int) -> list[Hatch]:
    """Strokes that pass evenly from the first to the last, longest in the middle."""
    hatches = []
    for step in range(count):
        share = step / (count - 1)
        begin, handle, end = (_between(a, b, share) for a, b in zip(first, last, strict=True))
        swell = SHORTEST + (1 - SHORTEST) * sin(pi * share)
        hatches.append(Hatch(begin, _between(begin, handle, swell), _between(begin, end, swell)))
    return hatches


def _sheets(sheets: tuple[Sheet, ...]) -> tuple[Hatch, ...]:
    return tuple(hatch for each in sheets for hatch in sheet(*each))


def _even(sheets: tuple[Sheet, ...]) -> tuple[Hatch, ...]:
    """As sheets, all of full length: hair."""
    hatches = []
    for first, last, count in sheets:
        for step in range(count):
            points = [_between(a, b, step / (count - 1)) for a, b in zip(first, last, strict=True)]
            hatches.append(Hatch(*points))
    return tuple(hatches)


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _x_at(contour: Sequence[Point], y: float) -> float:
    return min(contour, key=lambda point: abs(point[1] - y))[0]


def _whole(point: Point) -> tuple[int, int]:
    return (round(point[0]), round(point[1]))


def _off(point: tuple[int, int], at: tuple[int, int]) -> tuple[int, ...]:
    return (point[0] - at[0], point[1] - at[1])


def _numbers(values: tuple[int, ...]) -> str:
    return str(values[0]) + "".join(str(value) if value < 0 else f" {value}" for value in values[1:])


# Strokes that stay where they are on both builds; those along a contour are made with the figure.
INNER = _sheets(
    (
        # hollow above the blade
        (((368, 262), (376, 278), (380, 298)), ((226, 318), (240, 336), (252, 352)), 20),
        # rear border of the deltoid
        (((208, 430), (192, 452), (168, 470)), ((144, 576), (132, 588), (112, 592)), 18),
        # valley beside the blade, and under its lower tip
        (((392, 376), (400, 384), (412, 400)), ((366, 600), (386, 612), (404, 630)), 24),
        (((382, 596), (380, 626), (356, 652)), ((262, 616), (252, 632), (234, 644)), 17),
        # under the ridge of the blade
        (((376, 412), (364, 430), (348, 442)), ((190, 392), (178, 406), (162, 416)), 22),
        # outer border of the long muscles
        (((402, 650), (388, 660), (366, 682)), ((384, 830), (368, 842), (344, 864)), 18),
        (((384, 840), (368, 852), (344, 876)), ((404, 1092), (392, 1106), (372, 1126)), 26),
        # the furrow of the small of the back
        (((492, 800), (486, 812), (476, 822)), ((492, 1130), (486, 1140), (476, 1150)), 30),
        # beside the sacrum
        (((432, 1184), (444, 1196), (462, 1204)), ((484, 1286), (488, 1294), (496, 1300)), 12),
    )
)
CLOTH_HATCHES = _sheets(
    (
        (((112, 1352), (116, 1372), (110, 1400)), ((166, 1352), (162, 1372), (170, 1400)), 9),
        (((334, -104), (344, -60), (336, -18)), ((356, -104), (358, -60), (356, -14)), 5),
        (((244, -44), (254, -24), (270, -10)), ((316, -16), (326, -12), (338, -8)), 9),
    )
)
HAIRS: dict[str, tuple[Hatch, ...]] = {
    "narrow": _even(
        (
            (((500, 112), (492, 60), (488, 4)), ((382, 76), (392, 34), (438, -12)), 12),
            (((374, 44), (388, 14), (434, -24)), ((372, -76), (390, -80), (434, -66)), 9),
            (((388, -104), (406, -104), (440, -86)), ((500, -164), (500, -146), (498, -120)), 10),
        )
    ),
    "broad": _even(
        (
            (((499, -96), (492, 0), (494, 112)), ((470, -110), (384, -50), (384, 76)), 14),
            (((468, -114), (386, -64), (376, 40)), ((484, -128), (424, -136), (376, -62)), 9),
        )
    ),
}
