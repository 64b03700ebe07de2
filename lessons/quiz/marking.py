"""Marks an answer: plain values in, right or not and which replies to show out. Knows no words and no page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import cos, hypot, isfinite, pi, sin
from typing import Any, Literal

from lessons.back_map import BACK_MAP, Point, marks_along, mirror
from lessons.quiz.questions import Option, Question, Side
from lessons.quiz.words import ELSEWHERE

WIDTH, HEIGHT = 1000, 1400
PASS_PERCENT = 80
CAREFUL_SHARE = 0.5  # of a single choice: it counts, and it is not the best answer
TOUCH = (
    90  # canvas units beside a right place that still count: 22 CSS px where the drawing is smallest (a test compares)
)
SLIP = tuple(
    (radius * cos(turn * pi / 8), radius * sin(turn * pi / 8))
    for radius in (TOUCH / 4, TOUCH / 2, TOUCH)
    for turn in range(16)
)
GRID = 10  # canvas units between the points tried for "show me"

Fault = Literal["wrong-kind", "empty", "unknown", "repeated", "incomplete", "off-canvas", "off-body"]


class AnswerError(ValueError):
    """The answer cannot be marked and does not count; `fault` says which words the page shows."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True)
class Reply:
    """One option to be answered: was it chosen (or put in its place), and does it belong?"""

    key: str
    chosen: bool
    belongs: bool
    is_careful: bool = False  # not needed, and no fault: "ask a doctor first" where none need be asked

    @property
    def is_right(self) -> bool:
        return self.chosen == self.belongs


@dataclass(frozen=True)
class Marked:
    """The verdict. `share` runs from 0 to 1 and is 1 only where nothing is to be said; replies stand right ones first.

    `is_careful`: all is right but for more care than is needed. That counts as right, with a share below 1.
    """

    is_right: bool
    share: float
    chosen: tuple[str, ...]
    replies: tuple[Reply, ...]
    is_safety: bool
    is_careful: bool = False


def mark(question: Question, given: Any) -> Marked:
    """Mark a key, a point (x, y) in canvas units, a set of keys or an order of keys, whatever the kind takes.

    The order in which options are listed never matters. An answer that cannot be marked raises AnswerError.
    """
    if question.kind == "order":
        return _mark_order(question, _keys(question, given))
    if question.takes_one:
        return _mark_one(question, _one(question, given))
    return _mark_set(question, _keys(question, given))


def passes(check: Sequence[Marked]) -> bool:
    """A lesson check is passed with 80 % of its questions right and every safety question right (learning#passing)."""
    right = sum(marked.is_right for marked in check)
    enough = bool(check) and right * 100 >= len(check) * PASS_PERCENT
    return enough and all(marked.is_right for marked in check if marked.is_safety)


def right_answer(question: Question) -> Any:
    """An answer that marks right, for "show me": a key, a point, or keys."""
    if question.kind == "point":
        return point_in(next(option for option in question.options if option.key in question.right))
    return question.right[0] if question.takes_one else tuple(question.right)


def place_at(question: Question, x: float, y: float) -> str:
    """The key of the place under a point: a right one before others, a small one before a large one.

    A finger is broad: within TOUCH of a right landmark or spot the answer counts, and that far beside a right zone or
    region too, where no other place lies.
    """
    hits = [option for option in question.options if holds(option, x, y) or _touches(question, option, x, y)]
    hits = hits or [option for option in question.options if option.key in question.right and _nearly(option, x, y)]
    if hits:
        return min(hits, key=lambda option: (option.key not in question.right, _size(option), option.key)).key
    if not BACK_MAP.regions_at(x, y) and not BACK_MAP.in_spine(x, y):
        raise AnswerError("off-body", "no region lies under this point")
    return ELSEWHERE


def holds(option: Option, x: float, y: float) -> bool:
    """Does this place hold the point? Left is the receiver's left; the midline belongs to both sides."""
    if not _is_on_side(option, x):
        return False
    if option.regions:
        return any(BACK_MAP.regions[region].contains(x, y) for region in option.regions)
    if option.zone:
        return BACK_MAP.zones[option.zone].contains(x, y, BACK_MAP)
    return _distance(option, x, y) <= (option.reach or 0) + 1e-6


def _is_on_side(option: Option, x: float) -> bool:
    return not ((option.side == "left" and x > 500) or (option.side == "right" and x < 500))


def _touches(question: Question, option: Option, x: float, y: float) -> bool:
    if option.key not in question.right or not option.reach or not _is_on_side(option, x):
        return False
    return _distance(option, x, y) <= TOUCH + 1e-6


def _nearly(option: Option, x: float, y: float) -> bool:
    return not option.reach and any(holds(option, x + dx, y + dy) for dx, dy in SLIP)


@cache
def _left_points(option: str, at: Point | None) -> tuple[Point, ...]:
    points = BACK_MAP.landmarks[option].points if option else (at,) if at else ()
    return tuple(marks_along(points)) if len(points) > 1 else tuple((float(x), float(y)) for x, y in points)


