"""What gives the back its volume: soft patches (glows), blurred strokes (veils) and engraved lines (left half)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lessons.plate.curves import Curve, brush

# Opacity of a glow from its centre to its rim; the template and Pillow use the same steps.
FALLOFF = ((0.0, 1.0), (0.3, 0.8), (0.65, 0.27), (1.0, 0.0))
BLUR = 11

Line = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Glow:
    """A soft-edged ellipse of shade or light; the angle is in degrees."""

    cx: int
    cy: int
    rx: int
    ry: int
    angle: int
    strength: float
    tone: str = "shade"

    def shifted(self, dx: int) -> Glow:
        return replace(self, cx=self.cx + dx)

    def mirrored(self) -> Glow:
        return replace(self, cx=1000 - self.cx, angle=-self.angle)


@dataclass(frozen=True)
class Veil:
    """A brush stroke of shade or light that is blurred afterwards; knots are (x, y, width)."""

    knots: Line
    strength: float
    tone: str = "shade"

    @property
    def curve(self) -> Curve:
        return brush(self.knots)


def shifted(knots: Line, dx: int) -> Line:
    return tuple((x + dx, y, width) for x, y, width in knots)


ARM = 152  # what lies wholly beyond this x belongs to the arm, which is not at the same place in both builds


# Light falls from above the head, a little from the left: so the tops of forms are light and the undersides dark.
CAST = ((0.0, "light", 0.34), (0.42, "light", 0.0), (0.58, "shade", 0.0), (1.0, "shade", 0.34))
CAST_FROM, CAST_TO = (150, 120), (860, 1330)

# The room round the figure: a low lamp in the evening, hardly a tint by day.
LAMP = Glow(500, 560, 540, 740, 0, 0.85, "lamp")

GLOWS = (
    # broad light: shoulder, blade, the long muscles, the widest muscle, the seat
    Glow(286, 396, 220, 140, -14, 0.42, "light"),
    Glow(258, 474, 96, 72, -22, 0.6, "light"),
    Glow(318, 306, 150, 30, -20, 0.62, "light"),
    Glow(436, 640, 40, 200, 3, 0.52, "light"),
    Glow(446, 950, 38, 230, 0, 0.68, "light"),
    Glow(322, 1220, 140, 110, 14, 0.34, "light"),
    Glow(280, 760, 60, 150, 12, 0.34, "light"),
    Glow(442, 184, 30, 80, 6, 0.42, "light"),
    # the arm: deltoid, triceps, forearm
    Glow(128, 440, 40, 84, 14, 0.66, "light"),
    Glow(118, 770, 30, 120, 6, 0.56, "light"),
    Glow(80, 1090, 32, 110, 5, 0.52, "light"),
    # hollows: under the blade, the waist, the dimple, the armpit, beside the sacrum
    Glow(322, 664, 112, 46, -22, 0.46),
    Glow(254, 972, 60, 110, 4, 0.46),
    Glow(419, 1168, 26, 22, -20, 0.6),
    Glow(194, 606, 44, 62, 20, 0.56),
    Glow(470, 1230, 42, 90, -10, 0.26),
    Glow(430, 420, 34, 120, 2, 0.2),
)
FURROW = (
    Glow(500, 470, 30, 240, 0, 0.44),
    Glow(500, 985, 36, 250, 0, 0.78),
    Glow(500, 172, 34, 84, 0, 0.34),
    Glow(500, 1318, 24, 80, 0, 0.6),
    Glow(500, 254, 20, 20, 0, 0.6, "light"),
    *(Glow(500, y, 10, 15, 0, 0.5, "light") for y in (842, 907, 973, 1038, 1103)),
    *(Glow(500, y, 8, 12, 0, 0.42, "light") for y in (303, 346, 389, 475, 518, 561, 604, 647)),
)
VEILS = (
    # valley beside the medial border, round the inferior angle, out under the blade
    Veil(
        ((398, 360, 6), (396, 430, 22), (388, 510, 30), (374, 580, 36), (346, 632, 36), (292, 640, 24), (236, 622, 4)),
        0.52,
    ),
    Veil(((364, 430, 4), (354, 500, 18), (342, 570, 16), (322, 602, 4)), 0.66, "light"),
    # the ridge of the blade: light above, shade below
    Veil(((384, 420, 6), (310, 418, 24), (230, 410, 24), (168, 420, 8)), 0.44),
    Veil(((376, 390, 4), (300, 384, 13), (220, 376, 13), (152, 366, 5)), 0.68, "light"),
    # hollow above the blade, beside the neck
    Veil(((396, 258, 8), (356, 294, 28), (296, 318, 20), (236, 336, 4)), 0.26),
    # rear border of the deltoid, down to its insertion
    Veil(((206, 424, 6), (180, 490, 26), (148, 566, 30), (116, 640, 18), (96, 676, 4)), 0.5),
    Veil(((172, 424, 4), (148, 490, 22), (112, 574, 14)), 0.44, "light"),
    # outer border of the long muscles
    Veil(((402, 640, 4), (392, 740, 24), (384, 850, 38), (386, 960, 40), (398, 1070, 32), (420, 1150, 10)), 0.5),
    # outer border of the widest muscle, ribs
    Veil(((206, 620, 6), (246, 730, 24), (296, 850, 26), (346, 960, 6)), 0.24),
    Veil(((372, 876, 4), (316, 908, 22), (252, 934, 20)), 0.32),
    Veil(((350, 862, 4), (296, 884, 16), (246, 900, 8)), 0.46, "light"),
    # iliac crest and the seat
    Veil(((222, 1070, 10), (272, 1066, 26), (326, 1066, 24), (392, 1140, 6)), 0.42),
    Veil(((228, 1036, 6), (276, 1030, 18), (322, 1020, 6)), 0.52, "light"),
    Veil(((440, 1212, 4), (396, 1236, 16), (320, 1262, 14), (230, 1250, 4)), 0.22),
    # triceps, elbow, forearm
    Veil(((142, 712, 4), (134, 800, 20), (122, 890, 16), (112, 944, 4)), 0.36),
    Veil(((62, 946, 4), (70, 992, 18), (98, 1026, 18), (122, 1008, 4)), 0.42),
    Veil(((98, 958, 6), (90, 982, 24), (98, 1000, 6)), 0.66, "light"),
    Veil(((132, 1040, 4), (114, 1120, 18), (92, 1240, 16), (84, 1330, 10)), 0.32),
    # the long muscles of the neck
    Veil(((466, 130, 4), (453, 180, 20), (442, 230, 18), (414, 262, 4)), 0.44, "light"),
    # under the hairline and the ear
    Veil(((384, 104, 8), (402, 124, 20), (440, 134, 14), (500, 136, 10)), 0.54),
    # shadow of the sheet
    Veil(((500, 1352, 24), (430, 1348, 22), (340, 1336, 22), (250, 1318, 22), (170, 1322, 20)), 0.55),
    Veil(((112, 1334, 14), (74, 1316, 22), (30, 1316, 18), (-10, 1330, 12)), 0.5),
)
DETAILS: tuple[Line, ...] = (
    # armpit fold, then the lower edge of teres above the widest muscle
    ((173, 618, 8), (167, 584, 7), (170, 550, 4.5), (183, 512, 1)),
    ((178, 600, 0.6), (198, 590, 2.6), (222, 586, 2.2), (246, 588, 0.6)),
    # blade: medial border, inferior angle, the ridge
    ((391, 366, 0.6), (393, 424, 2), (388, 484, 3), (378, 546, 3.8), (366, 592, 3), (358, 612, 0.8)),
    ((362, 606, 0.6), (350, 620, 2.6), (334, 625, 0.6)),
    ((376, 411, 0.6), (334, 407, 2.8), (280, 400, 2.6), (226, 392, 0.6)),
    # rear border of the deltoid
    ((202, 426, 0.8), (187, 476, 2.6), (162, 534, 3), (134, 586, 0.8)),
    # C7
    ((480, 263, 0.6), (489, 273, 3), (500, 277, 4)),
    # dimple
    ((404, 1164, 0.6), (410, 1176, 2.8), (422, 1180, 2.6), (432, 1174, 0.6)),
    # elbow
    ((70, 958, 0.6), (66, 982, 3), (75, 1003, 3.6), (90, 1009, 0.6)),
    ((140, 1010, 0.6), (133, 1032, 2.6), (136, 1060, 0.6)),
    # triceps
    ((138, 768, 0.6), (133, 828, 2.6), (123, 890, 0.6)),
)
# Drawn more lightly than the rest: the furrow, the seat, the lowest ribs, the crest of the hip, the sacrum.
FAINT: tuple[Line, ...] = (
    ((500, 430, 0.6), (500, 520, 2.6), (500, 600, 2.6), (500, 700, 0.6)),
    ((500, 770, 0.6), (499, 900, 4.5), (499, 1030, 5), (500, 1150, 0.6)),
    ((500, 1264, 0.6), (500, 1320, 5), (500, 1362, 8)),
    ((352, 878, 0.6), (316, 904, 3), (276, 922, 3), (244, 930, 0.6)),
    ((226, 1056, 0.6), (262, 1056, 3), (300, 1047, 2.4), (336, 1052, 0.6)),
    ((426, 1180, 0.6), (446, 1222, 2.6), (470, 1258, 2.4), (486, 1276, 0.6)),
)
