"""A newcomer finds a lesson, reads it beside the plate, follows a link and comes back."""

import re

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.rules.checks import Fact
from tests.e2e.axe import violations_by_day_and_night
from tests.e2e.conftest import PHONE
from tests.e2e.learning.ordering import put_in_order
from tests.factories import UserFactory

COUNT_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => {
    const moved = sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 80));
    window.shifts.push({ value, moved });
  })).observe({ type: "layout-shift", buffered: true });
"""

PLATE_HAS_FOLLOWED = """step => document.querySelector("lesson-plate").shown === step
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""


def test_a_lesson_is_found_opened_and_left_again(page):
    page.goto("/lessons/")
    expect(page.locator(".path__item")).to_have_count(14)
    page.get_by_label("Search").fill("effleurage")
    page.get_by_role("button", name="Find").click()
    expect(page).to_have_url(re.compile(r"q=effleurage"))
    expect(page.locator("#lesson-count")).to_contain_text("“effleurage”")
    page.get_by_role("link", name="Stroking").first.click()
    expect(page.locator("h1")).to_have_text("Stroking")
    page.go_back()
    expect(page.locator("#lesson-count")).to_contain_text("“effleurage”")


def test_the_plate_follows_the_step_without_a_new_page(page):
    page.goto("/lessons/squeezing/")
    page.evaluate("() => { document.body.dataset.same = 'yes' }")
    page.evaluate("() => document.getElementById('second-hand').scrollIntoView()")
    expect(page.locator("#lesson-plate figcaption strong")).to_have_text("A second hand on top")
    expect(page.locator("body")).to_have_attribute("data-same", "yes")


def test_on_a_phone_the_plate_shows_the_step_close_by_and_moves_nothing(phone):
    phone.goto("/lessons/")  # from here on the font is there
    phone.evaluate("document.fonts.ready")
    phone.add_init_script(COUNT_SHIFTS)
    phone.goto("/lessons/rubbing-sides-and-blades/")
    for step, part in [("saw-the-sides", "whole"), ("thumb-edge-up-the-side", "waist")]:
        phone.evaluate(f"() => document.getElementById('{step}').scrollIntoView()")
        expect(phone.locator(f"#lesson-plate .plate--{part}")).to_be_visible()
        bar = phone.locator(".beside__plate--lesson").bounding_box()
        assert abs(bar["y"]) < 1
        assert bar["height"] <= 0.36 * phone.viewport_size["height"]
    phone.wait_for_function(PLATE_HAS_FOLLOWED, arg="thumb-edge-up-the-side")
    expect(phone.locator("#lesson-plate .plate--waist")).to_be_visible()
    figure = phone.locator("#lesson-plate .plate").bounding_box()
    assert figure["width"] > 0.8 * phone.viewport_size["width"]
    expect(phone.locator(".plate-window__side").first).to_be_in_viewport()
    shifts = phone.evaluate("() => window.shifts")
    assert sum(shift["value"] for shift in shifts) < 0.01, shifts


def test_on_a_phone_a_region_in_focus_is_never_cut_off(phone):
    phone.goto("/lessons/rubbing-sides-and-blades/?step=thumb-edge-up-the-side")
    phone.evaluate("() => document.getElementById('thumb-edge-up-the-side').scrollIntoView()")
    phone.wait_for_function(PLATE_HAS_FOLLOWED, arg="thumb-edge-up-the-side")
    expect(phone.locator("#lesson-plate .plate--waist")).to_be_visible()
    phone.keyboard.press("Tab")  # from here on the focus shows
    phone.evaluate("() => document.querySelector('#lesson-plate [data-region=cervical]').focus()")
    window, region = (phone.locator(name).bounding_box() for name in (".plate-window", "[data-region=cervical]"))
    assert window["y"] - 1 <= region["y"]
    assert region["y"] + region["height"] <= window["y"] + window["height"]


def test_the_same_works_without_scripts(no_script_page):
    page = no_script_page
    page.goto("/lessons/?q=effleurage")
    page.get_by_role("link", name="Stroking").first.click()
    expect(page.locator("h1")).to_have_text("Stroking")
    page.goto("/lessons/squeezing/")
    page.locator("#show-second-hand").click()
    expect(page).to_have_url(re.compile(r"step=second-hand"))
    expect(page.locator("#lesson-plate figcaption strong")).to_have_text("A second hand on top")


