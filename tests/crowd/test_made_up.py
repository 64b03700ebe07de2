"""Made-up histories are as real ones could be: marked, rated and passed by the rules."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from crowd.made_up import DAYS, Taught
from lessons.quiz.marking import mark
from lessons.quiz.questions import quiz
from progress.rules.checks import passes_of
from progress.rules.recall import kept_of

UNTIL = datetime(2026, 3, 1, tzinfo=UTC)
TECHNIQUES = [f"technique-{number}" for number in range(31)]


@pytest.fixture(scope="module")
def taught():
    return Taught(quiz(), TECHNIQUES)


@pytest.fixture(scope="module")
def histories(taught):
    return [taught.history(Random(number), 50, UNTIL) for number in range(40)]


def test_the_same_chance_makes_the_same_history(taught, histories):
    again = Taught(quiz(), TECHNIQUES)
    assert [again.history(Random(number), 50, UNTIL) for number in range(40)] == histories
    assert histories[0] != histories[1]


@pytest.mark.parametrize("answers", [1, 2, 9, 50, 400, 1000])
def test_a_history_has_as_many_answers_as_asked_for(taught, answers):
    for number in range(10):
        facts = taught.history(Random(number), answers, UNTIL).facts
        assert len(facts) == len({fact.key for fact in facts}) == answers


def test_every_answer_is_marked_as_the_site_would_mark_it(histories):
    for fact in (fact for history in histories for fact in history.facts):
        question = quiz().question(fact.question)
        marked = mark(question, fact.given)
        assert (fact.version, fact.is_right, fact.share) == (question.version, marked.is_right, marked.share)


def test_every_question_has_one_right_way_and_a_wrong_one(taught):
    for question in quiz().questions:
        right, *wrong = taught.ways(question)
        assert right.is_right, question.slug
        assert {way.is_right for way in wrong} == {False}, question.slug


def test_answers_are_spread_over_half_a_year_one_after_the_other(histories):
    moments = [[fact.answered_at for fact in history.facts] for history in histories]
    assert all(earlier < later for one in moments for earlier, later in pairwise(one))
    assert all(UNTIL - timedelta(days=DAYS) <= one[0] and one[-1] < UNTIL for one in moments)
    assert min(one[0] for one in moments) < UNTIL - timedelta(days=DAYS * 0.9)


def test_three_hours_later_it_is_still_the_same_day(histories):
    for fact in (fact for history in histories for fact in history.facts):
        assert (fact.answered_at + timedelta(hours=3)).date() == fact.answered_at.date()


def test_right_and_wrong_hints_times_and_reviews_are_mixed(histories):
    facts = [fact for history in histories for fact in history.facts]
    assert {fact.is_right for fact in facts} == {fact.is_review for fact in facts} == {True, False}
    assert {fact.hints for fact in facts} == {0, 1, 2}
    assert {fact.seconds is None for fact in facts} == {True, False}


def test_a_long_history_has_every_kind_of_question(taught):
    kinds = {quiz().question(fact.question).kind for fact in taught.history(Random(1), 1000, UNTIL).facts}
    assert kinds == {question.kind for question in quiz().questions}


def test_a_review_asks_only_what_belongs_to_a_lesson_that_was_met(histories):
    for history in histories:
        met = set()
        for fact in history.facts:
            lesson = quiz().question(fact.question).lesson
            assert not fact.is_review or lesson in met
            met.add(lesson)


def test_cards_and_passes_are_what_the_rules_make_of_the_answers(histories):
    for history in histories:
        assert {kept.card.skill: kept for kept in history.kept} == kept_of(history.facts, quiz())
        read = history.standings["lesson"]
        passes = passes_of({lesson: quiz().check_of(lesson) for lesson in read}, history.facts)
        found = {lesson: standing.passed_at for lesson, standing in read.items() if standing.passed_at}
        assert found == {lesson: standing.passed_at for lesson, standing in passes.items()}
    assert any(standing.passed_at for history in histories for standing in history.standings["lesson"].values())


def test_most_have_something_to_review_on_the_next_day(histories):
    due = [sum(kept.card.due_at < UNTIL + timedelta(days=1) for kept in history.kept) for history in histories]
    assert sum(map(bool, due)) > 0.9 * len(histories)
