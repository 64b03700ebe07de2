"""Small crossed pictures of common mistakes: a wrong hand from the side, or a wrong way on a part of the plate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.body.figure_text import path_text
from lessons.plate.curves import Curve, line
from lessons.plate.marks.paths import HandMark, hand_mark
from lessons.plate.marks.zones import ZoneMark, zone_marks
from lessons.plate.mistake_hands import HEIGHT, WIDTH, SideView, side_views

MARGIN, LEAST_WIDTH = 95, 390  # canvas units
SHAPE = WIDTH / HEIGHT


@dataclass(frozen=True)
class MistakePicture:
    """Ready path text. `body`, `skin` and `hands` belong to a side view, `zones` and `ways` to a piece of the plate."""

    view_box: str
    cross: str
    body: str = ""
    skin: str = ""
    hands: tuple[str, ...] = ()
    lines: str = ""
    signs: str = ""
    zones: tuple[tuple[str, str], ...] = ()
    ways: tuple[tuple[int, bool, str, str, str], ...] = ()

    @property
    def is_on_the_plate(self) -> bool:
        return not self.body


def mistake_picture(facts: Mapping[str, Any]) -> MistakePicture:
    """`facts` as in mistakes.yaml: {hand} or {path, zones}."""
    if facts.get("hand"):
        return _side(side_views()[facts["hand"]])
    marks = [hand_mark(stroke) for stroke in facts["path"]]
    return _on_the_plate(marks, [zone_marks()[slug] for slug in facts.get("zones", ())])


def _side(view: SideView) -> MistakePicture:
    return MistakePicture(
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        cross=_cross(0, 0, WIDTH, HEIGHT),
        body=view.body.d(),
        skin=view.skin.d(),
        hands=tuple(shape.d() for shape in view.hand),
        lines=path_text(view.lines),
        signs=path_text(view.signs),
    )


def _on_the_plate(marks: Sequence[HandMark], zones: Sequence[ZoneMark]) -> MistakePicture:
    left, top, width, height = _window([curve for mark in marks for curve in _drawn(mark)])
    return MistakePicture(
        view_box=f"{left} {top} {width} {height}",
        cross=_cross(left, top, width, height),
        zones=tuple((zone.mark, path_text(_both_sides(zone))) for zone in zones),
        ways=tuple(_way(mark) for mark in marks),
    )


def _way(mark: HandMark) -> tuple[int, bool, str, str, str]:
    lines = path_text([*mark.lines, *mark.heads])
    return mark.pressure, mark.is_fine, lines, path_text(mark.thin), path_text(mark.dots)


def _drawn(mark: HandMark) -> tuple[Curve, ...]:
    return (*mark.lines, *mark.thin, *mark.dots, *mark.heads)


def _both_sides(zone: ZoneMark) -> list[Curve]:
    return [*zone.single, *chain.from_iterable((curve, curve.mirrored()) for curve in zone.pair)]


def _window(curves: Sequence[Curve]) -> tuple[int, int, int, int]:
    """The part of the canvas round the curves, 3 wide to 2 high, moved inside the drawing."""
    points = [point for curve in curves for point in curve.flat()]
    across, down = ([point[axis] for point in points] for axis in (0, 1))
    width = max(LEAST_WIDTH, max(across) - min(across) + 2 * MARGIN, (max(down) - min(down) + 2 * MARGIN) * SHAPE)
    height = width / SHAPE
    left = (min(across) + max(across) - width) / 2
    top = (min(down) + max(down) - height) / 2
    return (
        round(min(max(left, LEFT), RIGHT - width)),
        round(min(max(top, TOP), BOTTOM - height)),
        round(width),
        round(height),
    )


def _cross(left: float, top: float, width: float, height: float) -> str:
    x, y = width * 0.06, height * 0.06
    ends = (left + x, left + width - x), (top + y, top + height - y)
    (west, east), (north, south) = ends
    return path_text([line((west, north), (east, south)), line((east, north), (west, south))])
