"""Taking answers back: a lesson started again, a skill begun anew, for a guest and a member, once and twice."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Progress, ReviewCard
from progress.rules.checks import Fact
from progress.rules.standing import Standing, all_read
from tests.learners.guests import guest_of, learning_by
from tests.progress.answers import a_right_answer, form_of, wrong_answer
from tests.progress.questions.checks import address_of, send
from tests.whole_site.pages import HtmlPage

ONE, TWO = "what-massage-can-do", "when-not-to-massage"
RESTART = f"/progress/lessons/{ONE}/restart/"
SKILL = "emergency-signs"  # trained in lessons 1 and 2, and in that of the neck
RESET = f"/progress/skills/{SKILL}/reset/"


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    """A visitor who may answer."""
    if request.param == "member":
        client.force_login(alice)
    client.post(f"/progress/lessons/{ONE}/check/")
    return client


@pytest.fixture
def who(person, alice):
    """The learner of this visitor."""
    return alice.learner if "sessionid" in person.cookies else guest_of(person)


@pytest.fixture
def knows(person, who):
    """knows(lesson, ..., wrong=()): all questions of these lessons, cases too, were answered a day ago."""

    def knows(*lessons, wrong=()):
        moment = timezone.now() - timedelta(days=1)
        for number, question in enumerate(question for question in quiz().questions if question.lesson in lessons):
            is_right = question.slug not in wrong
            given = a_right_answer(question) if is_right else wrong_answer(question)
            at = moment + timedelta(seconds=number)
            fact = Fact(f"k{number}", question.slug, question.version, given, is_right, 1.0, 0, at)
            keep_answers(who, [fact])

    return knows


def read_some(person, lesson):
    steps = [step["slug"] for step in Lesson.objects.get(slug=lesson).steps]
    person.post(f"/progress/lessons/{lesson}/steps/{steps[0]}/read/")


def answered(person):
    return {fact.question for fact in learning_by(person).facts()}


def lessons_of(person):
    return learning_by(person).standings["lesson"]


def words(person, address):
    return HtmlPage(address, person.get(address).content.decode()).text("main")


def confirm(person, address):
    """Press the button of the page as it is shown now."""
    page = HtmlPage(address, person.get(address).content.decode())
    seen = next((field.get("value") for field in page.elements("input") if field.get("name") == "seen"), "")
    return person.post(address, {"seen": seen})


def of_lesson(lesson):
    return {question.slug for question in quiz().questions if question.lesson == lesson}


# --- a lesson


def test_starting_a_lesson_again_says_with_numbers_what_goes(person, knows):
    knows(ONE, TWO)
    read_some(person, ONE)
    text = words(person, RESTART)
    assert "the marks of this lesson" in text
    assert f"{len(of_lesson(ONE))} answers to its questions" in text
    assert f"the place of {len({quiz().question(slug).skill for slug in of_lesson(ONE)})} skills" in text
    assert "that you passed its check" in text
    assert "Practice on a person then waits" in text


def test_starting_a_lesson_again_erases_its_answers_cases_and_pass_and_no_other_s(person, knows):
    knows(ONE, TWO)
    read_some(person, ONE)
    assert lessons_of(person)[ONE].passed_at
    assert confirm(person, RESTART).url == f"/lessons/{ONE}/"
    assert answered(person) == of_lesson(TWO)
    assert any(question.is_case for question in quiz().questions if question.slug in of_lesson(TWO))
    assert set(lessons_of(person)) == {TWO}
    assert lessons_of(person)[TWO].passed_at


def test_cards_are_worked_out_anew_from_what_remains(person, who, knows):
    knows(ONE, TWO)
    confirm(person, RESTART)
    assert set(learning_by(person).cards) == {quiz().question(slug).skill for slug in of_lesson(TWO)}
    assert not ReviewCard.renew(who)


def test_after_a_restart_the_check_is_new_and_is_passed_again(person, knows):
    knows(ONE)
    confirm(person, RESTART)
    check = f"/lessons/{ONE}/check/"
    assert "You passed" not in words(person, check)
    for question in quiz().check_of(ONE):
        html = person.get(address_of(question)).content.decode()
        assert "That is right." not in html  # what Back would show
        assert 'name="shown"' in html
        send(person, question, a_right_answer(question))
    assert "You passed this check." in words(person, check)
    assert lessons_of(person)[ONE].passed_at > timezone.now() - timedelta(hours=1)


def test_a_lesson_with_answers_but_no_mark_can_be_started_again(person):
    question = quiz().check_of(ONE)[0]
    send(person, question, wrong_answer(question))
    assert RESTART in person.get(f"/lessons/{ONE}/").content.decode()
    assert "1 answer to its questions" in words(person, RESTART)
    confirm(person, RESTART)
    assert not answered(person)
    assert "nothing to take away" in words(person, RESTART)


# --- a skill


def test_beginning_a_skill_anew_says_with_numbers_what_goes(person, knows):
    knows(ONE, TWO)
    text = words(person, RESET)
    kept = [question for question in quiz().of_skill(SKILL) if question.lesson in (ONE, TWO)]
    assert f"{len(kept)} answers to the questions about this" in text
    assert "that you passed the check of lesson 1" in text
    assert "that you passed the check of lesson 2" in text
    assert "Practice on a person then waits" in text


def test_beginning_a_skill_anew_erases_its_answers_and_card_and_the_passes_that_rest_on_them(person, knows):
    knows(ONE, TWO)
    read_some(person, TWO)
    before = answered(person)
    assert confirm(person, RESET).url == "/progress/"
    assert "The answers to this skill are erased." in words(person, "/progress/")
    assert answered(person) == before - {question.slug for question in quiz().of_skill(SKILL)}
    assert SKILL not in learning_by(person).cards
    assert ONE not in lessons_of(person)  # nothing else was known of it
    assert lessons_of(person)[TWO].passed_at is None
    assert lessons_of(person)[TWO].step  # what was read stays


@pytest.mark.parametrize(("skill", "is_still_shown"), [("order-of-places", True), ("arrows", False)])
def test_a_pass_stays_while_the_other_answers_still_show_it(person, knows, skill, is_still_shown):
    """Five of six are enough where no question is about safety; one of six is not."""
    knows("directions")
    passed_at = lessons_of(person)["directions"].passed_at
    address = f"/progress/skills/{skill}/reset/"
    assert ("that you passed the check" in words(person, address)) != is_still_shown
    confirm(person, address)
    left = lessons_of(person).get("directions")
    assert (left.passed_at == passed_at) if is_still_shown else left is None


def test_a_lesson_that_was_not_asked_about_the_skill_keeps_its_pass(person, knows):
    knows(ONE, "after-care")
    confirm(person, RESET)
    assert lessons_of(person)["after-care"].passed_at


def test_a_skill_without_answers_has_nothing_to_take_away(person):
    assert "nothing to take away" in words(person, RESET)
    assert person.post(RESET).status_code == 302


def test_a_visitor_without_a_session_sees_that_nothing_is_kept(content, client):
    assert "nothing to take away" in words(client, RESET)
    assert "nothing to take away" in words(client, RESTART)


# --- both


@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
def test_an_old_form_sent_again_takes_no_answer_given_since(person, knows, address):
    knows(ONE)
    page = HtmlPage(address, person.get(address).content.decode())
    seen = next(field.get("value") for field in page.elements("input") if field.get("name") == "seen")
    assert person.post(address, {"seen": seen}).status_code == 302
    assert person.post(address, {"seen": seen}).status_code == 302  # nothing left: no harm
    question = next(question for question in quiz().of_skill(SKILL) if question.lesson == ONE)
    send(person, question, a_right_answer(question))
    late = person.post(address, {"seen": seen})
    assert late.status_code == 422
    assert "nothing was taken away" in late.content.decode()
    assert question.slug in answered(person)


@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
@pytest.mark.parametrize("seen", ["", "x", "2020-01-01T00:00:00+00:00"])
def test_a_form_that_nobody_was_shown_takes_nothing(person, knows, address, seen):
    knows(ONE)
    assert person.post(address, {"seen": seen}).status_code == 422
    assert answered(person) == of_lesson(ONE)
    assert lessons_of(person)[ONE].passed_at


@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
def test_looking_takes_nothing(person, knows, address):
    knows(ONE)
    person.get(address)
    person.head(address)
    assert answered(person) == of_lesson(ONE)


@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
def test_another_person_s_rows_are_untouched(content, client, alice, bob, address):
    now = timezone.now()
    for user in (alice, bob):
        for question in quiz().check_of(ONE):
            given = a_right_answer(question)
            keep_answers(
                user.learner, [Fact(question.slug[:32], question.slug, question.version, given, True, 1.0, 0, now)]
            )
        Progress.keep(user.learner, {"lesson": {ONE: all_read(now)}}, {})
    theirs = (
        bob.learner.answers.all().facts(),
        bob.learner.review_cards.all().cards(),
        bob.learner.progress.standings(),
    )
    client.force_login(alice)
    confirm(client, address)
    assert alice.learner.answers.count() < len(quiz().check_of(ONE))
    assert (
        bob.learner.answers.all().facts(),
        bob.learner.review_cards.all().cards(),
        bob.learner.progress.standings(),
    ) == theirs


@pytest.mark.parametrize("address", ["/progress/skills/no-such-skill/reset/", "/progress/lessons/no-such/restart/"])
def test_an_unknown_skill_or_lesson_is_not_there(person, address):
    assert person.get(address).status_code == 404
    assert person.post(address).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
def test_a_wrong_method_is_refused(person, address, method):
    assert getattr(person, method)(address).status_code == 405


@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
def test_a_form_without_a_token_is_refused(content, alice, address):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    assert browser.post(address).status_code == 403


@pytest.mark.parametrize("address", [RESTART, RESET], ids=["lesson", "skill"])
def test_htmx_is_led_on_and_kept_pages_are_never_shown_again(person, knows, address):
    knows(ONE)
    shown = person.get(address)
    assert "no-store" in shown["Cache-Control"]
    page = HtmlPage(address, shown.content.decode())
    assert not page.html_errors
    assert len(list(page.elements("h1"))) == 1
    seen = next(field.get("value") for field in page.elements("input") if field.get("name") == "seen")
    answer = person.post(address, {"seen": seen}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"]


def test_a_reset_takes_few_queries_however_much_was_answered(
    content, alice_client, alice, django_assert_max_num_queries
):
    now = timezone.now()
    every = [
        Fact(q.slug[:32], q.slug, q.version, a_right_answer(q), True, 1.0, 0, now)
        for q in quiz().questions
        if q.kind != "point"
    ]
    keep_answers(alice.learner, every)
    seen = now.isoformat()
    for address in (RESET, RESTART):
        with django_assert_max_num_queries(24):
            assert alice_client.post(address, {"seen": seen}).status_code == 302


def test_practice_closes_again_with_the_pass(person, knows):
    from practice.rules.opening import opening_for

    knows(ONE, TWO, "place-posture-hands-oil")
    assert opening_for(person.get("/about/").wsgi_request).is_open
    confirm(person, RESET)
    assert [check.number for check in opening_for(person.get("/about/").wsgi_request).missing] == [1, 2]


def test_the_same_form_that_was_open_before_may_answer_after(person, knows):
    """The question was never answered in it, so what it sends is a first answer."""
    question = quiz().check_of(ONE)[0]
    form = form_of(person, address_of(question))
    knows(TWO)
    confirm(person, RESTART)
    assert person.post(address_of(question), form | {"answer": a_right_answer(question)}).status_code == 302
    assert question.slug in answered(person)


def test_what_was_begun_but_neither_read_nor_passed_is_left_alone(person, who, knows):
    knows(TWO)
    now = timezone.now()
    Progress.keep(who, {"lesson": {ONE: Standing(now, now, step="golden-rule")}}, {})
    confirm(person, RESET)
    assert lessons_of(person)[ONE].step == "golden-rule"