def test_a_region_is_reached_from_the_list_beside_the_map(phone):
    phone.goto("/map/")
    phone.locator("main a[href='/map/sacral/']:visible").last.click()
    expect(phone).to_have_url(re.compile(r"/map/sacral/$"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_knows_a_lesson_skips_it_by_its_check_and_starts_again(page):
    page.goto("/lessons/directions/")
    page.get_by_role("link", name="I know this: take the check").click()
    page.get_by_role("button", name="Start the check").click()
    for question in quiz().check_of("directions"):
        page.locator(f"#id_{question.right[0]}").wait_for(state="attached")
        if question.kind == "order":
            put_in_order(page, question.right)
        for key in question.right if question.kind != "order" else ():
            page.locator(f"#id_{key}").check()
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.get_by_role("heading", name="That is right.")).to_be_visible()
        page.locator("#next").click()
    expect(page.get_by_role("link", name="Read lesson 5 anyway")).to_be_visible()
    page.get_by_role("link", name="Go to lesson 6").click()
    page.goto("/")
    expect(page.locator("main")).to_contain_text("1 of 14 lessons done")
    page.goto("/lessons/directions/")
    expect(page.locator(".page-head")).to_contain_text("check passed")
    page.get_by_role("link", name="Reset this lesson").click()
    expect(page.locator("main")).to_contain_text("6 answers to its questions")
    page.get_by_role("button", name="Erase this and start again").click()
    expect(page.get_by_role("link", name="I know this: take the check")).to_be_visible()


def test_back_shows_no_reply_to_an_answer_that_was_taken_back(page):
    page.goto("/lessons/what-massage-can-do/check/")
    page.get_by_role("button", name="Start the check").click()
    page.locator("#id_receiver").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_be_visible()
    page.goto("/progress/lessons/what-massage-can-do/restart/")
    page.get_by_role("button", name="Erase this and start again").click()
    expect(page.locator("h1")).to_contain_text("What home massage can")
    page.go_back()
    expect(page.locator("main")).to_contain_text("nothing to take away")
    page.go_back()
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("#verdict")).to_have_count(0)


def test_axe_finds_nothing_where_answers_are_taken_back(open_page, alice, sign_in):
    page = open_page(viewport=PHONE)
    now = timezone.now()
    for question in quiz().check_of("what-massage-can-do"):
        given = question.right[0] if question.takes_one or question.kind == "one" else list(question.right)
        keep_answers(
            alice.learner, [Fact(question.slug[:32], question.slug, question.version, given, True, 1.0, 0, now)]
        )
    sign_in(page, alice)
    for address, number in (
        ("/progress/skills/emergency-signs/reset/", "2 answers"),
        ("/progress/lessons/what-massage-can-do/restart/", "7 answers"),
        ("/lessons/what-massage-can-do/check/", "7 of 7"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(number)
        assert not violations_by_day_and_night(page), address


def test_a_filter_is_set_by_keyboard_alone(page):
    page.goto("/lessons/")
    page.get_by_label("Search").focus()
    page.keyboard.type("kidneys")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=kidneys"))
    expect(page.locator(".path__item")).not_to_have_count(14)


def test_a_teacher_corrects_a_text_under_the_strict_content_policy(page, site, sign_in):
    from lessons.models import Technique

    teacher = UserFactory(username="teacher", is_staff=True, is_superuser=True)
    technique = Technique.objects.get(slug="rub-saw")
    before = technique.texts.values().get()
    sign_in(page, teacher)
    page.goto(reverse("admin:lessons_technique_change", args=[technique.pk]))
    feel = page.locator("#id_texts-0-feel")
    feel.fill("It heals.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".errorlist")).to_contain_text(["'heals' promises too much here"])
    feel = page.locator("#id_texts-0-feel")
    expect(feel).to_have_value("It heals.")
    feel.fill("Brisk warmth.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    page.goto("/techniques/rub-saw/")
    expect(page.locator("main")).to_contain_text("Brisk warmth.")
    technique.texts.update(**{name: value for name, value in before.items() if name != "id"})
