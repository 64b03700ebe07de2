"""Where a stroke of the pack touches, and what it may not touch there."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, cos, sin, tau

from lessons.back_map import BackMap, samples
from lessons.pack.technique_shapes import PressureEntry, Stroke, TechniqueEntry

RIM_SPACING = 8.0  # canvas units, 4.4 mm
LONE_MOTIONS = ("taps", "grips", "tremble", "hold")


def stroke_faults(stroke: Stroke, technique: TechniqueEntry, back_map: BackMap) -> list[str]:
    """Zones a stroke may not touch, the pressure it may have where it goes, and places outside the technique's."""
    touched: dict[str, tuple[float, float]] = {}
    faults = []
    if stroke.pressure > technique.pressure.high:
        faults.append(f"pressure {stroke.pressure} is above the technique's highest, {technique.pressure.high}")
    strict = [zone for zone in back_map.zones.values() if _forbidden(zone.slug, stroke, technique, back_map)]
    for x, y in stroke_points(stroke):
        regions = back_map.regions_at(x, y)
        if not regions and not back_map.in_spine(x, y):
            touched.setdefault("nowhere", (x, y))
        if regions and not any(_allows(region, stroke, technique) for region in regions):
            touched.setdefault(regions[0], (x, y))
        for zone in strict:
            if zone.slug not in touched and zone.contains(x, y, back_map):
                touched[zone.slug] = (x, y)
    return faults + [_stroke_message(place, point, stroke) for place, point in touched.items()]


def _stroke_message(place: str, point: tuple[float, float], stroke: Stroke) -> str:
    where = "leaves every region" if place == "nowhere" else f"goes through '{place}'"
    return (
        f"this path {where} at ({point[0]:.0f}, {point[1]:.0f}) with pressure {stroke.pressure}; move it or lighten it"
    )


def _allows(region: str, stroke: Stroke, technique: TechniqueEntry) -> bool:
    """On a seam one willing region is enough."""
    allowed = region in technique.regions and region not in technique.banned
    return allowed and stroke.pressure <= _limit_in(technique.pressure, region)


def _forbidden(zone: str, stroke: Stroke, technique: TechniqueEntry, back_map: BackMap) -> bool:
    if zone == "z1":
        return technique.family != "stroke" or stroke.pressure > 1
    limit = back_map.zones[zone].max_pressure
    if zone == "z6" and technique.family == "stroke":
        limit = 2
    return zone in technique.banned or stroke.pressure > min(limit, _limit_in(technique.pressure, zone))


def _limit_in(pressure: PressureEntry, place: str) -> int:
    return pressure.lower_in.get(place, pressure.high)


def stroke_points(stroke: Stroke) -> Iterator[tuple[float, float]]:
    """The places a stroke touches: along its path, or the single points of taps and holds; circles add their rim."""
    points = [(float(x), float(y)) for x, y in stroke.points]
    lone = len(points) == 1 or stroke.motion in LONE_MOTIONS
    between = [] if lone else [(s.x, s.y) for s in samples(points, spacing=RIM_SPACING if stroke.radius else 4)]
    for x, y in [*points, *between]:
        yield x, y
        if stroke.radius:
            yield from rim(x, y, stroke.radius)


def rim(x: float, y: float, radius: float) -> Iterator[tuple[float, float]]:
    """Points all around a circle, at most RIM_SPACING apart, with its four outermost points among them."""
    count = 4 * ceil(tau * radius / RIM_SPACING / 4)
    for number in range(count):
        yield x + radius * cos(tau * number / count), y + radius * sin(tau * number / count)
