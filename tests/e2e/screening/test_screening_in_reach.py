"""The questions on a small phone: "None of these" stays in reach, and nothing lies over what has the focus."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from screening.rules.questionnaire import load_questionnaire
from tests.practice.visits import hand_over, screened

SIZES = {  # width, height, text in per cent
    "360 x 640": (360, 640, 100),
    "390 x 664": (390, 664, 100),
    "360 x 640, large text": (360, 640, 200),
    "on its side": (664, 390, 100),
}
THEMES = [page.slug for page in load_questionnaire().pages if page.kind == "theme"]
MOST_TABS = 60
SIZE_OF_TEXT = """text => {
  document.documentElement.style.fontSize = `${1.125 * text}%`;  // base.css: 112.5%
}"""
# What has the focus: its name, and what lies over the middle or an edge of it or of the row around it.
FOCUSED = """() => {
  const focused = document.activeElement;
  const row = focused.closest('label, summary, button') ?? focused;
  const box = row.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.15], [0.9, 0.15], [0.1, 0.85], [0.9, 0.85]];
  const over = points.map(([across, down]) => {
    const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
    return top === null ? 'outside' : row.contains(top) || top.contains(row) ? '' : top.className || top.tagName;
  });
  return { name: focused.id || focused.textContent.trim(), over: over.filter(Boolean) };
}"""


@pytest.fixture
def answered(site, open_page):
    """answered(...) gives a page whose visitor has been through the questions."""

    def answered(**says) -> Page:
        page = open_page(viewport={"width": 360, "height": 640})
        hand_over(screened(Client(), **says), page, site)
        return page

    return answered


def resize(page: Page, width: int, height: int, text: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(SIZE_OF_TEXT, text)


def walk_by_keyboard(page: Page, last: str) -> list:
    """From the question down to the element of that name: each stop of the keyboard that is covered."""
    covered = []
    page.locator("#question").focus()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        covered += [found] if found["over"] else []
        if found["name"] == last:
            return covered
    raise AssertionError(f"{last} was never reached")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_none_of_these_is_in_sight_wherever_one_reads_and_covers_no_focus(answered, size):
    page = answered()
    for slug in THEMES:
        page.goto(f"/screening/questions/{slug}/")
        resize(page, *size)
        none = page.get_by_label("None of these", exact=True)
        for row in (page.locator("#question"), *page.locator(".theme__item").all()):
            row.evaluate("element => element.scrollIntoView({ block: 'start' })")
            expect(none).to_be_in_viewport(ratio=1)
            expect(page.get_by_role("button", name="Continue")).to_be_in_viewport(ratio=1)
        assert walk_by_keyboard(page, "Continue") == [], slug


def places(page: Page) -> None:
    page.goto("/screening/check/")
    page.get_by_role("link", name=re.compile("Which places should be left out")).click()
    expect(page.locator("region-picker:defined")).to_be_visible()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_drawing_covers_no_row_that_has_the_focus(answered, size):
    page = answered(touch_comfort={"regions": ["sacral"]})
    places(page)
    resize(page, *size)
    assert walk_by_keyboard(page, "Continue") == []
    rows = []
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        rows.append(page.evaluate(FOCUSED))
    assert [row for row in rows if row["over"]] == []


def test_the_drawing_says_what_was_touched_and_where_there_is_no_place(answered):
    page = answered(touch_comfort={"regions": ["sacral"]})
    places(page)
    said = page.locator(".pick__said")
    page.locator(".pick__plate svg").click(position={"x": 4, "y": 4})
    expect(said).to_have_text("There is no place to choose here.")
    lumbar = page.locator("[data-region=lumbar-r] use").first
    lumbar.dispatch_event("click", {"bubbles": True})
    expect(said).to_have_text("Ticked: Right small of the back")
    lumbar.dispatch_event("click", {"bubbles": True})
    expect(said).to_have_text("No longer ticked: Right small of the back")
    expect(page.get_by_role("checkbox", name="Right small of the back")).not_to_be_checked()


OUTSIDE_THE_BOX = """() => {
  const end = document.querySelector('.call').getBoundingClientRect().right + 1;
  const parts = [...document.querySelectorAll('.call :is(a, p, select, button, label)')];
  return parts.filter((part) => part.getBoundingClientRect().right > end).map((part) => part.textContent.trim());
}"""


@pytest.mark.parametrize("sign", ["em_chest", "dvt_suspect"])
def test_whom_to_call_stays_in_its_box_at_any_size_of_text(answered, site, sign):
    page = answered(**{sign: {}})
    page.goto("/screening/outcome/")
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 640})
        for text in (100, 200):
            page.evaluate(SIZE_OF_TEXT, text)
            assert page.evaluate(OUTSIDE_THE_BOX) == [], (width, text)
