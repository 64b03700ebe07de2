"""A learner watches the hands, stops them, slows them down and steps through, by touch and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations

TECHNIQUE = "/techniques/stroke-long/"
TIME = "() => document.querySelector('hand-demo').time()"
# A pause or a new pace takes hold with the browser's next frame.
ALL_READY = "() => Promise.all(document.getAnimations().map((motion) => motion.ready.then(() => motion.playbackRate)))"


@pytest.fixture
def moving_page(open_page):
    """A visitor whose device does not ask for less movement."""
    page = open_page(reduced_motion="no-preference", viewport={"width": 1280, "height": 1000})
    page.goto(TECHNIQUE)
    expect(page.locator("hand-demo[data-ready]")).to_be_visible()
    return page


def play_button(page):
    return page.locator("[data-do=play]")


def test_hands_move_by_themselves_and_stop_when_asked(moving_page):
    page = moving_page
    page.locator(".hand-demo__stage").scroll_into_view_if_needed()
    expect(play_button(page)).to_have_text("Pause", use_inner_text=True)
    page.wait_for_function("() => document.querySelector('hand-demo').time() > 900")
    play_button(page).click()
    expect(page.locator("[data-said]")).to_have_text("Paused")
    expect(play_button(page)).to_have_text("Play", use_inner_text=True)
    page.evaluate(ALL_READY)
    stopped = page.evaluate(TIME)
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")
    assert page.evaluate(TIME) == stopped


def test_the_pace_is_halved_quartered_and_real_again(moving_page):
    slower = moving_page.locator("[data-do=slower]")
    for words in ("Half pace", "Quarter pace", "Real pace"):
        slower.click()
        expect(moving_page.locator("[data-said]")).to_have_text(words)
    assert set(moving_page.evaluate(ALL_READY)) == {1}


def test_steps_show_each_moment_with_its_words_by_keyboard(moving_page):
    page = moving_page
    play_button(page).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("[data-do=on]")).to_be_focused()
    page.keyboard.press("Enter")
    current = page.locator("#movement [data-current]")
    said = page.locator("[data-said]").text_content()
    assert current.count() == 1
    assert current.text_content().strip()[:40] in said
    expect(play_button(page)).to_have_text("Play", use_inner_text=True)


def test_hands_rest_while_they_are_out_of_sight(open_page):
    page = open_page(reduced_motion="no-preference", viewport={"width": 360, "height": 740})
    page.goto(TECHNIQUE)
    page.locator(".hand-demo__stage").scroll_into_view_if_needed()
    page.wait_for_function("() => document.getAnimations().some((motion) => motion.playState === 'running')")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => document.getAnimations().every((motion) => motion.playState === 'paused')")


def test_nothing_jumps_when_the_hands_arrive(open_page):
    page = open_page(reduced_motion="no-preference", viewport={"width": 360, "height": 740})
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver((list) => list.getEntries().forEach((entry) => "
        "window.shifts.push([entry.value, ...entry.sources.map((source) => source.node?.className)])))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto("/about/")
    page.evaluate("() => document.fonts.ready.then(() => true)")  # a first font may come late; this is not about it
    page.goto(TECHNIQUE)
    expect(page.locator("hand-demo[data-ready]")).to_have_count(1)
    page.locator(".hand-demo__stage").scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('hand-demo').time() > 1500")
    assert page.evaluate("() => window.shifts") == []


def test_with_less_movement_the_hands_wait_and_the_stills_are_shown(page):
    page.goto(TECHNIQUE)
    expect(page.locator("hand-demo[data-ready]")).to_have_count(1)
    expect(play_button(page)).to_have_text("Play", use_inner_text=True)
    assert page.evaluate("() => document.getAnimations().every((motion) => motion.playState === 'paused')")
    expect(page.locator(".movement__still").first).to_be_visible()
    play_button(page).click()
    expect(play_button(page)).to_have_text("Pause", use_inner_text=True)


def test_without_scripts_the_stills_tell_the_movement(no_script_page):
    page = no_script_page
    page.goto(TECHNIQUE)
    expect(page.locator(".movement__still")).to_have_count(4)
    expect(page.locator(".movement__still").last).to_be_visible()
    expect(page.locator(".hand-demo__controls")).to_be_hidden()
    expect(page.locator(".hand-demo__hand").first).to_be_hidden()


def test_paper_has_the_stills_and_no_buttons(moving_page):
    moving_page.emulate_media(media="print")
    expect(moving_page.locator(".movement__still").first).to_be_visible()
    expect(moving_page.locator(".hand-demo__controls")).to_be_hidden()
    expect(moving_page.locator(".hand-demo__hand").first).to_be_hidden()


def test_the_moving_page_is_accessible_and_its_buttons_are_large(moving_page):
    assert not violations(moving_page)
    for button in moving_page.locator(".hand-demo__button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
