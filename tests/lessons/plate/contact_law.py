"""The law of the drawn hands: where a patch that presses may lie. It measures on the map, apart from what it judges.

Both builds of the drawn person have the same zones, and both sides of the body the mirrored ones, so one measure holds
for all four. Z5 is taken whole, with the paper above the shoulder: fingertips end at the line of the shoulder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import ceil, cos, hypot, radians, sin

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from lessons.back_map import BACK_MAP
from lessons.plate.contact_hands import travelling_hands

FINEST, MOST = 1.5, 50  # units or degrees from sample to sample; steps between two keyframes
AIM = 20  # units round a target, as it is drawn
NOTHING = 3  # no limit below the highest level taught
STILL = 2000  # milliseconds from which on a hand that does not move rests
NOT_RESTED_ON = ("z1", "z2", "z4", "z5")  # spine, kidneys, armpits, in front of the shoulder


@dataclass(frozen=True)
class Placed:
    """One patch, or one whole hand, on the back for an instant."""

    t: float
    contact: str
    pressure: int
    shape: BaseGeometry
    is_under: bool = False


@cache
def zone_shapes() -> dict[str, BaseGeometry]:
    return {
        slug: both_sides(shapely.union_all([_shape(shape.kind, shape.data) for shape in zone.shapes]))
        for slug, zone in BACK_MAP.zones.items()
    }


def both_sides(left: BaseGeometry) -> BaseGeometry:
    return shapely.union_all([left, affinity.scale(left, -1, 1, origin=(500, 0))])


def _shape(kind, data) -> BaseGeometry:
    if kind in ("strip", "box"):
        (left, right), (top, bottom) = data["x"], data["y"]
        return shapely.box(left, top, right, bottom)
    if kind in ("region", "above_in_region"):
        region = shapely.Polygon(BACK_MAP.regions[data["region"]].polygons[0])
        return region if kind == "region" else region.intersection(shapely.box(0, 0, 500, data["y"]))
    if kind == "circle":
        return shapely.Point(data["at"]).buffer(data["radius"])
    if kind == "line":
        return shapely.LineString(data["points"]).buffer(data["reach"])
    if kind == "target":
        return shapely.Point(BACK_MAP.targets[data["target"]]).buffer(AIM)
    return _above(sorted(data["line"]), data["except"])


def _above(line, region) -> BaseGeometry:
    above = shapely.Polygon([(-300, line[0][1]), *line, (500, line[-1][1]), (500, -300), (-300, -300)])
    half_width, top, bottom = BACK_MAP.spine
    spine = shapely.box(500 - half_width, top, 500, bottom)
    return above.difference(shapely.Polygon(BACK_MAP.regions[region].polygons[0])).difference(spine)


def closed_to(entry, pressure, *, may_cross=False) -> BaseGeometry:
    """Everywhere that this technique may not press with this level, by the map and by the technique's own limits."""
    closed = [shape for slug, shape in zone_shapes().items() if pressure > _limit(entry, slug, may_cross=may_cross)]
    return shapely.union_all(closed)


def _limit(entry, slug, *, may_cross) -> int:
    zone, own = BACK_MAP.zones[slug], entry.pressure.lower_in
    if slug == "z1":
        return 1 if may_cross else 0
    names = {slug, *(shape.data["region"] for shape in zone.shapes if shape.kind == "region")}
    if names & set(entry.banned):
        return 0
    most = 2 if slug == "z6" and entry.family == "stroke" else zone.max_pressure
    return min(most, *(own.get(name, NOTHING) for name in names))


def may_cross_the_spine(entry) -> bool:
    """Only a stroke that leads from flank to flank, and only at level 1, which the limit of Z1 sees to."""
    return entry.family == "stroke" and any(stroke.hands.share == "cross" for stroke in entry.path)


@cache
def patch(contact) -> BaseGeometry:
    """What touches, round zero, as the right hand is drawn."""
    return _area(travelling_hands()[contact].patch)


@cache
def outline(contact) -> BaseGeometry:
    """The whole hand."""
    return _area(travelling_hands()[contact].outline)


def _area(curves) -> BaseGeometry:
    return shapely.union_all([shapely.Polygon(curve.flat(8)).buffer(0) for curve in curves])


def placed(shape, frame, *, is_left, along) -> BaseGeometry:
    """As the browser puts it there: moved, turned, moved along the fingers, larger where it is lifted."""
    size, angle = 1 + 0.12 * frame.lift, radians(frame.turn)
    across, down = -size if is_left else size, along + 20 * frame.lift
    c, s = cos(angle), sin(angle)
    return affinity.affine_transform(
        shape, [c * across, -s * size, s * across, c * size, frame.x - s * down, frame.y + c * down]
    )


def patches(demonstration) -> Iterator[Placed]:
    """Every patch that presses, from keyframe to keyframe in steps too small to jump over anything."""
    for track in demonstration.tracks:
        if not track.touches:
            continue
        for before, after in pairwise(track.frames):
            for t in _times(before, after) if before.pressure else ():
                shape = placed(patch(track.contact), track.at(t), is_left=track.is_left, along=track.along)
                yield Placed(t, track.contact, before.pressure, shape)


def resting(demonstration) -> Iterator[Placed]:
    """The whole drawn hand, with the fingers and the wrist, wherever one lies still on the back or under it."""
    for track in demonstration.tracks:
        for before, after in pairwise(track.frames):
            stays = replace(before, t=after.t, pressure=after.pressure) == after
            if stays and not before.lift and after.t - before.t >= STILL:
                shape = placed(outline(track.contact), before, is_left=track.is_left, along=track.along)
                yield Placed(before.t, track.contact, before.pressure, shape, track.is_under)


def rested_on(one) -> list[str]:
    """The places left alone that a resting hand would hide. One that carries comes from in front of the shoulder."""
    zones = [slug for slug in NOT_RESTED_ON if not (one.is_under and slug == "z5")]
    return [slug for slug in zones if one.shape.intersects(zone_shapes()[slug])]


def _times(before, after) -> list[float]:
    far = hypot(after.x - before.x, after.y - before.y) + 3 * abs(after.turn - before.turn)
    steps = min(MOST, max(1, ceil(far / FINEST)))
    return [before.t + (after.t - before.t) * step / steps for step in range(steps + 1)]
