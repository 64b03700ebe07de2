"""The screening as people do it: on a phone, by keyboard alone, without script."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from screening.rules.questionnaire import load_questionnaire
from tests.e2e.screening.journeys import go_on, heading, slug
from tests.practice.visits import hand_over, screened

MOST_PAGES = 30


MOST_PAGES_OF_A_WELL_PERSON = 14


MOST_TABS = 60


def begin(page: Page) -> None:
    page.goto("/screening/")
    page.get_by_role("link", name="Start", exact=True).click()


def choose(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).check()
    go_on(page)


def tick(page: Page, question: str, label: str) -> None:
    page.get_by_role("group", name=re.compile(question)).get_by_label(label, exact=True).check()


def answer_no(page: Page) -> None:
    """What a well person says on any page of questions, once its form stands below its address."""
    page.wait_for_function("() => document.querySelector(`main form[action='${location.pathname}']`)")
    if page.get_by_label("None of these", exact=True).count():
        return choose(page, "None of these")
    word = "yes" if slug(page) == "consent" else "no"
    page.locator(f"input[value={word}]").check()
    return go_on(page)


def walk(page: Page, until: str) -> list[str]:
    """Well on every page up to the one of that slug. Gives the slugs of the pages seen on the way."""
    seen = []
    for _ in range(MOST_PAGES):
        if slug(page) == until:
            return seen
        seen.append(slug(page))
        answer_no(page)
    raise AssertionError(f"{until} never came")


@pytest.fixture
def arrive(site):
    """arrive(page, "today"): whose visitor was well on every page before that one stands there."""

    def arrive(page: Page, at: str) -> None:
        pages = load_questionnaire().pages
        first = next(number for number, one in enumerate(pages) if one.slug == at)
        not_yet = {item for one in pages[first:] for item in one.items}
        hand_over(screened(Client(), without=not_yet), page, site)
        page.goto(f"/screening/questions/{at}/")

    return arrive


def test_a_well_person_comes_to_a_clear_outcome_in_few_pages(visitor):
    begin(visitor)
    seen = walk(visitor, until="check")
    visitor.get_by_role("link", name="See the outcome").first.click()
    expect(heading(visitor)).to_have_text("Nothing in the answers speaks against a gentle massage today")
    expect(visitor.get_by_role("link", name="Go to the massage plan")).to_be_visible()
    assert len(["start", *seen, "check", "outcome"]) <= MOST_PAGES_OF_A_WELL_PERSON


def test_three_findings_lead_to_limits_on_the_map(visitor):
    begin(visitor)
    walk(visitor, until="heart-and-vessels")
    tick(visitor, "^High blood pressure", "Yes")
    go_on(visitor)
    walk(visitor, until="skin")
    tick(visitor, "^Sunburn", "Yes")
    go_on(visitor)
    tick(visitor, "strong painkiller", "Not sure")
    go_on(visitor)
    visitor.get_by_label("What was the upper number of your last reading?").fill("150 over 95 mmHg")
    go_on(visitor)
    choose(visitor, "No")
    choose(visitor, "No")
    visitor.get_by_role("checkbox", name="Top of the left shoulder").check()
    go_on(visitor)
    walk(visitor, until="check")
    visitor.get_by_role("link", name="See the outcome").first.click()
    expect(heading(visitor)).to_have_text("A massage can go ahead, with some places left out")
    expect(visitor.locator("[data-region=shoulder-l]")).to_have_class(re.compile("plate__region--out"))
    expect(visitor.get_by_text("Because you said: High blood pressure, Strong medicine (not sure)")).to_be_visible()


def test_an_emergency_stops_everything_and_can_be_taken_back(visitor):
    begin(visitor)
    tick(visitor, "^New numbness", "Yes")
    go_on(visitor)
    expect(heading(visitor)).to_have_text("Stop and call for help now")
    expect(visitor.get_by_role("link", name="Call 112")).to_be_visible()
    expect(visitor.get_by_role("navigation")).to_have_count(0)
    visitor.get_by_label("Your country").select_option("Australia")
    visitor.get_by_role("button", name="Show the number").click()
    expect(visitor.get_by_role("link", name="Call 000")).to_have_attribute("href", "tel:000")
    visitor.get_by_role("link", name="Change").click()
    group = visitor.get_by_role("group", name=re.compile("^New numbness"))
    expect(group.get_by_label("Yes", exact=True)).to_be_checked()
    group.get_by_label("Yes", exact=True).uncheck()
    choose(visitor, "None of these")
    assert slug(visitor) == "signs-today"


def test_back_shows_what_was_chosen_and_sends_nothing_twice(visitor):
    begin(visitor)
    tick(visitor, "^Chest pain", "Not sure")
    go_on(visitor)
    expect(visitor).to_have_url(re.compile("signs-today"))
    choose(visitor, "None of these")
    expect(visitor).to_have_url(re.compile("heart-and-vessels"))
    visitor.wait_for_load_state()
    visitor.go_back()
    expect(visitor).to_have_url(re.compile("signs-today"))
    expect(visitor.get_by_label("None of these", exact=True)).to_be_checked()
    visitor.go_back()
    expect(visitor).to_have_url(re.compile("signs-now"))
    chest = visitor.get_by_role("group", name=re.compile("^Chest pain")).get_by_label("Not sure")
    expect(chest).to_be_checked()
    visitor.reload()
    expect(chest).to_be_checked()
    go_on(visitor)
    assert slug(visitor) == "heart-and-vessels"


def test_a_contradiction_is_told_in_words_and_loses_nothing(no_script_page):
    begin(no_script_page)
    tick(no_script_page, "^Chest pain", "Not sure")
    choose(no_script_page, "None of these")
    expect(no_script_page.get_by_role("alert")).to_contain_text("Untick one of them")
    expect(no_script_page.get_by_label("None of these", exact=True)).to_be_checked()
    chest = no_script_page.get_by_role("group", name=re.compile("^Chest pain")).get_by_label("Not sure")
    expect(chest).to_be_checked()


def test_with_script_none_of_these_and_the_rows_exclude_each_other(phone):
    begin(phone)
    none = phone.get_by_label("None of these", exact=True)
    tick(phone, "^Chest pain", "Yes")
    tick(phone, "^Chest pain", "Not sure")
    expect(phone.get_by_label("Yes", exact=True).first).not_to_be_checked()
    none.check()
    expect(phone.get_by_label("Not sure", exact=True).first).not_to_be_checked()
    tick(phone, "^A bad accident", "Yes")
    expect(none).not_to_be_checked()


def test_a_mistake_is_told_at_the_top_and_leads_to_its_field(phone, arrive):
    arrive(phone, "consent")
    go_on(phone)
    expect(phone).to_have_title(re.compile("^Error:"))
    expect(phone.get_by_role("alert")).to_be_focused()
    phone.get_by_role("alert").get_by_role("link").click()
    expect(phone.locator("#id_answer_0")).to_be_focused()


def test_after_continue_the_keyboard_is_at_the_question(visitor):
    begin(visitor)
    choose(visitor, "None of these")
    expect(heading(visitor)).to_be_focused()
    expect(heading(visitor)).to_be_in_viewport()
    visitor.keyboard.press("Tab")
    expect(visitor.locator("summary", has_text="What does this mean?").first).to_be_focused()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_label("Yes", exact=True).first).to_be_focused()


def test_an_older_tab_answers_nothing_that_it_did_not_show(visitor):
    begin(visitor)
    other = visitor.context.new_page()
    other.goto(visitor.url)
    tick(visitor, "^Chest pain", "Not sure")
    go_on(visitor)
    expect(visitor).to_have_url(re.compile("signs-today"))
    choose(other, "None of these")
    expect(other.get_by_text("Your answers changed in another window")).to_be_visible()
    expect(other.get_by_role("group", name=re.compile("^Chest pain")).get_by_label("Not sure")).to_be_checked()


def test_answers_are_erased_after_a_page_that_says_so(visitor):
    begin(visitor)
    choose(visitor, "None of these")
    visitor.goto("/screening/check/")
    visitor.get_by_role("link", name="Erase the answers").click()
    visitor.get_by_role("button", name="Erase it now").click()
    expect(visitor.get_by_text("Your answers are erased.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Start", exact=True)).to_be_visible()


@pytest.fixture
def at_places(phone, arrive) -> Page:
    """Where places are picked, by way of touch that is not wanted."""
    arrive(phone, "today")
    tick(phone, "^Unwanted touch", "Yes")
    go_on(phone)
    return phone


def test_a_place_touched_on_the_drawing_is_ticked(at_places):
    phone = at_places
    expect(phone.locator("region-picker:defined")).to_be_visible()
    phone.locator("[data-region=lumbar-r] use").first.dispatch_event("click", {"bubbles": True})
    expect(phone.get_by_role("checkbox", name="Right small of the back")).to_be_checked()
    go_on(phone)
    assert slug(phone) == "consent"


def test_places_are_picked_by_keyboard_alone(at_places):
    phone = at_places
    tab_to(phone, phone.get_by_role("checkbox", name="Right small of the back"))
    phone.keyboard.press("Space")
    tab_to(phone, phone.get_by_role("button", name="Continue"))
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/consent/**")


def tab_to(page: Page, locator) -> None:
    for _ in range(MOST_TABS):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard never came there")


def test_the_questions_can_be_answered_by_keyboard_alone(phone, arrive):
    phone.goto("/screening/")
    tab_to(phone, phone.get_by_role("link", name="Start", exact=True))
    phone.keyboard.press("Enter")
    for following in ("signs-today", "heart-and-vessels"):
        tab_to(phone, phone.get_by_label("None of these", exact=True))
        phone.keyboard.press("Space")
        tab_to(phone, phone.get_by_role("button", name="Continue"))
        phone.keyboard.press("Enter")
        phone.wait_for_url(f"**/{following}/**")
    arrive(phone, "consent")
    tab_to(phone, phone.get_by_label("I want it, and I can stop it"))
    phone.keyboard.press("Space")
    expect(phone.get_by_label("I want it, and I can stop it")).to_be_checked()
    tab_to(phone, phone.get_by_role("button", name="Continue"))
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/giver-ready/**")
