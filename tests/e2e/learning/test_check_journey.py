"""The check of a lesson to its end: by mouse, by keyboard alone, without JavaScript; axe looks at each kind."""

import re

import pytest
from playwright.sync_api import expect

from lessons.quiz.questions import quiz
from tests.e2e.axe import violations
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.learning.ordering import put_in_order

LESSON = "map-of-the-back"
CHECK = f"/lessons/{LESSON}/check/"
KINDS = {
    "one": "/lessons/what-massage-can-do/check/who-decides-on-pressure/",
    "several": "/lessons/when-not-to-massage/check/answers-for-one-day/",
    "order": "/lessons/after-care/check/getting-up/",
    "point": "/lessons/map-of-the-back/check/find-c7/",
    "mark": "/lessons/percussion-and-vibration/check/where-tapping-is-forbidden/",
    "plan": "/lessons/whole-massage/check/right-shoulder-blocked/",
    "overclaim": "/lessons/what-massage-can-do/check/sentences-from-a-leaflet/",
}


def given_a_begun_check(page, check=CHECK):
    page.goto(check)
    page.get_by_role("button", name="Start the check").click()
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()


def question_on(page):
    return quiz().question(page.url.rstrip("/").split("/")[-1])


def when_it_is_answered(page, question, press="click"):
    if question.kind == "order":
        put_in_order(page, question.right)
    for key in question.right if question.kind != "order" else ():
        field = page.locator(f"#id_{key}")
        if press == "click":
            field.click()
        else:
            field.focus()
            page.keyboard.press("Space")
    button = page.get_by_role("button", name="Answer", exact=True)
    if press == "click":
        button.click()
    else:
        button.focus()
        page.keyboard.press(press)


def then_it_was_right(page):
    expect(page.get_by_role("heading", name="That is right.")).to_be_visible()


def then_the_check_is_passed(page):
    expect(page.get_by_text("You passed this check.")).to_be_visible()
    page.get_by_role("link", name="Back to lesson").click()
    expect(page.locator("#lesson-end .verdict")).to_have_text("passed")


@pytest.mark.parametrize("lesson", [LESSON, "neck-and-shoulders", "whole-massage"])
def test_a_whole_check_by_mouse(page, lesson):
    given_a_begun_check(page, f"/lessons/{lesson}/check/")
    for _ in quiz().check_of(lesson):
        when_it_is_answered(page, question_on(page))
        then_it_was_right(page)
        page.locator("#next").click()
    then_the_check_is_passed(page)


def test_a_whole_check_by_keyboard_alone(page):
    page.goto(CHECK)
    page.get_by_role("button", name="Start the check").focus()
    page.keyboard.press("Enter")
    for _ in quiz().check_of(LESSON):
        expect(page.locator("#answer")).to_be_visible()
        when_it_is_answered(page, question_on(page), "Enter")
        then_it_was_right(page)
        expect(page.locator("#verdict")).to_be_focused()
        expect(page.locator(".htmx-settling")).to_have_count(0)
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "next":
                break
        page.keyboard.press("Enter")
    then_the_check_is_passed(page)


@pytest.mark.parametrize("lesson", [LESSON, "neck-and-shoulders"])
def test_a_whole_check_without_javascript(no_script_page, lesson):
    page = no_script_page
    given_a_begun_check(page, f"/lessons/{lesson}/check/")
    for _ in quiz().check_of(lesson):
        when_it_is_answered(page, question_on(page))
        then_it_was_right(page)
        page.locator("#next").click()
    then_the_check_is_passed(page)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_place_under_the_finger_is_the_answer(open_page, viewport, script):
    page = open_page(viewport=viewport, java_script_enabled=script)
    given_a_begun_check(page)
    page.goto(KINDS["point"])
    plate = page.locator(".touch__input:visible")
    box = plate.bounding_box()
    left, top, across, _down = map(float, page.locator("#touch").get_attribute("viewBox").split())
    scale = box["width"] / across
    plate.click(position={"x": (500 - left) * scale, "y": (260 - top) * scale})
    then_it_was_right(page)
    expect(page.locator(".places__point")).to_be_visible()


def test_a_touch_beside_the_back_does_not_count_and_says_so(page):
    given_a_begun_check(page)
    page.goto(KINDS["point"])
    page.locator(".touch__input:visible").click(position={"x": 5, "y": 200})
    expect(page.get_by_role("alert")).to_contain_text("No region is here")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Error: Question 1 of 7: The map of the back · Warm Hands")


def test_a_place_touched_on_the_drawing_is_ticked_in_the_list(page):
    given_a_begun_check(page)
    page.goto(KINDS["mark"])
    page.locator('.places__place[data-region="kidneys"] .places__letter').first.click()
    expect(page.locator("#id_kidneys")).to_be_checked()
    expect(page.locator(".pick__said")).to_have_text("Ticked: Over the kidneys")
    page.locator('.places__place[data-region="kidneys"] .places__letter').last.click()
    expect(page.locator("#id_kidneys")).not_to_be_checked()


def test_an_empty_answer_says_so_in_place_and_back_leads_to_the_questions(page):
    given_a_begun_check(page)
    page.goto(KINDS["one"])
    page.locator("#answer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Choose one answer.")
    expect(page).to_have_title(re.compile("^Error: Question 1 of"))
    page.locator("#id_giver").click()
    page.locator("#answer").click()
    expect(page.get_by_role("heading", name="That could do harm.")).to_be_focused()
    expect(page).to_have_title(re.compile("^Question 1 of"))
    page.reload()
    expect(page.get_by_role("heading", name="That could do harm.")).to_be_visible()
    page.get_by_role("link", name="Answer again").click()
    page.locator("#id_receiver").click()
    page.locator("#answer").click()
    then_it_was_right(page)


@pytest.mark.parametrize(("width", "scheme"), [("phone", "light"), ("desk", "dark")])
def test_axe_finds_nothing_on_each_kind_of_question_and_its_reply(open_page, width, scheme):
    page = open_page(viewport={"phone": PHONE, "desk": DESK}[width], color_scheme=scheme)
    given_a_begun_check(page)
    found = {}
    for kind, address in KINDS.items():
        page.goto(address)
        found[kind, "form"] = violations(page)
        page.locator("#answer").click()
        expect(page.get_by_role("alert")).to_be_visible()
        found[kind, "refused"] = violations(page)
        when_it_is_answered(page, question_on(page))
        then_it_was_right(page)
        found[kind, "reply"] = violations(page)
    page.goto(CHECK)
    found["check"] = violations(page)
    assert not {place: lines for place, lines in found.items() if lines}


def test_no_question_scrolls_sideways_on_a_narrow_screen(open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    given_a_begun_check(page)
    for address in KINDS.values():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
