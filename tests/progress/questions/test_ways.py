"""From the chosen place to the right one: what is said, and that it leads there."""

import pytest

from lessons.quiz.marking import TOUCH, mark, place_at, point_in
from lessons.quiz.questions import quiz
from progress.questions.given import PLATE_WIDTHS
from progress.questions.places import VIEW_BOX, canvas_point
from progress.questions.way_words import way_words
from progress.questions.ways import HAND, way, way_to_right

POINTING = [question for question in quiz().questions if question.kind == "point"]
FINGER = 22  # CSS px around a place
by_slug = pytest.mark.parametrize("question", POINTING, ids=lambda question: question.slug)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ((500, 260), (500, 570), "two hand-widths lower."),
        ((700, 260), (600, 570), "two hand-widths lower, toward the spine."),
        ((300, 570), (400, 260), "two hand-widths higher, toward the spine."),
        ((500, 570), (350, 570), "one hand-width away from the spine."),
        ((500, 570), (730, 490), "one and a half hand-widths away from the spine, and higher."),
        ((200, 570), (500, 660), "two hand-widths toward the spine, and lower."),
        ((500, 260), (500, 330), "half a hand-width lower."),
        ((500, 60), (500, 1344), "eight hand-widths lower."),
    ],
)
def test_the_way_is_said_in_hand_widths_the_longer_part_first(start, end, said):
    assert way_words(way(start, end)) == f"From there the right place lies {said}"


def test_a_near_miss_is_called_very_near():
    assert "very near" in way_words(way((500, 260), (510, 290)))


@pytest.mark.parametrize("hands", [1, 2, 3, 5, 9])
def test_a_hand_width_is_that_of_a_hand(hands):
    assert way((500, 0), (500, hands * HAND)).hands == hands


@by_slug
def test_every_miss_says_a_way_that_ends_at_the_right_place(question):
    for key in question.keys:
        marked = mark(question, key)
        found = way_to_right(question, marked, key)
        assert (found is None) == marked.is_right
        if found:
            assert place_at(question, *found.end) in question.right
            assert (found.end[0] > 500) <= (found.start[0] >= 500)
            assert way_words(found).startswith("From there the right place ")


def test_a_touch_on_the_right_half_is_led_to_the_right_half():
    kidneys = quiz().question("where-the-kidneys-are")
    given = [650.0, 480.0]
    found = way_to_right(kidneys, mark(kidneys, given), given)
    assert found.end[0] > 500
    assert found.heading == "lower"


# --- how near is near enough -----------------------------------------------------------------------------------------


def test_the_touch_is_as_broad_as_a_finger_where_the_drawing_is_smallest():
    across = float(VIEW_BOX.split()[2])
    assert (FINGER + 0.5) * across / min(PLATE_WIDTHS.values()) <= TOUCH


def pixel_of(point, width):
    left, top, across, _down = map(float, VIEW_BOX.split())
    return (point[0] - left) * width / across, (point[1] - top) * width / across


def disc(x, y):
    """Whole pixels, as a browser sends them, no farther than FINGER away."""
    near = range(-FINGER, FINGER + 1, 2)
    return [
        (px, py) for dx in near for dy in near if (px := round(x + dx), py := round(y + dy)) and near_by(px, py, x, y)
    ]


def near_by(px, py, x, y):
    return (px - x) ** 2 + (py - y) ** 2 <= FINGER**2


@pytest.mark.parametrize("width", PLATE_WIDTHS.values())
@by_slug
def test_a_touch_within_a_finger_of_the_right_place_is_right_or_named_another_place(question, width):
    """Beside a landmark or spot always right; beside an area unless the touch lies in another place of the list."""
    option = next(option for option in question.options if option.key in question.right)
    x, y = pixel_of(point_in(option), width)
    found = {place_at(question, *canvas_point(px, py, width)) for px, py in disc(x, y)}
    allowed = set(question.right) if option.reach else set(question.keys)
    assert found <= allowed
