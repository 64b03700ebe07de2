"""The shape of the map's file: what stands where on the canvas, and its lines."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from lessons.pack.shapes import PathPoint, Reference, Slug, Slugs, Strict, Units


class Canvas(Strict):
    width: int
    height: int
    midline: int
    millimetres_per_unit: float


class DivisionEntry(Strict):
    slug: Slug
    regions: Slugs
    sources: list[Reference]


class TargetBelow(Strict):
    y: Units
    target: Slug


class RegionEntry(Strict):
    slug: Slug
    sides: Literal["both", "pair"]
    half: Annotated[list[PathPoint], Field(min_length=3)]
    target: Slug
    target_below: TargetBelow | None = None


class Spine(Strict):
    half_width: Units
    top: Units
    bottom: Units


class ZoneEntry(Strict):
    slug: Slug
    mark: Literal["never", "gentle"]
    max_pressure: Annotated[int, Field(ge=0, le=2)]
    shapes: Annotated[list[dict[str, Any]], Field(min_length=1)]
    sources: list[Reference]


class LandmarkEntry(Strict):
    slug: Slug
    at: PathPoint | None = None
    line: list[PathPoint] | None = None
    pair: bool = False

    @model_validator(mode="after")
    def has_one_place(self) -> LandmarkEntry:
        if (self.at is None) == (self.line is None):
            raise ValueError("give either 'at' (a point) or 'line' (points)")
        return self


class MuscleEntry(Strict):
    slug: Slug
    regions: Slugs
    taught: Literal["", "long", "widest"] = ""


class MapFile(Strict):
    canvas: Canvas
    divisions: list[DivisionEntry]
    regions: list[RegionEntry]
    spine: Spine
    targets: dict[Slug, PathPoint]
    zones: list[ZoneEntry]
    landmarks: list[LandmarkEntry]
    muscles: list[MuscleEntry]
