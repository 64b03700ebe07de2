"""More care than is needed is no miss: how it is marked, shown, kept and reviewed, as a guest and a member."""

from dataclasses import replace

import pytest

from lessons.quiz.marking import CAREFUL_SHARE, Reply, mark
from lessons.quiz.questions import quiz
from progress.models import QuestionTally
from progress.rules.schedule import rating_of
from tests.lessons.quiz.replies import one_change
from tests.progress.answers import a_right_answer, wrong_answer
from tests.progress.review.reviews import MISTAKES, old_answers

ASPIRIN, PREGNANT = quiz().question("only-low-dose-aspirin"), quiz().question("pregnant-20-weeks")
CAREFUL = [question for question in quiz().questions if question.careful]


def careful_answer(question):
    """Right in all but for more care than is needed."""
    return question.careful[0] if question.takes_one or question.kind == "one" else [*question.right, *question.careful]


@pytest.mark.parametrize("question", CAREFUL, ids=lambda question: question.slug)
def test_a_careful_answer_counts_and_is_not_the_best(question):
    marked = mark(question, careful_answer(question))
    assert (marked.is_right, marked.is_careful, one_change(marked)) == (True, True, None)
    assert 0 < marked.share < 1
    best = mark(question, a_right_answer(question))
    assert (best.is_right, best.is_careful, best.share) == (True, False, 1)
    wrong = mark(question, wrong_answer(question))
    assert (wrong.is_right, wrong.is_careful) == (False, False)


def test_care_beside_a_fault_is_still_a_miss_and_the_fault_alone_is_to_change():
    marked = mark(PREGNANT, ["stroke", "side", "midwife"])
    assert (marked.is_right, marked.is_careful) == (False, False)
    assert one_change(marked) == Reply("twenty", chosen=False, belongs=True)
    assert mark(ASPIRIN, "doctor").share == CAREFUL_SHARE


def given_a_miss(person, question):
    miss = replace(old_answers([question.skill])[0], question=question.slug, version=question.version)
    person.has_answered([replace(miss, given=wrong_answer(question), is_right=False, share=0.0)])


@pytest.mark.parametrize("question", [ASPIRIN, PREGNANT], ids=["one", "several"])
def test_a_careful_answer_leaves_the_misses_and_the_reply_says_kindly_why(person, question):
    given_a_miss(person, question)
    address = f"{MISTAKES}{question.slug}/?answered"
    answer = person.send(address, careful_answer(question))
    text = person.words(answer.url)
    assert "Careful, and more than is needed here." in text
    assert "This does not count as a wrong answer." in text
    assert "Not yet." not in text
    assert "Answer again" not in text
    assert "One thing to change" not in text
    assert "Show a right answer" in text
    assert "You have no missed question." in person.words(MISTAKES)


def test_a_careful_answer_is_kept_as_right_and_reviewed_as_such(person):
    given_a_miss(person, ASPIRIN)
    person.send(f"{MISTAKES}{ASPIRIN.slug}/?answered", "doctor")
    last = person.facts[-1]
    assert (last.question, last.is_right) == (ASPIRIN.slug, True)
    assert rating_of(ASPIRIN, last).name in ("Good", "Easy")


def test_teachers_count_a_careful_answer_without_a_miss(member):
    careful = replace(old_answers([ASPIRIN.skill])[0], question=ASPIRIN.slug, version=ASPIRIN.version)
    marked = mark(ASPIRIN, "doctor")
    QuestionTally.count([replace(careful, given="doctor", is_right=marked.is_right, share=marked.share)])
    tally = QuestionTally.objects.get(question=ASPIRIN.slug)
    assert (tally.answered, tally.missed, tally.options) == (1, 0, {"doctor": 1})


def test_an_unsafe_choice_of_several_is_what_is_spoken_of_first(person):
    given_a_miss(person, PREGNANT)
    answer = person.send(f"{MISTAKES}{PREGNANT.slug}/?answered", ["side", "pillow"])
    text = person.words(answer.url)
    assert "What could happen You chose: Face down is fine with a pillow" in text
    assert "One thing to change" not in text
