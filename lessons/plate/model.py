"""What a plate is made of: the words of its options and the ready values that the template prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.body.figure_text import FigureText

LAYERS = ("regions", "muscles", "directions", "leave-alone", "known")
REGION_STATES = ("lit", "go", "gentle", "stroke-only", "out", "known", "fading", "part", "new")
STRICT = ("stroke-only", "out")  # what today forbids is drawn over a place that is always gentle
PATTERNS = {"gentle": "gentle", "stroke-only": "level", "out": "dots", "fading": "half", "part": "ruled"}
LEGEND = ("lit", "hands", *REGION_STATES[1:], "zone-never", "zone-gentle", "routes", "muscles")
TONES = (1, 2, 3, 4, 5)
SIDES = ((110, -130), (130, 230), (870, 230))
VIEW_BOX = f"{LEFT} {TOP} {RIGHT - LEFT} {BOTTOM - TOP}"
# Where a name or a tag stands in a region's left half, and the three orientation words.
TAGS = {
    "cervical": (430, 170),
    "shoulder": (300, 352),
    "interscapular": (430, 475),
    "scapula": (262, 490),
    "thoracic": (426, 705),
    "flank": (282, 750),
    "lumbar": (345, 985),
    "sacral": (330, 1215),
}


@dataclass(frozen=True)
class PlateWords:
    """The words printed on the plate, already in the reader's language."""

    head: str
    receivers_left: str
    receivers_right: str
    leave_out: str
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Label:
    text: str
    x: str
    y: str


@dataclass(frozen=True)
class RegionShape:
    """One region; `left` and `right` say which sides of the shape `base` are drawn."""

    slug: str
    base: str
    left: bool
    right: bool
    href: str
    name: str
    state: str
    is_lit: bool
    pattern: str
    tags: tuple[Label, ...]

    @property
    def looks(self) -> tuple[str, ...]:
        """What the styles draw: its state, and the light."""
        return tuple(filter(None, (self.state, "lit" if self.is_lit and self.state != "lit" else "")))


@dataclass(frozen=True)
class ZoneShapes:
    slug: str
    mark: str
    pair: str
    single: str
    detail: str
    names: tuple[Label, ...]


@dataclass(frozen=True)
class LandmarkShapes:
    """A ring or a line; the name of a point on the midline stands beside it."""

    slug: str
    pair: str
    single: str
    names: tuple[Label, ...]


@dataclass(frozen=True)
class HandShapes:
    lines: str
    thin: str
    dots: str
    heads: str
    pressure: str
    is_fine: bool
    left: bool
    right: bool
    numbers: tuple[Label, ...]


@dataclass(frozen=True)
class Plate:
    """Everything the template prints; numbers are strings, so no locale can break them."""

    prefix: str
    silhouette: str
    tone: str
    title: str
    description: str
    words: PlateWords
    figure: FigureText
    shapes: tuple[tuple[str, str], ...]
    regions: tuple[RegionShape, ...]
    zones: tuple[ZoneShapes, ...]
    left_alone: tuple[ZoneShapes, ...]
    muscles: tuple[tuple[str, str, str], ...]
    routes: tuple[tuple[str, str], ...]
    stations: tuple[str, ...]
    landmarks: tuple[LandmarkShapes, ...]
    hands: tuple[HandShapes, ...]
    layers: tuple[str, ...]
    focus: str
    patterns: tuple[str, ...]
    view_box: str = VIEW_BOX

    @property
    def legend(self) -> tuple[str, ...]:
        """The marks this plate shows, in the order of the legend."""
        states = {region.state for region in self.regions} | {"lit" for region in self.regions if region.is_lit}
        zones = {f"zone-{zone.mark}" for zone in (*self.zones, *self.left_alone)}
        layers = {name for name in ("routes", "muscles", "hands") if getattr(self, name)}
        shown = states | zones | layers
        shown -= {"zone-gentle"} if "gentle" in states else set()  # one mark, one meaning, said once
        return tuple(mark for mark in LEGEND if mark in shown)

    @property
    def strict_regions(self) -> tuple[RegionShape, ...]:
        return tuple(region for region in self.regions if region.state in STRICT)

    @property
    def other_regions(self) -> tuple[RegionShape, ...]:
        return tuple(region for region in self.regions if region.state not in STRICT)

    @property
    def is_linked(self) -> bool:
        return any(region.href for region in self.regions)
