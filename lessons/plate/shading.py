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


GLOWS = (
    # broad light on the upper back, the blades, the long muscles and the seat
    Glow(290, 400, 230, 150, -14, 0.4, "light"),
    Glow(262, 482, 92, 78, -24, 0.55, "light"),
    Glow(310, 318, 150, 34, -17, 0.55, "light"),
    Glow(434, 640, 46, 200, 3, 0.5, "light"),
    Glow(448, 960, 42, 240, 0, 0.6, "light"),
    Glow(330, 1250, 130, 100, 12, 0.5, "light"),
    Glow(282, 770, 62, 150, 10, 0.34, "light"),
    Glow(440, 180, 34, 80, 6, 0.4, "light"),
    # the arm: deltoid, triceps, forearm
    Glow(122, 448, 42, 92, 12, 0.6, "light"),
    Glow(108, 720, 34, 150, 5, 0.5, "light"),
    Glow(72, 1110, 38, 120, 4, 0.5, "light"),
    # hollows
    Glow(322, 668, 120, 50, -24, 0.4),
    Glow(248, 985, 66, 130, 4, 0.4),
    Glow(419, 1168, 30, 26, 0, 0.44),
    Glow(190, 600, 40, 62, 16, 0.5),
    Glow(470, 1230, 44, 90, -10, 0.22),
)
FURROW = (
    Glow(500, 470, 32, 250, 0, 0.46),
    Glow(500, 985, 38, 260, 0, 0.7),
    Glow(500, 172, 36, 84, 0, 0.34),
    Glow(500, 1322, 24, 80, 0, 0.6),
    Glow(500, 256, 22, 22, 0, 0.55, "light"),
    *(Glow(500, y, 9, 15, 0, 0.5, "light") for y in (907, 973, 1038, 1103)),
    *(Glow(500, y, 7, 11, 0, 0.4, "light") for y in (303, 346, 561, 604, 647)),
)
VEILS = (
    # valley beside the medial border, round the inferior angle, out under the blade
    Veil(
        ((398, 360, 6), (394, 430, 26), (386, 510, 34), (374, 580, 36), (350, 630, 34), (300, 640, 24), (244, 622, 4)),
        0.5,
    ),
    Veil(((362, 440, 4), (352, 510, 20), (338, 580, 16), (316, 600, 4)), 0.6, "light"),
    # the ridge of the blade: light above, shade below
    Veil(((384, 420, 6), (310, 418, 26), (230, 412, 26), (168, 424, 8)), 0.42),
    Veil(((380, 392, 4), (300, 386, 14), (220, 380, 14), (150, 372, 5)), 0.6, "light"),
    # hollow above the blade, beside the neck
    Veil(((392, 262, 8), (350, 296, 30), (290, 320, 20), (230, 338, 4)), 0.24),
    # rear border of the deltoid, down to its insertion
    Veil(((204, 424, 6), (178, 490, 26), (146, 566, 28), (112, 640, 16), (92, 676, 4)), 0.46),
    Veil(((172, 430, 4), (146, 500, 22), (112, 580, 14)), 0.4, "light"),
    # outer border of the long muscles
    Veil(((402, 640, 4), (392, 740, 26), (386, 850, 40), (388, 960, 42), (400, 1070, 34), (420, 1150, 10)), 0.46),
    # outer border of the widest muscle, edge of the ribs
    Veil(((206, 620, 6), (246, 730, 26), (292, 850, 26), (340, 960, 6)), 0.24),
    Veil(((372, 876, 4), (316, 908, 22), (252, 934, 20)), 0.3),
    Veil(((350, 862, 4), (296, 884, 16), (246, 900, 8)), 0.4, "light"),
    # iliac crest and the seat
    Veil(((222, 1070, 10), (278, 1062, 28), (330, 1070, 24), (384, 1130, 6)), 0.42),
    Veil(((228, 1034, 6), (280, 1024, 18), (324, 1020, 6)), 0.45, "light"),
    Veil(((440, 1204, 4), (390, 1226, 18), (310, 1214, 18), (240, 1170, 4)), 0.26),
    # triceps, elbow, forearm
    Veil(((146, 700, 4), (136, 800, 22), (118, 900, 16), (108, 944, 4)), 0.36),
    Veil(((58, 944, 4), (66, 990, 18), (98, 1022, 18), (120, 1006, 4)), 0.4),
    Veil(((96, 962, 6), (88, 986, 24), (96, 1002, 6)), 0.6, "light"),
    Veil(((130, 1040, 4), (112, 1120, 18), (88, 1240, 16), (78, 1320, 10)), 0.3),
    # the long muscles of the neck
    Veil(((466, 130, 4), (452, 180, 22), (440, 230, 18), (410, 262, 4)), 0.4, "light"),
    # under the jaw and the ear
    Veil(((384, 104, 8), (402, 124, 20), (440, 134, 14), (500, 136, 10)), 0.5),
    # shadow of the drape
    Veil(((500, 1356, 26), (430, 1350, 24), (340, 1338, 24), (250, 1322, 24), (170, 1314, 20)), 0.5),
)
DETAILS: tuple[Line, ...] = (
    # armpit fold, then the edge of teres and the widest muscle
    ((173, 612, 6), (168, 580, 6), (171, 548, 4), (184, 512, 1)),
    ((184, 598, 1), (214, 604, 3.5), (254, 597, 3), (290, 574, 1)),
    # blade: medial border and inferior angle, the ridge
    ((388, 372, 1), (391, 430, 2), (385, 500, 2.5), (372, 566, 3.5), (357, 604, 3.5), (342, 620, 3), (318, 622, 1)),
    ((380, 408, 1), (350, 412, 3), (300, 406, 3), (240, 395, 2.5), (186, 388, 1)),
    # rear border of the deltoid
    ((200, 428, 1), (184, 478, 2.5), (158, 536, 2.5), (132, 588, 1)),
    # C7
    ((482, 266, 1), (490, 275, 3), (500, 279, 4)),
    # iliac crest and dimple
    ((234, 1068, 1), (274, 1052, 2.5), (320, 1045, 2.5), (352, 1066, 1)),
    ((406, 1164, 1), (411, 1176, 3), (423, 1180, 2.5), (432, 1175, 1)),
    # waist fold
    ((231, 968, 5), (246, 978, 3), (268, 983, 1)),
    # elbow
    ((66, 960, 1), (61, 986, 3), (70, 1008, 3.5), (86, 1015, 1)),
    ((136, 1012, 1), (129, 1034, 2.5), (133, 1062, 1)),
    # triceps
    ((134, 770, 1), (129, 830, 2.5), (118, 892, 1)),
)
# Drawn more lightly than the rest: the furrow of the spine, the sacrum, the lowest ribs.
FAINT: tuple[Line, ...] = (
    (
        (500, 296, 1),
        (499, 400, 3),
        (500, 520, 3.5),
        (500, 640, 2),
        (500, 760, 2),
        (499, 900, 4),
        (500, 1040, 4.5),
        (500, 1152, 1),
    ),
    ((500, 1270, 1), (500, 1324, 5), (500, 1362, 8)),
    ((352, 878, 1), (316, 904, 3), (276, 922, 3), (244, 930, 1)),
    ((424, 1176, 1), (446, 1226, 3), (474, 1270, 3), (496, 1292, 1)),
)
