"""Where the options of a question lie on the plate: shapes and letters as ready SVG text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from lessons.back_map import BACK_MAP, Point, expand_slugs, mirror
from lessons.plate.curves import ellipse
from lessons.plate.marks.seams import region_shapes
from lessons.plate.marks.zones import capsule, zone_marks
from lessons.plate.model import TAGS, VIEW_BOX
from lessons.quiz.marking import point_in
from lessons.quiz.questions import Option, Question

__all__ = ["VIEW_BOX", "Place", "canvas_point", "letters", "places"]

MIDLINE = 500
ZONE_BADGES: dict[str, Point] = {"z1": (500, 608), "z2": (384, 790)}  # inside, and clear of spots beside them


@dataclass(frozen=True)
class Place:
    """`left` is drawn as it stands, `right` is the same text to be mirrored; badges say where its letter stands."""

    key: str
    letter: str
    left: str
    right: str
    badges: tuple[tuple[str, str], ...]


def letters(question: Question) -> dict[str, str]:
    return dict(zip(question.keys, ascii_uppercase, strict=False))


def places(question: Question, keys: Iterable[str]) -> list[Place]:
    """The places of these options; a key beside all places has none."""
    wanted, named = set(keys), letters(question)
    return [_place(option, named[option.key]) for option in question.options if option.key in wanted]


def canvas_point(x: float, y: float, width: float) -> Point:
    """From pixels of a plate that is so many pixels wide to units of the canvas."""
    left, top, across, _down = map(float, VIEW_BOX.split())
    return left + x * across / width, top + y * across / width


def _place(option: Option, letter: str) -> Place:
    if option.regions:
        return _regions(option, letter)
    if option.zone:
        mark = zone_marks()[option.zone]
        pair = " ".join(curve.d() for curve in mark.pair)
        single = " ".join(curve.d() for curve in mark.single)
        at = ZONE_BADGES.get(option.zone) or point_in(option)
        return Place(option.key, letter, f"{pair} {single}".strip(), pair, _badges(at, bool(pair)))
    return _spot(option, letter)


def _regions(option: Option, letter: str) -> Place:
    found = [BACK_MAP.regions[slug] for slug in expand_slugs(option.regions)]
    sides = {side: {region.base for region in found if side in region.sides} for side in ("l", "r")}
    left, right = (" ".join(region_shapes()[base].d() for base in sorted(sides[side])) for side in ("l", "r"))
    badges = [TAGS[base] for base in sorted(sides["l"])]
    mirrored = [(mirror(TAGS[base][0]), TAGS[base][1]) for base in sorted(sides["r"])]
    return Place(option.key, letter, left, right, _as_text([*badges, *mirrored]))


def _spot(option: Option, letter: str) -> Place:
    points = BACK_MAP.landmarks[option.landmark].points if option.landmark else (option.at or (0, 0),)
    reach = float(option.reach or 0)
    line = [(float(x), float(y)) for x, y in points]
    drawn = capsule(line, reach).d() if len(line) > 1 else ellipse(line[0][0], line[0][1], reach, reach).d()
    middle = line[len(line) // 2]
    is_pair = middle[0] != MIDLINE
    left = drawn if option.side != "right" else ""
    right = drawn if is_pair and option.side != "left" else ""
    badges = _badges(middle, is_pair)
    if option.side != "either":
        badges = badges[:1] if option.side == "left" else badges[1:]
    return Place(option.key, letter, left, right, badges)


def _badges(at: Point, is_pair: bool) -> tuple[tuple[str, str], ...]:
    return _as_text([at, (mirror(at[0]), at[1])] if is_pair and at[0] != MIDLINE else [at])


def _as_text(points: Iterable[Point]) -> tuple[tuple[str, str], ...]:
    """Text, so that no locale writes a comma into a drawing."""
    return tuple((f"{x:g}", f"{y:g}") for x, y in points)
