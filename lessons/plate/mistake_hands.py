"""What a hand does wrong, seen from the side: the skin as a line, the hand above it. Canvas 300 × 200."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import atan2, cos, hypot, pi, sin

from lessons.plate.curves import Curve, Point, ellipse, line, smooth
from lessons.plate.marks.paths import arrow_head

WIDTH, HEIGHT, SKIN = 300, 200, 150
Tube = tuple[tuple[float, float, float], ...]  # x, y, thickness


@dataclass(frozen=True)
class SideView:
    """`skin` and the `hand` shapes are open lines, filled and then drawn; later shapes cover earlier ones."""

    skin: Curve
    hand: tuple[Curve, ...]
    lines: tuple[Curve, ...] = ()
    signs: tuple[Curve, ...] = ()

    @property
    def body(self) -> Curve:
        return self.skin.then(line(self.skin.end, (WIDTH, HEIGHT), (0, HEIGHT))).shut()


@cache
def side_views() -> dict[str, SideView]:
    return {name: draw() for name, draw in _POSES.items()}


# From the forearm over the wrist and knuckles to the fingertip.
FLAT: Tube = (
    (322, 58, 54),
    (256, 88, 42),
    (218, 106, 38),
    (176, 122, 44),
    (136, 133, 33),
    (98, 138, 23),
    (66, 141, 19),
    (36, 144, 13),
)
THUMB: Tube = ((196, 124, 26), (164, 134, 23), (136, 140, 20), (112, 143, 13))
BENT: Tube = (
    (322, 30, 54),
    (256, 56, 42),
    (218, 74, 38),
    (176, 86, 44),
    (138, 92, 34),
    (110, 106, 24),
    (96, 126, 19),
    (92, 142, 13),
)


def _moved(tube: Tube, dx: float = 0, dy: float = 0) -> Tube:
    return tuple((x + dx, y + dy, width) for x, y, width in tube)


def _skin(*dents: tuple[float, float, float]) -> Curve:
    """A calm line with dents: (x, depth, half width); a negative depth is a bump."""
    points: list[Point] = []
    for step in range(31):
        x = step * 10.0
        points.append((x, SKIN + 4 * sin(x / 60) + sum(_dent(x, *dent) for dent in dents)))
    return smooth(points)


def _dent(x: float, at: float, depth: float, half: float) -> float:
    reach = abs(x - at) / half
    return depth * (1 + cos(pi * reach)) / 2 if reach < 1 else 0


def _arrow(*points: Point) -> tuple[Curve, Curve]:
    way = smooth(points) if len(points) > 2 else line(*points)
    return way, arrow_head(points[-2], points[-1], 20)


def _hand(main: Tube, thumb: Tube | None = THUMB) -> tuple[Curve, ...]:
    return (_limb(main), *((_limb(thumb),) if thumb else ()))


def _limb(tube: Tube) -> Curve:
    """The outline of an arm or a thumb round its tip; open where it comes from."""
    upper, lower = [], []
    for index, (x, y, width) in enumerate(tube):
        before, after = tube[max(index - 1, 0)], tube[min(index + 1, len(tube) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        reach = width / 2 / hypot(dx, dy)
        upper.append((x + dy * reach, y - dx * reach))
        lower.append((x - dy * reach, y + dx * reach))
    x, y, width = tube[-1]
    angle = atan2(y - tube[-2][1], x - tube[-2][0])
    cap = [(x + cos(angle + turn) * width / 2, y + sin(angle + turn) * width / 2) for turn in (-0.8, 0, 0.8)]
    return smooth([*upper, *cap, *lower[::-1]])


def _knuckles(*places: tuple[Point, Point]) -> tuple[Curve, ...]:
    return tuple(line(*place) for place in places)


FLAT_LINES = _knuckles(((116, 126), (112, 133)), ((80, 132), (77, 138)), ((206, 96), (202, 104)))
BENT_LINES = _knuckles(((113, 94), (120, 99)), ((88, 123), (96, 122)), ((201, 66), (197, 74)))


def _dig() -> SideView:
    tips = _moved(BENT, dy=16)
    thumb: Tube = ((204, 98, 26), (176, 118, 22), (158, 136, 19), (148, 152, 13))
    return SideView(
        _skin((92, 26, 34)), _hand(tips, thumb), _moved_lines(BENT_LINES, 0, 16), _arrow((56, 92), (64, 128))
    )


def _off() -> SideView:
    up = -46
    signs = (*_arrow((120, 146), (120, 108)), *_arrow((200, 146), (200, 84)))
    return SideView(
        _skin(), _hand(_moved(FLAT, dy=up), _moved(THUMB, dy=up)), _moved_lines(FLAT_LINES, 0, up - 2), signs
    )


def _rush() -> SideView:
    trails = [line((200 + shift, 58 - shift), (262 + shift, 34 - shift)) for shift in (-14, 2, 18)]
    return SideView(
        _skin((120, 5, 110)),
        _hand(FLAT),
        FLAT_LINES,
        (*trails, *_arrow((126, 92), (34, 112)), arrow_head((80, 102), (58, 107), 20)),
    )


def _glide() -> SideView:
    low = _moved(BENT, dy=4)
    thumb: Tube = ((204, 90, 26), (178, 112, 22), (160, 130, 19), (148, 144, 13))
    return SideView(
        _skin(),
        _hand(low, thumb),
        _moved_lines(BENT_LINES, 0, 4),
        (*_arrow((74, 128), (14, 128)), line((150, 172), (106, 172)), line((88, 172), (70, 172))),
    )


def _stiff() -> SideView:
    rod: Tube = (
        (322, -14, 50),
        (246, 32, 40),
        (200, 60, 38),
        (160, 84, 40),
        (126, 105, 30),
        (92, 125, 22),
        (62, 143, 15),
    )
    thumb: Tube = ((196, 72, 26), (174, 96, 22), (156, 114, 19), (142, 128, 13))
    return SideView(_skin((58, 8, 40)), _hand(rod, thumb), (), (line((52, 116), (268, -14)),))


def _deep() -> SideView:
    down = 16
    return SideView(
        _skin((120, 28, 120)),
        _hand(_moved(FLAT, dy=down), _moved(THUMB, dy=down)),
        _moved_lines(FLAT_LINES, 0, down),
        (*_arrow((136, 50), (136, 104)), *_arrow((168, 44), (168, 92))),
    )


def _lean() -> SideView:
    arm: Tube = (
        (204, -24, 60),
        (196, 40, 46),
        (192, 96, 40),
        (174, 132, 44),
        (132, 154, 32),
        (96, 160, 22),
        (66, 161, 18),
        (38, 160, 12),
    )
    return SideView(
        _skin((128, 26, 110)),
        _hand(arm, None),
        _knuckles(((198, 88), (188, 92)), ((116, 140), (113, 148))),
        (*_arrow((110, 20), (110, 84)), *_arrow((76, 30), (76, 84))),
    )


def _slap() -> SideView:
    flat: Tube = (
        (322, 6, 54),
        (256, 48, 42),
        (218, 70, 36),
        (176, 90, 38),
        (136, 106, 28),
        (98, 118, 20),
        (66, 127, 16),
        (34, 134, 11),
    )
    burst = [
        line((x, y), (x + dx, y + dy)) for x, y, dx, dy in ((30, 128, -14, -16), (60, 112, -8, -22), (96, 100, -2, -24))
    ]
    return SideView(_skin((100, 6, 100)), _hand(flat, None), (), (*burst, *_arrow((190, 22), (150, 66))))


def _pinch() -> SideView:
    finger: Tube = (
        (322, 22, 54),
        (256, 42, 42),
        (214, 52, 40),
        (168, 56, 42),
        (126, 60, 30),
        (96, 78, 21),
        (86, 102, 18),
        (90, 120, 12),
    )
    thumb: Tube = ((206, 74, 28), (172, 92, 24), (142, 110, 20), (118, 124, 13))
    return SideView(
        _skin((102, -36, 26)),
        (_limb(thumb), _limb(finger)),
        _knuckles(((122, 50), (127, 58)), ((80, 85), (88, 86))),
        (*_arrow((58, 132), (78, 128)), *_arrow((152, 136), (130, 132))),
    )


def _poke() -> SideView:
    palm: Tube = ((322, 12, 54), (256, 36, 42), (218, 50, 44), (182, 60, 56), (150, 70, 50), (134, 78, 34))
    thumb: Tube = ((206, 70, 32), (170, 86, 28), (140, 108, 22), (128, 136, 18), (126, 164, 12))
    return SideView(
        _skin((126, 30, 26)),
        (_limb(palm), _limb(thumb)),
        _knuckles(((124, 118), (132, 121))),
        _arrow((84, 92), (94, 140)),
    )


def _bend() -> SideView:
    palm: Tube = ((322, 2, 54), (256, 28, 42), (222, 42, 44), (186, 52, 56), (154, 60, 50), (138, 66, 34))
    thumb: Tube = ((214, 66, 32), (178, 92, 28), (148, 122, 23), (118, 138, 18), (90, 130, 15), (74, 112, 10))
    return SideView(
        _skin((120, 8, 40)),
        (_limb(palm), _limb(thumb)),
        _knuckles(((130, 126), (138, 134))),
        _arrow((84, 158), (58, 142), (52, 108)),
    )


def _fist() -> SideView:
    arm: Tube = ((322, 40, 54), (256, 70, 42), (216, 88, 46), (180, 102, 60))
    ball = smooth(
        [(196, 78), (150, 72), (112, 90), (102, 124), (118, 148), (160, 150), (194, 134), (204, 104)], closed=True
    )
    thumb: Tube = ((196, 102, 28), (164, 108, 24), (138, 116, 20), (120, 126, 13))
    shakes = [line((84, 84), (68, 72)), line((80, 106), (60, 102)), line((100, 66), (90, 48))]
    return SideView(
        _skin((140, 8, 60)),
        (_limb(arm), ball, _limb(thumb)),
        _knuckles(((128, 82), (122, 96)), ((114, 132), (126, 142)), ((112, 104), (120, 108))),
        tuple(shakes),
    )


def _lift() -> SideView:
    """The shoulder far off the table, the hand below it."""
    skin = smooth([(0, 64), (40, 48), (86, 52), (130, 86), (180, 132), (240, 150), (300, 152)])
    hand: Tube = (
        (-20, 182, 46),
        (16, 158, 38),
        (48, 132, 40),
        (82, 114, 30),
        (112, 108, 21),
        (136, 108, 18),
        (158, 114, 12),
    )
    return SideView(skin, _hand(hand, None), (), _arrow((196, 108), (196, 34)))


def _twist() -> SideView:
    """A joint that is turned round."""
    skin = smooth([(0, 120), (50, 96), (100, 92), (150, 110), (210, 140), (300, 152)])
    arm: Tube = ((-20, 52, 46), (26, 64, 38), (60, 78, 40), (92, 92, 30), (118, 102, 21), (140, 112, 13))
    turn = [(92 + 62 * cos(angle), 96 + 52 * sin(angle)) for angle in (-0.4, -1.1, -1.8, -2.5, -3.2)]
    return SideView(skin, _hand(arm, None), (), (smooth(turn), arrow_head(turn[-2], turn[-1], 20)))


def _clamp() -> SideView:
    """The edge of a hand, its fingers pressed together."""
    hand: Tube = (
        (322, 40, 60),
        (256, 72, 46),
        (214, 92, 60),
        (172, 112, 58),
        (136, 126, 46),
        (96, 136, 38),
        (58, 140, 26),
    )
    fingers = (line((150, 106), (46, 132)), line((160, 120), (44, 142)))
    together = (*_arrow((70, 84), (84, 114)), *_arrow((100, 186), (96, 162)))
    return SideView(_skin((110, 6, 110)), _hand(hand, None), fingers, together)


def _long() -> SideView:
    """Too long: the hands of a clock."""
    return SideView(
        _skin((80, 4, 90)),
        _hand(_moved(FLAT, dx=-10)),
        _moved_lines(FLAT_LINES, -10, 0),
        (ellipse(84, 62, 42, 42), line((84, 34), (84, 62), (106, 74))),
    )


def _moved_lines(lines: tuple[Curve, ...], dx: float, dy: float) -> tuple[Curve, ...]:
    return tuple(curve.shifted(dx, dy) for curve in lines)


_POSES: dict[str, Callable[[], SideView]] = {
    "dig": _dig,
    "off": _off,
    "rush": _rush,
    "glide": _glide,
    "stiff": _stiff,
    "deep": _deep,
    "lean": _lean,
    "slap": _slap,
    "pinch": _pinch,
    "poke": _poke,
    "bend": _bend,
    "fist": _fist,
    "lift": _lift,
    "twist": _twist,
    "clamp": _clamp,
    "long": _long,
}
POSES = tuple(_POSES)
