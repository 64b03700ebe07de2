"""Composes the plate: from layers and states to ready strings that `components/_plate.html` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from textwrap import wrap
from typing import Any

from lessons.back_map import BACK_MAP, Region
from lessons.plate.body.figure import SILHOUETTES
from lessons.plate.body.figure_text import figure_text, path_text
from lessons.plate.body.muscles import bodies, fibres
from lessons.plate.marks.directions import routes, stations
from lessons.plate.marks.focus import focus
from lessons.plate.marks.landmarks import landmark_marks
from lessons.plate.marks.paths import HandMark, hand_mark, numbers
from lessons.plate.marks.seams import region_shapes
from lessons.plate.marks.zones import LEFT_ALONE, zone_marks
from lessons.plate.model import (
    LAYERS,
    PATTERNS,
    REGION_STATES,
    TAGS,
    TONES,
    HandShapes,
    Label,
    LandmarkShapes,
    Plate,
    PlateWords,
    RegionShape,
    ZoneShapes,
)

__all__ = ["LAYERS", "REGION_STATES", "SILHOUETTES", "TONES", "Plate", "PlateWords", "plate"]

NAME_WIDTH, BESIDE_WIDTH, NAME_LEADING = 17, 28, 37  # letters, letters, units from line to line


def plate(
    *,
    words: PlateWords,
    title: str,
    description: str = "",
    layers: Iterable[str] = ("regions",),
    states: Mapping[str, str] | None = None,
    lit: Iterable[str] = (),
    landmarks: Iterable[str] = (),
    zones: Iterable[str] = (),
    left_alone: bool = False,
    paths: Sequence[Mapping[str, Any]] = (),
    links: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    silhouette: str = "narrow",
    tone: int = 3,
    prefix: str = "plate",
) -> Plate:
    """Ready values for one plate. `names` may hold regions, zones and landmarks by slug.

    `left_alone` hatches spine, kidneys and armpits without their names, below what today forbids.
    """
    layers, names, lit, landmarks, zones = tuple(layers), names or {}, set(lit), tuple(landmarks), tuple(zones)
    _check(layers, silhouette, tone)
    regions = _regions(layers, states or {}, lit, links or {}, names, words)
    shown_zones = _zones(layers, zones, names)
    hatched = tuple(_zone(slug, {}) for slug in LEFT_ALONE if left_alone and slug not in zones)
    patterns = {region.pattern for region in regions} | {zone.mark for zone in (*shown_zones, *hatched)}
    return Plate(
        prefix=prefix,
        silhouette=silhouette,
        tone=str(tone),
        title=title,
        description=description,
        words=words,
        figure=figure_text(silhouette),
        shapes=_region_paths() if regions else (),
        regions=regions,
        zones=shown_zones,
        left_alone=hatched,
        muscles=_muscles() if "muscles" in layers else (),
        routes=_routes() if "directions" in layers else (),
        stations=_stations() if "directions" in layers else (),
        landmarks=tuple(_landmark(slug, names) for slug in landmarks),
        hands=_hands(paths),
        layers=layers,
        focus=focus(regions=lit, landmarks=landmarks, zones=zones, paths=paths),
        patterns=tuple(sorted(patterns - {""})),
    )


def _check(layers: tuple[str, ...], silhouette: str, tone: int) -> None:
    unknown = set(layers) - set(LAYERS)
    if unknown:
        raise ValueError(f"Unknown layer: {', '.join(sorted(unknown))}. Known: {', '.join(LAYERS)}")
    if silhouette not in SILHOUETTES:
        raise ValueError(f"Unknown silhouette: {silhouette}. Known: {', '.join(SILHOUETTES)}")
    if tone not in TONES:
        raise ValueError(f"Unknown skin tone: {tone}. Known: 1 to 5")


def _regions(
    layers: tuple[str, ...],
    states: Mapping[str, str],
    lit: set[str],
    links: Mapping[str, str],
    names: Mapping[str, str],
    words: PlateWords,
) -> tuple[RegionShape, ...]:
    """In body order: top to bottom, left then right. Without the regions layer only marked ones are drawn."""
    everything = "regions" in layers or "known" in layers
    return tuple(
        _region(region, states.get(region.slug, ""), region.slug in lit, links, names, words)
        for region in BACK_MAP.regions.values()
        if everything or region.slug in states or region.slug in lit or region.slug in links
    )


def _region(
    region: Region, state: str, is_lit: bool, links: Mapping[str, str], names: Mapping[str, str], words: PlateWords
) -> RegionShape:
    if state and state not in REGION_STATES:
        raise ValueError(f"Unknown state of {region.slug}: {state}. Known: {', '.join(REGION_STATES)}")
    said = ": ".join(part for part in (names.get(region.slug, region.slug), words.states.get(state, "")) if part)
    tags = tuple(_label(words.leave_out, *centre) for centre in _centres(region)) if state == "out" else ()
    return RegionShape(
        slug=region.slug,
        base=region.base,
        left="l" in region.sides,
        right="r" in region.sides,
        href=links.get(region.slug, ""),
        name=said,
        state=state,
        is_lit=is_lit or state == "lit",
        pattern=PATTERNS.get(state, ""),
        tags=tags,
    )


def _centres(region: Region) -> list[tuple[float, float]]:
    """One tag a side; regions that meet at the midline get one tag for both."""
    x, y = TAGS[region.base]
    if not region.side:
        return [(500, y)]
    return [(x if region.side == "l" else 1000 - x, y)]


@cache
def _region_paths() -> tuple[tuple[str, str], ...]:
    return tuple((base, shape.d()) for base, shape in region_shapes().items())


def _zones(layers: tuple[str, ...], wanted: tuple[str, ...], names: Mapping[str, str]) -> tuple[ZoneShapes, ...]:
    slugs = tuple(zone_marks()) if "leave-alone" in layers else ()
    return tuple(_zone(slug, names) for slug in dict.fromkeys((*slugs, *wanted)))


def _zone(slug: str, names: Mapping[str, str]) -> ZoneShapes:
    mark = zone_marks()[slug]
    shown = _lines(names.get(slug, ""), *mark.label)
    return ZoneShapes(slug, mark.mark, path_text(mark.pair), path_text(mark.single), path_text(mark.detail), shown)


@cache
def _muscles() -> tuple[tuple[str, str, str], ...]:
    return tuple((slug, path_text(bodies()[slug]), path_text(curves)) for slug, curves in fibres().items())


@cache
def _routes() -> tuple[tuple[str, str], ...]:
    return tuple((base, path_text([curve for way in ways for curve in way])) for base, ways in routes().items())


@cache
def _stations() -> tuple[str, ...]:
    return tuple(curve.d() for curve in stations().values())


def _landmark(slug: str, names: Mapping[str, str]) -> LandmarkShapes:
    mark = landmark_marks()[slug]
    shown = _lines(names.get(slug, ""), *mark.label, width=NAME_WIDTH if mark.pair else BESIDE_WIDTH)
    return LandmarkShapes(slug, path_text(mark.pair), path_text(mark.single), shown)


def _hands(paths: Sequence[Mapping[str, Any]]) -> tuple[HandShapes, ...]:
    marks = [hand_mark(stroke) for stroke in paths]
    sides = [stroke.get("side", "l") for stroke in paths]
    return tuple(_hand(*each) for each in zip(marks, numbers(marks), sides, strict=True))


def _hand(mark: HandMark, number: int, side: str) -> HandShapes:
    sides = [name for name in ("l", "r") if side in (name, "both")]
    x, y = mark.number_at
    return HandShapes(
        lines=path_text(mark.lines),
        thin=path_text(mark.thin),
        dots=path_text(mark.dots),
        heads=path_text(mark.heads),
        pressure=str(mark.pressure),
        is_fine=mark.is_fine,
        left="l" in sides,
        right="r" in sides,
        numbers=tuple(_label(str(number), x if name == "l" else 1000 - x, y) for name in sides if number),
    )


def _lines(text: str, x: float, y: float, width: int = NAME_WIDTH) -> tuple[Label, ...]:
    """A long name in short lines round its place."""
    lines = wrap(text, width)
    top = y - (len(lines) - 1) * NAME_LEADING / 2
    return tuple(_label(line, x, top + index * NAME_LEADING) for index, line in enumerate(lines))


def _label(text: str, x: float, y: float) -> Label:
    return Label(text, f"{x:g}", f"{y:g}")
