"""The one geometry source: regions, zones, landmarks and targets on the 1000 x 1400 canvas, hit tests and mirroring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise, product
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web.written.yaml_text import read_yaml

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
Polygon = tuple[tuple[int, int], ...]

MAP_FILE = Path(__file__).parent / "content" / "back_map.yaml"
EDGE = 1e-6
OVERLAP_SPACING = 10
MOST_POINTS = 4_096
PAIR_SUFFIX = "-lr"


def mirror(x: float, *, midline: float = 500) -> float:
    """The x on the other side of the body; mirroring twice is identity."""
    return 2 * midline - x


def mirror_polygon(polygon: Polygon) -> Polygon:
    return tuple((int(mirror(x)), y) for x, y in reversed(polygon))


def expand_slugs(slugs: Iterable[str]) -> tuple[str, ...]:
    """Spell out `flank-lr` as flank-l and flank-r; other slugs stay as they are."""
    expanded: list[str] = []
    for slug in slugs:
        if slug.endswith(PAIR_SUFFIX):
            expanded += [slug.removesuffix("r"), slug.removesuffix("lr") + "r"]
        else:
            expanded.append(slug)
    return tuple(expanded)


def svg_points(polygon: Iterable[Point]) -> str:
    """The `points` attribute of an SVG polygon, safe from any locale."""
    return " ".join(f"{x:g},{y:g}" for x, y in polygon)


@dataclass(frozen=True)
class Region:
    """A place where hands may work. Two-sided regions have one polygon on each side of the spine strip."""

    slug: str
    base: str
    side: str
    polygons: tuple[Polygon, ...]
    target: str
    target_below: tuple[int, str] | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        return (self.side,) if self.side else ("l", "r")

    @property
    def svg_points(self) -> tuple[str, ...]:
        return tuple(svg_points(polygon) for polygon in self.polygons)

    @property
    def centre(self) -> tuple[int, int]:
        """A point inside the first polygon, for labels and arrows."""
        point = _shapely().Polygon(self.polygons[0]).representative_point()
        return round(point.x), round(point.y)

    @cached_property
    def _shape(self) -> BaseGeometry:
        return _shapely().MultiPolygon([_shapely().Polygon(polygon) for polygon in self.polygons])

    def contains(self, x: float, y: float) -> bool:
        """Inside counts with its edge (distance up to 1e-6 units)."""
        left, top, right, bottom = self._bounds
        if not (left <= x <= right and top <= y <= bottom):
            return False
        return bool(self._shape.distance(_shapely().Point(x, y)) <= EDGE)

    @cached_property
    def _bounds(self) -> tuple[float, float, float, float]:
        """A box around all polygons, a little wide: most points are outside and need no exact measuring."""
        xs, ys = zip(*(point for polygon in self.polygons for point in polygon), strict=True)
        return min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1


@dataclass(frozen=True)
class ZoneShape:
    """One part of a zone, written for the left side; `holds` answers for both sides unless it lies on the midline."""

    kind: str
    data: Mapping[str, Any]

    def holds(self, x: float, y: float, back_map: BackMap) -> bool:
        mirrored = mirror(x) if x > 500 else x
        return bool(getattr(self, f"_in_{self.kind}")(mirrored, y, back_map))

    def _in_strip(self, x: float, y: float, back_map: BackMap) -> bool:
        (left, right), (top, bottom) = self.data["x"], self.data["y"]
        return bool(left - EDGE <= x <= right + EDGE and top - EDGE <= y <= bottom + EDGE)

    _in_box = _in_strip

    def _in_region(self, x: float, y: float, back_map: BackMap) -> bool:
        return back_map.regions[self.data["region"]].contains(x, y)

    def _in_above_in_region(self, x: float, y: float, back_map: BackMap) -> bool:
        return bool(y < self.data["y"] - EDGE) and self._in_region(x, y, back_map)

    def _in_circle(self, x: float, y: float, back_map: BackMap) -> bool:
        at_x, at_y = self.data["at"]
        return bool(hypot(x - at_x, y - at_y) <= self.data["radius"] + EDGE)

    def _in_line(self, x: float, y: float, back_map: BackMap) -> bool:
        reach = self.data["reach"] + EDGE
        return any(_distance_to_piece((x, y), a, b) <= reach for a, b in pairwise(self.data["points"]))

    def _in_above(self, x: float, y: float, back_map: BackMap) -> bool:
        """Above the shoulder line, outside the named region and the spine strip."""
        outside = not back_map.regions[self.data["except"]].contains(x, y) and not back_map.in_spine(x, y)
        return outside and y < height_at(self.data["line"], x) - EDGE

    def _in_target(self, x: float, y: float, back_map: BackMap) -> bool:
        return False


@dataclass(frozen=True)
class Zone:
    """An area with a stricter rule than its region; `max_pressure` 0 means never touched with pressure."""

    slug: str
    mark: str
    max_pressure: int
    shapes: tuple[ZoneShape, ...]

    def contains(self, x: float, y: float, back_map: BackMap) -> bool:
        return any(shape.holds(x, y, back_map) for shape in self.shapes)


@dataclass(frozen=True)
class Landmark:
    """A point or line you can find by touch; `pair` means it also exists on the right."""

    slug: str
    points: tuple[tuple[int, int], ...]
    pair: bool


@dataclass(frozen=True)
class Muscle:
    slug: str
    regions: tuple[str, ...]
    taught: str


@dataclass(frozen=True)
class Sample:
    """A short piece of a path: its middle, the step along it and its length, in canvas units."""

    x: float
    y: float
    dx: float
    dy: float
    weight: float


@dataclass(frozen=True)
class BackMap:
    """Everything that has a place on the back, by slug and in order."""

    regions: dict[str, Region]
    zones: dict[str, Zone]
    landmarks: dict[str, Landmark]
    muscles: dict[str, Muscle]
    targets: dict[str, tuple[int, int]]
    divisions: dict[str, tuple[str, ...]]
    spine: tuple[int, int, int]

    def in_spine(self, x: float, y: float) -> bool:
        half_width, top, bottom = self.spine
        return abs(x - 500) <= half_width + EDGE and top - EDGE <= y <= bottom + EDGE

    def regions_at(self, x: float, y: float) -> tuple[str, ...]:
        """Every region that holds the point, in the map's order; two share a seam."""
        return self._regions_at(x, y)

    def zones_at(self, x: float, y: float) -> tuple[str, ...]:
        return self._zones_at(x, y)

    @cached_property
    def _regions_at(self) -> Callable[[float, float], tuple[str, ...]]:
        """Kept: a moving demonstration asks for a few dozen points thousands of times."""

        def find(x: float, y: float) -> tuple[str, ...]:
            return tuple(slug for slug, region in self.regions.items() if region.contains(x, y))

        return lru_cache(MOST_POINTS)(find)

    @cached_property
    def _zones_at(self) -> Callable[[float, float], tuple[str, ...]]:
        def find(x: float, y: float) -> tuple[str, ...]:
            return tuple(slug for slug, zone in self.zones.items() if zone.contains(x, y, self))

        return lru_cache(MOST_POINTS)(find)

    def target_at(self, region: Region, x: float, y: float) -> tuple[float, float]:
        """Where squeezing in this region aims from here: a convention, no health effect (map#directions)."""
        name = region.target
        if region.target_below and y >= region.target_below[0] - EDGE:
            name = region.target_below[1]
        target_x, target_y = self.targets[name]
        return (mirror(target_x) if x > 500 else target_x), target_y


