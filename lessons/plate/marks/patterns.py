"""The hatches of the language of marks as lines and dots over a box, for Pillow; the SVG has them as patterns.

Both are anchored at the origin of the canvas, so that every line falls on the same place."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, cos, floor, radians, sin

from lessons.plate.curves import Point

Lines = list[list[Point]]
Bounds = tuple[float, float, float, float]


def pattern_lines(name: str, bounds: Bounds) -> Lines:
    """Lines that cover the bounds (left, top, right, bottom); a dot is a line without length."""
    return PATTERNS[name](bounds)


def _turned(bounds: Bounds, degrees: float) -> Bounds:
    """The box around the bounds in axes that are turned by so many degrees."""
    left, top, right, bottom = bounds
    ux, uy = cos(radians(degrees)), sin(radians(degrees))
    corners = [(x, y) for x in (left, right) for y in (top, bottom)]
    across, down = [x * ux + y * uy for x, y in corners], [y * ux - x * uy for x, y in corners]
    return min(across), min(down), max(across), max(down)


def _back(x: float, y: float, degrees: float) -> Point:
    ux, uy = cos(radians(degrees)), sin(radians(degrees))
    return (x * ux - y * uy, x * uy + y * ux)


def _steps(low: float, high: float, gap: float) -> list[float]:
    """The middles of the pattern's tiles from low to high."""
    return [(index + 0.5) * gap for index in range(floor(low / gap) - 1, ceil(high / gap) + 1)]


def _parallel(bounds: Bounds, degrees: float, gap: float) -> Lines:
    left, top, right, bottom = _turned(bounds, degrees)
    return [[_back(left, y, degrees), _back(right, y, degrees)] for y in _steps(top, bottom, gap)]


def _dots(bounds: Bounds, degrees: float, gap: float) -> Lines:
    left, top, right, bottom = _turned(bounds, degrees)
    spots = [_back(x, y, degrees) for y in _steps(top, bottom, gap) for x in _steps(left, right, gap)]
    return [[(x, y), (x + 0.01, y)] for x, y in spots]


def _waves(bounds: Bounds) -> Lines:
    """Two waves in a tile of 46 by 36: a long one of two bends, a short one of one bend."""
    left, top, right, bottom = bounds
    tiles = [(x - 23, y - 18) for y in _steps(top, bottom, 36) for x in _steps(left, right, 46)]
    return [wave for x, y in tiles for wave in (_bends(x + 2, y + 9, 2), _bends(x + 25, y + 27, 1))]


def _bends(x: float, y: float, count: int) -> list[Point]:
    """Bends 18 wide, up and down in turn, 4.5 high: the quadratic curves of the SVG."""
    points = [(x, y)]
    for index in range(count):
        rise = -9 if index % 2 == 0 else 9
        for step in range(1, 7):
            share = step / 6
            points.append((x + 18 * (index + share), y + 2 * share * (1 - share) * rise))
    return points


PATTERNS: dict[str, Callable[[Bounds], Lines]] = {
    "never": lambda bounds: _parallel(bounds, 45, 15) + _parallel(bounds, -45, 15),
    "gentle": lambda bounds: _parallel(bounds, -45, 30),
    "level": _waves,
    "dots": lambda bounds: _dots(bounds, 30, 26),
    "half": lambda bounds: _dots(bounds, 45, 18),
    "ruled": lambda bounds: _parallel(bounds, 0, 24),
}
