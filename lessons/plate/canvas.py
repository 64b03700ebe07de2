"""A Pillow canvas in plate units: fills, strokes, soft patches and hatches, drawn large and scaled down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil, floor, hypot

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.body.shading import FALLOFF, Glow
from lessons.plate.colours import Colour
from lessons.plate.curves import Curve, Point

RIM = 128 * 2**0.5  # the value of Pillow's radial gradient at the middle of an edge; 255 is its corner


class Canvas:
    """Everything is drawn at `zoom` times the wanted size; `finished` scales down, which smooths the edges."""

    def __init__(self, width: int, paper: Colour) -> None:
        self.size = (width, round(width * (BOTTOM - TOP) / (RIGHT - LEFT)))
        self.zoom = 3 if width <= 720 else 2 if width <= 1080 else 1.5
        self.scale = width * self.zoom / (RIGHT - LEFT)
        self.image = Image.new("RGB", (round(self.size[0] * self.zoom), round(self.size[1] * self.zoom)), paper)
        self.clip: Image.Image | None = None

    def finished(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def points(self, points: Iterable[Point]) -> list[Point]:
        return [((x - LEFT) * self.scale, (y - TOP) * self.scale) for x, y in points]

    def mask(self, curves: Iterable[Curve]) -> Image.Image:
        """A full-size mask of closed shapes, for clipping."""
        mask = Image.new("L", self.image.size, 0)
        for curve in curves:
            ImageDraw.Draw(mask).polygon(self.points(curve.flat()), fill=255)
        return mask

    def fill(self, curves: Iterable[Curve], colour: Colour, opacity: float = 1, blur: float = 0) -> None:
        for curve in curves:
            shape = self.points(curve.flat())
            mask, corner = _blank([shape], 3 * blur * self.scale)
            ImageDraw.Draw(mask).polygon(_local(shape, corner), fill=255)
            self._paste(self._soft(mask, blur), corner, colour, opacity)

    def stroke(
        self,
        curves: Iterable[Curve],
        colour: Colour,
        width: float,
        *,
        opacity: float = 1,
        dash: tuple[float, float] | None = None,
        blur: float = 0,
    ) -> None:
        thick = max(width * self.scale, 1)
        for curve in curves:
            lines = [self.points(piece) for piece in (dashes(curve.flat(), *dash) if dash else [curve.flat()])]
            mask, corner = _blank(lines, thick + 3 * blur * self.scale)
            _ink(mask, [_local(line, corner) for line in lines], thick)
            self._paste(self._soft(mask, blur), corner, colour, opacity)

    def hatch(self, curve: Curve, colour: Colour, lines: Sequence[Sequence[Point]], width: float) -> None:
        """Lines in plate units, kept inside a closed shape."""
        shape = self.points(curve.flat())
        inside, corner = _blank([shape], 0)
        inked = inside.copy()
        ImageDraw.Draw(inside).polygon(_local(shape, corner), fill=255)
        _ink(inked, [_local(self.points(line), corner) for line in lines], max(width * self.scale, 1))
        self._paste(ImageChops.multiply(inked, inside), corner, colour, 1)

    def glow(self, glow: Glow, colour: Colour) -> None:
        """A patch that fades from its centre as the gradient of the SVG does."""
        patch = Image.radial_gradient("L").point([round(255 * _falloff(value / RIM)) for value in range(256)])
        size = (max(round(2 * glow.rx * self.scale), 2), max(round(2 * glow.ry * self.scale), 2))
        turned = patch.resize(size).rotate(-glow.angle, expand=True, resample=Image.Resampling.BILINEAR)
        x, y = self.points([(glow.cx, glow.cy)])[0]
        self._paste(turned, (round(x - turned.width / 2), round(y - turned.height / 2)), colour, glow.strength)

    def cast(self, colour: Colour, begin: Point, end: Point, stops: Sequence[tuple[float, float]]) -> None:
        """Colour whose opacity changes along a line, as in the SVG's linear gradient; made small, then widened."""
        columns, rows = 54, 80
        along = (end[0] - begin[0], end[1] - begin[1])
        length = along[0] ** 2 + along[1] ** 2
        spots = [
            (LEFT + (column + 0.5) * (RIGHT - LEFT) / columns, TOP + (row + 0.5) * (BOTTOM - TOP) / rows)
            for row in range(rows)
            for column in range(columns)
        ]
        shares = (((x - begin[0]) * along[0] + (y - begin[1]) * along[1]) / length for x, y in spots)
        small = bytes(round(255 * _at_share(stops, min(max(share, 0), 1))) for share in shares)
        mask = Image.frombytes("L", (columns, rows), small).resize(self.image.size, Image.Resampling.BICUBIC)
        self._paste(mask, (0, 0), colour, 1)

    def fade(self, paper: Colour, top: int, bottom: int) -> None:
        """Let everything below `top` fade into the paper."""
        first, last = ((y - TOP) * self.scale for y in (top, bottom))
        shares = (min(max((y - first) / (last - first), 0), 1) for y in range(self.image.height))
        veil = Image.frombytes("L", (1, self.image.height), bytes(round(255 * share) for share in shares))
        self.image.paste(paper, (0, 0), veil.resize(self.image.size))

    def text(self, text: str, at: Point, size: float, colour: Colour, halo: Colour | None = None) -> None:
        font = ImageFont.load_default(max(size * self.scale, 10 * self.zoom))
        edge = max(round(5 * self.scale), 2) if halo else 0
        draw = ImageDraw.Draw(self.image)
        draw.text(self.points([at])[0], text, fill=colour, font=font, anchor="mm", stroke_width=edge, stroke_fill=halo)

    def _soft(self, mask: Image.Image, blur: float) -> Image.Image:
        return mask.filter(ImageFilter.GaussianBlur(blur * self.scale)) if blur else mask

    def _paste(self, mask: Image.Image, corner: tuple[int, int], colour: Colour, opacity: float) -> None:
        box = (*corner, corner[0] + mask.width, corner[1] + mask.height)
        if self.clip:
            mask = ImageChops.multiply(mask, self.clip.crop(box))
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        self.image.paste(colour, box, mask)


