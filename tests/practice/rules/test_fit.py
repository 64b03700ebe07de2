"""What particular screenings do to the plan, and how the plan says so."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from lessons.back_map import expand_slugs
from practice.rules.check_ins import check_ins
from practice.rules.fit import adapt, firmer_places, offers, positions_offered
from practice.rules.plan import load_plans
from screening.rules.assessment import Answer, Clearance, Reason, assess
from screening.rules.consequences import Consequence
from screening.rules.questionnaire import load_questionnaire
from tests.screening.rules.documents import SAFE2

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def screened(**yes):
    """All no, but the named items yes with these follow-ups."""
    answers = {slug: Answer("yes" if slug == "consent" else "no", NOW) for slug in load_questionnaire().items}
    for slug, follow_ups in yes.items():
        answers[slug.replace("_", "-")] = Answer("yes", NOW, follow_ups)
    return assess(answers, NOW)


def limited(**limits):
    found = Consequence(**limits)
    return Clearance(found, (Reason("made-up", found),), (), (), NOW)


def plan_for(clearance, key="full", position="prone"):
    return adapt(load_plans()[key], clearance, position)


def techniques(plan):
    return [step.technique for step in plan.steps]


def changes(plan, kind):
    return [change for change in plan.changes if change.kind == kind]


def test_a_sunburnt_shoulder_is_left_out_and_the_other_one_is_not():
    plan = plan_for(screened(sunburn={"whole_back": False, "regions": ["shoulder-l"]}))
    assert not any("shoulder-l" in step.regions for step in plan.steps)
    assert any("shoulder-r" in step.regions for step in plan.steps)
    [change] = changes(plan, "place-left-out")
    assert (change.regions, change.reason, change.items) == (("shoulder-l",), "blocked", ("sunburn",))
    assert change.groups == (1, 7, 8, 9, 10)


def test_work_on_fewer_places_takes_less_time_and_stroking_keeps_its_time():
    plan = plan_for(limited(blocked=frozenset({"lumbar-l", "thoracic-l"})))
    minutes = {(step.technique, step.regions): step.minutes for step in plan.steps}
    assert minutes[("squeeze-edge", ("lumbar-r", "thoracic-r"))] == 1.25
    assert plan.steps[0].minutes == 1.5


def test_tapping_that_is_banned_becomes_a_tremble_on_the_shoulders():
    plan = plan_for(limited(banned=frozenset({"percuss"})))
    [stand_in] = [step for step in plan.steps if step.group == 8]
    assert (stand_in.technique, set(stand_in.regions)) == ("vib-flat", {"shoulder-l", "shoulder-r"})
    [change] = changes(plan, "replaced")
    assert (change.technique, change.by, change.reason, change.items) == (
        "perc-fingertips", "vib-flat", "banned", ("made-up",),
    )  # fmt: skip


def test_a_sore_shoulder_joint_replaces_both_holds():
    plan = plan_for(screened(shoulder_problem={"side": "l", "recent": False}))
    assert {(change.technique, change.by) for change in changes(plan, "replaced")} == {
        ("knead-scapula", "knead-four-pads"),
        ("rub-scapula-border", "rub-interscapular"),
    }
    kneaded = [set(step.regions) for step in plan.steps if step.group == 7 and step.technique == "knead-four-pads"]
    assert kneaded == [{"scapula-l"}, {"scapula-r"}]


def test_a_substitute_that_repeats_the_step_before_only_makes_it_longer():
    plan = plan_for(limited(banned=frozenset({"rub-scapula-border"})))
    [rubbing] = [step for step in plan.steps if step.group == 5]
    assert (rubbing.technique, rubbing.minutes) == ("rub-interscapular", 3)


def kneaded_on_the_long_muscles(plan):
    return [(step.technique, set(step.regions), step.minutes) for step in plan.steps if step.group == 6]


@pytest.mark.parametrize(("key", "minutes"), [("full", 2.5), ("short", 2.5), ("long", 3.5)])
def test_finger_pads_do_one_side_and_then_the_other_where_both_thumbs_are_forbidden(key, minutes):
    plan = plan_for(limited(banned=frozenset({"knead-two-thumbs"})), key=key)
    assert kneaded_on_the_long_muscles(plan) == [
        ("knead-four-pads", {"sacral", "lumbar-l", "thoracic-l"}, minutes),
        ("knead-four-pads", {"sacral", "lumbar-r", "thoracic-r"}, minutes),
    ]
    [change] = changes(plan, "replaced")
    assert (change.technique, change.by) == ("knead-two-thumbs", "knead-four-pads")


def test_finger_pads_stay_where_a_side_is_open():
    plan = plan_for(limited(banned=frozenset({"knead-two-thumbs"}), blocked=frozenset({"lumbar-r", "thoracic-r"})))
    assert [places for _, places, _ in kneaded_on_the_long_muscles(plan)] == [
        {"sacral", "lumbar-l", "thoracic-l"},
    ]


@pytest.mark.parametrize(
    "answers",
    [
        {"osteoporosis": {"spinal_fracture": False}},
        {"older_frail": {}},
        {"pregnancy": {"weeks": 20, "complication": False}},
    ],
)
def test_no_thumb_kneads_thin_bones_thin_skin_or_a_pregnant_back(answers):
    found = screened(**answers)
    plans = [plan for position in positions_offered(found) for plan in offers(found, position)]
    assert plans
    assert not {name for plan in plans for name in techniques(plan) if name.endswith(("-thumb", "-thumbs"))}


def test_a_substitute_without_a_place_counts_as_left_out_not_as_replaced():
    plan = plan_for(limited(banned=frozenset({"rub-scapula-border"}), blocked=frozenset({"interscapular"})))
    assert not changes(plan, "replaced")
    assert "rub-scapula-border" in [change.technique for change in changes(plan, "left-out")]


def test_the_edge_of_the_blade_is_not_rubbed_where_the_place_beside_it_is_left_out():
    for limits in ({"blocked": frozenset({"interscapular"})}, {"stroke_only": frozenset({"interscapular"})}):
        plan = plan_for(limited(**limits))
        assert not {"rub-scapula-border", "rub-interscapular"} & set(techniques(plan))
        assert "rub-scapula-border" in [change.technique for change in changes(plan, "left-out")]


def test_a_lower_cap_makes_the_strongest_step_lighter_and_says_for_whom():
    plan = plan_for(screened(heart_stable={}), key="short")
    assert max(step.pressure for step in plan.steps) == 2
    [change] = changes(plan, "lighter")
    assert (change.pressure, change.groups, change.items) == (2, (2,), ("heart-stable",))


def test_more_is_asked_for_on_the_shoulders_while_the_neck_stays_gentle():
    plan, clear = plan_for(limited()), limited()
    steps = {step.technique: (before, step) for before, step in pairwise(plan.steps)}
    before, girdle = steps["knead-girdle"]
    assert girdle.pressure == 2
    assert firmer_places(girdle, before, clear) == ("shoulder-l", "shoulder-r")
    assert firmer_places(girdle, replace(before, pressure=1), clear) == ()
    assert firmer_places(girdle, before, limited(cap=2)) == ()
    assert firmer_places(girdle, None, clear) == ()
    assert firmer_places(replace(girdle, technique="rub-hatch"), before, clear) == ()
    assert firmer_places(replace(girdle, regions=("shoulder-r", "cervical")), before, clear) == ("shoulder-r",)


def test_the_lightest_level_leaves_stroking_and_flat_trembling():
    plan = plan_for(limited(cap=1))
    assert {step.technique for step in plan.steps if step.family != "stroke"} == {"vib-flat"}
    assert {step.pressure for step in plan.steps} == {1}
    assert plan.minutes >= 8


def test_twenty_minutes_make_it_the_short_form():
    plan = plan_for(limited(max_minutes=20))
    assert (plan.key, plan.minutes, plan.steps) == ("short", 20, load_plans()["short"].steps)
    [change] = changes(plan, "shorter")
    assert change.items == ("made-up",)


def test_fifteen_minutes_leave_the_kneading_out():
    plan = plan_for(limited(max_minutes=15))
    assert plan.minutes == 15
    assert {step.group for step in plan.steps} == {1, 2, 3, 9, 10}
    assert {change.groups for change in changes(plan, "left-out")} == {(6,)}


@pytest.mark.parametrize(("most", "groups"), [(14, {1, 3, 9, 10}), (11, {1, 3, 10}), (8, {1, 10}), (4, {1, 10})])
def test_groups_are_dropped_in_their_order_until_the_rest_fits(most, groups):
    plan = plan_for(limited(max_minutes=most))
    assert {step.group for step in plan.steps} == groups
    assert plan.minutes <= most


def test_less_than_opening_and_closing_is_no_massage():
    assert plan_for(limited(max_minutes=3)).steps == ()
    assert offers(limited(max_minutes=3), "prone") == ()


def test_pregnancy_offers_the_side_and_the_chair_and_strokes_the_small_of_the_back():

    low = set(expand_slugs(["lumbar-lr", "sacral"]))
    pregnant = limited(
        banned=frozenset(SAFE2),
        cap=2,
        max_minutes=20,
        positions=frozenset({"chair", "side"}),
        stroke_only=frozenset(low),
    )
    assert positions_offered(pregnant) == ("side", "chair")
    plan = plan_for(pregnant, key="short", position="side")
    assert all(step.family == "stroke" for step in plan.steps if low & set(step.regions))
    [change] = changes(plan, "stroke-only")
    assert set(change.regions) == low


def test_the_side_is_offered_only_to_those_who_may_not_lie_face_down():
    assert positions_offered(limited()) == ("prone", "chair")
    assert positions_offered(limited(positions=frozenset({"side"}))) == ("side",)


def test_a_position_that_is_not_offered_is_refused():
    with pytest.raises(ValueError, match="side"):
        plan_for(limited(), position="side")
    assert offers(limited(), "side") == ()


def test_a_chair_leaves_out_the_low_back_and_all_tapping():
    plan = plan_for(limited(), position="chair")
    low = set(expand_slugs(["lumbar-lr", "sacral"]))
    assert not any(low & set(step.regions) or step.family == "percuss" for step in plan.steps)
    assert {change.reason for change in plan.changes} == {"chair"}


def test_a_chair_also_offers_ten_minutes_for_the_neck():
    keys = [plan.key for plan in offers(limited(), "chair")]
    assert keys == ["full", "short", "long", "neck", "first"]
    assert [plan.key for plan in offers(limited(), "prone")] == ["full", "short", "long", "first"]


def test_only_lengths_that_fit_are_offered():
    assert [plan.key for plan in offers(limited(max_minutes=36), "prone")] == ["full", "short", "first"]
    assert [plan.key for plan in offers(limited(max_minutes=15), "prone")] == ["short", "first"]


def test_the_same_massage_is_not_offered_twice():
    plans = offers(
        limited(
            banned=frozenset({"vibrate", "knead"}), blocked=frozenset({"cervical", *expand_slugs(["shoulder-lr"])})
        ),
        "prone",
    )
    assert len({plan.steps for plan in plans}) == len(plans)
    assert [plan.key for plan in plans] == ["full", "short", "first"]


def test_without_a_place_to_stroke_the_neck_block_is_left_out():
    plan = plan_for(limited(blocked=frozenset({"cervical", *expand_slugs(["shoulder-lr"])})))
    assert 9 not in {step.group for step in plan.steps}
    assert "neck-block" in {change.reason for change in plan.changes}


def test_nearly_everything_blocked_still_opens_for_two_minutes():
    free = {"flank-l"}
    plan = plan_for(
        limited(
            blocked=frozenset(
                expand_slugs(
                    [
                        "lumbar-lr",
                        "thoracic-lr",
                        "shoulder-lr",
                        "scapula-lr",
                        "cervical",
                        "interscapular",
                        "sacral",
                        "flank-r",
                    ]
                )
            )
        )
    )
    assert {slug for step in plan.steps for slug in step.regions} == free
    assert sum(step.minutes for step in plan.steps if step.group == 1) >= 2


def test_pressure_never_jumps_where_a_step_in_between_is_gone():
    plan = plan_for(
        limited(banned=frozenset({"stroke-grasp"}), blocked=frozenset(expand_slugs(["lumbar-lr", "thoracic-lr"])))
    )
    jumps = [b.pressure - a.pressure for a, b in zip(plan.steps, plan.steps[1:], strict=False)]
    assert max(jumps) <= 1


def test_the_receiver_is_asked_at_the_start_of_new_work():
    assert check_ins(load_plans()["full"].steps) == (1, 4, 8, 12, 16, 19, 24, 28, 32, 33.5)


def test_a_long_step_is_interrupted_by_a_question():
    [opening, *_rest] = load_plans()["full"].steps
    assert check_ins([replace(opening, minutes=14)]) == (1, 6, 11)
