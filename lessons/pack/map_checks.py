"""What must hold of the map: its regions tile the back, and every language names the same places."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from web.written.yaml_text import read_yaml

if TYPE_CHECKING:
    from lessons.pack.reader import PackReader
    from lessons.pack.whole import Pack


TILE_SLACK = 1.0  # square units


def check_map(pack: Pack, reader: PackReader) -> None:
    """Polygons are simple, do not overlap, and tile the trunk without a hole; the drawing uses the same numbers."""
    import shapely

    outlines = [shapely.Polygon(region.half) for region in pack.map.regions]
    for index, outline in enumerate(outlines):
        if not outline.is_valid:
            _outline_fault(reader, index, "this outline crosses itself; put the points in order")
    if reader.faults:
        return
    spine = pack.map.spine
    strip = shapely.box(500 - spine.half_width, spine.top, 500 + spine.half_width, spine.bottom)
    names = [*(f"'{region.slug}'" for region in pack.map.regions), "the spine strip"]
    _check_overlaps([*outlines, strip], names, reader)
    _check_holes(outlines, strip, reader)
    check_same_map(pack, reader)


def _outline_fault(reader: PackReader, index: int, message: str) -> None:
    reader.fault("back_map.yaml", ("regions", index, "half"), message)


def _check_overlaps(outlines: list[Any], names: list[str], reader: PackReader) -> None:
    for (index, outline), (other, second) in combinations(enumerate(outlines), 2):
        if outline.intersection(second).area > TILE_SLACK:
            _outline_fault(reader, index, f"{names[index]} overlaps {names[other]}; share the seam instead")


def _check_holes(outlines: list[Any], strip: Any, reader: PackReader) -> None:
    import shapely

    trunk = shapely.union_all([*outlines, strip])
    pieces = list(getattr(trunk, "geoms", [trunk]))
    holes = [shapely.Polygon(ring).representative_point() for piece in pieces for ring in piece.interiors]
    if len(pieces) > 1:
        holes.append(min(pieces, key=lambda piece: piece.area).representative_point())
    for hole in holes:
        nearest = min(range(len(outlines)), key=lambda index: outlines[index].distance(hole))
        message = f"the regions leave a hole near ({hole.x:.0f}, {hole.y:.0f}); move the seam so that the outlines meet"
        _outline_fault(reader, nearest, message)


def check_same_map(pack: Pack, reader: PackReader) -> None:
    from lessons.pack.reader import PACK_DIR

    shipped = PACK_DIR / "back_map.yaml"
    if pack.directory.resolve() == PACK_DIR.resolve() or reader.faults:
        return
    if read_yaml(shipped.read_text(encoding="utf-8")) != reader.documents["back_map.yaml"].data:
        reader.fault(
            "back_map.yaml",
            (),
            "differs from the map this site measures on; the map changes only in lessons/content/back_map.yaml",
        )
