"""Learning choices in a browser: by keyboard, without JavaScript, from guest to member, and in words."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.factories import PASSWORD

CHOICES = "/progress/choices/"
TECHNIQUE = "/techniques/stroke-long/"


def given_a_guest_who_may_choose(page):
    page.goto(CHOICES)
    page.wait_for_url(f"**{CHOICES}")


def when_days_are_switched_on(page, cap="6 questions, about 3 minutes"):
    page.get_by_label(cap).check()
    page.get_by_label("Count the days in a row").check()
    page.get_by_role("button", name="Keep these choices").click()


def then_chosen_is(page, cap):
    expect(page.get_by_label(f"{cap} questions", exact=False)).to_be_checked()
    expect(page.get_by_label("Count the days in a row")).to_be_checked()


def walk(page):
    """The whole page as a guest: choose, learn, pause, end the pause."""
    given_a_guest_who_may_choose(page)
    when_days_are_switched_on(page)
    expect(page.get_by_text("Your choices are kept.")).to_be_visible()
    then_chosen_is(page, 6)
    expect(page.get_by_text("A row begins with the next thing you learn or practise.")).to_be_visible()
    page.goto(TECHNIQUE)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="practised", exact=False).first.click()
    page.goto(CHOICES)
    expect(page.get_by_text("1 day so far")).to_be_visible()
    page.get_by_role("button", name="Pause from today").click()
    expect(page.get_by_text(re.compile("until you end it"))).to_be_visible()
    page.get_by_role("button", name="End the pause").click()
    expect(page.get_by_role("button", name="Pause from today")).to_be_visible()
    expect(page.get_by_text("1 day so far")).to_be_visible()


def test_a_guest_chooses_counts_days_and_pauses(page):
    walk(page)


def test_the_same_works_without_javascript(no_script_page):
    walk(no_script_page)


def test_a_guest_s_choices_come_along_at_sign_in(page, alice):
    given_a_guest_who_may_choose(page)
    when_days_are_switched_on(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail", exact=False).fill(alice.email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/progress/")
    page.goto(CHOICES)
    then_chosen_is(page, 6)


def test_choices_are_made_by_keyboard_alone(page):
    given_a_guest_who_may_choose(page)
    page.get_by_label("10 questions", exact=False).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your choices are kept.")).to_be_visible()
    then_chosen_is(page, 15)


def test_a_wrong_day_takes_the_focus_to_what_to_do(page):
    given_a_guest_who_may_choose(page)
    when_days_are_switched_on(page)
    page.get_by_label("Last day of the pause").fill("2001-01-01")
    page.get_by_role("button", name="Pause from today").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name=re.compile("Choose today, .* or a later day, or leave it empty.")).click()
    expect(page.get_by_label("Last day of the pause")).to_be_focused()
    expect(page.get_by_label("Last day of the pause")).to_have_value("2001-01-01")


def test_each_of_the_14_days_has_words(page):
    given_a_guest_who_may_choose(page)
    when_days_are_switched_on(page)
    days = page.get_by_role("list", name="The last 14 days").get_by_role("listitem")
    expect(days).to_have_count(14)
    expect(days.first).to_contain_text("nothing marked")
    expect(days.last).to_contain_text("today, still open")
    expect(days.last).to_have_attribute("aria-current", "date")


@pytest.mark.parametrize("visitor", ["phone", "dark_page"])
def test_the_page_is_accessible_and_fits(request, visitor):
    page = request.getfixturevalue(visitor)
    page.goto(CHOICES)
    assert not violations(page)
    given_a_guest_who_may_choose(page)
    when_days_are_switched_on(page)
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