def dashes(points: Sequence[Point], on: float, off: float) -> list[list[Point]]:
    """A polyline cut into dashes; lengths in plate units."""
    pieces, current = [], [points[0]]
    left, drawing = on, True
    for at, end in pairwise(points):
        length = hypot(end[0] - at[0], end[1] - at[1])
        while length > left:
            at = (at[0] + (end[0] - at[0]) * left / length, at[1] + (end[1] - at[1]) * left / length)
            if drawing:
                pieces.append([*current, at])
            current, length, drawing = [at], length - left, not drawing
            left = on if drawing else off
        left -= length
        current.append(end)
    return [*pieces, current] if drawing and len(current) > 1 else pieces


def _blank(lines: Sequence[Sequence[Point]], margin: float) -> tuple[Image.Image, tuple[int, int]]:
    """An empty mask that holds the lines and a margin, and where its corner lies."""
    xs, ys = ([point[axis] for line in lines for point in line] for axis in (0, 1))
    left, top = floor(min(xs) - margin) - 2, floor(min(ys) - margin) - 2
    size = (ceil(max(xs) + margin) + 2 - left, ceil(max(ys) + margin) + 2 - top)
    return Image.new("L", size, 0), (left, top)


def _local(points: Sequence[Point], corner: tuple[int, int]) -> list[Point]:
    return [(x - corner[0], y - corner[1]) for x, y in points]


def _ink(mask: Image.Image, lines: Sequence[Sequence[Point]], thick: float) -> None:
    """Lines with round joints and round ends."""
    draw, reach = ImageDraw.Draw(mask), thick / 2
    for line in lines:
        draw.line(list(line), fill=255, width=round(thick), joint="curve")
        for x, y in (line[0], line[-1]):
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)


def _falloff(share: float) -> float:
    return _at_share(FALLOFF, share)


def _at_share(stops: Sequence[tuple[float, float]], share: float) -> float:
    """The value of a row of stops (share, value) between its ends; 0 beyond the last."""
    for (near, strong), (far, weak) in pairwise(stops):
        if share <= far:
            return strong + (weak - strong) * (share - near) / (far - near)
    return 0.0
