"""On paper nothing is folded away, in a browser that can say so in its style sheet and in an older one."""

import pytest
from django.test import Client

from tests.practice.visits import hand_over, ready

FOLDED = """() => [...document.querySelectorAll("details:not([open]) > :not(summary)")]
  .map((part) => [part.closest("details").className, part.checkVisibility()])"""


@pytest.fixture
def giver(page, site):
    """Screened, with every check passed: the plan and its steps are open."""
    hand_over(ready(Client()), page, site)
    return page


def noted(page):
    page.goto("/practice/after/")
    page.get_by_label("Minutes").fill("20")
    page.get_by_role("button", name="Keep this note").click()
    page.wait_for_url("**/practice/log/")


@pytest.mark.parametrize("address", ["/progress/", "/practice/step/2/", "/screening/questions/signs-now/"])
def test_what_is_folded_away_is_printed(giver, address):
    if address == "/progress/":
        noted(giver)
    giver.goto(address)
    on_screen = giver.evaluate(FOLDED)
    giver.emulate_media(media="print")
    assert on_screen
    assert not any(is_visible for _name, is_visible in on_screen)
    assert not [name for name, is_visible in giver.evaluate(FOLDED) if not is_visible]


def test_controls_that_are_folded_away_are_not_printed(page):
    page.goto("/lessons/")
    page.emulate_media(media="print")
    assert [is_visible for _name, is_visible in page.evaluate(FOLDED)] == [False]


PRESSED = """() => [...document.querySelectorAll("main :is(button, .button, [type=submit])")]
  .filter((part) => part.checkVisibility()).map((part) => part.textContent.trim())"""


@pytest.mark.parametrize(
    "address", ["/lessons/squeezing/", "/techniques/rub-saw/", "/practice/", "/practice/step/2/", "/map/"]
)
def test_nothing_that_is_pressed_is_printed(giver, address):
    giver.goto(address)
    assert giver.evaluate(PRESSED)
    giver.emulate_media(media="print")
    assert giver.evaluate(PRESSED) == []


def test_a_lesson_on_paper_ends_with_what_to_do_afterwards(giver):
    giver.goto("/lessons/squeezing/")
    giver.emulate_media(media="print")
    titles = giver.locator("main h2").all()
    assert [title.inner_text() for title in titles if title.is_visible()][-1] == "Afterwards"


def test_an_older_browser_unfolds_for_the_print_and_folds_again(giver):
    giver.add_init_script("CSS.supports = () => false;")
    giver.goto("/practice/step/2/")
    for event, is_open in [("beforeprint", True), ("afterprint", False)]:
        giver.evaluate("name => window.dispatchEvent(new Event(name))", event)
        assert giver.evaluate("() => document.querySelector('details').open") is is_open
