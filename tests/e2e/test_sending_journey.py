"""What happens on a bad line: answers that are late, a sending that is stopped, no connection, an old page."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

LESSON = "/lessons/squeezing/"


@pytest.fixture
def hold():
    """hold(page, address): the first request there gets no answer while the test runs."""
    held = []

    def hold(page, address):
        page.route(address, lambda route: held.append(route), times=1)

    yield hold
    for route in held:
        with suppress(Error):  # the page may have given it up
            route.abort()


# --- answers in order ------------------------------------------------------------------------------------------------


def test_the_plate_shows_the_step_that_is_read_though_an_earlier_answer_is_late(page, hold):
    page.goto(LESSON)
    late, read = [link.get_attribute("id")[5:] for link in page.locator("[id^=show-]").all()][-2:]
    hold(page, f"**{LESSON}?step={late}")
    with page.expect_request(f"**{LESSON}?step={late}"):
        page.evaluate(f"() => document.getElementById('{late}').scrollIntoView()")
    with page.expect_event("requestfailed", lambda request: request.url.endswith(f"?step={late}")):
        page.evaluate(f"() => document.getElementById('{read}').scrollIntoView()")
    title = page.locator(f"#{read}-title").inner_text().partition(". ")[2]
    expect(page.locator("#lesson-plate figcaption strong")).to_have_text(title)


@pytest.mark.parametrize(
    ("address", "first", "second", "end"),
    [
        ("/claims/", "#claims-contradicted", "#claims-supported", "label=supported"),
        ("/map/", "#layer-muscles", "#layer-directions", "layer=directions"),
    ],
)
def test_what_was_asked_for_last_is_shown_and_named_in_the_address(page, hold, address, first, second, end):
    page.goto(address)
    hold(page, f"**{address}?*")
    with page.expect_request(f"**{address}?*") as late:
        page.locator(first).click()
    with page.expect_event("requestfailed", lambda request: request == late.value):
        page.locator(second).click()
    expect(page).to_have_url(re.compile(f"{end}$"))
    expect(page.locator(f"{second}:is([aria-current], :checked)")).to_be_visible()
