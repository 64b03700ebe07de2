"""Laws of marking under random answers."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lessons.back_map import mirror
from lessons.quiz.marking import AnswerError, Marked, mark, right_answer
from lessons.quiz.questions import Question, quiz
from tests.lessons.quiz.replies import one_change

QUESTIONS = quiz().questions
questions = st.sampled_from(QUESTIONS)
points = st.tuples(st.floats(0, 1000), st.floats(0, 1400))
pointed = st.sampled_from([question for question in QUESTIONS if question.kind == "point"])
SHAPES_ARE_READY = [mark(question, right_answer(question)) for question in QUESTIONS]  # the first one is slow
many = st.sampled_from([question for question in QUESTIONS if not question.takes_one])


def answers(question: Question) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(question.keys)
    if question.kind == "order":
        return st.permutations(question.keys)
    if question.kind == "point":
        return keys | points
    return keys if question.takes_one else st.lists(keys, min_size=1, unique=True)


def marked_or_fault(question: Question, answer: Any) -> Marked | str:
    try:
        return mark(question, answer)
    except AnswerError as error:
        return error.fault


@given(st.data())
def test_marking_does_not_depend_on_the_order_of_the_options(data):
    question = data.draw(questions)
    shuffled = question.model_copy(update={"options": data.draw(st.permutations(question.options))})
    answer = data.draw(answers(question))
    assert marked_or_fault(question, answer) == marked_or_fault(shuffled, answer)


@given(st.data())
def test_only_in_an_order_does_it_matter_what_was_chosen_first(data):
    question = data.draw(many)
    answer = data.draw(answers(question))
    turned = data.draw(st.permutations(answer))
    if question.kind != "order":
        assert mark(question, answer) == mark(question, turned)
    elif answer != turned:
        assert not (mark(question, answer).is_right and mark(question, turned).is_right)


@given(st.data())
def test_the_share_is_full_where_the_answer_is_right_and_only_there(data):
    question = data.draw(questions)
    marked = marked_or_fault(question, data.draw(answers(question)))
    if isinstance(marked, Marked):
        assert 0 <= marked.share <= 1
        assert (marked.share == 1) == all(reply.is_right for reply in marked.replies)
        assert marked.is_right == (marked.share == 1 or marked.is_careful)
        assert marked.is_safety == question.safety
        assert (one_change(marked) is None) == marked.is_right


@given(questions)
def test_the_right_answer_is_right(question):
    assert mark(question, right_answer(question)).is_right


@given(st.data())
def test_no_question_is_right_by_giving_everything(data):
    question = data.draw(questions)
    everything = data.draw(st.permutations(question.keys))
    verdict = marked_or_fault(question, everything)
    if question.kind == "order":
        assert verdict == mark(question, everything)
        assert verdict.is_right == (list(everything) == list(question.right))
    elif question.takes_one:
        assert verdict == "wrong-kind"
    else:
        assert not verdict.is_right
    assert list(question.keys) != question.right or question.kind != "order"


@given(st.data())
def test_one_wrong_choice_more_never_earns_more(data):
    question = data.draw(many.filter(lambda question: question.kind != "order"))
    answer = data.draw(answers(question))
    wrong = [key for key in question.keys if key not in question.right and key not in answer]
    for key in wrong:
        assert mark(question, [*answer, key]).share <= mark(question, answer).share


@given(pointed, points)
def test_the_mirrored_point_counts_where_either_side_does(question, point):
    x, y = point
    here, there = marked_or_fault(question, (x, y)), marked_or_fault(question, (mirror(x), y))
    if all(option.side == "either" for option in question.options):
        assert here == there


@given(pointed, points)
def test_the_picture_and_the_list_mark_alike(question, point):
    marked = marked_or_fault(question, point)
    if isinstance(marked, Marked) and marked.chosen[0] in question.keys:
        assert mark(question, marked.chosen[0]) == marked


@given(questions)
def test_every_option_has_a_reply_of_its_own(question):
    replies = [quiz().words_of(question.slug).reply(key) for key in question.keys]
    assert all(replies)
    assert len(set(replies)) == len(replies)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(questions, junk)
def test_nonsense_is_refused_and_never_breaks(question, given):
    assert isinstance(marked_or_fault(question, given), Marked | str)
