"""What teachers see is counted with each answer: the first of each member, once, without a name."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from lessons.quiz.marking import right_answer
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Answer, QuestionTally
from progress.rules.checks import Fact
from tests.factories import PASSWORD, UserFactory
from tests.learners.guests import guest_of

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
PRESSURE, SEVERAL, ORDER, POINT = "who-decides-on-pressure", "answers-for-one-day", "getting-up", "find-c7"


def fact(slug, given, *, key="form", minute=0, **changes):
    question = quiz().question(slug)
    found = Fact(key, slug, question.version, given, False, 0.0, 0, MONDAY + timedelta(minutes=minute))
    return replace(found, **changes)


def right(slug, **changes):
    return fact(slug, right_answer(quiz().question(slug)), is_right=True, share=1.0, **changes)


def counted(slug=PRESSURE):
    tally = QuestionTally.objects.get(question=slug, version=quiz().question(slug).version)
    return tally.answered, tally.missed, tally.options


def test_a_first_answer_is_counted_with_what_was_chosen(alice):
    keep_answers(alice.learner, [fact(PRESSURE, "giver")])
    assert counted() == (1, 1, {"giver": 1})


def test_a_second_answer_of_the_same_person_is_not_counted(alice):
    keep_answers(alice.learner, [fact(PRESSURE, "giver")])
    keep_answers(alice.learner, [right(PRESSURE, key="second", minute=1)])
    assert counted() == (1, 1, {"giver": 1})


def test_an_answer_sent_twice_is_counted_once(alice):
    for _ in range(2):
        keep_answers(alice.learner, [fact(PRESSURE, "giver")])
    assert counted() == (1, 1, {"giver": 1})


def test_two_people_are_two(alice, bob):
    keep_answers(alice.learner, [fact(PRESSURE, "giver")])
    keep_answers(bob.learner, [right(PRESSURE)])
    assert counted() == (2, 1, {"giver": 1, "receiver": 1})


def test_of_several_answers_at_once_the_earliest_counts(alice):
    keep_answers(alice.learner, [right(PRESSURE, key="later", minute=5), fact(PRESSURE, "giver", key="earlier")])
    assert counted() == (1, 1, {"giver": 1})


def test_of_several_answers_every_choice_is_counted(alice):
    keys = quiz().question(SEVERAL).keys[:2]
    keep_answers(alice.learner, [fact(SEVERAL, list(keys))])
    assert counted(SEVERAL) == (1, 1, dict.fromkeys(keys, 1))


def test_of_an_order_those_in_a_wrong_place_are_counted(alice, bob):
    first, second, *rest = quiz().question(ORDER).right
    keep_answers(alice.learner, [fact(ORDER, [second, first, *rest])])
    keep_answers(bob.learner, [right(ORDER)])
    assert counted(ORDER) == (2, 1, {first: 1, second: 1})


def test_of_a_point_the_place_is_counted_or_elsewhere(alice, bob):
    keep_answers(alice.learner, [fact(POINT, [300, 700])])
    keep_answers(bob.learner, [right(POINT)])
    assert counted(POINT) == (2, 1, {"elsewhere": 1, quiz().question(POINT).right[0]: 1})


def test_an_answer_to_an_older_version_is_not_counted(alice):
    keep_answers(alice.learner, [fact(PRESSURE, "giver", version=9)])
    assert not QuestionTally.objects.exists()


def test_a_question_that_changed_is_counted_anew_and_the_old_counts_stay(alice):
    old = QuestionTally.objects.create(question=PRESSURE, version=9, answered=40, missed=3, options={"gone": 40})
    keep_answers(alice.learner, [fact(PRESSURE, "giver", version=9)])
    keep_answers(alice.learner, [right(PRESSURE, key="new", minute=1)])
    assert counted() == (1, 0, {"receiver": 1})
    old.refresh_from_db()
    assert (old.answered, old.missed, old.options) == (40, 3, {"gone": 40})


@pytest.mark.parametrize("old_minute", [0, 9], ids=["old-first", "old-last"])
def test_answers_to_two_versions_at_once_count_for_the_present_one(alice, old_minute):
    answers = [fact(PRESSURE, "giver", key="old", version=9, minute=old_minute), right(PRESSURE, key="new", minute=5)]
    keep_answers(alice.learner, answers)
    assert counted() == (1, 0, {"receiver": 1})


def test_a_question_that_left_the_pack_is_not_counted(alice):
    keep_answers(alice.learner, [fact(PRESSURE, "giver", question="long-gone")])
    assert not QuestionTally.objects.exists()
    assert alice.learner.answers.count() == 1


def test_an_answer_that_cannot_be_read_any_more_is_kept_and_names_no_option(alice):
    keep_answers(alice.learner, [fact(POINT, [5, 5])])
    assert counted(POINT) == (1, 1, {})


def test_many_questions_take_no_more_queries_than_one(alice, bob, django_assert_max_num_queries):
    many = [right(question.slug, key=question.slug) for question in quiz().questions]
    with django_assert_max_num_queries(5):
        QuestionTally.count(many[:1])
    with django_assert_max_num_queries(5):
        QuestionTally.count(many)
    assert QuestionTally.objects.count() == len(many)


def test_nothing_new_takes_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        QuestionTally.count([fact(PRESSURE, "giver", version=9)])


def test_a_guest_is_counted_at_sign_in_and_only_then(content, client, alice, settings):
    keep_answers(alice.learner, [right(SEVERAL)])
    client.post("/progress/lessons/what-massage-can-do/check/")
    for answer in (fact(PRESSURE, "giver", key="guest-1"), fact(SEVERAL, ["no-such"], key="guest-2", minute=1)):
        keep_answers(guest_of(client), [answer])
    assert not QuestionTally.objects.filter(question=PRESSURE).exists()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert counted() == (1, 1, {"giver": 1})
    assert counted(SEVERAL)[:2] == (1, 0)
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert counted() == (1, 1, {"giver": 1})


def test_an_answer_that_is_not_kept_is_not_counted(alice, monkeypatch):
    """Both stand in one transaction."""

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Answer.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        keep_answers(alice.learner, [fact(PRESSURE, "giver")])
    assert not QuestionTally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_people_who_answer_at_the_same_moment_are_all_counted():
    """Each of eight answers the same three questions, half of them in the other order, for the first time ever."""
    people = [UserFactory() for _ in range(8)]
    answers = [fact(PRESSURE, "giver", key="one"), fact(SEVERAL, list(quiz().question(SEVERAL).keys[:1]), key="two")]
    answers += [right(ORDER, key="three")]

    def answer(number):
        try:
            with people[number].learner.writing():
                keep_answers(people[number].learner, answers if number % 2 else answers[::-1])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as devices:
        list(devices.map(answer, range(8)))
    assert counted() == (8, 8, {"giver": 8})
    assert counted(SEVERAL)[0] == 8
    assert counted(ORDER) == (8, 0, {})


@pytest.mark.django_db(transaction=True)
def test_one_person_on_many_devices_is_counted_once(alice):
    learner = alice.learner

    def answer(number):
        try:
            with learner.writing():
                keep_answers(learner, [fact(PRESSURE, "giver", key=f"device-{number}")])
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as devices:
        list(devices.map(answer, range(6)))
    assert counted() == (1, 1, {"giver": 1})
    assert alice.learner.answers.count() == 6


def test_the_share_missed_is_worked_out_in_the_database():
    for answered, missed in ((0, 0), (3, 1), (8, 8)):
        QuestionTally.objects.create(question=f"q{answered}", version=1, answered=answered, missed=missed)
    shares = dict(QuestionTally.objects.with_share_missed().values_list("question", "share_missed"))
    assert shares == {"q0": None, "q3": pytest.approx(100 / 3), "q8": 100.0}
