"""Lines put in order by drag, tap and keys, and a place pointed at on a narrow phone: what is hit, said and drawn."""

import pytest
from playwright.sync_api import expect

from lessons.quiz.questions import quiz
from tests.e2e.axe import violations
from tests.e2e.conftest import DESK
from tests.e2e.learning.ordering import order_of
from tests.e2e.learning.test_check_journey import KINDS, given_a_begun_check, then_it_was_right

ORDER, POINT = quiz().question("getting-up"), quiz().question("find-c7")
NARROW = {"width": 360, "height": 640}


def given_an_order(page):
    given_a_begun_check(page)
    page.goto(KINDS["order"])
    assert order_of(page) != ORDER.right
    expect(page.locator("order-list select").first).to_be_hidden()


def line(page, key):
    return page.locator(f"order-list li:has(#id_{key})")


def then_it_is_answered_right(page):
    numbers = page.locator("order-list select").evaluate_all("fields => fields.map(field => field.value)")
    assert numbers == [str(place) for place in range(1, len(ORDER.right) + 1)]
    page.locator("#answer").click()
    then_it_was_right(page)


def test_lines_are_dragged_with_a_mouse(page):
    given_an_order(page)
    for place, key in enumerate(ORDER.right):
        start = line(page, key).locator("[data-handle]").bounding_box()
        target = page.locator("order-list li").nth(place).bounding_box()
        page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
        page.mouse.down()
        page.mouse.move(start["x"] + 20, target["y"] + 5, steps=6)
        page.mouse.up()
        assert order_of(page)[place] == key
    expect(page.locator("[data-lifted]")).to_have_count(0)
    then_it_is_answered_right(page)


def test_lines_are_dragged_with_a_finger_by_their_dots(open_page):
    page = open_page(viewport=NARROW, has_touch=True, is_mobile=True)
    given_an_order(page)
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    for place, key in enumerate(ORDER.right):
        line(page, key).scroll_into_view_if_needed()
        start = line(page, key).locator("[data-handle]").bounding_box()
        target = page.locator("order-list li").nth(place).bounding_box()
        x, y = start["x"] + 20, start["y"] + start["height"] / 2
        send("touchStart", (x, y))
        for part in range(1, 7):
            send("touchMove", (x, y + (target["y"] + 5 - y) * part / 6))
        send("touchEnd")
        assert order_of(page)[place] == key
    then_it_is_answered_right(page)


def test_lines_are_moved_by_tapping_their_arrows(open_page):
    page = open_page(viewport=NARROW, has_touch=True, is_mobile=True)
    given_an_order(page)
    for place, key in enumerate(ORDER.right):
        while order_of(page).index(key) > place:
            line(page, key).locator("[data-step='-1']").tap()
    then_it_is_answered_right(page)


def test_lines_are_moved_by_keys_keep_the_focus_and_say_where_they_are(page):
    given_an_order(page)
    first = order_of(page)[0]
    up, down = line(page, first).locator("[data-step='-1']"), line(page, first).locator("[data-step='1']")
    expect(up).to_have_attribute("aria-disabled", "true")
    down.focus()
    page.keyboard.press("Enter")
    assert order_of(page)[1] == first
    expect(down).to_be_focused()
    expect(page.locator("order-list [aria-live]")).to_contain_text("now number 2 of 4")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert order_of(page)[0] == first
    expect(down).to_be_focused()
    assert not violations(page)


def test_a_hint_keeps_the_lines_where_they_were_left(page):
    given_an_order(page)
    last = order_of(page)[-1]
    line(page, last).locator("[data-step='-1']").click()
    left = order_of(page)
    page.locator("#hint").click()
    expect(page.locator("#hints")).to_be_visible()
    assert order_of(page) == left


def test_lines_nobody_has_moved_are_no_answer(page):
    given_an_order(page)
    page.locator("#answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Put the lines in their order first.")


def place_on(page, x, y):
    """In pixels of the drawing, from units of the canvas."""
    box = page.locator(".touch__input:visible").bounding_box()
    left, top, across, _down = map(float, page.locator("#touch").get_attribute("viewBox").split())
    return (x - left) * box["width"] / across, (y - top) * box["width"] / across


def when_it_is_touched(page, x, y, *, beside=(0, 0)):
    across, down = place_on(page, x, y)
    page.locator(".touch__input:visible").click(position={"x": across + beside[0], "y": down + beside[1]})


@pytest.mark.parametrize("beside", [(21, 0), (-21, 0), (0, 21), (0, -21), (15, 15)])
@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, NARROW, DESK], ids=["320", "360", "desk"])
def test_a_touch_a_finger_beside_the_place_is_right(open_page, viewport, beside):
    page = open_page(viewport=viewport)
    given_a_begun_check(page)
    page.goto(KINDS["point"])
    when_it_is_touched(page, 500, 260, beside=beside)
    then_it_was_right(page)


def test_a_miss_says_the_way_and_shows_both_places(open_page):
    page = open_page(viewport=NARROW)
    given_a_begun_check(page)
    page.goto(KINDS["point"])
    when_it_is_touched(page, 600, 600)
    expect(page.get_by_role("heading", name="Not yet.")).to_be_visible()
    expect(page.locator("#way")).to_have_text(
        "From there the right place lies two hand-widths higher, toward the spine."
    )
    expect(page.locator('.places__place--right[data-region="c7"]')).to_be_visible()
    expect(page.locator(".places__point")).to_be_visible()
    expect(page.locator(".places__way")).to_have_count(1)
    assert not violations(page)
