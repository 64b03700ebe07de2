"""Marking: each kind right, half right and wrong; what cannot be marked is refused and does not count."""

import pytest

from lessons.back_map import BACK_MAP
from lessons.quiz.marking import (
    AnswerError,
    Marked,
    Reply,
    holds,
    mark,
    passes,
    place_at,
    point_in,
    right_answer,
    spots,
)
from lessons.quiz.questions import Option, Question, quiz
from lessons.quiz.words import ELSEWHERE
from tests.lessons.quiz.replies import one_change

FACTS = {
    "slug": "q", "version": 1, "source": "L1.1", "lesson": "l", "step": "s", "skill": "k", "safety": True,
}  # fmt: skip
ONE = Question(**FACTS, kind="one", options=["a", "b", "c"], right=["b"])
SEVERAL = Question(**FACTS, kind="several", options=["a", "b", "c", "d"], right=["a", "c"])
ORDER = Question(**FACTS, kind="order", options=["c", "a", "b"], right=["a", "b", "c"])
POINT = Question(
    **FACTS,
    kind="point",
    options=[
        {"key": "bump", "landmark": "c7", "reach": 40},
        {"key": "skull", "landmark": "occiput", "reach": 40},
        {"key": "neck", "regions": ["cervical"]},
        {"key": "groin", "at": [150, 1190], "reach": 60},
        {"key": "kidneys", "zone": "z2"},
    ],
    right=["bump"],
)
LEFT_TIP = Question(
    **FACTS,
    kind="point",
    options=[
        {"key": "left-tip", "landmark": "inferior-angle", "reach": 40, "side": "left"},
        {"key": "right-tip", "landmark": "inferior-angle", "reach": 40, "side": "right"},
        {"key": "ridge", "landmark": "scapular-spine", "reach": 20},
    ],
    right=["left-tip"],
)


def test_one_choice_is_right_or_not_and_answers_what_was_chosen():
    right, wrong = mark(ONE, "b"), mark(ONE, "a")
    assert (right.is_right, right.share, one_change(right)) == (True, 1, None)
    assert (wrong.is_right, wrong.share) == (False, 0)
    assert wrong.replies == (Reply("a", chosen=True, belongs=False),)
    assert one_change(wrong) == Reply("a", chosen=True, belongs=False)
    assert wrong.is_safety


@pytest.mark.parametrize(
    ("given", "share"),
    [
        (["a", "c"], 1),
        (["c", "a"], 1),
        (["a"], 1 / 2),
        (["a", "b"], 1 / 3),
        (["b"], 0),
        (["a", "b", "c"], 2 / 3),
        (["a", "b", "c", "d"], 1 / 2),
    ],
)
def test_several_choices_count_what_is_right_of_all_that_was_chosen_or_is_right(given, share):
    marked = mark(SEVERAL, given)
    assert marked.share == pytest.approx(share)
    assert marked.is_right == (share == 1)


def test_several_choices_say_first_what_was_right_then_what_to_change():
    replies = mark(SEVERAL, ["a", "b"]).replies
    assert [(reply.key, reply.is_right) for reply in replies] == [("a", True), ("b", False), ("c", False)]
    assert (replies[1].chosen, replies[1].belongs) == (True, False)
    assert (replies[2].chosen, replies[2].belongs) == (False, True)


@pytest.mark.parametrize(
    ("given", "share", "misplaced"),
    [("abc", 1, ""), ("acb", 2 / 3, "bc"), ("cab", 1 / 3, "abc"), ("cba", 0, "ac")],
)
def test_an_order_counts_pairs_that_stand_the_right_way_round(given, share, misplaced):
    marked = mark(ORDER, list(given))
    assert marked.share == pytest.approx(share)
    assert [reply.key for reply in marked.replies if not reply.is_right] == list(misplaced)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ((500, 260), "bump"),
        ((470, 250), "bump"),
        ([500, 70], "skull"),
        ((430, 180), "neck"),
        ((150, 1190), "groin"),
        ((850, 1190), "groin"),
        ((400, 900), "kidneys"),
        ((600, 900), "kidneys"),
        ((300, 480), ELSEWHERE),
        ("neck", "neck"),
        ("bump", "bump"),
    ],
)
def test_a_point_is_the_place_under_it_and_a_key_the_place_it_names(given, key):
    marked = mark(POINT, given)
    assert marked.chosen == (key,)
    assert marked.is_right == (key == "bump")


def test_a_right_place_wins_over_a_wrong_one_on_the_same_spot():
    assert BACK_MAP.regions["cervical"].contains(473, 250)
    assert place_at(POINT, 473, 250) == "bump"


KIDNEYS = Question(
    **FACTS,
    kind="point",
    options=[
        {"key": "kidneys", "zone": "z2"},
        {"key": "spine", "zone": "z1"},
        {"key": "blades", "regions": ["scapula-lr"]},
    ],
    right=["kidneys"],
)


