"""On paper nothing is folded away, in a browser that can say so in its style sheet and in an older one."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from tests.practice.visits import pass_checks, screen

FOLDED = """() => [...document.querySelectorAll("details:not([open]) > :not(summary)")]
  .map((part) => [part.closest("details").className, part.checkVisibility()])"""


@pytest.fixture
def visitor(page, site):
    """Screened, may practise, and has noted a massage: every page that folds something away is open."""
    session = SessionStore()
    session.create()
    screen(session)
    pass_checks(session)
    page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": site.url}])
    page.goto("/practice/after/")
    page.get_by_label("Minutes").fill("20")
    page.get_by_role("button", name="Keep this note").click()
    page.wait_for_url("**/practice/log/")
    return page


@pytest.mark.parametrize("address", ["/progress/", "/practice/step/7/", "/screening/questions/signs-now/"])
def test_what_is_folded_away_is_printed(visitor, address):
    visitor.goto(address)
    on_screen = visitor.evaluate(FOLDED)
    visitor.emulate_media(media="print")
    assert on_screen
    assert not any(is_visible for _name, is_visible in on_screen)
    assert not [name for name, is_visible in visitor.evaluate(FOLDED) if not is_visible]


def test_controls_that_are_folded_away_are_not_printed(page):
    page.goto("/lessons/")
    page.emulate_media(media="print")
    assert [is_visible for _name, is_visible in page.evaluate(FOLDED)] == [False]


def test_an_older_browser_unfolds_for_the_print_and_folds_again(visitor):
    visitor.add_init_script("CSS.supports = () => false;")
    visitor.goto("/practice/step/7/")
    for event, is_open in [("beforeprint", True), ("afterprint", False)]:
        visitor.evaluate("name => window.dispatchEvent(new Event(name))", event)
        assert visitor.evaluate("() => document.querySelector('details').open") is is_open
