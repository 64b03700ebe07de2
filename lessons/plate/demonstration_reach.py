"""The drawn hand is wider than the line it follows: where it has to run so that its contact patch spares the spine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import cos, radians, sin
from typing import Any

from lessons.back_map import BACK_MAP
from lessons.plate.contact_hands import travelling_hands
from lessons.plate.curves import Point

ALONG_LINES = ("glide", "rake", "zigzag")
OVER_THE_SPINE = ("cross", "apart")  # strokes whose light touch may lie on the midline
HATCH = 15.0
TAP_SPREAD = 30  # degrees between the line of two tapping hands and each of them
NECK_BASE = 260.0  # above it a whole palm moulds round the neck
STEPS = 8  # how finely a place is tried between where it is written and where the patch would spare the spine


@cache
def reach(contact: str, is_left: bool, turn: float, along: float) -> float:
    """How far the patch extends to the receiver's right of the line, the fingers pointing to `turn` degrees."""
    angle, side = radians(turn), -1 if is_left else 1
    patch = [point for curve in travelling_hands()[contact].patch for point in curve.flat(4)]
    return max(side * x * cos(angle) - (y + along) * sin(angle) for x, y in patch)


def beside_spine(stroke: Mapping[str, Any]) -> tuple[Point, ...]:
    """The points of a stroke on the left side, moved outward where the patch would lie on the spine strip.

    A place never leaves the technique's regions for that, nor enters a zone.
    """
    hands = stroke["hands"]
    points = [(float(x), float(y)) for x, y in stroke["points"]]
    if hands["share"] in OVER_THE_SPINE:
        return tuple(points)
    moves = [_wanted(point, turn, stroke) for point, turn in zip(points, _turns(stroke, len(points)), strict=True)]
    if stroke["motion"] in ALONG_LINES:
        moves = [_possible([point], most, stroke) for point, most in zip(points, moves, strict=True)]
    else:
        moves = [_possible(points, max(moves), stroke)] * len(points)
    return tuple((x - more, y) for (x, y), more in zip(points, moves, strict=True))


def _turns(stroke: Mapping[str, Any], count: int) -> list[float]:
    turns = list(stroke["hands"]["turns"])
    spread = TAP_SPREAD if stroke["motion"] == "taps" and stroke["hands"]["share"] == "in-turn" else 0
    return [turn - spread for turn in (turns if len(turns) > 1 else turns * count)]


def _room(stroke: Mapping[str, Any]) -> float:
    """How far the hand swings to each side of its line."""
    swings = {"hatch": HATCH, "glide": 0.0, "rake": 0.0, "zigzag": 0.0}
    return swings.get(stroke["motion"], float(stroke.get("radius") or 0))


def _wanted(point: Point, turn: float, stroke: Mapping[str, Any]) -> float:
    hands = stroke["hands"]
    if hands["contact"] == "whole-palm" and point[1] < NECK_BASE:
        return 0.0
    inward = 0.0 if stroke["motion"] == "semicircles" else _room(stroke)
    edge = 500 - BACK_MAP.spine[0]
    far = reach(hands["contact"], hands["lead"] == "left", turn, hands["along"])
    return max(0.0, point[0] + inward + far - edge)


def _possible(points: list[Point], most: float, stroke: Mapping[str, Any]) -> float:
    tries = (most * (STEPS - number) / STEPS for number in range(STEPS + 1))
    return next((move for move in tries if all(_stays(point, move, stroke) for point in points)), 0.0)


def _stays(point: Point, move: float, stroke: Mapping[str, Any]) -> bool:
    """In a region where the technique is used, and in no zone that the place does not have already."""
    room = _room(stroke)
    for swing in (-room, 0.0, room):
        here, moved = (point[0] + swing, point[1]), (point[0] + swing - move, point[1])
        known = {*BACK_MAP.zones_at(*here), *BACK_MAP.zones_at(*point), "z2"}
        if not stroke["regions"] & {*BACK_MAP.regions_at(*moved)} or set(BACK_MAP.zones_at(*moved)) - known:
            return False
    return True
