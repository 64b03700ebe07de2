"""A demonstration as an animated WebP for shares, drawn by Pillow: the same hands at the same times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from PIL import Image, ImageDraw

from lessons.plate.body.figure import FADE, LEFT, RIGHT, TOP, figure
from lessons.plate.canvas import Canvas, dashes
from lessons.plate.colours import Colour, mixed, palette
from lessons.plate.contact_hands import travelling_hands
from lessons.plate.curves import Curve, Point
from lessons.plate.demonstration.frames import Demonstration, Frame, HandTrack
from lessons.plate.marks.patterns import pattern_lines
from lessons.plate.marks.zones import LEFT_ALONE, zone_marks

VERSION = "5"  # raise it when the picture changes, so that kept copies are made anew
WIDTH, HEIGHT = 400, 440  # pixels at most
FASTEST, SLOWEST, MOST_FRAMES = 10, 6, 160  # frames a second; a long, slow one needs fewer
SMOOTH = 2  # hands are drawn this much larger, then scaled down
LARGEST_BYTES = 400_000
SMALLEST = 0.4  # of the full size; no demonstration comes near
PLATE_COLOURS = ("paper", "skin-3", "skin-line-3", "hair-3", "cloth", "cloth-line", "mark-never", "mark-gentle")
PATCH = (0.0, 0.3, 0.6, 0.9)  # how full the patch is at each pressure
SHADOW = 0.22  # how dark each tone of a shadow is
UNDER = (14, 10)  # canvas units: a hand under the shoulder is a dashed line


def render_webp(made: Demonstration) -> bytes:
    """At most LARGEST_BYTES: one with much movement is drawn smaller."""
    size = 1.0
    while True:
        content = _encoded(made, size)
        if len(content) <= LARGEST_BYTES or size < SMALLEST:
            return content
        size *= min(0.95, (LARGEST_BYTES / len(content)) ** 0.5 * 0.97)


def _encoded(made: Demonstration, size: float) -> bytes:
    """A few flat colours without loss stay crisp where a photo's compression would smear."""
    rate = max(SLOWEST, min(FASTEST, MOST_FRAMES * 1000 // made.duration))
    frames = list(_frames(made, rate, size))
    few = _few_colours(palette("light"))
    flat = [frame.quantize(palette=few, dither=Image.Dither.NONE).convert("RGB") for frame in frames]
    file = BytesIO()
    flat[0].save(
        file, "WEBP", save_all=True, append_images=flat[1:], duration=1000 // rate, loop=0,
        lossless=True, quality=60, method=4, kmax=9999, kmin=9998,
    )  # fmt: skip
    return file.getvalue()


def _few_colours(colours: Mapping[str, Colour]) -> Image.Image:
    """A palette: the plate, the hand on it in full and half seen, and its patch at each pressure."""
    plate = [colours[name] for name in PLATE_COLOURS]
    hands = [mixed(colours["paper-raised"], under, 0.84 * seen) for under in plate[:2] for seen in (1.0, 0.5, 0.2)]
    patches = [mixed(colours["mark-hand"], hands[3], full) for full in PATCH[1:]]
    once = [mixed(colours["hand-cast"], under, SHADOW) for under in plate[:2]]
    twice = [mixed(colours["hand-cast"], under, SHADOW) for under in once]
    inks = [mixed(colours["ink"], under, seen) for under in (hands[3], *patches, plate[1]) for seen in (0.75, 0.35)]
    chosen = [*plate, *hands, *patches, *once, *twice, *inks]
    few = Image.new("P", (1, 1))
    few.putpalette([value for colour in chosen for value in colour])
    return few


def _frames(made: Demonstration, rate: int, size: float) -> Iterator[Image.Image]:
    scene = _Scene(made.view, size)
    for number in range(made.duration * rate // 1000):
        picture = scene.plate.copy()
        for track in made.tracks:
            at = track.at(number * 1000 / rate)
            if at.lift < 1:
                scene.put(picture, track, at)
        yield picture


def _plain_plate(width: int, colours: Mapping[str, Colour]) -> Image.Image:
    """Flat skin and lines: what stays the same from picture to picture has to be said only once."""
    canvas, body = Canvas(width, colours["paper"]), figure()
    canvas.fill(_both([body.towel]), colours["cloth"])
    canvas.fill(_both([body.ear, body.skin]), colours["skin-3"])
    canvas.fill(_both([*body.details, *body.contours]), colours["skin-line-3"], 0.8)
    canvas.fill(_both([body.hair]), colours["hair-3"])
    canvas.fill(_both([body.drape]), colours["cloth"])
    canvas.fill(_both(body.folds), colours["cloth-line"])
    for slug in LEFT_ALONE:
        zone = zone_marks()[slug]
        for curve in (*_both(zone.pair), *zone.single):
            colour = colours[f"mark-{zone.mark}"]
            canvas.hatch(curve, colour, pattern_lines(zone.mark, _bounds(curve)), 3)
            canvas.stroke([curve], colour, 4, dash=(20, 12) if zone.mark == "gentle" else None)
    canvas.fade(colours["paper"], *FADE)
    return canvas.finished()


def _bounds(curve: Curve) -> tuple[float, float, float, float]:
    xs, ys = zip(*curve.flat(), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _both(curves: Iterable[Curve]) -> list[Curve]:
    left = list(curves)
    return [*left, *(curve.mirrored() for curve in left)]


class _Scene:
    """The part of the plate that the hands use, and how they are drawn on it."""

    def __init__(self, view: tuple[int, int, int, int], size: float) -> None:
        x, y, width, height = view
        self.scale = min(WIDTH / width, HEIGHT / height) * size
        self.corner = (x, y)
        self.colours = palette("light")
        whole = _plain_plate(round((RIGHT - LEFT) * self.scale), self.colours)
        left, top = round((x - LEFT) * self.scale), round((y - TOP) * self.scale)
        self.plate = whole.crop((left, top, left + round(width * self.scale), top + round(height * self.scale)))

    def put(self, picture: Image.Image, track: HandTrack, at: Frame) -> None:
        hand = travelling_hands()[track.contact]
        shown = 1 - max(0.0, at.lift - 0.5) * 2
        if not track.is_under:
            for curve in hand.shadows:
                self._fill(picture, (curve,), track, at, self.colours["hand-cast"], SHADOW * shown)
            self._fill(picture, hand.outline, track, at, self.colours["paper-raised"], 0.84 * shown)
            if at.pressure and track.touches:
                self._fill(picture, hand.patch, track, at, self.colours["mark-hand"], PATCH[at.pressure] * shown)
            self._fill(picture, hand.lines, track, at, self.colours["ink"], 0.7 * shown)
        self._line(picture, hand.outline, track, at, shown)

    def _line(
        self, picture: Image.Image, curves: tuple[Curve, ...], track: HandTrack, at: Frame, opacity: float
    ) -> None:
        mask = Image.new("L", (picture.width * SMOOTH, picture.height * SMOOTH), 0)
        pen, width = ImageDraw.Draw(mask), max(2, round(5 * self.scale * SMOOTH))
        for curve in curves:
            way = [self._place(point, track, at) for point in curve.flat(4)]
            closed = [*way, way[0]]
            on, off = (length * self.scale * SMOOTH for length in UNDER)
            for piece in dashes(closed, on, off) if track.is_under else [closed]:
                pen.line(piece, fill=round(255 * opacity), width=width, joint="curve")
        picture.paste(self.colours["ink"], (0, 0), mask.reduce(SMOOTH))

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
        across, down = track.placed(point, at)
        scale = self.scale * SMOOTH
        return (across - self.corner[0]) * scale, (down - self.corner[1]) * scale
