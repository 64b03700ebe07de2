"""Fine lines on the skin: creases, knuckles, nails and tendons. Each knows which way it looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lessons.plate.contact_hands.contours import Look, Part, is_hidden, uncovered
from lessons.plate.contact_hands.pens import lens, stroke
from lessons.plate.contact_hands.skeleton import Ball, Hand, Vector
from lessons.plate.curves import Curve, Point, smooth

FINE, MEDIUM = 2.3, 2.9
# Lines of the palm as (x, y): round the ball of the thumb, across the middle, below the fingers.
PALM_LINES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((66, -140), (30, -120), (8, -86), (4, -48), (10, -14)),
    ((66, -141), (28, -128), (-14, -108), (-46, -86)),
    ((-72, -112), (-40, -124), (-4, -140), (24, -168)),
)
WRIST_LINES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((-38, 2), (0, 7), (38, 1)),
    ((-32, 14), (0, 18), (30, 14)),
)
PALM_DEPTH = 27.0
# Short strokes of shade on the wall of a hollowed palm: (x, top, bottom).
HOLLOW = ((-30, -96, -62), (-20, -112, -52), (-10, -124, -46), (0, -130, -46), (10, -130, -52), (20, -126, -64))


def skin_lines(hand: Hand, look: Look, pieces: Sequence[Part], *, hollow: bool) -> list[Curve]:
    """All lines that the viewer sees: on skin that looks toward the eye and lies behind nothing."""
    found = list(_hollow(look) if hollow else _palm(look, pieces))
    rows = {**hand.fingers, "thumb": hand.thumb}
    for name, balls in rows.items():
        others = [part for part in pieces if part.name != name]
        for ball, curve in (*_palm_side(name, balls, look), *_back_side(name, balls, look)):
            if not is_hidden(curve, look(ball.at)[2], others):
                found.append(curve)
    return [*found, *_tendons(hand, look)]


def _palm(look: Look, pieces: Sequence[Part]) -> Iterator[Curve]:
    if _facing(look, (0, 0, 1)) < 0.35:
        return
    for line in PALM_LINES:
        for piece in uncovered(smooth([look.flat((x, y, PALM_DEPTH)) for x, y in line]), pieces):
            yield stroke(piece, MEDIUM)
    for line in WRIST_LINES:
        start, middle, end = [look.flat((x, y, 22)) for x, y in line]
        yield lens(start, middle, end, FINE)


def _hollow(look: Look) -> Iterator[Curve]:
    if _facing(look, (0, 0, 1)) < 0.35:
        return
    for x, top, bottom in HOLLOW:
        start, end = look.flat((x + 8, top, 0)), look.flat((x - 4, bottom, 0))
        yield lens(start, look.flat((x - 3, (top + bottom) / 2, 0)), end, FINE)


def _palm_side(name: str, balls: Sequence[Ball], look: Look) -> Iterator[tuple[Ball, Curve]]:
    """Bending creases: one at the root of a finger, one at each joint."""
    places = ((1, 4, 46), (3, 0, 50)) if name == "thumb" else ((1, 0, 60), (2, 0, 56), (4, 0, 54))
    for index, shift, half in places:
        for curve in _ring(balls[index], look, 90, half, shift):
            yield balls[index], curve


def _back_side(name: str, balls: Sequence[Ball], look: Look) -> Iterator[tuple[Ball, Curve]]:
    places = ((3, -3, 42), (3, 4, 42)) if name == "thumb" else ((2, -4, 42), (2, 4, 42), (4, 0, 36))
    for index, shift, half in places:
        for curve in _ring(balls[index], look, 270, half, shift):
            yield balls[index], curve
    for curve in _nail(balls[-1], look):
        yield balls[-1], curve


def _tendons(hand: Hand, look: Look) -> Iterator[Curve]:
    for balls in hand.fingers.values():
        yield from _tendon(balls[0], look)


def _ring(ball: Ball, look: Look, middle: float, half: float, shift: float) -> Iterator[Curve]:
    """An arc round a finger, when the viewer sees the skin it lies on."""
    ends = [
        ball.point(middle - half, shift=shift),
        ball.point(middle, shift=shift),
        ball.point(middle + half, shift=shift),
    ]
    if _facing(look, _minus(ends[1], ball.point(middle, 0, shift))) > 0.45:
        yield lens(look.flat(ends[0]), look.flat(ends[1]), look.flat(ends[2]), FINE)


def _nail(tip: Ball, look: Look) -> Iterator[Curve]:
    if _facing(look, _minus(tip.point(270), tip.at)) < 0.72:
        return
    left, right = look.flat(tip.point(222, 1, 1)), look.flat(tip.point(318, 1, 1))
    deep = [look.flat(tip.point(angle, 1.0, tip.radius * -1.3)) for angle in (236, 304)]
    less = [_between(spot, side, 0.17) for spot, side in zip(deep, (left, right), strict=True)]
    yield Curve(left, ((deep[0], deep[1], right), (less[1], less[0], left)), closed=True)
    yield lens(left, look.flat(tip.point(270, 0.8, tip.radius * 0.9)), right, FINE * 0.8)


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _tendon(knuckle: Ball, look: Look) -> Iterator[Curve]:
    if _facing(look, (0, 0, -1)) < 0.5:
        return
    x, y, z = knuckle.at
    start, end = (x * 0.92, y + 26, z - 20), (x * 0.5, y * 0.52, -26)
    middle = ((start[0] + end[0]) / 2 + 1, (start[1] + end[1]) / 2, -24)
    yield lens(look.flat(start), look.flat(middle), look.flat(end), FINE * 0.8)
    yield from _knuckle(Ball(knuckle.at, knuckle.radius), look)


def _knuckle(ball: Ball, look: Look) -> Iterator[Curve]:
    arc: Sequence[Point] = [look.flat(ball.point(angle, 1, shift)) for angle, shift in ((232, 4), (262, 9), (300, 5))]
    yield lens(arc[0], arc[1], arc[2], FINE * 0.8)


def _facing(look: Look, way: Vector) -> float:
    """1 when it looks straight at the viewer, 0 edge on, below 0 away."""
    length = sum(part * part for part in way) ** 0.5 or 1
    return look(way)[2] / length


def _minus(a: Vector, b: Vector) -> Vector:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])
