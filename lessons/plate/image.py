"""The plate as a PNG for shares and for people without SVG: the same shapes and marks, drawn by Pillow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import compress, product

from PIL import Image

from lessons.back_map import BACK_MAP, Region
from lessons.plate.body.figure import EDGE_STRENGTH, EDGE_WIDTH, FADE, figure
from lessons.plate.body.muscles import bodies, fibres
from lessons.plate.body.shading import BLUR, CAST, CAST_FROM, CAST_TO, LAMP
from lessons.plate.canvas import Canvas
from lessons.plate.colours import Colour, mixed, palette
from lessons.plate.curves import Curve, Point
from lessons.plate.marks.directions import routes, stations
from lessons.plate.marks.patterns import pattern_lines
from lessons.plate.marks.seams import region_shapes
from lessons.plate.marks.zones import zone_marks
from lessons.plate.model import LAYERS, PATTERNS, SIDES, TAGS

VERSION = "8"  # raise it when the drawing changes, so that kept copies are fetched anew
PARAMETERS = ("width", "layers")
# A picture takes two seconds, so all of them are drawn beforehand and an address can ask for no other.
WIDTHS = {"700": 700, "1000": 1000}
OFFERED_LAYERS = tuple(layer for layer in LAYERS if layer != "known")


@dataclass(frozen=True)
class PlateImage:
    """What to draw. `words`: head, receiver's left, receiver's right, leave out."""

    width: int = 700
    layers: tuple[str, ...] = ("regions",)
    states: tuple[tuple[str, str], ...] = ()
    theme: str = "light"
    tone: int = 3
    silhouette: str = "narrow"
    words: tuple[str, ...] = ("head", "receiver's left", "receiver's right", "leave out")


def digest(options: PlateImage) -> str:
    """The same options and the same code give the same bytes."""
    return sha256(repr((VERSION, options)).encode()).hexdigest()[:32]


def offered() -> list[PlateImage]:
    """All that an address can ask for, the map as it first shows before the others."""
    choices = [tuple(compress(OFFERED_LAYERS, chosen)) for chosen in product((True, False), repeat=len(OFFERED_LAYERS))]
    choices.sort(key=lambda layers: layers != ("regions", "leave-alone"))
    return [PlateImage(width, layers) for width in reversed(WIDTHS.values()) for layers in choices]


def parse_parameters(query: Mapping[str, str]) -> PlateImage:
    """Options from an address: ?width=1000&layers=muscles,regions. In any order, the same layers are one picture."""
    unknown = sorted(set(query) - set(PARAMETERS))
    if unknown:
        raise ValueError(f"Unknown parameter: {unknown[0][:40]!r}. Known: {', '.join(PARAMETERS)}")
    width = _chosen(query.get("width", "700"), WIDTHS, "width")
    asked = {_chosen(part, LAYERS, "layer") for part in query.get("layers", "regions").split(",") if part}
    if "known" in asked:  # what a person knows is on the page only; its places are the regions
        asked.add("regions")
    return PlateImage(WIDTHS[width], tuple(layer for layer in OFFERED_LAYERS if layer in asked))


def render_png(options: PlateImage) -> bytes:
    file = BytesIO()
    draw(options).save(file, "PNG")
    return file.getvalue()


def draw(options: PlateImage) -> Image.Image:
    colours = palette(options.theme)
    canvas = Canvas(options.width, colours["paper"])
    draw_figure(canvas, options, colours)
    if "muscles" in options.layers:
        for slug, curves in fibres().items():
            canvas.fill(_both(bodies()[slug]), colours[f"skin-shade-{options.tone}"], 0.34)
            canvas.stroke(_both(curves), _seam(options, colours), 2.5, opacity=0.7)
    _draw_regions(canvas, options, colours)
    if "leave-alone" in options.layers:
        _draw_zones(canvas, colours)
    if "directions" in options.layers:
        _draw_directions(canvas, colours)
    _draw_words(canvas, options, colours)
    return canvas.finished()


def draw_figure(canvas: Canvas, options: PlateImage, colours: Mapping[str, Colour]) -> None:
    body = figure(options.silhouette)
    tones = {name: colours[f"skin-{name}-{options.tone}"] for name in ("shade", "light", "line")}
    skin, hair, cloth, seam = (
        colours[name] for name in (f"skin-{options.tone}", f"hair-{options.tone}", "cloth", "cloth-line")
    )
    canvas.glow(LAMP, colours["lamp"])
    canvas.fill(_both([body.towel]), cloth)
    canvas.fill(_both(body.roll), seam)
    canvas.fill(_both([body.ear, body.skin]), skin)
    canvas.stroke(_both([body.ear]), tones["line"], 4)
    canvas.fill(_both([body.skin]), skin)
    _shade(canvas, options, tones)
    canvas.stroke(_both(hatch.curve for hatch in body.hatches), tones["line"], 1.5, opacity=0.3)
    canvas.fill(_both(body.details), tones["line"], 0.75)
    canvas.fill(_both(body.faint), tones["line"], 0.42)
    canvas.fill(_both(body.contours), tones["line"])
    canvas.fill(_both([body.hair]), hair)
    canvas.fill(_both(body.sheen), tones["light"], 0.16)
    canvas.stroke(_both(hair.curve for hair in body.hairs), tones["line"], 1.8, opacity=0.5)
    canvas.fill(_both(body.strands), tones["line"], 0.6)
    canvas.fill(_both([body.drape]), cloth)
    canvas.stroke(_both(hatch.curve for hatch in body.cloth_hatches), seam, 1.5, opacity=0.6)
    canvas.fill(_both(body.folds), seam)
    canvas.fade(colours["paper"], *FADE)


def _shade(canvas: Canvas, options: PlateImage, tones: Mapping[str, Colour]) -> None:
    body = figure(options.silhouette)
    canvas.clip = canvas.mask(_both([body.skin]))
    for glow in (*body.glows, *(glow.mirrored() for glow in body.glows), *body.furrow):
        canvas.glow(glow, tones[glow.tone])
    for tone in ("light", "shade"):
        canvas.cast(tones[tone], CAST_FROM, CAST_TO, [(at, part if name == tone else 0) for at, name, part in CAST])
    for veil in body.veils:
        canvas.fill(_both([veil.curve]), tones[veil.tone], veil.strength, blur=BLUR)
    canvas.stroke(_both([body.edge]), tones["shade"], EDGE_WIDTH, opacity=EDGE_STRENGTH, blur=BLUR)
    canvas.clip = None


def _draw_regions(canvas: Canvas, options: PlateImage, colours: Mapping[str, Colour]) -> None:
    states = dict(options.states)
    everything = "regions" in options.layers or "known" in options.layers
    faint = 0.16 if "lit" in states.values() else 0.32  # the other seams step back
    for region in BACK_MAP.regions.values():
        if everything and region.slug not in states:
            canvas.stroke(_sides(region), _seam(options, colours), 2.5, opacity=faint)
    for slug, state in states.items():
        _draw_state(canvas, _sides(BACK_MAP.regions[slug]), LOOKS[state], PATTERNS.get(state, ""), colours)


@dataclass(frozen=True)
class Look:
    """How a state is drawn: its colour, how much of it tints the paper wash, how well that covers, its outline."""

    token: str
    tint: float
    cover: float
    width: float
    dash: tuple[float, float] | None = None


LOOKS = {
    "lit": Look("accent", 0.42, 0.66, 9),
    "go": Look("go", 0.34, 0.64, 5),
    "gentle": Look("mark-gentle", 0, 0.66, 5, (22, 13)),
    "stroke-only": Look("adapt", 0, 0.66, 6, (1, 13)),
    "out": Look("mark-out", 0, 0.72, 4),
    "known": Look("mark-known", 0.62, 0.76, 5),
    "fading": Look("mark-known", 0, 0.66, 5),
    "part": Look("mark-known", 0, 0.66, 5),
    "new": Look("mark-known", 0, 0.48, 6),
}
ZONE_LOOKS = {
    "never": Look("mark-never", 0, 0.66, 4.5),
    "gentle": Look("mark-gentle", 0, 0.66, 4.5, (20, 12)),
}
LINE_WIDTHS = {"never": 3.0, "gentle": 4.0, "level": 4.0, "dots": 9.0, "half": 10.0, "ruled": 8.0}


def _draw_state(canvas: Canvas, shapes: list[Curve], look: Look, pattern: str, colours: Mapping[str, Colour]) -> None:
    for shape in shapes:
        canvas.fill([shape], mixed(colours[look.token], colours["paper"], look.tint), look.cover)
        if pattern:
            canvas.hatch(shape, colours[look.token], _pattern_over(shape, pattern), LINE_WIDTHS[pattern])
    canvas.stroke(shapes, colours[look.token], look.width, dash=look.dash)


def _draw_zones(canvas: Canvas, colours: Mapping[str, Colour]) -> None:
    for zone in zone_marks().values():
        _draw_state(canvas, [*_both(zone.pair), *zone.single], ZONE_LOOKS[zone.mark], zone.mark, colours)
        _draw_detail(canvas, zone.mark, zone.detail, colours)


def _draw_detail(canvas: Canvas, mark: str, curves: Iterable[Curve], colours: Mapping[str, Colour]) -> None:
    """Vertebrae are filled, kidneys are outlined."""
    colour, curves = colours[f"mark-{mark}"], list(curves)
    if mark == "never":
        canvas.fill(curves, colour)
        canvas.stroke(curves, colours["paper"], 2)
    else:
        canvas.fill(curves, colour, 0.26)
        canvas.stroke(curves, colour, 5)


def _draw_directions(canvas: Canvas, colours: Mapping[str, Colour]) -> None:
    lines = [curve for ways in routes().values() for way in ways for curve in way]
    canvas.stroke(_both(lines), colours["paper"], 16, opacity=0.8)
    canvas.stroke(_both(lines), colours["mark-flow"], 9)
    canvas.fill(_both(stations().values()), colours["paper"])
    canvas.stroke(_both(stations().values()), colours["mark-flow"], 8)


def _draw_words(canvas: Canvas, options: PlateImage, colours: Mapping[str, Colour]) -> None:
    *sides, leave_out = options.words
    for word, at in zip(sides, SIDES, strict=True):
        canvas.text(word, at, 33, colours["ink-soft"])
    for slug, state in options.states:
        region = BACK_MAP.regions[slug]
        if state == "out":
            x, y = TAGS[region.base]
            canvas.text(
                leave_out, ({"l": x, "r": 1000 - x, "": 500}[region.side], y), 33, colours["ink"], colours["paper"]
            )


def _seam(options: PlateImage, colours: Mapping[str, Colour]) -> Colour:
    """Seams and fibres are lighter than the darkest two skins and darker than the others."""
    return colours[f"skin-{'light' if options.tone > 3 else 'line'}-{options.tone}"]


def _sides(region: Region) -> list[Curve]:
    shape = region_shapes()[region.base]
    return [shape if side == "l" else shape.mirrored() for side in region.sides]


def _both(curves: Iterable[Curve]) -> list[Curve]:
    left = list(curves)
    return [*left, *(curve.mirrored() for curve in left)]


def _pattern_over(shape: Curve, name: str) -> list[list[Point]]:
    """On the right the pattern is the mirror image of the left one, as in the SVG."""
    bounds = _bounds(shape)
    if bounds[0] < 500:
        return pattern_lines(name, bounds)
    lines = pattern_lines(name, _bounds(shape.mirrored()))
    return [[(1000 - x, y) for x, y in line] for line in lines]


def _bounds(shape: Curve) -> tuple[float, float, float, float]:
    points = shape.flat()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _chosen(value: str, known: Collection[str], what: str) -> str:
    if value not in known:
        raise ValueError(f"Unknown {what}: {value[:40]!r}. Known: {', '.join(known)}")
    return value