@pytest.mark.parametrize(
    ("point", "key"),
    [
        ((400, 980), "kidneys"),
        ((400, 1089), "kidneys"),
        ((400, 1092), ELSEWHERE),
        ((600, 1020), "kidneys"),
        ((300, 860), "kidneys"),
        ((460, 860), "kidneys"),
        ((480, 860), "spine"),
        ((270, 580), "blades"),
        ((290, 610), ELSEWHERE),
    ],
)
def test_a_slip_out_of_the_right_place_counts_where_no_other_place_lies(point, key):
    assert mark(KIDNEYS, point).chosen == (key,)


def test_left_is_the_receivers_left():
    assert mark(LEFT_TIP, (355, 605)).is_right
    assert mark(LEFT_TIP, (645, 605)).chosen == ("right-tip",)
    assert mark(LEFT_TIP, (270, 396)).chosen == mark(LEFT_TIP, (730, 396)).chosen == ("ridge",)
    assert not all(option.side == "either" for option in LEFT_TIP.options)
    assert all(option.side == "either" for option in POINT.options)


@pytest.mark.parametrize(
    ("question", "given", "fault"),
    [
        (ONE, "", "empty"),
        (ONE, "z", "unknown"),
        (ONE, None, "wrong-kind"),
        (ONE, ["b"], "wrong-kind"),
        (ONE, (500, 260), "wrong-kind"),
        (SEVERAL, [], "empty"),
        (SEVERAL, "a", "wrong-kind"),
        (SEVERAL, 7, "wrong-kind"),
        (SEVERAL, [1], "wrong-kind"),
        (SEVERAL, ["a", "a"], "repeated"),
        (SEVERAL, ["a", "z"], "unknown"),
        (SEVERAL, [""], "empty"),
        (ORDER, ["a", "b"], "incomplete"),
        (ORDER, ["a", "b", "b"], "repeated"),
        (ORDER, ["a", "b", "z"], "unknown"),
        (POINT, ELSEWHERE, "unknown"),
        (POINT, (500,), "wrong-kind"),
        (POINT, (500, "260"), "wrong-kind"),
        (POINT, (True, False), "wrong-kind"),
        (POINT, {"x": 1, "y": 2}, "wrong-kind"),
        (POINT, (float("nan"), 3), "off-canvas"),
        (POINT, (-1, 3), "off-canvas"),
        (POINT, (500, 1401), "off-canvas"),
        (POINT, (20, 20), "off-body"),
    ],
)
def test_what_cannot_be_marked_is_refused_and_says_why(question, given, fault):
    with pytest.raises(AnswerError) as refused:
        mark(question, given)
    assert refused.value.fault == fault
    assert str(refused.value)


@pytest.mark.parametrize("question", quiz().questions, ids=lambda question: question.slug)
def test_the_right_answer_of_every_question_marks_right(question):
    marked = mark(question, right_answer(question))
    assert marked.is_right
    assert marked.share == 1
    assert one_change(marked) is None


@pytest.mark.parametrize("question", quiz().questions, ids=lambda question: question.slug)
def test_every_reply_of_every_answer_has_words(question):
    words = quiz().words_of(question.slug)
    for key in question.keys:
        given = key if question.takes_one else list(reversed(question.right)) if question.kind == "order" else [key]
        marked = mark(question, given)
        assert all(words.reply(reply.key) for reply in marked.replies)
    if question.kind == "point":
        assert words.reply(ELSEWHERE)


@pytest.mark.parametrize(
    "question", [q for q in quiz().questions if q.kind in ("point", "mark")], ids=lambda question: question.slug
)
def test_every_place_can_be_reached_by_pointing(question):
    for option in question.options:
        x, y = point_in(option)
        assert holds(option, x, y)
        if question.kind == "point":
            assert place_at(question, x, y) == option.key, option.key


def test_the_middle_of_a_place_on_the_right_lies_on_the_right():
    option = Option(key="tip", landmark="inferior-angle", reach=30, side="right")
    assert point_in(option) == (645, 605)
    assert point_in(Option(key="flank", regions=["flank-r"]))[0] > 500


def verdicts(right, wrong, *, wrong_is_safety=False):
    return [Marked(True, 1, (), (), True)] * right + [Marked(False, 0, (), (), wrong_is_safety)] * wrong


@pytest.mark.parametrize(
    ("check", "passed"),
    [
        (verdicts(5, 0), True),
        (verdicts(4, 1), True),
        (verdicts(7, 2), False),  # 78 %
        (verdicts(4, 1, wrong_is_safety=True), False),
        ([], False),
    ],
)
def test_a_check_is_passed_with_four_of_five_and_every_safety_question(check, passed):
    assert passes(check) is passed


def test_spots_are_drawn_on_every_side_that_counts():
    assert spots(Option(key="bump", landmark="c7", reach=40)) == ((500, 260, 40),)
    assert spots(Option(key="tip", landmark="inferior-angle", reach=40)) == ((355, 605, 40), (645, 605, 40))
    assert spots(Option(key="tip", landmark="inferior-angle", reach=40, side="right")) == ((645, 605, 40),)
    assert spots(Option(key="neck", regions=["cervical"])) == ()


@pytest.mark.parametrize("question", quiz().questions, ids=lambda question: question.slug)
def test_a_spot_that_is_drawn_is_a_spot_that_counts(question):
    for option in question.options:
        assert all(holds(option, x, y) for x, y, _ in spots(option))
