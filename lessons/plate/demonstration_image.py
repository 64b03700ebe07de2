"""A demonstration as an animated WebP for shares, drawn by Pillow: the same hands at the same times."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

from lessons.back_map_image import PlateImage
from lessons.back_map_image import draw as draw_plate
from lessons.plate.colours import Colour, palette
from lessons.plate.contact_hands import travelling_hands
from lessons.plate.curves import Curve, Point
from lessons.plate.demonstration import Demonstration, Frame, HandTrack
from lessons.plate.figure import LEFT, RIGHT, TOP

VERSION = "1"  # raise it when the picture changes, so that kept copies are made anew
WIDTH, HEIGHT = 360, 440  # pixels at most
FASTEST, SLOWEST, MOST_FRAMES = 10, 6, 160  # frames a second; a long, slow one needs fewer
SMOOTH = 2  # hands are drawn this much larger, then scaled down
LARGEST_BYTES = 400_000
QUALITIES = (40, 25, 12, 5, 1)
PATCH = (0.0, 0.3, 0.6, 0.9)  # how full the patch is at each pressure


def render_webp(made: Demonstration) -> bytes:
    """At most LARGEST_BYTES; a long one with much movement is compressed harder."""
    rate = max(SLOWEST, min(FASTEST, MOST_FRAMES * 1000 // made.duration))
    frames = list(_frames(made, rate))
    for quality in QUALITIES:
        file = BytesIO()
        frames[0].save(
            file, "WEBP", save_all=True, append_images=frames[1:], duration=1000 // rate, loop=0,
            quality=quality, method=2, kmax=9999, kmin=9998,
        )  # fmt: skip
        if file.tell() <= LARGEST_BYTES:
            break
    return file.getvalue()


def _frames(made: Demonstration, rate: int) -> Iterator[Image.Image]:
    scene = _Scene(made.view)
    for number in range(made.duration * rate // 1000):
        picture = scene.plate.copy()
        for track in made.tracks:
            at = track.at(number * 1000 / rate)
            if at.lift < 1:
                scene.put(picture, track, at)
        yield picture


class _Scene:
    """The part of the plate that the hands use, and how they are drawn on it."""

    def __init__(self, view: tuple[int, int, int, int]) -> None:
        x, y, width, height = view
        self.scale = min(WIDTH / width, HEIGHT / height)
        self.corner = (x, y)
        self.colours = palette("light")
        whole = draw_plate(PlateImage(width=round((RIGHT - LEFT) * self.scale), words=("", "", "", "")))
        left, top = round((x - LEFT) * self.scale), round((y - TOP) * self.scale)
        self.plate = whole.crop((left, top, left + round(width * self.scale), top + round(height * self.scale)))

    def put(self, picture: Image.Image, track: HandTrack, at: Frame) -> None:
        hand = travelling_hands()[track.contact]
        shown = 1 - max(0.0, at.lift - 0.5) * 2
        self._fill(
            picture, hand.outline, track, at, self.colours["paper-raised"], 0.35 if track.is_under else 0.84 * shown
        )
        if at.pressure and track.touches:
            self._fill(picture, hand.patch, track, at, self.colours["mark-hand"], PATCH[at.pressure] * shown)
        self._fill(picture, hand.lines, track, at, self.colours["ink"], shown)

    def _fill(
        self,
        picture: Image.Image,
        curves: tuple[Curve, ...],
        track: HandTrack,
        at: Frame,
        colour: Colour,
        opacity: float,
    ) -> None:
        mask = Image.new("L", (picture.width * SMOOTH, picture.height * SMOOTH), 0)
        pen = ImageDraw.Draw(mask)
        for curve in curves:
            pen.polygon([self._place(point, track, at) for point in curve.flat(4)], fill=round(255 * opacity))
        picture.paste(colour, (0, 0), mask.reduce(SMOOTH))

    def _place(self, point: Point, track: HandTrack, at: Frame) -> Point:
        size, angle = 1 + 0.12 * at.lift, radians(at.turn)
        x = point[0] * (-size if track.is_left else size)
        y = point[1] * size + track.along + 20 * at.lift
        across, down = x * cos(angle) - y * sin(angle) + at.x, x * sin(angle) + y * cos(angle) + at.y
        scale = self.scale * SMOOTH
        return (across - self.corner[0]) * scale, (down - self.corner[1]) * scale
