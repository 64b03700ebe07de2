"""Every place that a question asks about is drawn where the marking looks for it."""

import re

import pytest

from lessons.quiz.marking import holds
from lessons.quiz.questions import PLACE_KINDS, quiz
from progress.questions.places import VIEW_BOX, canvas_point, letters, places

QUESTIONS = [question for question in quiz().questions if question.kind in PLACE_KINDS]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_the_letter_of_every_place_stands_in_it(question):
    options = {option.key: option for option in question.options}
    drawn = places(question, question.keys)
    assert [place.key for place in drawn] == list(question.keys)
    for place in drawn:
        assert place.badges
        assert place.left or place.right
        for x, y in place.badges:
            assert holds(options[place.key], float(x), float(y)), (place.key, x, y)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_no_two_letters_stand_on_each_other(question):
    badges = [tuple(map(float, at)) for place in places(question, question.keys) for at in place.badges]
    near = [(a, b) for n, a in enumerate(badges) for b in badges[:n] if abs(a[0] - b[0]) < 60 and abs(a[1] - b[1]) < 60]
    assert not near


def test_a_left_region_is_drawn_on_the_left_alone():
    question = quiz().question("sunburnt-shoulders")
    left, right = (next(iter(places(question, [key]))) for key in ("top-left", "top-right"))
    assert (bool(left.left), bool(left.right)) == (True, False)
    assert (bool(right.left), bool(right.right)) == (False, True)
    assert float(left.badges[0][0]) < 500 < float(right.badges[0][0])


def test_letters_follow_the_list():
    question = quiz().question("sunburnt-shoulders")
    assert list(letters(question).values()) == ["A", "B", "C", "D", "E"]


def test_drawn_text_holds_numbers_and_commands_only():
    for question in QUESTIONS:
        for place in places(question, question.keys):
            assert re.fullmatch(r"[MLCQAHVZmlcqahvz\d\s.,-]*", place.left + place.right)


def test_a_touch_in_the_corners_of_the_plate_is_a_corner_of_its_view():
    left, top, across, down = map(float, VIEW_BOX.split())
    assert canvas_point(0, 0, 270) == (left, top)
    assert canvas_point(420, 420 * down / across, 420) == pytest.approx((left + across, top + down))
