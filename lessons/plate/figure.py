"""The figure: a person lying face down, seen from behind, drawn from the landmarks of the back map (left half)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lessons.plate.curves import Curve, Point, brush, join, line, smooth
from lessons.plate.head import DRAPE, FOLDS, ROLL, SHEEN, STRANDS, TOWEL, ear, ear_line, hair
from lessons.plate.shading import DETAILS, FAINT, FURROW, GLOWS, VEILS, Glow, Veil

SILHOUETTES = ("narrow", "broad")
TOP, BOTTOM = -190, 1420
LEFT, RIGHT = -40, 1040
EDGE_WIDTH, EDGE_STRENGTH = 56, 0.62
FADE = (1310, 1412)

Knot = tuple[int, int, int, float]

# Knots: x of the narrow build, x of the broad build, y, weight of the contour there.
HEAD: tuple[Knot, ...] = (
    (500, 500, -170, 5),
    (464, 464, -167, 5),
    (410, 409, -145, 5),
    (372, 368, -98, 6),
    (359, 353, -40, 6),
    (361, 353, 16, 5),
    (368, 360, 66, 4),
)
NECK_AND_SHOULDER: tuple[Knot, ...] = (
    (374, 364, 92, 1),
    (384, 369, 126, 4),
    (390, 373, 160, 6),
    (391, 373, 190, 8),
    (385, 364, 217, 8),
    (367, 344, 243, 7),
    (333, 310, 266, 5),
    (288, 266, 287, 4),
    (240, 222, 307, 4),
    (192, 174, 327, 5),
    (152, 130, 349, 6),
    (119, 92, 380, 7),
    (95, 64, 424, 7),
    (82, 48, 474, 6),
    (77, 40, 525, 6),
)
ARM_OUTER: tuple[Knot, ...] = (
    (77, 40, 525, 6),
    (75, 38, 580, 6),
    (73, 38, 640, 4),
    (64, 30, 710, 5),
    (52, 16, 790, 6),
    (43, 4, 870, 5),
    (38, -2, 935, 4),
    (31, -9, 995, 6),
    (18, -22, 1060, 7),
    (12, -28, 1130, 6),
    (14, -25, 1210, 4),
    (23, -14, 1300, 3),
    (34, 0, 1414, 2),
)
ARM_INNER: tuple[Knot, ...] = (
    (100, 92, 1414, 2),
    (112, 106, 1300, 3),
    (125, 121, 1200, 4),
    (138, 136, 1115, 5),
    (145, 145, 1055, 6),
    (149, 150, 1000, 6),
    (149, 151, 950, 5),
    (153, 157, 880, 4),
    (160, 166, 800, 5),
    (168, 172, 720, 6),
    (173, 174, 655, 7),
    (173, 173, 600, 8),
)
FLANK: tuple[Knot, ...] = (
    (173, 173, 600, 8),
    (182, 178, 640, 7),
    (194, 185, 700, 5),
    (206, 194, 770, 4),
    (220, 205, 850, 5),
    (230, 213, 915, 7),
    (229, 215, 965, 7),
    (214, 209, 1025, 5),
    (195, 200, 1090, 5),
    (178, 191, 1160, 5),
    (164, 183, 1240, 5),
    (155, 178, 1320, 4),
    (154, 178, 1420, 3),
)


@dataclass(frozen=True)
class Figure:
    """The left half of the drawing; the right half is its mirror image. Lines are closed brush shapes."""

    skin: Curve
    edge: Curve
    hair: Curve
    ear: Curve
    contours: tuple[Curve, ...]
    strands: tuple[Curve, ...]
    sheen: tuple[Curve, ...]
    towel: Curve = TOWEL
    roll: tuple[Curve, ...] = tuple(map(brush, ROLL))
    drape: Curve = DRAPE
    folds: tuple[Curve, ...] = tuple(map(brush, FOLDS))
    details: tuple[Curve, ...] = tuple(map(brush, DETAILS))
    faint: tuple[Curve, ...] = tuple(map(brush, FAINT))
    glows: tuple[Glow, ...] = GLOWS
    furrow: tuple[Glow, ...] = FURROW
    veils: tuple[Veil, ...] = VEILS


@cache
def figure(silhouette: str = "narrow") -> Figure:
    """The drawing for one build; both builds hold every region."""
    column = SILHOUETTES.index(silhouette)
    edge = _edge(column)
    middle = line(edge.end, (501, edge.end[1]), (501, HEAD[0][2]), edge.start)
    at_ear = HEAD[5][column]
    return Figure(
        skin=edge.then(middle).shut(),
        edge=edge,
        hair=hair(_points(HEAD[:6], column)),
        ear=ear(at_ear),
        contours=tuple(brush(knots) for knots in (*_contours(column), ear_line(at_ear))),
        strands=tuple(brush(knots) for knots in STRANDS[silhouette]),
        sheen=tuple(brush(knots) for knots in SHEEN[silhouette]),
    )


def _edge(column: int) -> Curve:
    """The outline of the left half: head, shoulder, arm, and up again to the armpit, flank and hip."""
    outer = smooth(_points(HEAD + NECK_AND_SHOULDER[2:] + ARM_OUTER[1:], column))
    inner, flank = smooth(_points(ARM_INNER, column)), smooth(_points(FLANK, column))
    return join([outer, line(outer.end, inner.start), inner, flank])


def _points(table: tuple[Knot, ...], column: int) -> list[Point]:
    return [(knot[column], knot[2]) for knot in table]


def _contours(column: int) -> list[list[tuple[float, float, float]]]:
    """Pen strokes with their own swell: neck to hand, inner arm, flank."""
    pens = (NECK_AND_SHOULDER + ARM_OUTER[1:], ARM_INNER, FLANK)
    return [[(knot[column], knot[2], knot[3]) for knot in table] for table in pens]