def _distance(option: Option, x: float, y: float) -> float:
    """From a landmark or spot, which is written for the left side, to the point or its mirror image."""
    left_x = mirror(x) if x > 500 else x
    return min(hypot(left_x - px, y - py) for px, py in _left_points(option.landmark or "", option.at))


def _size(option: Option) -> int:
    """Spots before zones before regions."""
    return 0 if option.landmark or option.at else 1 if option.zone else 2


def point_in(option: Option) -> Point:
    """A point well inside the place, on the left where both sides count."""
    if not option.regions and not option.zone:
        points = _left_points(option.landmark or "", option.at)
        x, y = points[len(points) // 2]
        return (mirror(x) if option.side == "right" else x), y
    return _middle(option.zone, tuple(option.regions), option.side)


@cache
def _middle(zone: str | None, regions: tuple[str, ...], side: Side) -> Point:
    """The point of a grid that lies inside and nearest to the middle of all that do, on the left where that counts."""
    area = Option(key="area", zone=zone, regions=list(regions), side=side)
    is_left = side != "right" and _reaches_left(area)
    inside = [
        (float(x), float(y))
        for x in range(0, WIDTH + 1, GRID)
        for y in range(0, HEIGHT + 1, GRID)
        if (x <= 500 or not is_left) and holds(area, x, y)
    ]
    middle = tuple(sum(values) / len(inside) for values in zip(*inside, strict=True))
    return min(inside, key=lambda point: hypot(point[0] - middle[0], point[1] - middle[1]))


def spots(option: Option) -> tuple[tuple[float, float, int], ...]:
    """Circles (x, y, radius) to draw for a landmark or spot, on every side that counts; none for zones and regions."""
    if not option.reach:
        return ()
    x, y = point_in(option)
    both = option.side == "either" and x != 500
    return ((x, y, option.reach), (mirror(x), y, option.reach)) if both else ((x, y, option.reach),)


def _reaches_left(option: Option) -> bool:
    return not option.regions or any(not region.endswith("-r") for region in option.regions)


# --- what is given ---------------------------------------------------------------------------------------------------


def _one(question: Question, given: Any) -> str:
    if question.kind == "point" and not isinstance(given, str):
        x, y = _point(given)
        return place_at(question, x, y)
    if not isinstance(given, str):
        raise AnswerError("wrong-kind", "expected one key")
    return _known(question, given)


def _keys(question: Question, given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise AnswerError("wrong-kind", "expected a list of keys")
    keys = tuple(given)
    if not all(isinstance(key, str) for key in keys):
        raise AnswerError("wrong-kind", "expected a list of keys")
    if not keys:
        raise AnswerError("empty", "nothing was chosen")
    for key in keys:
        _known(question, key)
    if len(set(keys)) != len(keys):
        raise AnswerError("repeated", "a key stands twice")
    if question.kind == "order" and len(keys) != len(question.options):
        raise AnswerError("incomplete", "an order needs every key once")
    return keys


def _known(question: Question, key: str) -> str:
    if not key:
        raise AnswerError("empty", "nothing was chosen")
    if key not in question.keys:
        raise AnswerError("unknown", f"no such option: {key[:60]!r}")
    return key


def _point(given: Any) -> Point:
    if not isinstance(given, Sequence) or len(given) != 2 or not all(_is_number(value) for value in given):
        raise AnswerError("wrong-kind", "expected a key or a point (x, y)")
    x, y = given
    if not (isfinite(x) and isfinite(y) and 0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise AnswerError("off-canvas", f"expected 0 to {WIDTH} and 0 to {HEIGHT}")
    return float(x), float(y)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# --- marking ---------------------------------------------------------------------------------------------------------


def _mark_one(question: Question, key: str) -> Marked:
    is_right, is_careful = key in question.right, key in question.careful
    reply = Reply(key, chosen=True, belongs=is_right, is_careful=is_careful)
    return _marked(question, CAREFUL_SHARE if is_careful else float(is_right), (key,), [reply])


def _mark_set(question: Question, keys: tuple[str, ...]) -> Marked:
    """Share: chosen and right, of all that was chosen or is right; so choosing everything earns little."""
    chosen, right = set(keys), set(question.right)
    replies = [
        Reply(key, chosen=key in chosen, belongs=key in right, is_careful=key in question.careful)
        for key in sorted(chosen | right)
    ]
    return _marked(question, len(chosen & right) / len(chosen | right), tuple(sorted(chosen)), replies)


def _mark_order(question: Question, keys: tuple[str, ...]) -> Marked:
    """Share: of all pairs, those that stand the right way round. A reply for each key that is not in its place."""
    pairs = list(combinations(question.right, 2))
    share = sum(keys.index(first) < keys.index(second) for first, second in pairs) / len(pairs)
    replies = [Reply(key, chosen=given == key, belongs=True) for key, given in zip(question.right, keys, strict=True)]
    return _marked(question, share, keys, replies)


def _marked(question: Question, share: float, chosen: tuple[str, ...], replies: list[Reply]) -> Marked:
    ordered = sorted(replies, key=lambda reply: not reply.is_right)
    is_careful = share < 1 and all(reply.is_right or reply.is_careful for reply in replies)
    return Marked(share == 1 or is_careful, share, chosen, tuple(ordered), question.safety, is_careful)
