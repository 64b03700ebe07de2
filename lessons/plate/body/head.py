"""Head and cloths: hair, ear, the rolled towel under the forehead and the drape over the seat (left half)."""

from __future__ import annotations

from lessons.plate.curves import Curve, Point, line, smooth

Line = tuple[tuple[float, float, float], ...]

HAIRLINE: tuple[Point, ...] = (
    (362, 16),
    (370, 52),
    (384, 84),
    (404, 106),
    (430, 112),
    (452, 118),
    (478, 112),
    (501, 118),
)
TOWEL = smooth(((501, -118), (320, -120), (246, -115), (236, -62), (247, -8), (320, -4), (501, -6))).shut()
# A sheet over the seat and the forearms: the arms end under it.
SHEET_EDGE: tuple[Point, ...] = (
    (501, 1362),
    (430, 1358),
    (340, 1349),
    (250, 1336),
    (188, 1333),
    (142, 1349),
    (104, 1345),
    (58, 1333),
    (14, 1336),
    (-14, 1350),
    (-29, 1380),
    (-34, 1420),
)
DRAPE = smooth(SHEET_EDGE).then(line((-34, 1421), (501, 1421))).shut()


def hair(side: list[Point]) -> Curve:
    """From the crown down the side of the head, round the hairline at the nape, back up the midline."""
    return smooth([*side, *HAIRLINE]).then(line((501, 118), (501, side[0][1]))).shut()


def ear(x: float) -> Curve:
    """Seen from behind: x is where it meets the head."""
    rim = ((6, 6), (-6, -4), (-16, 2), (-21, 24), (-18, 48), (-11, 68), (-6, 86), (2, 96), (11, 90), (15, 66))
    return smooth([(x + dx, y) for dx, y in rim]).shut()


def ear_line(x: float) -> Line:
    return ((x - 5, 10, 0.6), (x - 11, 26, 3), (x - 8, 52, 3), (x - 2, 74, 0.6))


# Hair put up in a knot, and short hair: both keep the neck free.
STRANDS: dict[str, tuple[Line, ...]] = {
    "narrow": (
        ((501, -116, 3), (462, -108, 4), (432, -76, 5), (434, -34, 6), (464, -6, 5), (501, 0, 4)),
        ((500, -92, 2), (464, -84, 3), (450, -56, 3), (468, -28, 3), (500, -20, 2)),
        ((500, -72, 2), (478, -66, 3), (474, -50, 3), (500, -40, 2)),
        ((486, -108, 1), (446, -88, 2), (440, -46, 2), (468, -14, 1)),
    ),
    "broad": (((500, -104, 1), (484, -100, 3), (470, -112, 1)),),
}
SHEEN: dict[str, tuple[Line, ...]] = {
    "narrow": (
        ((500, -134, 10), (450, -132, 16), (404, -104, 14), (384, -56, 4)),
        ((500, -104, 4), (474, -98, 9), (452, -78, 4)),
    ),
    "broad": (
        ((480, -128, 6), (430, -104, 16), (392, -50, 14), (382, 0, 4)),
        ((474, -80, 4), (444, -10, 14), (442, 50, 4)),
    ),
}
FOLDS: tuple[Line, ...] = (
    tuple((x, y, 3 + index % 3) for index, (x, y) in enumerate(SHEET_EDGE)),
    tuple((x + (8 if x < 0 else 0), y + 15, 2) for x, y in SHEET_EDGE[:-2]),
    ((286, 1352, 0.6), (298, 1380, 3.5), (292, 1414, 1)),
    ((404, 1372, 0.6), (396, 1394, 3), (404, 1416, 1)),
    ((208, 1344, 0.6), (198, 1372, 3.5), (206, 1410, 1)),
    ((140, 1354, 1), (136, 1380, 4), (140, 1414, 1)),
    ((62, 1352, 0.6), (52, 1376, 3), (56, 1410, 1)),
)
ROLL: tuple[Line, ...] = (
    ((380, -120, 2), (300, -120, 3), (246, -115, 4), (237, -62, 5), (247, -8, 5), (300, -4, 4), (380, -4, 2)),
    ((266, -115, 1), (259, -62, 2.5), (267, -8, 1)),
    ((278, -116, 1), (271, -62, 2.5), (279, -7, 1)),
    ((300, -66, 1), (326, -60, 2.5), (360, -64, 1)),
)