def samples(path: Iterable[Point], *, spacing: float = 4) -> list[Sample]:
    """Cut a polyline into pieces between marks every `spacing` units along it (map#samples)."""
    marks = marks_along(path, spacing=spacing)
    pieces = [
        Sample((ax + bx) / 2, (ay + by) / 2, bx - ax, by - ay, hypot(bx - ax, by - ay))
        for (ax, ay), (bx, by) in pairwise(marks)
    ]
    return [piece for piece in pieces if piece.weight > EDGE]


def marks_along(path: Iterable[Point], *, spacing: float = 4) -> list[Point]:
    """Points of the polyline at length 0, spacing, 2 x spacing ...; its end is added where more than 1e-6 remains."""
    points = _without_repeats(path)
    marks = [points[0]]
    walked, next_mark = 0.0, spacing
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay)
        while next_mark <= walked + length:
            share = (next_mark - walked) / length
            marks.append((ax + share * (bx - ax), ay + share * (by - ay)))
            next_mark += spacing
        walked += length
    if walked - (next_mark - spacing) > EDGE:
        marks.append(points[-1])
    return marks


def _distance_to_piece(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a straight piece; quicker than building shapes for each question."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    share = min(1.0, max(0.0, along))
    return hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))


def height_at(line: Iterable[Point], x: float) -> float:
    """The y of a polyline at x, level beyond both ends."""
    points = sorted(line)
    if x <= points[0][0]:
        return points[0][1]
    for (ax, ay), (bx, by) in pairwise(points):
        if x <= bx:
            return ay + (by - ay) * (x - ax) / (bx - ax)
    return points[-1][1]


