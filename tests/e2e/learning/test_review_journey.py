"""Today's review of ten mixed questions by mouse, by keyboard alone, without JavaScript; misses; a guest signs in."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.rules.checks import Fact
from tests.e2e.axe import violations_by_day_and_night
from tests.e2e.conftest import PHONE
from tests.e2e.learning.test_check_journey import (
    given_a_begun_check,
    question_on,
    then_it_was_right,
    when_it_is_answered,
)
from tests.e2e.test_accounts_journey import sign_in_by_password
from tests.progress.answers import wrong_answer

REVIEW = "/progress/review/"
KINDS = ["one", "several", "order", "point", "mark", "plan", "overclaim"]


def ten_mixed_questions():
    """One question of each kind and three more, each of a skill of its own."""
    found = {}
    for kind in [*KINDS, "one", "several", "order"]:
        question = next(q for q in quiz().questions if q.kind == kind and q.skill not in found)
        found[question.skill] = question
    return list(found.values())


def given_ten_that_were_missed_long_ago(user):
    long_ago = timezone.now() - timedelta(days=40)
    keep_answers(
        user.learner,
        [
            Fact(f"old-{q.slug}", q.slug, q.version, wrong_answer(q), False, 0.0, 0, long_ago)
            for q in ten_mixed_questions()
        ],
    )


@pytest.fixture
def learner(alice):
    given_ten_that_were_missed_long_ago(alice)
    return alice


def when_all_are_answered(page, press="click"):
    asked = []
    for number in range(1, 11):
        expect(page.get_by_text(f"Question {number} of 10", exact=True)).to_be_visible()
        expect(page.locator("#answer")).to_be_visible()
        asked.append(question_on(page))
        when_it_is_answered(page, asked[-1], press)
        then_it_was_right(page)
        following = page.locator("#next")
        if press == "click":
            following.click()
        else:
            expect(page.locator("#verdict")).to_be_focused()
            expect(page.locator(".htmx-settling")).to_have_count(0)
            following.focus()
            page.keyboard.press("Enter")
    return asked


def then_the_day_is_done(page, asked, user):
    expect(page.get_by_text("That is all for today.")).to_be_visible()
    expect(page.get_by_text("10 of 10 were right.")).to_be_visible()
    assert {question.slug for question in asked} == {question.slug for question in ten_mixed_questions()}
    assert {question.kind for question in asked} == set(KINDS)
    assert user.learner.answers.filter(is_review=True, is_right=True).count() == 10


def test_ten_mixed_questions_by_mouse(page, learner, sign_in):
    sign_in(page, learner)
    page.goto(REVIEW)
    page.get_by_role("link", name="Start the review").click()
    then_the_day_is_done(page, when_all_are_answered(page), learner)


def test_ten_mixed_questions_by_keyboard_alone(page, learner, sign_in):
    sign_in(page, learner)
    page.goto(REVIEW)
    page.get_by_role("link", name="Start the review").focus()
    page.keyboard.press("Enter")
    then_the_day_is_done(page, when_all_are_answered(page, "Enter"), learner)


def test_ten_mixed_questions_without_javascript(no_script_page, learner, sign_in):
    sign_in(no_script_page, learner)
    no_script_page.goto(REVIEW)
    no_script_page.get_by_role("link", name="Start the review").click()
    then_the_day_is_done(no_script_page, when_all_are_answered(no_script_page), learner)


def test_a_miss_is_mended_with_one_tap(phone, learner, sign_in):
    sign_in(phone, learner)
    phone.goto("/progress/mistakes/")
    expect(phone.get_by_text("10 questions to look at again.")).to_be_visible()
    question = ten_mixed_questions()[0]
    phone.locator(f'a.tap[href$="/{question.slug}/"]').tap()
    expect(phone.locator("#answer")).to_be_visible()
    when_it_is_answered(phone, question)
    then_it_was_right(phone)
    phone.goto("/progress/mistakes/")
    expect(phone.get_by_text("9 questions to look at again.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_hint_keeps_what_was_chosen(open_page, learner, sign_in, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, learner)
    several = next(question for question in ten_mixed_questions() if question.kind == "several")
    page.goto(f"/progress/mistakes/{several.slug}/")
    page.locator(f"#id_{several.keys[1]}").click()
    page.locator("#hint").click()
    expect(page.get_by_text("Hint 1:")).to_be_visible()
    expect(page.locator(f"#id_{several.keys[1]}")).to_be_checked()
    page.locator("#hint").click()
    expect(page.get_by_text("Hint 2:")).to_be_visible()
    expect(page.locator(f"#id_{several.keys[1]}")).to_be_checked()
    expect(page.locator("#hint")).to_have_count(0)


def test_enter_in_a_field_answers_and_never_asks_for_a_hint(page, learner, sign_in):
    sign_in(page, learner)
    one = next(question for question in ten_mixed_questions() if question.kind == "one")
    page.goto(f"/progress/mistakes/{one.slug}/")
    page.locator(f"#id_{one.right[0]}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    then_it_was_right(page)


def test_what_a_guest_answered_is_there_after_signing_in(page, alice, settings):
    lesson = "what-massage-can-do"
    given_a_begun_check(page, f"/lessons/{lesson}/check/")
    for _ in quiz().check_of(lesson):
        when_it_is_answered(page, question_on(page))
        then_it_was_right(page)
        page.locator("#next").click()
    expect(page.get_by_text("You passed this check.")).to_be_visible()
    sign_in_by_password(page, alice)
    page.goto(f"/lessons/{lesson}/check/")
    expect(page.get_by_text("You passed this check.")).to_be_visible()
    questions = quiz().check_of(lesson)
    assert alice.learner.answers.count() == len(questions)
    assert set(alice.learner.review_cards.values_list("skill", flat=True)) == {question.skill for question in questions}


def test_axe_finds_nothing_on_the_review_and_the_misses(open_page, learner, sign_in):
    page = open_page(viewport=PHONE)
    found = {}
    for address in (REVIEW, "/progress/mistakes/"):
        page.goto(address)
        found[address, "visitor"] = violations_by_day_and_night(page)
    sign_in(page, learner)
    for address in (REVIEW, "/progress/mistakes/"):
        page.goto(address)
        found[address, "member"] = violations_by_day_and_night(page)
    assert not {place: lines for place, lines in found.items() if lines}
