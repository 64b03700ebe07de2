"""How a lesson's check ends: passed, missed, signed out, sent twice."""

import pytest
from django.test import Client

from learners.models import Learner
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Answer
from tests.factories import PASSWORD
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.progress.questions.checks import (
    BEGIN,
    CHECK,
    KINDS,
    LESSON,
    PRESSURE,
    address_of,
    kept,
    question_of,
    send,
    words,
)


def test_a_right_answer_is_offered_after_two_misses(person):
    question = quiz().question("who-decides-on-pressure")
    send(person, question, "giver")
    assert "Show a right answer" not in words(person, PRESSURE)
    send(person, question, "routine")
    assert "Show a right answer" in words(person, PRESSURE)


def test_a_whole_check_is_passed_and_the_lesson_says_so(person):
    for number, question in enumerate(quiz().check_of(LESSON), 1):
        assert "You passed" not in words(person, CHECK)
        send(person, question, a_right_answer(question))
        assert f"Question {number} of 7" in words(person, address_of(question))
    assert "See how it went" in words(person, address_of(question))
    assert "You passed this check." in words(person, CHECK)
    assert "Check what you know passed" in words(person, f"/lessons/{LESSON}/")


def test_a_missed_safety_question_leads_back_to_its_step(person):
    for question in quiz().check_of(LESSON)[1:]:
        send(person, question, a_right_answer(question))
    question = quiz().check_of(LESSON)[0]
    send(person, question, wrong_answer(question))
    text = words(person, CHECK)
    assert "6 of 7 are right so far." in text
    assert "about safety is still to be answered again" in text
    assert "To answer again" in text
    send(person, question, a_right_answer(question))
    assert "You passed this check." in words(person, CHECK)
    send(person, question, wrong_answer(question))
    assert "You passed this check." in words(person, CHECK)


def test_signing_in_takes_a_guest_s_answers_along_once(content, client, alice):
    question = quiz().question("who-decides-on-pressure")
    client.post(BEGIN)
    send(client, question, "giver")
    send(client, question, "receiver")
    guest = kept(client)
    keep_answers(alice.learner, guest[:1])
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert alice.learner.answers.all().facts() == guest
    assert Learner.objects.count() == 1
    keep_answers(alice.learner, guest)
    assert alice.learner.answers.count() == 2
    send(client, question, "receiver")
    assert alice.learner.answers.count() == 3


def test_after_signing_out_no_answer_is_left_on_the_device(member, alice):
    send(member, quiz().question("who-decides-on-pressure"), "receiver")
    member.post("/accounts/logout/")
    assert not kept(member)
    assert alice.learner.answers.count() == 1


def test_an_answer_after_the_visit_has_ended_leads_to_the_start(person):
    form = form_of(person, PRESSURE)
    person.cookies.clear()
    assert person.post(PRESSURE, form | {"answer": "receiver"}).status_code == 302
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/lessons/no-such-lesson/check/",
        f"{CHECK}no-such-question/",
        f"{CHECK}find-c7/",
        "/lessons/when-not-to-massage/check/case-01/",
    ],
)
def test_an_unknown_check_or_question_is_not_there(member, address):
    assert member.get(address).status_code == 404


@pytest.mark.parametrize(("address", "method"), [(CHECK, "post"), (BEGIN, "get"), (PRESSURE, "put"), (CHECK, "delete")])
def test_a_wrong_method_is_refused(member, address, method):
    assert getattr(member, method)(address).status_code == 405


def test_an_answer_without_a_token_is_refused(content, alice):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    assert browser.post(PRESSURE, form_of(browser, PRESSURE) | {"answer": "receiver"}).status_code == 403
    assert not Answer.objects.exists()


@pytest.mark.parametrize("address", [CHECK, PRESSURE, f"/lessons/{LESSON}/"])
def test_many_answers_take_no_more_queries(member, alice, django_assert_max_num_queries, address):
    for _ in range(12):
        send(member, quiz().question("who-decides-on-pressure"), "giver")
    member.get(address)  # the names of the map are read once a minute
    with django_assert_max_num_queries(6):
        member.get(address)


def test_erasing_progress_erases_answers(person):
    send(person, quiz().question("who-decides-on-pressure"), "receiver")
    assert "1 answer to a question" in words(person, "/progress/erase/")
    person.post("/progress/erase/")
    assert not kept(person)
    assert not Answer.objects.exists()


def test_the_export_holds_every_answer_and_no_name_of_a_form(person):
    send(person, quiz().question("who-decides-on-pressure"), "receiver")
    (row,) = person.get("/accounts/data/export/").json()["answers"]
    assert (row["question"], row["given"], row["is_right"]) == ("who-decides-on-pressure", "receiver", True)
    assert "key" not in row
    assert "1 answer" in words(person, "/accounts/data/")


def test_every_question_of_every_check_can_be_shown_and_answered(member):
    for question in quiz().questions:
        if not question.is_case:
            assert member.get(address_of(question)).status_code == 200
            assert send(member, question, a_right_answer(question)).status_code == 302, question.slug
            assert "That is right." in words(member, address_of(question)), question.slug


SECOND = "You had answered on this page already, and that answer counts."


LATE = "This page was not up to date, so nothing was counted."


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_again_with_another_answer_says_that_the_first_one_counts(person, kind, headers):
    question = question_of(kind)
    form, address = form_of(person, address_of(question)), address_of(question)
    person.post(address, form | as_sent(question, wrong_answer(question)))
    answer = person.post(address, form | as_sent(question, a_right_answer(question)), headers=headers)
    assert answer.status_code == 422
    assert SECOND in answer.content.decode()
    assert "That is right." not in answer.content.decode()
    assert [fact.is_right for fact in kept(person)] == [False]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_again_with_the_same_answer_is_answered_as_before(person, kind):
    question = question_of(kind)
    sent = form_of(person, address_of(question)) | as_sent(question, a_right_answer(question))
    person.post(address_of(question), sent)
    answer = person.post(address_of(question), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "That is right." in answer.content.decode()
    assert SECOND not in answer.content.decode()


def test_a_form_sent_again_with_nothing_chosen_says_that_the_first_answer_counts(person):
    question = question_of("several")
    form = form_of(person, address_of(question))
    person.post(address_of(question), form | as_sent(question, a_right_answer(question)))
    assert SECOND in person.post(address_of(question), form).content.decode()
