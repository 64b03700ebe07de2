"""The hatches of the language of marks as lines and dots over a box, for Pillow; the SVG has them as patterns."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, hypot, radians, sin

from lessons.plate.curves import Point

Lines = list[list[Point]]
Bounds = tuple[float, float, float, float]


def pattern_lines(name: str, bounds: Bounds) -> Lines:
    """Lines that cover the bounds (left, top, right, bottom); a dot is a line without length."""
    return PATTERNS[name](bounds)


def _parallel(bounds: Bounds, degrees: float, gap: float) -> Lines:
    left, top, right, bottom = bounds
    middle, reach = ((left + right) / 2, (top + bottom) / 2), hypot(right - left, bottom - top) / 2
    ux, uy = cos(radians(degrees)), sin(radians(degrees))
    lines: Lines = []
    for step in range(-int(reach / gap) - 1, int(reach / gap) + 2):
        x, y = middle[0] - uy * step * gap, middle[1] + ux * step * gap
        lines.append([(x - ux * reach, y - uy * reach), (x + ux * reach, y + uy * reach)])
    return lines


def _dots(bounds: Bounds, degrees: float, gap: float) -> Lines:
    rows, dots = _parallel(bounds, degrees, gap), []
    for (ax, ay), (bx, by) in rows:
        count = int(hypot(bx - ax, by - ay) / gap) or 1
        spots = [(ax + (bx - ax) * n / count, ay + (by - ay) * n / count) for n in range(count + 1)]
        dots += [[spot, (spot[0] + 0.01, spot[1])] for spot in spots]
    return dots


def _waves(bounds: Bounds) -> Lines:
    left, top, right, bottom = bounds
    rows = range(int(top) - int(top) % 18, int(bottom) + 18, 18)
    starts = range(int(left) - int(left) % 46, int(right) + 46, 46)
    return [_wave(x + 23 * (row // 18 % 2), row) for row in rows for x in starts]


def _wave(x: float, y: float) -> list[Point]:
    return [(x + 3 * step, y - 4 * sin(radians(30 * step))) for step in range(11)]


PATTERNS: dict[str, Callable[[Bounds], Lines]] = {
    "never": lambda bounds: _parallel(bounds, 45, 15) + _parallel(bounds, -45, 15),
    "gentle": lambda bounds: _parallel(bounds, -45, 30),
    "level": _waves,
    "dots": lambda bounds: _dots(bounds, 30, 26),
    "half": lambda bounds: _dots(bounds, 45, 18),
}
