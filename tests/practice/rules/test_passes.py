"""What a page asks for fits into its minutes, worked out here once more from the pack's own numbers."""

import re
from dataclasses import replace
from math import dist

import pytest

from lessons.back_map import BACK_MAP
from lessons.pack.facts import technique_facts
from lessons.pack.read import read_pack
from practice.rules.fit import adapt
from practice.rules.passes import passes, works_each_side
from practice.rules.plan import Step, load_plans
from tests.practice.rules.test_fit import limited

CM = 0.055


def fastest_seconds(step):
    """The least time of one pass on one side: every line at the upper end of its pace, and no way back counted."""
    facts, seconds = technique_facts()[step.technique], 0
    for stroke in facts.path:
        here = set(BACK_MAP.regions_at(*stroke.points[0])) & set(step.regions)
        across = min(x for x, _y in stroke.points) < 500 < max(x for x, _y in stroke.points)
        if not here and not across:
            continue
        way = sum(dist(a, b) for a, b in zip(stroke.points, stroke.points[1:], strict=False)) * CM
        if facts.tempo.unit == "cm/s" and stroke.motion not in ("circles", "hold"):
            seconds += way / facts.tempo.high
        elif facts.tempo.unit in ("circles/min", "moves/min") and stroke.radius:
            seconds += way / (2 * stroke.radius * CM) * 60 / facts.tempo.high
    return seconds


def all_steps():
    for position in ("prone", "side", "chair"):
        clearance = limited(positions=frozenset({position}))
        for key in load_plans():
            plan = adapt(load_plans()[key], clearance, position)
            yield from ((f"{position}-{key}", step) for steps in plan.passes for step in steps)


@pytest.mark.parametrize(("plan", "step"), list(all_steps()), ids=lambda value: getattr(value, "technique", value))
def test_the_passes_of_a_step_fit_into_its_minutes(plan, step):
    asked = passes(step)
    assert asked is None or asked * fastest_seconds(step) <= step.minutes * 60


def test_a_step_over_both_sides_holds_half_the_passes_of_a_step_on_one():
    both = Step("squeeze-edge", ("flank-l", "flank-r"), 2, 3, 2)
    one = Step("squeeze-edge", ("flank-l",), 2, 3, 2)
    assert passes(one) in (2 * passes(both), 2 * passes(both) + 1)


def test_on_a_chair_the_way_up_counts_from_where_the_hands_begin():
    chair = adapt(load_plans()["full"], limited(positions=frozenset({"chair"})), "chair")
    first = next(step for step in chair.steps if step.technique == "stroke-long")
    assert set(first.out_of_reach) == {"sacral", "lumbar-l", "lumbar-r"}
    only_down = replace(first, out_of_reach=())
    table = replace(only_down, regions=(*first.regions, *first.out_of_reach))
    assert passes(table) < passes(first) < passes(only_down)


def test_hands_that_work_both_sides_at_once_lose_no_time_to_the_second():
    both = Step("rub-long", ("lumbar-l", "lumbar-r"), 2, 2, 3)
    one = Step("rub-long", ("lumbar-l",), 2, 2, 3)
    assert passes(one) == passes(both) > 0


@pytest.mark.parametrize(
    ("technique", "regions", "upper", "expected"),
    [
        ("stroke-grasp", ("flank-l", "flank-r"), None, True),
        ("stroke-grasp", ("flank-l",), None, False),
        ("rub-interscapular", ("interscapular",), None, True),
        ("rub-interscapular", ("interscapular",), "r", False),  # of somebody who lies on the side
        ("rub-long", ("lumbar-l", "lumbar-r"), None, False),  # two hands at once
        ("stroke-cross", ("lumbar-l", "lumbar-r"), None, False),  # over both in one sweep
    ],
)
def test_a_pass_is_counted_on_each_side_where_one_side_follows_the_other(technique, regions, upper, expected):
    assert works_each_side(Step(technique, regions, 2, 1, 1, upper=upper)) is expected


@pytest.mark.parametrize("technique", ["perc-fingertips", "vib-flat"])
def test_tapping_and_trembling_go_by_time_alone(technique):
    assert passes(Step(technique, ("shoulder-l", "shoulder-r"), 1, 1, 8)) is None


@pytest.mark.parametrize("lesson", ["whole-massage", "rubbing-long-muscles"])
def test_a_lesson_asks_for_the_rounds_that_the_minutes_of_the_massage_hold(lesson):
    [step] = [step for step in load_plans()["full"].steps if step.technique == "rub-long"]
    rounds = {2: "two", 3: "three", 4: "four", 5: "five"}[passes(step)]
    body = read_pack().languages["en"].lessons[lesson].body
    assert re.findall(r"(\w+) slow rounds", body, re.IGNORECASE) in ([rounds], [rounds.title()])


def test_less_time_never_holds_more():
    for step in (step for plan in load_plans().values() for step in plan.steps):
        counts = [passes(Step(step.technique, step.regions, minutes, 1, 1)) for minutes in (0.25, 1, 2, 4)]
        assert counts == [None] * 4 or counts == sorted(counts)


LEAST_SECONDS = {"vib-flat": 5, "perc-fingertips": 15}  # on one place; 30 s of tapping are for both sides together
LESS = {
    "nothing": {},
    "a shoulder": {"blocked": frozenset({"shoulder-l"})},
    "the neck": {"blocked": frozenset({"cervical"})},
    "a blade and a shoulder": {"blocked": frozenset({"scapula-r", "shoulder-l"})},
    "tapping": {"banned": frozenset({"percuss"})},
}


@pytest.mark.parametrize("less", LESS)
@pytest.mark.parametrize("position", ["prone", "side", "chair"])
def test_tapping_and_trembling_have_time_for_each_place(position, less):
    clearance = limited(positions=frozenset({position}), **LESS[less])
    plans = [adapt(load_plans()[key], clearance, position) for key in ("short", "full", "long", "neck")]
    found = [step for plan in plans for one in plan.passes for step in one if step.technique in LEAST_SECONDS]
    assert found or (position, less) == ("side", "tapping")
    for step in found:
        assert step.minutes * 60 >= len(step.regions) * LEAST_SECONDS[step.technique], step


def on_the_side(key, **limits):
    clearance = limited(positions=frozenset({"side"}), **limits)
    plan = adapt(load_plans()[key], clearance, "side")
    assert plan.minutes <= load_plans()[key].minutes
    return plan.passes


@pytest.mark.parametrize("shoulder", ["shoulder-l", "shoulder-r"])
def test_on_the_side_each_side_is_tapped(shoulder):
    passes_of_plan = on_the_side("full", blocked=frozenset({shoulder}))
    assert ["perc-fingertips" in [step.technique for step in one] for one in passes_of_plan] == [True, True]


@pytest.mark.parametrize("less", LESS)
@pytest.mark.parametrize("key", ["first", "short", "full", "long"])
def test_on_the_side_no_step_is_shorter_than_three_quarters_of_a_minute(key, less):
    steps = [step for one in on_the_side(key, **LESS[less]) for step in one]
    assert steps
    assert min(step.minutes for step in steps) >= 0.75
    assert not {step.technique for step in steps} & {"rub-hatch", "vib-flat"}
