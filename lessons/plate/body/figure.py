"""The figure: a person lying face down, seen from behind, drawn from the landmarks of the back map (left half)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from lessons.plate.body.engraving import CLOTH_HATCHES, HAIRS, INNER, Hatch, beside
from lessons.plate.body.head import DRAPE, FOLDS, ROLL, SHEEN, STRANDS, TOWEL, ear, ear_line, hair
from lessons.plate.body.shading import ARM, DETAILS, FAINT, FURROW, GLOWS, VEILS, Glow, Line, Veil, shifted
from lessons.plate.curves import Curve, Point, brush, join, line, smooth

SILHOUETTES = ("narrow", "broad")
TOP, BOTTOM = -190, 1420
LEFT, RIGHT = -40, 1040
EDGE_WIDTH, EDGE_STRENGTH = 50, 0.44
ARM_SHIFT = (0, -22)  # the arm of the broad build lies farther out
FADE = (1384, 1418)

Knot = tuple[int, int, int, float]

# Knots: x of the narrow build, x of the broad build, y, weight of the contour there. The pen presses where forms
# overlap or turn away from the light (armpit, waist, elbow) and lifts where light falls (top of the shoulder, hip).
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
    (376, 362, 92, 1),
    (387, 366, 124, 5),
    (394, 369, 158, 8),
    (394, 368, 190, 9),
    (387, 359, 218, 8),
    (370, 341, 241, 6),
    (336, 307, 262, 3.5),
    (292, 264, 281, 2.5),
    (248, 220, 301, 2.5),
    (205, 176, 322, 3.5),
    (170, 138, 338, 4),
    (140, 104, 357, 5),
    (113, 74, 388, 7),
    (93, 50, 430, 9),
    (82, 36, 478, 9),
    (77, 31, 526, 8),
)
ARM_OUTER: tuple[Knot, ...] = (
    (77, 31, 526, 8),
    (77, 32, 574, 6),
    (82, 39, 622, 4),
    (85, 42, 662, 3),
    (80, 36, 704, 4),
    (70, 25, 766, 7),
    (60, 13, 830, 8),
    (53, 5, 886, 6),
    (49, 2, 930, 4),
    (45, 0, 966, 3.5),
    (36, -7, 1006, 5),
    (24, -18, 1056, 8),
    (15, -26, 1112, 9),
    (13, -27, 1172, 7),
    (18, -22, 1240, 5),
    (27, -12, 1310, 4),
    (42, 4, 1414, 3),
)
ARM_INNER: tuple[Knot, ...] = (
    (92, 98, 1414, 2),
    (104, 110, 1320, 3),
    (119, 124, 1230, 5),
    (133, 138, 1146, 7),
    (142, 147, 1078, 6),
    (147, 151, 1026, 4),
    (151, 154, 984, 5),
    (149, 152, 944, 4),
    (154, 158, 880, 4),
    (162, 167, 800, 6),
    (169, 170, 720, 7),
    (172, 171, 655, 7),
    (173, 173, 600, 5),
)
FLANK: tuple[Knot, ...] = (
    (173, 173, 600, 5),
    (179, 174, 640, 7),
    (188, 177, 690, 5),
    (200, 184, 750, 4),
    (214, 195, 820, 5),
    (227, 206, 884, 8),
    (232, 211, 934, 10),
    (225, 211, 978, 9),
    (216, 209, 1026, 6),
    (196, 203, 1086, 4),
    (176, 197, 1156, 3.5),
    (160, 192, 1236, 4),
    (151, 188, 1316, 4),
    (148, 186, 1420, 3),
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
    hairs: tuple[Hatch, ...]
    hatches: tuple[Hatch, ...]
    sheen: tuple[Curve, ...]
    details: tuple[Curve, ...]
    glows: tuple[Glow, ...]
    veils: tuple[Veil, ...]
    towel: Curve = TOWEL
    roll: tuple[Curve, ...] = tuple(map(brush, ROLL))
    drape: Curve = DRAPE
    folds: tuple[Curve, ...] = tuple(map(brush, FOLDS))
    faint: tuple[Curve, ...] = tuple(map(brush, FAINT))
    furrow: tuple[Glow, ...] = FURROW
    cloth_hatches: tuple[Hatch, ...] = CLOTH_HATCHES


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
        hairs=HAIRS[silhouette],
        hatches=(*_turning(column), *INNER),
        sheen=tuple(brush(knots) for knots in SHEEN[silhouette]),
        details=tuple(brush(_on_arm(knots, column)) for knots in DETAILS),
        glows=tuple(glow.shifted(ARM_SHIFT[column]) if glow.cx < ARM else glow for glow in GLOWS),
        veils=tuple(replace(veil, knots=_on_arm(veil.knots, column)) for veil in VEILS),
    )


def _edge(column: int) -> Curve:
    """The outline of the left half: head, shoulder, arm, and up again to the armpit, flank and hip."""
    outer = smooth(_points(HEAD + NECK_AND_SHOULDER[2:] + ARM_OUTER[1:], column))
    inner, flank = smooth(_points(ARM_INNER, column)), smooth(_points(FLANK, column))
    return join([outer, line(outer.end, inner.start), inner, flank])


def _points(table: tuple[Knot, ...], column: int) -> list[Point]:
    return [(knot[column], knot[2]) for knot in table]


def _on_arm(knots: Line, column: int) -> Line:
    """Lines of the arm go with it; all others stay."""
    return shifted(knots, ARM_SHIFT[column]) if max(x for x, _, _ in knots) < ARM else knots


def _turning(column: int) -> list[Hatch]:
    """Where the form turns away along its own contour: neck, shoulder, arm, flank, waist, hip."""
    outer = _points(NECK_AND_SHOULDER[2:] + ARM_OUTER[1:], column)
    inner, flank = _points(ARM_INNER, column), _points(FLANK, column)
    return [
        *beside(outer, (140, 236), 11, (30, 14)),
        *beside(outer, (410, 640), 22, (26, 26)),
        *beside(outer, (700, 930), 22, (24, 24)),
        *beside(outer, (1010, 1320), 28, (36, 22)),
        *beside(inner, (640, 930), 28, (-24, 24)),
        *beside(inner, (1010, 1320), 28, (-24, 20)),
        *beside(flank, (606, 860), 28, (40, 22)),
        *beside(flank, (850, 1040), 22, (56, 18)),
        *beside(flank, (1046, 1320), 26, (40, 26)),
    ]


def _contours(column: int) -> list[list[tuple[float, float, float]]]:
    """Pen strokes with their own swell: head, neck to hand, inner arm, flank."""
    pens = (HEAD, NECK_AND_SHOULDER + ARM_OUTER[1:], ARM_INNER, FLANK)
    return [[(knot[column], knot[2], knot[3]) for knot in table] for table in pens]
