"""The default plans are right to the quarter minute (plan#forms), and the file is checked when it is read."""

import pytest
import yaml

from practice.rules.plan import PLANS_FILE, build, load_plans
from tests.practice.rules.plan_rules import ALL, findings, lr

FREE = {"blocked": [], "stroke_only": [], "banned": [], "cap": 3, "max_minutes": None}
SPINE_SIDES = ("lumbar-l", "lumbar-r", "thoracic-l", "thoracic-r")
NECK = ("shoulder-l", "shoulder-r", "cervical")
DEFAULT = [
    ("stroke-long", ALL, 1.5, 2),
    ("stroke-cross", lr("lumbar", "thoracic", "flank", "scapula", "interscapular"), 1, 1),
    ("stroke-circle", lr("scapula", "interscapular"), 0.75, 1),
    ("stroke-grasp", lr("flank"), 0.75, 2),
    ("squeeze-edge", {*SPINE_SIDES}, 2.5, 2),
    ("squeeze-edge", lr("flank"), 1.5, 3),
    ("rub-long", {"sacral", *SPINE_SIDES, "interscapular", "cervical"}, 4, 2),
    ("rub-saw-soft", lr("flank"), 1.5, 2),
    ("rub-radial", lr("flank"), 1.25, 2),
    ("rub-rake", lr("thoracic", "flank"), 1.25, 2),
    ("rub-interscapular", {"interscapular"}, 1.5, 2),
    ("rub-scapula-border", lr("scapula"), 1.5, 2),
    ("knead-four-pads", {"lumbar-l", "thoracic-l"}, 1.5, 2),
    ("knead-four-pads", {"lumbar-r", "thoracic-r"}, 1.5, 2),
    ("knead-two-thumbs", {"sacral", *SPINE_SIDES}, 2, 2),
    ("knead-lat", {"flank-l"}, 1, 2),
    ("knead-lat", {"flank-r"}, 1, 2),
    ("knead-scapula", {"scapula-l", "shoulder-l"}, 1, 2),
    ("knead-scapula", {"scapula-r", "shoulder-r"}, 1, 2),
    ("perc-fingertips", lr("thoracic", "shoulder"), 1, 2),
    ("stroke-neck", {*NECK}, 1, 2),
    ("squeeze-neck", {*NECK}, 1, 2),
    ("rub-hatch", {*NECK}, 1, 2),
    ("knead-girdle", {*NECK}, 1.5, 2),
    ("vib-flat", lr("scapula", "shoulder", "cervical"), 0.5, 1),
    ("stroke-close", ALL, 2, 2),
]
GROUPS = {
    "full": [4, 4, 4, 4, 3, 5, 4, 1, 5, 2],
    "short": [3, 3, 4, 0, 0, 5, 0, 0, 3, 2],
    "long": [4, 4, 4, 4, 3, 7, 4, 1, 7, 2],
    "neck": [3, 0, 0, 0, 0, 0, 0, 0, 5, 2],
}


def minutes_by_group(plan):
    return [sum(step.minutes for step in plan.steps if step.group == number) for number in range(1, 11)]


def test_the_full_plan_is_the_default_plan_step_by_step():
    steps = load_plans()["full"].steps
    assert [(step.technique, set(step.regions), step.minutes, step.pressure) for step in steps] == DEFAULT
    assert all(len(step.regions) == len(set(step.regions)) for step in steps)


def test_the_neck_block_and_nothing_else_is_marked_as_such():
    steps = load_plans()["full"].steps
    assert {step.group for step in steps if step.block == "neck"} == {9}
    assert all(step.block == "neck" for step in steps if step.group == 9)


@pytest.mark.parametrize("key", GROUPS)
def test_each_length_gives_every_group_its_minutes(key):
    assert minutes_by_group(load_plans()[key]) == GROUPS[key]


@pytest.mark.parametrize(("key", "minutes"), [("full", 36), ("short", 20), ("long", 40), ("neck", 10)])
def test_each_length_lasts_what_its_name_says(key, minutes):
    assert load_plans()[key].minutes == minutes


@pytest.mark.parametrize("key", ["full", "short", "long"])
def test_the_plans_keep_every_rule(key):
    steps = [step.as_dict() for step in load_plans()[key].steps]
    assert (
        findings(steps, FREE, "prone", [1, 3, 4, 6, 8, 10, 12, 15, 16, 18, 19, 23, 24, 28, 30, 33, 33.5, 35, 37.25])
        == set()
    )


def test_the_default_plan_passes_with_the_check_ins_of_the_contract():
    steps = [step.as_dict() for step in load_plans()["full"].steps]
    assert findings(steps, FREE, "prone", [1, 4, 8, 13, 18, 19, 24, 28, 33, 33.5]) == set()


def step(technique, regions, minutes, pressure, **more):
    return {"technique": technique, "regions": sorted(regions), "minutes": minutes, "pressure": pressure, **more}


def test_the_second_writing_of_the_rules_finds_what_the_contract_finds():
    limits = FREE | {"blocked": ["lumbar-r", "thoracic-r"], "cap": 2, "banned": ["percuss"], "max_minutes": 20}
    steps = [
        step("stroke-long", lr("shoulder") | {"thoracic-l", "thoracic-r", "lumbar-l"}, 2, 2),
        step("knead-phalanges", {"thoracic-l"}, 10, 3),
        step("perc-clap", {"lumbar-l"}, 7, 2),
        step("stroke-close", {"sacral"}, 2, 2),
    ]
    assert findings(steps, limits, "prone", [1, 2, 7, 12, 17]) == {
        ("R14", None), ("R18", None), ("R2", 0), ("R3", 1), ("R4", 1), ("R4", 2), ("R11", 2), ("R13", 2),
    }  # fmt: skip


def test_the_second_writing_of_the_rules_finds_a_bad_neck_block():
    steps = [
        step("stroke-long", ALL, 10, 2),
        step("rub-hatch", {"cervical"}, 5, 2, block="neck"),
        step("stroke-neck", lr("shoulder"), 5, 2, block="neck"),
        step("rub-hatch", lr("shoulder"), 5, 2, block="neck"),
        step("knead-girdle", {"cervical"}, 3, 3, block="neck"),
        step("stroke-close", ALL, 2, 2),
    ]
    found = findings(steps, FREE, "chair", [1, 5, 10, 15, 20, 25])
    assert found == {("R22", 1), ("R21", 3), ("R23", 4)}


def changed(**group_changes):
    data = yaml.safe_load(PLANS_FILE.read_text(encoding="utf-8"))
    data["groups"][1]["steps"][0] |= group_changes
    return data


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"minutes": {"full": 2, "short": 2, "long": 2.5}}, "do not add up"),
        ({"technique": "press-elbow"}, "is no technique"),
        ({"regions": ["cervical"]}, "is not done on cervical"),
        ({"pressure": 3}, "too strong"),
        ({"minutes": {"full": 2.4, "short": 2, "long": 2.5}}, "multiple of"),
        ({"colour": "red"}, "Extra inputs"),
        ({"firmer_in": ["lumbar-l"]}, "cannot be firmer"),
        ({"firmer_in": ["flank-l"]}, "cannot be firmer"),
    ],
)
def test_a_wrong_plan_file_is_refused_with_its_fault(change, fault):
    with pytest.raises(ValueError, match=fault):
        build(changed(**change))


def test_a_group_whose_minutes_do_not_fit_the_length_is_refused():
    data = yaml.safe_load(PLANS_FILE.read_text(encoding="utf-8"))
    data["minutes"]["full"] = 35
    with pytest.raises(ValueError, match="groups do not add up"):
        build(data)
