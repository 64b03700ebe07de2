"""What is said beside a step fits what the receiver's head and the hands are about to do."""

import pytest

from lessons.back_map import expand_slugs
from practice.rules.fit import adapt
from practice.rules.plan import load_plans
from practice.rules.step_notes import NO_LIMIT, notes_beside
from tests.practice.rules.test_fit import limited

LESS = {
    "nothing": {},
    "kneading": {"banned": frozenset({"knead"})},
    "all but stroking and rubbing": {"banned": frozenset({"knead", "squeeze", "percuss", "vibrate"})},
    "the sides": {"blocked": frozenset(expand_slugs(["flank-lr", "scapula-lr"]))},
    "the neck": {"blocked": frozenset({"cervical"})},
    "more than twenty minutes": {"max_minutes": 20},
}


def played(key, position="prone", **limits):
    clearance = limited(positions=frozenset({position}), **limits)
    steps = [step for one in adapt(load_plans()[key], clearance, position).passes for step in one]
    return list(zip(steps, notes_beside(steps, position, clearance), strict=True))


@pytest.mark.parametrize("key", ["first", "short", "full", "long"])
@pytest.mark.parametrize("less", LESS)
def test_face_down_no_neck_is_worked_while_the_head_is_turned(key, less):
    is_straight = False
    for step, notes in played(key, **LESS[less]):
        is_straight = is_straight or bool({"head-prone", "head-again"}.intersection(notes))
        if "turn-head" in notes:
            is_straight = False
        assert is_straight or step.group == 1 or "cervical" not in step.regions, step


@pytest.mark.parametrize("key", ["first", "short", "full", "long"])
def test_face_down_the_head_is_turned_once_and_straight_again_for_the_neck(key):
    told = [note for _step, notes in played(key) for note in notes if note.startswith(("head", "turn-head"))]
    assert told == (["turn-head", "head-prone"] if key == "first" else ["head-prone", "turn-head", "head-again"])


def test_on_the_side_the_neck_is_laid_straight_anew_after_turning_over():
    told = [(step.upper, note) for step, notes in played("full", "side") for note in notes if note.startswith("head")]
    assert told == [("r", "head-side"), ("l", "head-side")]


LOW = frozenset(expand_slugs(["lumbar-lr"]))
SHOULDER = frozenset({"shoulder-l", "shoulder-r"})


@pytest.mark.parametrize(
    ("limits", "technique", "note"),
    [
        ({"stroke_only": LOW}, "rub-long", "lift-over-stroked"),
        ({"stroke_only": LOW}, "stroke-long", None),
        ({"blocked": LOW}, "stroke-long", "lift-over"),
        ({"blocked": LOW}, "rub-long", "lift-over"),
        ({"blocked": SHOULDER, "stroke_only": LOW}, "rub-long", "lift-over-both"),
        ({"blocked": SHOULDER, "stroke_only": LOW}, "stroke-long", "lift-over"),
        ({}, "rub-long", None),
    ],
)
def test_hands_lift_over_what_is_closed_to_this_step_and_the_note_says_why(limits, technique, note):
    [notes] = [notes for step, notes in played("full", **limits) if step.technique == technique]
    assert [found for found in notes if found.startswith("lift-over")] == ([note] if note else [])


def test_on_the_side_the_lower_side_is_nothing_to_lift_over():
    notes = {
        step.upper: notes
        for step, notes in played("full", "side", blocked=frozenset({"shoulder-l"}))
        if step.technique == "rub-long"
    }
    assert "lift-over" not in notes["r"]
    assert "lift-over" in notes["l"]


@pytest.mark.parametrize("position", ["prone", "side", "chair"])
def test_what_limits_a_step_is_said_before_what_only_helps(position):
    told = [notes for _step, notes in played("full", position, **LESS["the sides"])]
    assert max(map(len, told)) > 1
    assert all(sorted(notes, key=NO_LIMIT.__contains__) == list(notes) for notes in told)
    assert any(NO_LIMIT.intersection(notes) and not NO_LIMIT.issuperset(notes) for notes in told)
