"""The plate as PNG: the same figure as the SVG, bounded sizes, clear messages for wrong parameters."""

from io import BytesIO
from itertools import permutations

import pytest
from PIL import Image, ImageChops
from shapely import contains_xy

from lessons.plate.body.figure import LEFT, SILHOUETTES, TOP
from lessons.plate.canvas import dashes
from lessons.plate.colours import palette, srgb
from lessons.plate.image import OFFERED_LAYERS, WIDTHS, PlateImage, digest, draw, offered, parse_parameters, render_png
from tests.lessons.plate.test_plate import body
from tests.numbers import WRONG_NUMBERS


def test_the_png_has_the_wanted_width_and_the_plate_s_proportions():
    image = Image.open(BytesIO(render_png(PlateImage(width=216))))
    assert (image.format, image.size) == ("PNG", (216, 322))


@pytest.mark.parametrize("silhouette", SILHOUETTES)
def test_figure_covers_what_the_svg_covers(silhouette):
    """Above the fade and below the towel, pixels are skin where the SVG's outline and half its contour say so."""
    width, scale = 400, 400 / 1080
    image = draw(PlateImage(width=width, layers=(), silhouette=silhouette, words=("", "", "", "")))
    rows = range(round((220 - TOP) * scale), round((1290 - TOP) * scale))
    pixels = [(x, y) for y in rows for x in range(width)]
    inside = contains_xy(
        body(silhouette).buffer(2.5),
        [(x + 0.5) / scale + LEFT for x, _ in pixels],
        [(y + 0.5) / scale + TOP for _, y in pixels],
    )
    paper = palette("light")["paper"]
    skin = [max(abs(a - b) for a, b in zip(image.getpixel(pixel), paper, strict=True)) > 24 for pixel in pixels]
    both = sum(a and b for a, b in zip(skin, inside, strict=True))
    either = sum(a or b for a, b in zip(skin, inside, strict=True))
    assert both / either > 0.98


def test_left_and_right_mirror_each_other():
    image = draw(PlateImage(width=216, layers=("leave-alone",), words=("", "", "", ""))).reduce(2)
    difference = ImageChops.difference(image, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)).convert("L")
    histogram = difference.histogram()
    assert sum(histogram[48:]) / sum(histogram) < 0.02


@pytest.mark.parametrize(
    "options",
    [
        {"layers": ("muscles",)},
        {"layers": ("directions",)},
        {"layers": ("leave-alone",)},
        {"states": (("flank-l", "lit"),)},
        {"states": (("sacral", "out"),)},
        {"states": (("scapula-r", "stroke-only"),)},
        {"theme": "dark"},
        {"theme": "print"},
        {"tone": 5},
        {"silhouette": "broad"},
    ],
)
def test_every_option_changes_the_picture_and_its_digest(options):
    plain, other = PlateImage(width=160), PlateImage(width=160, **options)
    assert draw(plain).tobytes() != draw(other).tobytes()
    assert digest(plain) != digest(other)


def test_the_same_options_give_the_same_bytes():
    assert render_png(PlateImage(width=120)) == render_png(PlateImage(width=120))
    assert digest(PlateImage(width=120)) == digest(PlateImage(width=120))


def test_what_an_address_can_ask_for_is_a_short_list():
    """Two widths and any choice of four layers: 32 pictures, and whatever is asked is one of them."""
    choices = [
        parse_parameters({"width": width, "layers": ",".join(layers)})
        for width in WIDTHS
        for count in range(len(OFFERED_LAYERS) + 1)
        for layers in permutations(OFFERED_LAYERS, count)
    ]
    assert len(offered()) == 32
    assert set(choices) == set(offered())


def test_the_map_as_it_first_shows_is_drawn_first():
    assert offered()[0] == PlateImage(width=1000, layers=("regions", "leave-alone"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("regions,muscles", "muscles,regions"),
        ("regions", "regions,regions,,regions"),
        ("directions,leave-alone,muscles", "muscles,directions,leave-alone,muscles"),
        ("regions", "known"),
    ],
)
def test_the_same_layers_are_one_picture(one, other):
    assert parse_parameters({"layers": one}) == parse_parameters({"layers": other})


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"width": "701"}, "Unknown width: '701'. Known: 700, 1000"),
        ({"width": "0000012000"}, "Unknown width: '0000012000'. Known: 700, 1000"),
        *[({"width": text}, "Unknown width") for text in WRONG_NUMBERS],
        ({"layers": "regions,moon"}, "Unknown layer: 'moon'"),
        ({"tone": "3"}, "Unknown parameter: 'tone'. Known: width, layers"),
        ({"x" * 5000: "10"}, "Unknown parameter: 'x{40}'"),
    ],
)
def test_a_wrong_parameter_is_named(query, message):
    with pytest.raises(ValueError, match=message):
        parse_parameters(query)


def test_print_is_grey_on_white():
    image = draw(PlateImage(width=120, theme="print"))
    assert image.getpixel((2, 90)) == (255, 255, 255)
    assert all(red == green == blue for _, (red, green, blue) in image.getcolors(1 << 20))


def test_oklch_is_turned_into_srgb():
    assert srgb(1, 0, 0) == (255, 255, 255)
    assert srgb(0.628, 0.2577, 29.23) == pytest.approx((255, 0, 0), abs=1)


def test_every_skin_tone_has_all_its_colours_in_both_themes():
    for theme in ("light", "dark"):
        colours = palette(theme)
        for tone in range(1, 6):
            assert {
                f"skin-{tone}",
                f"skin-shade-{tone}",
                f"skin-light-{tone}",
                f"skin-line-{tone}",
                f"hair-{tone}",
            } <= set(colours)


def test_dashes_cover_their_share_of_a_line():
    pieces = dashes([(0, 0), (50, 0), (100, 0)], 10, 5)
    assert [piece[0][0] for piece in pieces] == [0, 15, 30, 45, 60, 75, 90]
    assert sum(piece[-1][0] - piece[0][0] for piece in pieces) == 70
