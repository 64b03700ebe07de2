"""What each moment of a demonstration shows, as codes and numbers for its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any

from lessons.back_map import BACK_MAP
from lessons.plate.demonstration.ways import Way


def hands_facts(stroke: Mapping[str, Any]) -> dict[str, Any]:
    hands = stroke["hands"]
    said = {name: hands[name] for name in ("contact", "share")}
    return {**said, "turn": hands["turns"][0], "pressure": stroke["pressure"]}


def stroke_facts(stroke: Mapping[str, Any], way: Way, technique: Mapping[str, Any]) -> dict[str, Any]:
    (ax, ay), (bx, by) = stroke["points"][0], stroke["points"][-1]
    return {
        "pressure": stroke["pressure"],
        "contact": stroke["hands"]["contact"],
        "share": stroke["hands"]["share"],
        "pace": stroke["hands"]["pace"],
        "direction": direction(bx - ax, by - ay),
        "places": _regions(stroke["points"]),
        "radius": stroke.get("radius"),
        "tempo": dict(technique["tempo"]),
        "turns": way.turns,
    }


def direction(dx: float, dy: float) -> str:
    """One of eight ways on the receiver's left side, or "" where the hand ends near its start."""
    if hypot(dx, dy) < 20:
        return ""
    up = "up" if dy < -0.41 * abs(dx) else "down" if dy > 0.41 * abs(dx) else ""
    out = "out" if dx < -0.41 * abs(dy) else "in" if dx > 0.41 * abs(dy) else ""
    return "-".join(part for part in (out, up) if part)


def _regions(points: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """Where a stroke starts and ends, by the region's name without its side."""
    found = []
    for x, y in (points[0], points[-1]):
        found += [BACK_MAP.regions[slug].base for slug in BACK_MAP.regions_at(x, y)[:1]]
    return tuple(dict.fromkeys(found))
