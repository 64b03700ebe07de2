"""How a hand moves in each kind of stroke: marks in time along the path, at the tempo of the technique."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, cos, hypot, log, pi, sin, tau
from typing import Any

from lessons.plate.curves import Point, smooth
from lessons.plate.demonstration.ways import CENTIMETRES, Effort, Mark, Move, Tempo, Way, length_of

SAW_APART = (3.0, 5.0)  # cm between the two hands
SKIN_FOLD, TAP_LIFT, TREMOR = 0.3, 0.45, 4.0
SHIFT = 0.35  # the part of a circle in which the hand goes on to the next place
ROUNDING = 60.0  # units from a corner within which a gliding hand turns
PUSH_BACK = 20.0  # units that the skin comes back after a short push
HATCH = 8.0  # units to each side of a hatching line
TAP_SPREAD = 30  # degrees between the line of two tapping hands and each of them
HOLD_SECONDS, PLACE_SECONDS = 3.0, 2.5


def move(stroke: Mapping[str, Any], tempo: Tempo, effort: Effort) -> Way:
    """One stroke in time, its two hands where they differ."""
    points = tuple((float(x), float(y)) for x, y in stroke["hands"]["way"] or stroke["points"])
    law = _LAWS[stroke["motion"]]
    return law(Move(points, stroke.get("radius") or 24, tempo, effort, stroke["hands"], stroke))


# --- gliding ---------------------------------------------------------------------------------------------------------


def _glide(move: Move) -> Way:
    if len(move.points) == 1:
        return _hold(move)
    if move.tempo.unit == "moves/min":
        return _pushes(move)
    if move.hands["share"] == "cross":
        return _cross(move)
    return Way(tuple(_timed(move, _smooth_points(move))))


def _smooth_points(move: Move) -> list[Point]:
    """Straight pieces with rounded corners, so that the hand keeps to its line until it turns."""
    points = list(move.points)
    if len(points) < 3:
        return points
    guided = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        guided += [_on_the_way(corner, before), corner, _on_the_way(corner, after)]
    return smooth([*guided, points[-1]]).flat(5)


def _on_the_way(corner: Point, other: Point) -> Point:
    far = hypot(other[0] - corner[0], other[1] - corner[1])
    share = min(ROUNDING, 0.4 * far) / far
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share


def _timed(move: Move, way: Sequence[Point]) -> Iterator[Mark]:
    """Marks at the technique's speed; `fast` is its highest, `slowing` falls from the highest to the lowest."""
    total, walked = length_of(way), 0.0
    yield Mark(0, *way[0], move.turn(0), 0)
    for a, b in pairwise(way):
        walked += hypot(b[0] - a[0], b[1] - a[1])
        yield Mark(_seconds_at(move, walked, total), *b, move.turn(min(walked / total, 1)), 0)


def _seconds_at(move: Move, walked: float, total: float) -> float:
    tempo, pace = move.tempo, move.hands["pace"]
    if pace == "slowing":
        fall = (tempo.high - tempo.low) / total
        return CENTIMETRES / fall * log(tempo.high / (tempo.high - fall * walked))
    return walked * CENTIMETRES / (tempo.high if pace == "fast" else tempo.mean)


def _cross(move: Move) -> Way:
    """Two palms pass each other: the second goes the other way, a palm higher."""
    lead = tuple(_timed(move, move.points))
    rise = move.hands["other"][1]
    second = [mark.mirrored() for mark in lead]
    return Way(lead, tuple(replace(mark, y=mark.y + rise, turn=lead[0].turn) for mark in second))


def _pushes(move: Move) -> Way:
    """Short pushes: the skin goes along, comes back a little, and the hand is set a little further."""
    seconds, length = move.tempo.seconds(0), move.length
    count = max(2, round(length / 25))
    net = (length - PUSH_BACK) / count
    marks = [move.mark(0, 0)]
    for number in range(count):
        top, rest = net * (number + 1) + PUSH_BACK, net * (number + 1)
        marks.append(move.mark((number + 0.6) * seconds, min(top / length, 1)))
        if number < count - 1:
            marks.append(move.mark((number + 1) * seconds, rest / length))
    return Way(tuple(marks))


def _rake(move: Move) -> Way:
    return Way(tuple(_timed(move, _smooth_points(move))))


def _zigzag(move: Move) -> Way:
    return Way(tuple(_timed(move, move.points)))


# --- circles ---------------------------------------------------------------------------------------------------------


def _circles(move: Move, lift: float = 0) -> Way:
    """Round each place, clockwise on the receiver's left, drifting on to the next place at the end of a turn."""
    shares = move.places(move.radius * 3.2)
    seconds = move.tempo.seconds(tau * move.radius)
    if move.hands["share"] == "in-turn":
        return _circles_in_turn(move, shares, seconds)
    turns = 5 if len(move.points) == 1 and move.tempo.unit == "seconds/circle" else move.effort.turns
    turns = min(turns, move.effort.turns)
    marks = list(_round_places(move, shares, seconds, turns, lift))
    if move.tempo.unit == "cm/s":
        marks = _at_speed(marks, move.tempo.mean)
    return Way(tuple(marks), turns=turns)


