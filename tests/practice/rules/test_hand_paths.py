"""The drawing of a step shows the hands on its places only, and never across a place that is left out."""

import pytest

from lessons.back_map import BACK_MAP
from lessons.pack.facts import technique_facts
from practice.plan_page import PlanPage
from practice.rules.fit import adapt, reach
from practice.rules.hand_paths import crosses, strokes_for, within_reach
from practice.rules.plan import load_plans
from tests.practice.rules.test_fit import limited


def path_of(technique):
    return [stroke.model_dump() for stroke in technique_facts()[technique].path]


def places(strokes):
    return {slug for stroke in strokes for x, y in stroke["points"] for slug in BACK_MAP.regions_at(x, y)}


def test_squeezing_the_sides_draws_the_side_only():
    strokes = strokes_for(path_of("squeeze-edge"), ["flank-l", "flank-r"], set())
    assert len(strokes) == 1
    assert places(strokes) == {"flank-l"}


def test_squeezing_the_long_muscles_draws_each_stroke_that_begins_there():
    strokes = strokes_for(path_of("squeeze-edge"), ["lumbar-l", "lumbar-r", "thoracic-l", "thoracic-r"], set())
    assert [stroke["points"][0] for stroke in strokes] == [(445, 1006), (445, 880), (450, 712)]


def test_a_step_on_the_right_is_drawn_on_the_right():
    strokes = strokes_for(path_of("knead-lat"), ["flank-r"], {"flank-l"})
    assert places(strokes) == {"flank-r"}


def test_the_right_side_stands_in_where_the_left_is_left_out():
    strokes = strokes_for(path_of("squeeze-edge"), ["flank-r"], {"flank-l"})
    assert strokes
    assert all(x > 500 for stroke in strokes for x, _y in stroke["points"])


def test_no_stroke_leads_over_a_place_that_is_left_out():
    closed = {"shoulder-l", "shoulder-r"}
    strokes = strokes_for(path_of("rub-long"), ["sacral", "lumbar-l", "lumbar-r", "interscapular", "cervical"], closed)
    assert strokes
    assert not places(strokes) & closed


@pytest.mark.parametrize("key", ["full", "short", "long", "neck"])
def test_every_step_of_every_plan_has_something_to_draw(key):
    empty = [step for step in load_plans()[key].steps if not strokes_for(path_of(step.technique), reach(step), set())]
    assert not empty


@pytest.mark.parametrize(
    ("technique", "regions", "closed", "expected"),
    [
        ("rub-long", {"interscapular", "cervical"}, {"shoulder-l"}, True),
        ("stroke-long", {"lumbar-l", "thoracic-r", "shoulder-r"}, {"lumbar-r"}, True),
        ("knead-four-pads", {"thoracic-r"}, {"lumbar-r"}, True),
        ("knead-four-pads", {"lumbar-l", "thoracic-l"}, {"lumbar-r"}, False),
        ("knead-lat", {"flank-l"}, {"shoulder-l", "cervical"}, False),
        ("stroke-long", {"lumbar-l", "lumbar-r"}, set(), False),
    ],
)
def test_hands_are_told_to_lift_where_their_way_is_not_open(technique, regions, closed, expected):
    assert crosses(path_of(technique), regions, closed) is expected


def test_a_stroke_begins_and_ends_beside_what_the_position_leaves_out():
    left_out = {"sacral", "lumbar-l", "lumbar-r"}
    whole = path_of("stroke-long")
    reached = within_reach(whole, left_out)
    assert len(reached) == len(whole)
    assert not [stroke for stroke in reached if left_out & places([stroke])]
    assert reached[0]["points"][1:] == tuple(whole[0]["points"][1:])  # only the end that is left out is cut off
    assert strokes_for(reached, ["thoracic-l", "thoracic-r", "shoulder-l", "shoulder-r"], set())


def test_a_stroke_that_lies_where_nobody_reaches_is_left_out():
    assert within_reach([{"points": [(440, 1150), (445, 1120)]}], {"lumbar-l"}) == []


def passes_on_the_side():
    clearance = limited(positions=frozenset({"side"}))
    plans = [plan for key in load_plans() if (plan := adapt(load_plans()[key], clearance, "side")).steps]
    return [
        (f"{plan.key}-{side}", side, steps) for plan in plans for side, steps in zip("rl", plan.passes, strict=True)
    ]


@pytest.mark.parametrize(("side", "steps"), [found[1:] for found in passes_on_the_side()])
def test_on_the_side_all_hands_are_drawn_on_the_side_on_top(side, steps):
    page = PlanPage(None, limited(positions=frozenset({"side"})))
    for step in steps:
        drawn = page.paths(step, path_of(step.technique))
        assert drawn, step.technique
        assert all((x < 500) is (side == "l") for stroke in drawn for x, _y in stroke["points"]), step.technique
