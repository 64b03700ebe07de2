"""What a check says it takes to pass, held against the marking itself, for every lesson."""

import pytest

from lessons.quiz.marking import mark, passes
from lessons.quiz.questions import quiz
from tests.progress.answers import a_right_answer, wrong_answer
from tests.progress.questions.checks import words


@pytest.mark.parametrize("lesson", list(dict.fromkeys(question.lesson for question in quiz().questions)))
def test_the_check_states_its_own_rule_before_the_start_and_the_rule_is_true(content, client, lesson):
    questions = quiz().check_of(lesson)
    text = words(client, f"/lessons/{lesson}/check/")
    about_safety = sum(question.safety for question in questions)
    fewest = min(right for right in range(len(questions) + 1) if can_pass_with(right, questions))
    assert f"How many {len(questions)} questions" in text
    if about_safety == len(questions):
        assert f"All {len(questions)} right. Each of them is about safety." in text
    elif about_safety:
        assert f"{fewest} of {len(questions)} right, " in text
        assert f"{about_safety} about safety among them." in text or "the one about safety among them." in text
    else:
        assert f"{fewest} of {len(questions)} right." in text


def can_pass_with(right, questions):
    """By the marking itself: so many right answers, those about safety first."""
    ordered = sorted(questions, key=lambda question: not question.safety)
    marked = [mark(q, a_right_answer(q) if n < right else wrong_answer(q)) for n, q in enumerate(ordered)]
    return passes(marked)
