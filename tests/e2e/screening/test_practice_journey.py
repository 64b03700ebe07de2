"""From a cleared screening and passed checks to a printed plan and a kept note: by keyboard, phone, without script."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.e2e.axe import violations_by_day_and_night
from tests.e2e.conftest import DESK, PHONE
from tests.practice.visits import EVERY_LESSON, checked, hand_over, screened

PLAN = "/practice/"
USUAL = "/practice/?length=full"
PAGES = [PLAN, "/practice/step/7/", "/practice/after/", "/practice/log/"]


@pytest.fixture
def cleared(site):
    """cleared(page, **yes): the page's visitor has answered the whole screening and passed the checks of `passed`."""

    def cleared(page, passed=EVERY_LESSON, **yes):
        hand_over(checked(screened(Client(), **yes), passed), page, site)
        return page

    return cleared


def press_until_focused(page, target, key="Tab", most=120):
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("the keyboard does not reach it")


def test_without_a_screening_the_plan_is_closed_and_leads_there(page):
    page.goto(PLAN)
    expect(page.locator("main")).to_contain_text("The screening comes first")
    page.locator("main .button--primary").click()
    assert "/screening/" in page.url


def test_with_a_check_missing_the_plan_is_read_and_leads_to_the_check(page, cleared):
    cleared(page, passed=(1, 3)).goto(USUAL)
    expect(page.locator(".task")).to_have_count(26)
    expect(page.get_by_role("link", name="Start with step 1")).to_have_count(0)
    page.get_by_role("link", name="Take the check of lesson 2").click()
    expect(page.locator("h1")).to_have_text("Check what you know")
    page.goto("/practice/step/3/")
    expect(page.locator(".conditions .verdict")).to_have_text(["met", "still open", "passed", "still open", "passed"])
    page.get_by_role("link", name="Read the plan for today").click()
    expect(page.locator("h1")).to_contain_text("Today's massage")


@pytest.mark.parametrize("address", [PLAN, "/practice/step/7/"])
def test_axe_finds_nothing_while_checks_are_missing(open_page, cleared, address):
    page = open_page(viewport=PHONE)
    cleared(page, passed=(2,)).goto(address)
    assert not violations_by_day_and_night(page)


def test_a_plan_that_waits_prints_on_two_pages_and_says_so(page, cleared):
    cleared(page, passed=()).goto(USUAL)
    page.emulate_media(media="print")
    expect(page.locator("#not-yet")).to_be_visible()
    expect(page.locator(".first-checks")).to_be_hidden()
    pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm"))
    assert pdf.count(b"/Type /Page\n") <= 2


def test_a_massage_is_followed_and_noted_by_keyboard_alone(page, cleared):
    cleared(page).goto(PLAN)
    chair = page.get_by_label("Sitting on a chair", exact=True)
    press_until_focused(page, page.get_by_label("Lying face down", exact=True))
    page.keyboard.press("ArrowDown")
    expect(chair).to_be_checked()
    press_until_focused(page, page.get_by_role("button", name="Show this plan"))
    page.keyboard.press("Enter")
    page.wait_for_url("**position=chair**")
    page.goto(f"{PLAN}?position=chair&length=neck")
    press_until_focused(page, page.get_by_role("link", name="Start with step 1"))
    page.keyboard.press("Enter")
    for number in range(1, 9):
        expect(page.locator(".eyebrow")).to_contain_text(f"Step {number} of 8")
        press_until_focused(page, page.locator(".follow__next"))
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("After the massage")
    press_until_focused(page, page.get_by_label("Good", exact=True))
    page.keyboard.press("Space")
    press_until_focused(page, page.get_by_role("button", name="Keep this note"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Practice log")
    expect(page.locator(".log__entry")).to_contain_text("10 minutes")
    expect(page.locator(".log__entry")).to_contain_text("Good")


def test_all_of_it_works_without_javascript(no_script_page, cleared):
    page = cleared(no_script_page)
    page.goto(PLAN)
    page.get_by_label("First strokes, 7 min").check()
    page.get_by_role("button", name="Show this plan").click()
    expect(page.locator("h1")).to_contain_text("7 minutes")
    page.get_by_role("link", name="Start with step 1").click()
    page.locator(".follow__next").click()
    expect(page.locator(".eyebrow")).to_contain_text("Step 2 of 5")
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_role("link", name="See all steps").click()
    page.get_by_label("Minutes").fill("0")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.locator(".error-summary")).to_contain_text("Write at least 1 minute.")
    page.get_by_label("Minutes").fill("20")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.locator(".log__entry")).to_have_count(1)
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".log__entry")).to_have_count(0)
    page.get_by_role("button", name="Put the deleted note back").click()
    expect(page.locator(".log__entry")).to_have_count(1)


def test_back_returns_to_the_step_before(page, cleared):
    cleared(page).goto("/practice/step/1/?length=full")
    for _ in range(3):
        page.locator(".follow__next").click()
    expect(page.locator(".eyebrow")).to_contain_text("Step 4 of 26")
    page.go_back()
    expect(page.locator(".eyebrow")).to_contain_text("Step 3 of 26")


def test_a_double_click_keeps_one_note(page, cleared):
    cleared(page).goto("/practice/after/")
    page.get_by_label("Minutes").fill("15")
    page.get_by_role("button", name="Keep this note").dblclick()
    expect(page.locator("h1")).to_have_text("Practice log")
    expect(page.locator(".log__entry")).to_have_count(1)


@pytest.mark.parametrize("length", ["full", "short", "long"])
def test_the_printed_plan_takes_two_pages_without_menus(page, cleared, length):
    cleared(page, shoulder_problem={"side": "l", "recent": False}).goto(f"{PLAN}?length={length}")
    page.emulate_media(media="print")
    for hidden in (".site-header", ".site-footer", ".plan-form", ".practice-form"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".task").first).to_be_visible()
    margin = "12mm"
    pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), margin))
    assert pdf.count(b"/Type /Page\n") <= 2


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_with_a_clearance(open_page, cleared, address, viewport):
    page = open_page(viewport=viewport)
    cleared(page, sunburn={"whole_back": False, "regions": ["shoulder-l"]}, heart_stable={}).goto(address)
    assert not violations_by_day_and_night(page)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways(open_page, cleared, address):
    page = open_page(viewport={"width": 320, "height": 640})
    cleared(page, pregnancy={"weeks": 20, "complication": False}).goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_pressed_is_large_enough(phone, cleared):
    """UX-06: targets of 44 px inside a followed step."""
    cleared(phone).goto("/practice/step/2/")
    boxes = [link.bounding_box() for link in phone.locator(".follow__nav a").all()]
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)