def _round_places(move: Move, shares: Sequence[float], seconds: float, turns: int, lift: float) -> Iterator[Mark]:
    steps = 8 if move.radius <= 25 else 12
    yield move.mark(0, shares[0], -move.radius)
    for number in range(len(shares) * turns):
        here, there = shares[number // turns], shares[min((number + 1) // turns, len(shares) - 1)]
        for step in range(1, steps + 1):
            part = step / steps
            share = here + (there - here) * max(0, (part - 1 + SHIFT) / SHIFT)
            angle = pi + tau * part
            raised = lift * (1 - cos(tau * part)) / 2
            yield move.mark(
                (number + part) * seconds, share, move.radius * cos(angle), move.radius * sin(angle), round(raised, 2)
            )


def _at_speed(marks: Sequence[Mark], speed: float) -> list[Mark]:
    walked, timed = 0.0, [marks[0]]
    for a, b in pairwise(marks):
        walked += hypot(b.x - a.x, b.y - a.y)
        timed.append(b.at(walked * CENTIMETRES / speed))
    return timed


def _circles_in_turn(move: Move, shares: Sequence[float], seconds: float) -> Way:
    """Left, right, left, right: one thumb circles while the other waits in its place."""
    lead: list[Mark] = []
    second: list[Mark] = []
    for number, share in enumerate(shares):
        one = replace(move, points=(move.place(share),))
        circle = list(_round_places(one, [0.0], seconds, 1, 0))
        begin = 2 * number * seconds
        lead += [mark.at(begin + mark.t) for mark in circle]
        lead.append(circle[-1].at(begin + (2 - SHIFT) * seconds))
        wait = circle[0].mirrored()
        second += [wait.at(begin + (SHIFT * seconds if number else 0)), wait.at(begin + seconds)]
        second += [mark.mirrored().at(begin + seconds + mark.t) for mark in circle[1:]]
    lead.append(lead[-1].at(2 * len(shares) * seconds))
    return Way(tuple(lead), tuple(second))


def _lift_circles(move: Move) -> Way:
    return _circles(move, SKIN_FOLD)


def _semicircles(move: Move) -> Way:
    """Half rounds that swing outward, away from the spine; then a short slide to the next."""
    seconds, radius = move.tempo.seconds(0), move.radius
    count = max(1, round(move.length / (2 * radius + 4) * move.effort.places))
    half = min(radius * 2, move.length / count) / move.length
    marks = [move.mark(0, 0)]
    for number in range(count):
        begin, end = number / count, (number + 1) / count
        for step in range(1, 7):
            part = step / 6
            along = begin + half * (1 - cos(pi * part)) / 2
            marks.append(move.mark((number + 0.72 * part) * seconds, along, -radius * sin(pi * part)))
        if end - begin - half > 1e-3:
            marks.append(move.mark((number + 1) * seconds, end))
        else:
            marks[-1] = marks[-1].at((number + 1) * seconds)
    return Way(tuple(marks))


# --- to and fro ------------------------------------------------------------------------------------------------------


def _saw(move: Move) -> Way:
    """Two edges side by side in opposition: the second is the same path, an odd number of moves ahead."""
    points, seconds = move.points, move.tempo.seconds(0)
    ahead = _moves_ahead(points)
    count = len(points) - ahead
    order = list(range(count))
    if count < 7:
        order += order[-2::-1]
    turn = move.hands["turns"][0]
    lead = [Mark(n * seconds, *points[i], turn, 0) for n, i in enumerate(order)]
    second = [Mark(n * seconds, *points[i + ahead], turn, 0) for n, i in enumerate(order)]
    return Way(tuple(lead), tuple(second))


def _moves_ahead(points: Sequence[Point]) -> int:
    """An odd number of moves, so that the hands oppose each other, 3 to 5 cm apart along the muscle."""

    def apart(ahead: int) -> float:
        far = [
            hypot((a[0] + b[0] - c[0] - d[0]) / 2, (a[1] + b[1] - c[1] - d[1]) / 2)
            for a, b, c, d in zip(points, points[1:], points[ahead:], points[ahead + 1 :], strict=False)
        ]
        return sum(far) / len(far) * CENTIMETRES

    odd = list(range(1, len(points) - 1, 2))
    return min(odd, key=lambda ahead: abs(apart(ahead) - sum(SAW_APART) / 2))


def _hatch(move: Move) -> Way:
    """At each place to and fro along a short slant, then the next line beside it."""
    seconds, reach = move.tempo.seconds(0), HATCH
    marks: list[Mark] = []
    for number, share in enumerate(move.places(26)):
        begin = 2 * number * seconds
        marks += [
            move.mark(begin + part * seconds, share, way * reach, -way * reach * 0.6)
            for part, way in ((0.25 if number else 0, -1), (1, 1), (1.75, -1))
        ]
    return Way(tuple(marks))


# --- in one place ----------------------------------------------------------------------------------------------------


def _grips(move: Move) -> Way:
    """Close round the fold, lift it a little, one circle while it is held, let go, half a hand further."""
    seconds, reach = move.tempo.seconds(0), 12.0
    marks: list[Mark] = []
    begin = 0.0
    for number, point in enumerate(move.points):
        one = replace(move, points=(point,), hands={**move.hands, "turns": [move.turn(_share(move, number))]})
        if number:
            marks.append(replace(marks[-1], lift=0.35, pressure=1).at(begin + 0.25))
            marks.append(replace(one.mark(begin + 0.75, 0, lift=0.35), pressure=1))
            begin += 1.0
        marks += [one.mark(begin, 0), one.mark(begin + 0.4, 0, -reach, lift=SKIN_FOLD)]
        for step in range(1, 9):
            angle = pi + tau * step / 8
            marks.append(
                one.mark(begin + 0.4 + seconds * step / 8, 0, reach * cos(angle), reach * sin(angle), SKIN_FOLD)
            )
        marks.append(one.mark(begin + 0.8 + seconds, 0))
        begin += 0.8 + seconds
    return Way(tuple(marks))


def _share(move: Move, number: int) -> float:
    return length_of(move.points[: number + 1]) / move.length if move.length else 0.0


def _taps(move: Move) -> Way:
    """Hands in turn; both together keep the tempo. On one side they share the places, on both they mirror."""
    period = 2 * move.tempo.seconds(0)
    both_sides = move.hands["share"] == "mirror"
    a, b = ((0.0, 1.0), (0.0, 1.0)) if both_sides else ((0.0, 0.3), (0.7, 1.0))
    count = max(2 * len(move.points), ceil(5 / period))
    spread = 0 if both_sides else TAP_SPREAD
    lead = list(_taps_between(move, a, count, period, 0, -spread))
    second = list(_taps_between(move, b, count, period, period / 2, spread))
    return Way(tuple(lead), tuple(mark.mirrored() if both_sides else mark for mark in second))


def _taps_between(
    move: Move, part: tuple[float, float], count: int, period: float, delay: float, spread: float
) -> Iterator[Mark]:
    def at(t: float, number: float, lift: float) -> Mark:
        share = part[0] + (part[1] - part[0]) * number / (count - 1)
        mark = move.mark(t, min(share, 1), lift=lift)
        return replace(mark, turn=mark.turn + spread)

    if delay:
        yield at(0, 0, TAP_LIFT)
    for number in range(count):
        begin = delay + number * period
        yield at(begin, number, 0)
        yield at(begin + 0.15 * period, number, 0)
        if number < count - 1:
            yield at(begin + 0.6 * period, number + 0.5, TAP_LIFT)
    if not delay:
        yield at((count - 1) * period + 0.6 * period, count - 1, 0)


def _tremble(move: Move) -> Way:
    """A fine tremor on the spot: a displacement of 2 mm, nothing flashes."""
    seconds = move.tempo.seconds(0)
    marks: list[Mark] = []
    begin = 0.0
    for number, _ in enumerate(move.points):
        one = replace(move, points=(move.points[number],))
        count = round(PLACE_SECONDS / seconds)
        marks.append(one.mark(begin, 0))
        for half in range(2 * count):
            marks.append(one.mark(begin + (half + 0.5) * seconds / 2, 0, TREMOR * (1 if half % 2 == 0 else -1)))
        begin += count * seconds
        marks.append(one.mark(begin, 0))
    return Way(tuple(marks))


def _hold(move: Move) -> Way:
    """Still hands: one in each place, or one on each side."""
    lead = move.mark(0, 0)
    if move.hands["share"] != "apart" or len(move.points) < 2:
        return Way((lead, lead.at(HOLD_SECONDS)))
    second = Mark(0, *move.points[1], move.turn(1), 0).mirrored()
    return Way((lead, lead.at(HOLD_SECONDS)), (second, second.at(HOLD_SECONDS)))


_LAWS: dict[str, Callable[[Move], Way]] = {
    "glide": _glide,
    "circles": _circles,
    "semicircles": _semicircles,
    "saw": _saw,
    "rake": _rake,
    "hatch": _hatch,
    "zigzag": _zigzag,
    "lift-circles": _lift_circles,
    "grips": _grips,
    "taps": _taps,
    "tremble": _tremble,
    "hold": _hold,
}
