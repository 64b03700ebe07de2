"""A visitor's first mark is one tap, and the page says in sight what is kept from now on."""

import pytest
from playwright.sync_api import expect

from learners.models import Learner
from tests.e2e.axe import violations

KEPT = "This browser now keeps your place for 30 days after your last mark."
LESSON = "/lessons/what-massage-can-do/"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(request, open_page):
    return open_page(viewport={"width": 360, "height": 640}, java_script_enabled=request.param)


@pytest.mark.parametrize(
    ("address", "button"),
    [
        (LESSON, "I have read this step"),
        ("/techniques/stroke-long/", "I have read this"),
        (f"{LESSON}check/", "Start the check"),
        ("/progress/choices/", "Keep these choices"),
    ],
)
def test_one_tap_keeps_the_mark_and_says_so_in_sight(phone, address, button):
    phone.goto(address)
    phone.get_by_role("button", name=button, exact=True).first.click()
    line = phone.get_by_text(KEPT)
    expect(line).to_be_in_viewport()
    expect(line.get_by_role("link")).to_have_attribute("href", "/accounts/data/")
    assert Learner.objects.count() == 1
    phone.reload()
    expect(line).to_have_count(0)


def test_a_second_tab_that_was_open_before_goes_on_as_the_same_learner(phone):
    other = phone.context.new_page()
    other.goto("/techniques/stroke-cross/")
    phone.goto("/techniques/stroke-long/")
    phone.get_by_role("button", name="I have read this", exact=True).click()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    other.get_by_role("button", name="I have read this", exact=True).click()
    expect(other.get_by_text("You read this on")).to_be_visible()
    learner = Learner.objects.get()
    assert set(learner.progress.values_list("slug", flat=True)) == {"stroke-long", "stroke-cross"}


def test_a_form_from_before_the_first_mark_still_counts_after_back(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/techniques/stroke-long/")
    page.get_by_role("button", name="I have read this", exact=True).click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="I practised this", exact=True).click()
    expect(page.get_by_text("You last practised this on")).to_be_visible()
    assert Learner.objects.get().progress.get().practised_at


def test_back_shows_a_visitor_the_marks_of_today(page):
    """And not those of the list that the browser kept, neither after the first mark nor later."""
    for number, lesson in enumerate([LESSON, "/lessons/map-of-the-back/"]):
        page.goto("/lessons/")
        expect(page.locator(".path .mark--started")).to_have_count(number)
        page.goto(lesson)
        page.get_by_role("button", name="I have read this step", exact=True).first.click()
        expect(page.get_by_text("You have read this step").first).to_be_visible()
        while not page.url.endswith("/lessons/"):  # each step is a place of its own
            page.go_back()
        expect(page.locator(".path .mark--started")).to_have_count(number + 1)


def test_axe_finds_nothing_on_the_page_after_a_first_mark(page):
    page.goto(LESSON)
    page.get_by_role("button", name="I have read this step", exact=True).first.click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert violations(page) == []
