"""A lesson read step by step: by keyboard, by mouse, without JavaScript, on a phone, and from guest to member."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.rules.checks import Fact
from tests.e2e.axe import violations_by_day_and_night
from tests.factories import PASSWORD

LESSON = "/lessons/what-massage-can-do/"
TECHNIQUE = "/techniques/stroke-long/"


@pytest.fixture
def steps(site):
    from lessons.models import Lesson

    return [step["slug"] for step in Lesson.objects.get(slug="what-massage-can-do").steps]


def when_button_is_pressed(page, name, press="click"):
    """The first button of that name: by mouse, or by keyboard alone."""
    button = page.get_by_role("button", name=name, exact=True).first
    if press == "click":
        button.click()
    else:
        button.focus()
        page.keyboard.press(press)


def then_steps_are_read(page, number):
    expect(page.get_by_text("You have read this step.", exact=True)).to_have_count(number)


def then_lesson_is_read(page):
    expect(page.locator("#lesson-end")).to_contain_text("You have read this lesson.")
    expect(page.locator("header .mark")).to_have_text("read")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("1 of 14 lessons done")
    expect(page.get_by_role("link", name="Start lesson 2")).to_be_visible()


@pytest.mark.parametrize("press", ["click", "Enter", "Space"])
def test_a_lesson_is_read_step_by_step(page, steps, press):
    page.goto(LESSON)
    for number in range(1, len(steps)):
        when_button_is_pressed(page, "I have read this step", press)
        then_steps_are_read(page, number)
    when_button_is_pressed(page, "Finish the lesson", press)
    then_steps_are_read(page, len(steps))
    then_lesson_is_read(page)


def test_a_lesson_is_read_without_javascript(no_script_page, steps):
    page = no_script_page
    page.goto(LESSON)
    for number in range(1, len(steps)):
        when_button_is_pressed(page, "I have read this step")
        expect(page).to_have_url(re.compile(f"#{steps[number]}$"))
        then_steps_are_read(page, number)
    when_button_is_pressed(page, "Finish the lesson")
    expect(page).to_have_url(re.compile("#lesson-end$"))
    then_lesson_is_read(page)


def test_the_keyboard_stays_where_the_button_was_and_the_status_is_said(page, steps):
    page.goto(LESSON)
    when_button_is_pressed(page, "I have read this step", "Enter")
    then_steps_are_read(page, 1)
    when_button_is_pressed(page, "I have read this step", "Enter")
    expect(page.get_by_role("status").filter(has_text="Marked as read.")).to_be_visible()
    expect(page.locator(f"#read-{steps[1]}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{steps[2]}$"))


def test_the_next_step_comes_into_view_on_a_phone(phone, steps):
    phone.goto(LESSON)
    for following in steps[1:3]:
        when_button_is_pressed(phone, "I have read this step")
        expect(phone.locator(f"#{following}-title")).to_be_in_viewport()
        top = phone.locator(f"#{following}-title").bounding_box()["y"]
        covered_to = phone.locator(".beside__plate--lesson").bounding_box()
        assert top >= covered_to["y"] + covered_to["height"] - 1


def test_the_site_goes_on_at_the_step_where_the_reader_stopped(page, steps):
    page.goto(LESSON)
    when_button_is_pressed(page, "I have read this step")
    then_steps_are_read(page, 1)
    page.goto("/")
    page.get_by_role("link", name="Continue lesson 1").click()
    expect(page).to_have_url(re.compile(f"step={steps[1]}#{steps[1]}$"))
    expect(page.locator(f"#{steps[1]}-title")).to_be_in_viewport()


def test_back_after_reading_in_place_shows_what_is_true(page, steps):
    page.goto(LESSON)
    for number in (1, 2):
        when_button_is_pressed(page, "I have read this step")
        then_steps_are_read(page, number)
    page.goto("/progress/")
    page.go_back()
    then_steps_are_read(page, 2)


@pytest.mark.parametrize("script", [True, False])
def test_a_technique_is_marked(open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(TECHNIQUE)
    when_button_is_pressed(page, "I have read this")
    expect(page.locator("#technique-end")).to_contain_text("You read this on")
    when_button_is_pressed(page, "I practised this")
    expect(page.locator("#technique-end")).to_contain_text("You last practised this on")
    page.goto("/progress/")
    expect(page.locator("main")).to_contain_text("1 practised")


@pytest.mark.parametrize("script", [True, False])
def test_days_are_those_of_the_site_wherever_its_reader_is(open_page, sign_in, alice, script):
    moment = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    alice.learner.progress.create(
        kind="technique", slug="stroke-long", started_at=moment, touched_at=moment, read_at=moment
    )
    page = open_page(java_script_enabled=script, timezone_id="Pacific/Auckland", locale="en-GB")
    sign_in(page, alice)
    page.goto(TECHNIQUE)
    expect(page.locator("#technique-read")).to_have_text("You read this on 1 March 2026.")


def test_a_mark_from_a_page_that_was_open_too_long_says_what_to_do(browser, site):
    """Not a watched page: htmx writes the refusal to the console too."""
    page = browser.new_context(base_url=site.url).new_page()
    page.goto(TECHNIQUE)
    when_button_is_pressed(page, "I have read this")
    expect(page.locator("#technique-read")).to_contain_text("You read this on")
    page.wait_for_load_state()
    page.context.clear_cookies()
    when_button_is_pressed(page, "I practised this")
    expect(page.locator("#status")).to_contain_text("reload the page, then send it once more.")
    page.context.close()


def test_a_mark_on_a_technique_keeps_the_focus(page):
    page.goto(TECHNIQUE)
    when_button_is_pressed(page, "I have read this")
    expect(page.locator("#technique-read")).to_contain_text("You read this on")
    page.wait_for_load_state()
    when_button_is_pressed(page, "I practised this", "Enter")
    expect(page.locator("#practise-technique")).to_have_text("I practised this again")
    expect(page.locator("#practise-technique")).to_be_focused()


def test_a_guest_s_progress_goes_into_the_account_and_to_another_device(open_page, alice):
    phone, desk = open_page(), open_page()
    phone.goto(LESSON)
    when_button_is_pressed(phone, "I have read this step")
    then_steps_are_read(phone, 1)
    for device in (phone, desk):
        device.goto("/accounts/login/")
        device.locator("input[name=login]").fill(alice.email)
        device.locator("input[name=password]").fill(PASSWORD)
        device.locator("input[name=password]").press("Enter")
        expect(device.get_by_role("link", name="Continue lesson 1")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_lesson_is_started_again_after_a_question(open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(LESSON)
    when_button_is_pressed(page, "I have read this step")
    then_steps_are_read(page, 1)
    page.get_by_role("link", name="Reset this lesson").click()
    when_button_is_pressed(page, "Erase this and start again")
    expect(page.locator("#lesson-end")).to_contain_text("You have not started this lesson.")
    then_steps_are_read(page, 0)


def test_axe_finds_nothing_on_pages_with_progress(open_page, steps):
    page = open_page()
    page.goto(LESSON)
    for number in (1, 2):
        when_button_is_pressed(page, "I have read this step")
        then_steps_are_read(page, number)
    assert not violations_by_day_and_night(page)
    page.goto(TECHNIQUE)
    when_button_is_pressed(page, "I practised this")
    expect(page.locator("#technique-end")).to_contain_text("You last practised")
    for address in ("/progress/", "/accounts/data/", "/progress/erase/", f"/progress{LESSON}restart/", "/"):
        page.goto(address)
        for family in page.locator("details").all():
            family.locator("summary").click()
        assert not violations_by_day_and_night(page), address


# --- the skill map ---------------------------------------------------------------------------------------------------


@pytest.fixture
def learner(alice):
    """Known, fading, known in part and new, all on one map; a massage with and one without a number."""
    now = timezone.now()
    known = [question for question in quiz().questions if question.skill in ("squeeze-back", "rub-sides", "never-tap")]
    faded = [question for question in quiz().questions if question.skill in ("stroke-neck", "landmarks")]
    facts = [
        Fact(question.slug[:32], question.slug, question.version, question.right, True, 1.0, 0, now - days)
        for questions, days in ((known, timedelta(0)), (faded, timedelta(days=90)))
        for question in questions
    ]
    missed = next(question for question in quiz().questions if question.skill == "oil")
    keep_answers(alice.learner, [*facts, Fact("miss", missed.slug, missed.version, [], False, 0.0, 0, now)])
    alice.learner.practice_sessions.create(minutes=36, felt="good", discomfort=1)
    alice.learner.practice_sessions.create(minutes=20)
    return alice


def open_all(page):
    for details in page.locator("details").all():
        details.locator("summary").click()


STATES = ("known", "part", "fading", "new")
HOW_A_STATE_LOOKS = """state => {
  const style = getComputedStyle(document.querySelector(`.skill-plate__place--${state}`));
  return [style.fill, style.stroke].join();
}"""


@pytest.mark.parametrize(
    "media", [{"media": "screen"}, {"media": "print"}, {"forced_colors": "active"}], ids=["screen", "print", "forced"]
)
def test_each_state_has_a_look_of_its_own(page, sign_in, learner, media):
    sign_in(page, learner)
    page.goto("/progress/")
    page.emulate_media(**media)
    looks = [page.evaluate(HOW_A_STATE_LOOKS, state) for state in STATES]
    assert len(set(looks)) == len(STATES), looks


def test_the_table_of_skills_scrolls_in_its_own_box_on_a_phone(open_page, sign_in, learner):
    page = open_page(viewport={"width": 320, "height": 640})
    sign_in(page, learner)
    page.goto("/progress/")
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.get_by_role("region", name="What you know of each family, place by place")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    place = box.get_by_role("rowheader", name="Back of the neck")
    assert place.bounding_box()["x"] == pytest.approx(box.bounding_box()["x"], abs=1)


def test_axe_finds_nothing_on_a_filled_progress_page(open_page, sign_in, learner):
    page = open_page(viewport={"width": 360, "height": 740})
    sign_in(page, learner)
    page.goto("/progress/")
    open_all(page)
    assert not violations_by_day_and_night(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_miss_is_one_tap_away(open_page, sign_in, learner, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, learner)
    page.goto("/progress/")
    page.get_by_role("link", name="Answer again").click()
    expect(page).to_have_url(re.compile("/progress/mistakes/[a-z0-9-]+/$"))
    expect(page.locator("h1")).to_be_visible()
