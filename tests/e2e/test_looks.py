"""Key pages look as they did when somebody last judged them good: at three widths, by day, in the evening, on paper.

The references in `looks/` are a quarter as large as the page and hold few colours. They are compared in squares of
32 page pixels, which level out how one Chromium or another smooths letters and edges. All text is set in the font that
the site ships, so that no machine's own fonts show. A Chromium with other font rendering and another colour profile
was measured at a mean of 1 to 3 of 255 and 0 to 0.5 % of squares changed; a page without its drawing or its style sheet
at 13 to 54 and 13 to 83 % (the last tests). Renew the references after a change that was looked at and wanted:
CONTRIBUTING says how.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageChops

from tests.practice.visits import hand_over, screened

REFERENCES = Path(__file__).parent / "looks"
RENEW = os.environ.get("RENEW_LOOKS") == "1"
ADDRESSES = {
    "home": "/",
    "lessons": "/lessons/",
    "lesson": "/lessons/map-of-the-back/",
    "technique": "/techniques/knead-lat/",
    "map": "/map/?layers=1&layer=regions&layer=leave-alone&layer=directions",
    "directions": "/directions/",
    "claims": "/claims/",
    "progress": "/progress/",
    "question": "/screening/",
    "outcome": "/screening/outcome/",
    "plate": "/styleguide/",
}
SIZES = {360: 740, 768: 1024, 1280: 800}
ONE_FONT = """
*, ::before, ::after {
  font-family: "Atkinson Hyperlegible Next" !important;
  text-rendering: geometricPrecision !important;
}
html { scrollbar-width: none; }
"""
ONLY_STATES = """
document.querySelectorAll('.guide-part').forEach(part => { if (!part.querySelector('#states-plates')) part.remove() })
"""
# What a drawing uses twice may keep its colours for a moment when the scheme changes under it; a copy does not.
DRAW_ANEW = "document.querySelectorAll('svg').forEach(drawing => drawing.replaceWith(drawing.cloneNode(true)))"
SHRINK, COLOURS, SQUARE = 4, 32, 8
# A square counts as changed from 20 of 255 on. This share of them may be, and the whole may differ by this much.
CHANGED, SHARE, MEAN = 20, 0.03, 5.0


@pytest.fixture
def visit(open_page, site, sign_in, alice):
    """visit(name, width): the page as its reader meets it, in the font of the site."""

    def visit(name, width):
        page = open_page(viewport={"width": width, "height": SIZES[width]}, color_scheme="light", bypass_csp=True)
        if name == "outcome":
            hand_over(screened(Client()), page, site)
        if name == "plate":
            alice.is_staff = True
            alice.save()
            sign_in(page, alice)
        page.goto(ADDRESSES[name], wait_until="domcontentloaded" if name == "plate" else "load")
        if name == "question":
            page.get_by_role("link", name="Start", exact=True).click()
            page.wait_for_url("**/questions/**")
        if name == "plate":
            page.evaluate(ONLY_STATES)  # forty plates at once take long to paint
        settle(page)
        return page

    return visit


def settle(page):
    page.add_style_tag(content=ONE_FONT)
    page.evaluate("document.fonts.ready")


def looks(page):
    """The first screen by day, in the evening and on paper, side by side, a quarter as large."""
    shown = []
    for media, scheme in (("screen", "light"), ("screen", "dark"), ("print", "light")):
        page.emulate_media(media=media, color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(DRAW_ANEW)
        shown.append(page.screenshot(animations="disabled", caret="hide"))
    pictures = [Image.open(BytesIO(each)).convert("RGB") for each in shown]
    width, height = (side // SHRINK // SQUARE * SQUARE for side in pictures[0].size)
    strip = Image.new("RGB", (width * len(pictures), height))
    for index, picture in enumerate(pictures):
        box = (0, 0, width * SHRINK, height * SHRINK)
        strip.paste(picture.resize((width, height), Image.Resampling.BOX, box=box), (index * width, 0))
    return strip


def faults(fresh, kept):
    if fresh.size != kept.size:
        return [f"size {fresh.size}, was {kept.size}"]
    size = (fresh.width // SQUARE, fresh.height // SQUARE)
    one, other = (picture.resize(size, Image.Resampling.BOX) for picture in (fresh, kept))
    bands = ImageChops.difference(one, other).split()
    values = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2]).tobytes()
    mean, share = sum(values) / len(values), sum(value >= CHANGED for value in values) / len(values)
    return [f"mean {mean:.1f} of {MEAN}"] * (mean > MEAN) + [f"{share:.1%} changed of {SHARE:.0%}"] * (share > SHARE)


def reference(name, width):
    return Image.open(REFERENCES / f"{name}-{width}.png").convert("RGB")


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_the_page_looks_as_it_did(visit, tmp_path, name, width):
    fresh = looks(visit(name, width))
    if RENEW:
        REFERENCES.mkdir(exist_ok=True)
        fresh.quantize(COLOURS).save(REFERENCES / f"{name}-{width}.png", optimize=True)
    fresh.save(tmp_path / f"{name}-{width}.png")
    assert not faults(fresh, reference(name, width)), f"{name} at {width} px; the fresh picture is in {tmp_path}"


@pytest.mark.parametrize("width", SIZES)
def test_a_removed_figure_is_noticed(visit, width):
    page = visit("map", width)
    page.add_style_tag(content=".plate { visibility: hidden; }")
    assert faults(looks(page), reference("map", width))


@pytest.mark.parametrize("name", ["home", "question"])
def test_a_missing_style_sheet_is_noticed(visit, name):
    page = visit(name, 1280)
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(link => link.remove())")
    assert faults(looks(page), reference(name, 1280))