def build(data: Mapping[str, Any]) -> BackMap:
    """Make the map from the content of back_map.yaml, which must have been validated."""
    spine = data["spine"]
    return BackMap(
        regions={region.slug: region for entry in data["regions"] for region in _regions(entry)},
        zones={entry["slug"]: _zone(entry) for entry in data["zones"]},
        landmarks={entry["slug"]: _landmark(entry) for entry in data["landmarks"]},
        muscles={
            entry["slug"]: Muscle(entry["slug"], expand_slugs(entry["regions"]), entry.get("taught", ""))
            for entry in data["muscles"]
        },
        targets={name: (x, y) for name, (x, y) in data["targets"].items()},
        divisions={entry["slug"]: expand_slugs(entry["regions"]) for entry in data["divisions"]},
        spine=(spine["half_width"], spine["top"], spine["bottom"]),
    )


def _regions(entry: Mapping[str, Any]) -> list[Region]:
    left: Polygon = tuple((x, y) for x, y in entry["half"])
    right = mirror_polygon(left)
    below = entry.get("target_below")
    target_below = (below["y"], below["target"]) if below else None
    slug, target = entry["slug"], entry["target"]
    if entry["sides"] == "both":
        return [Region(slug, slug, "", (left, right), target, target_below)]
    return [
        Region(f"{slug}-{side}", slug, side, (polygon,), target, target_below)
        for side, polygon in (("l", left), ("r", right))
    ]


def _zone(entry: Mapping[str, Any]) -> Zone:
    shapes = tuple(ZoneShape(shape["kind"], shape) for shape in entry["shapes"])
    return Zone(entry["slug"], entry["mark"], entry["max_pressure"], shapes)


def _landmark(entry: Mapping[str, Any]) -> Landmark:
    points = tuple((x, y) for x, y in entry.get("line", [entry.get("at")]))
    return Landmark(entry["slug"], points, entry.get("pair", False))


def _without_repeats(path: Iterable[Point]) -> list[Point]:
    points: list[Point] = []
    for point in path:
        if not points or tuple(point) != points[-1]:
            points.append((point[0], point[1]))
    return points


def _shapely() -> Any:
    """Shapely takes 0.2 s to import, so only hit tests pay for it."""
    import shapely

    return shapely


BACK_MAP = build(read_yaml(MAP_FILE.read_text(encoding="utf-8")))


@cache
def zones_in(base: str) -> frozenset[str]:
    """Zones in a region or touching its edge, on a grid of 10 units (5.5 mm); both sides of a pair have the same."""
    places = [region for region in BACK_MAP.regions.values() if region.base == base]
    return frozenset(
        zone
        for place in places
        for polygon in place.polygons
        for x, y in _grid(polygon)
        if place.contains(x, y)
        for zone in BACK_MAP.zones_at(x, y)
    )


def _grid(polygon: Polygon) -> Iterable[tuple[int, int]]:
    """The corners, and points evenly between the outermost ones."""
    xs, ys = zip(*polygon, strict=True)
    columns = range(min(xs), max(xs) + 1, OVERLAP_SPACING)
    return chain(polygon, product(columns, range(min(ys), max(ys) + 1, OVERLAP_SPACING)))
