"""Pillow's picture of the plate shows what Chromium shows of the SVG: same figure, regions, zones, lines, colours."""

from io import BytesIO

import pytest
from django.template.loader import render_to_string
from PIL import Image, ImageChops, ImageFilter

from lessons.back_map import BACK_MAP
from lessons.plate import image as back_map_image
from lessons.plate.image import PlateImage, draw
from lessons.plate.marks.zones import zone_marks
from lessons.plate.svg import REGION_STATES, PlateWords, plate
from tests.folders import ROOT

STYLES = ROOT / "static" / "css"
SHEETS = ("tokens.css", "tokens_skin.css", "base.css", "back_map.css")
WIDTH = 648
# Both pictures are averaged over squares of 6 px (10 canvas units): that levels the edges, which each program smooths
# in its own way. What is left is at most 28 of 255 in any patch of 3 by 3 squares, where cross-hatches are dense.
# A mark that only one of them shows makes 34 (the skull base, which lies inside the neck) to 149 (an arrow).
SQUARE = 6
PATCH = 31
# Seams are too fine for a patch. They show in the mean: 1.5 with, 2.1 without.
MEAN, MEANS = 3.2, {"figure": 1.8, "broad": 1.8, "regions": 1.8}
NOTHING_SAID = PlateWords("", "", "", "", {})
EVERY_STATE = dict(zip(BACK_MAP.regions, (*REGION_STATES, *REGION_STATES), strict=False))
CASES = {
    "figure": {"layers": (), "tone": 1},
    "broad": {"layers": (), "tone": 5, "silhouette": "broad", "theme": "dark"},
    "regions": {"layers": ("regions",), "tone": 2},
    "zones": {"layers": ("leave-alone",), "tone": 3},
    "zones-evening": {"layers": ("leave-alone",), "tone": 4, "theme": "dark"},
    "directions": {"layers": ("directions",), "tone": 3, "silhouette": "broad"},
    "muscles": {"layers": ("muscles",), "tone": 3},
    "states": {"layers": ("regions",), "tone": 3, "states": EVERY_STATE},
}


@pytest.fixture(scope="module")
def shown(browser):
    """What Chromium draws, each case once."""
    kept = {}

    def shown(case):
        if case not in kept:
            kept[case] = chromium_picture(browser, **CASES[case])
        return kept[case]

    return shown


def chromium_picture(browser, *, theme="light", **options):
    svg = render_to_string("components/_plate.html", {"plate": plate(words=NOTHING_SAID, title="The back", **options)})
    css = "".join((STYLES / name).read_text() for name in SHEETS)
    page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
    page.set_content(f'<html data-theme="{theme}"><style>{css}</style><body>{svg}</body></html>')
    picture = page.locator("svg").screenshot()
    page.close()
    return Image.open(BytesIO(picture)).convert("RGB")


def pillow_picture(*, states=None, **options):
    return draw(PlateImage(width=WIDTH, states=tuple((states or {}).items()), words=("", "", "", ""), **options))


def squares(picture):
    return picture.resize((WIDTH // SQUARE, round(WIDTH * 161 / 108) // SQUARE), Image.Resampling.BOX)


def difference(one, other):
    """Mean over the picture, and the strongest mean over any patch of 3 by 3 squares; 0 to 255, the worst channel."""
    bands = ImageChops.difference(squares(one), squares(other)).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    values = worst.tobytes()
    return sum(values) / len(values), worst.filter(ImageFilter.BoxBlur(1)).getextrema()[1]


def faults(case, one, other):
    mean, patch = difference(one, other)
    return [f"mean {mean:.1f}"] * (mean >= MEANS.get(case, MEAN)) + [f"one place {patch}"] * (patch >= PATCH)


@pytest.mark.parametrize("case", CASES)
def test_both_pictures_show_the_same(shown, case):
    assert not faults(case, shown(case), pillow_picture(**CASES[case]))


@pytest.mark.parametrize("slug", ["z1", "z4", "z8"])
def test_a_missing_zone_is_noticed(shown, monkeypatch, slug):
    monkeypatch.setattr(back_map_image, "zone_marks", lambda: {k: v for k, v in zone_marks().items() if k != slug})
    assert faults("zones", shown("zones"), pillow_picture(**CASES["zones"]))


def test_a_missing_region_and_missing_seams_are_noticed(shown):
    fewer = {slug: state for slug, state in EVERY_STATE.items() if slug != "shoulder-l"}
    assert faults("states", shown("states"), pillow_picture(states=fewer, tone=3))
    assert faults("regions", shown("regions"), pillow_picture(tone=2, layers=()))
