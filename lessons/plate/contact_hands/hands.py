"""Draws the hand for each contact: outline, fine lines and the patch that touches, round the middle of that patch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import ceil, cos, floor, radians, sin

from lessons.plate.contact_hands.contours import Look, edge_lines, overlaps, parts, shadows, silhouette, touched
from lessons.plate.contact_hands.creases import skin_lines
from lessons.plate.contact_hands.pens import closed_curve
from lessons.plate.contact_hands.poses import CONTACTS
from lessons.plate.contact_hands.skeleton import posed
from lessons.plate.curves import Curve, Point

PEN = 6  # units left free round a drawing


@dataclass(frozen=True)
class ContactHand:
    """A right hand round its contact patch: fill `shadows`, `outline`, `lines` and `patch`; all are closed shapes."""

    slug: str
    view: str
    outline: tuple[Curve, ...]
    lines: tuple[Curve, ...]
    patch: tuple[Curve, ...]
    shadows: tuple[Curve, ...]
    box: tuple[int, int, int, int]


class Drawings(Mapping[str, ContactHand]):
    """Hands by the word for their contact; each is drawn when it is first asked for."""

    def __init__(self, draw: Callable[[str], ContactHand]) -> None:
        self._draw = cache(draw)

    def __getitem__(self, slug: str) -> ContactHand:
        if slug not in CONTACTS:
            raise KeyError(slug)
        return self._draw(slug)

    def __iter__(self) -> Iterator[str]:
        return iter(CONTACTS)

    def __len__(self) -> int:
        return len(CONTACTS)


@cache
def contact_hands() -> Mapping[str, ContactHand]:
    """From the side that shows what touches."""
    return Drawings(lambda slug: _drawn(slug, CONTACTS[slug].view, CONTACTS[slug].look))


@cache
def travelling_hands() -> Mapping[str, ContactHand]:
    """From above, as the hands lie on the back and move: the patch is below the hand."""
    return Drawings(lambda slug: _drawn(slug, "back", CONTACTS[slug].above))


def _drawn(slug: str, view: str, look: Look) -> ContactHand:
    contact = CONTACTS[slug]
    hand = posed(contact.pose)
    pieces = parts(hand, look)
    whole = silhouette(pieces, look)
    outline = closed_curve(whole)
    lines = [*edge_lines(pieces, whole), *skin_lines(hand, look, pieces, hollow=contact.hollow)]
    patch, centre = touched(contact.touches(hand), look, outline)
    outlines = [outline]
    if contact.crossing is not None:
        over = partial(_crossed, centre=centre, degrees=contact.crossing if view == "back" else -contact.crossing)
        pair = [(outline, lines), (over(outline), [over(line) for line in lines])]
        (behind, its_lines), (front, lines) = pair[::-1] if view == "palm" else pair
        outlines, lines = [behind, front], [*(line for line in its_lines if not overlaps(line, front)), *lines]
    box = _box([point for curve in outlines for point in curve.flat(6)], centre)
    cast = shadows(outline, patch) if view == "back" and contact.crossing is None else []

    def shifted(curves: Iterable[Curve]) -> tuple[Curve, ...]:
        return tuple(curve.shifted(-centre[0], -centre[1]) for curve in curves)

    return ContactHand(slug, view, shifted(outlines), shifted(lines), shifted(patch), shifted(cast), box)


def _crossed(curve: Curve, *, centre: Point, degrees: float) -> Curve:
    """The same hand of the other side, turned clockwise: the left hand over the right one."""
    c, s = cos(radians(degrees)), sin(radians(degrees))

    def at(point: Point) -> Point:
        x, y = centre[0] - point[0], point[1] - centre[1]
        return (centre[0] + x * c - y * s, centre[1] + x * s + y * c)

    return curve.changed(at).reversed()  # the mirror turned it round; overlapping shapes of one path must run alike


def _box(points: Iterable[Point], centre: Point) -> tuple[int, int, int, int]:
    """Left, top, right and bottom, with room for the pen."""
    xs, ys = zip(*points, strict=True)
    x, y = centre
    return (floor(min(xs) - x) - PEN, floor(min(ys) - y) - PEN, ceil(max(xs) - x) + PEN, ceil(max(ys) - y) + PEN)
