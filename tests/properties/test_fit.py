"""Laws of the planner: whatever a screening says, the plan stays within it and keeps the plan rules."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.back_map import BACK_MAP
from lessons.pack.facts import technique_facts
from lessons.positions import POSITIONS
from practice.rules.fit import adapt, firmer_places, offers, positions_offered
from practice.rules.plan import load_plans
from screening.rules.assessment import Answer, Clearance, Reason, assess
from screening.rules.consequences import Consequence
from screening.rules.questionnaire import load_questionnaire
from tests.practice.rules.plan_rules import TECHNIQUES, family, findings

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
REGIONS = sorted(BACK_MAP.regions)
BANNABLE = [
    *sorted(set(TECHNIQUES) - {"stroke-long", "stroke-close", "stroke-neck"}),
    *["squeeze", "rub", "knead", "percuss", "vibrate"],
]


def subsets(values, **options):
    return st.sets(st.sampled_from(values), **options).map(frozenset)


limits = st.builds(
    Consequence,
    level=st.just(2),
    blocked=subsets(REGIONS, max_size=11),
    stroke_only=subsets(REGIONS),
    banned=subsets(BANNABLE),
    cap=st.integers(1, 3),
    max_minutes=st.none() | st.integers(4, 60),
    positions=subsets(POSITIONS, min_size=1),
).map(lambda found: replace(found, stroke_only=found.stroke_only - found.blocked))


def clearance_of(found):
    return Clearance(limits=found, reasons=(Reason("made-up", found),), expired=(), missing=(), expires_at=NOW)


def answers_to(item):
    """Any answer that the questionnaire accepts, with any follow-ups."""

    def follow_up(one):
        if one.type == "pick":
            return st.lists(st.sampled_from(REGIONS), unique=True, max_size=5)
        if one.type == "list":
            return st.lists(st.sampled_from(sorted(one.choices)), unique=True, min_size=max(one.min, 0))
        if one.type == "choice":
            return st.sampled_from(sorted(one.choices))
        return st.booleans() if one.type == "bool" else st.integers(one.min, one.max)

    follow_ups = st.fixed_dictionaries({}, optional={one.name: follow_up(one) for one in item.follow_ups})
    return st.builds(Answer, st.just("yes"), st.just(NOW), follow_ups, st.none() | st.just(NOW))


ITEMS = load_questionnaire().items
reported = st.sets(st.sampled_from(sorted(ITEMS)), max_size=4).flatmap(
    lambda slugs: st.fixed_dictionaries({slug: answers_to(ITEMS[slug]) for slug in sorted(slugs)})
)
screened = reported.map(
    lambda given: assess({slug: Answer("yes" if slug == "consent" else "no", NOW) for slug in ITEMS} | given, NOW)
)
clearances = st.one_of(limits.map(clearance_of), screened.filter(lambda found: found.limits.level <= 2))


def document(clearance):
    found = clearance.limits
    return {
        "blocked": found.blocked,
        "stroke_only": found.stroke_only,
        "banned": found.banned,
        "cap": found.cap,
        "max_minutes": found.max_minutes,
    }


def plans_of(clearance):
    """Every length in every position, fitting or not: none may break a rule."""
    for position in positions_offered(clearance):
        for key in load_plans():
            plan = adapt(load_plans()[key], clearance, position)
            if plan.steps:
                yield plan


@settings(deadline=None, max_examples=300)
@given(clearances)
def test_no_plan_breaks_a_rule(clearance):
    for plan in plans_of(clearance):
        steps = [step.as_dict() for step in plan.steps]
        played = [step.as_dict() for steps in plan.passes for step in steps]
        broken = findings(steps, document(clearance), plan.position, plan.check_ins, played)
        assert not broken, (plan.key, plan.position, sorted(broken, key=str))


@settings(deadline=None)
@given(clearances)
def test_more_on_request_keeps_every_rule_of_pressure(clearance):
    """The step as it is where the receiver asked: medium on the places that the page names."""
    for plan in plans_of(clearance):
        for before, step in pairwise(step for steps in plan.passes for step in steps):
            if places := firmer_places(step, before, clearance):
                firmer = step.as_dict() | {"pressure": 3, "regions": list(places)}
                pair = [before.as_dict(), firmer]
                found = {rule for rule, index in findings(pair, document(clearance), plan.position, []) if index == 1}
                assert not found & {"R2", "R3", "R4", "R11", "R12", "R13", "R23", "R24", "R26"}


@settings(deadline=None)
@given(clearances)
def test_no_blocked_place_is_touched(clearance):
    touched = {slug for plan in plans_of(clearance) for step in plan.steps for slug in step.regions}
    assert not touched & clearance.limits.blocked


@settings(deadline=None)
@given(clearances)
def test_places_for_stroking_only_are_only_stroked(clearance):
    steps = [step for plan in plans_of(clearance) for step in plan.steps]
    assert all(step.family == "stroke" for step in steps if set(step.regions) & clearance.limits.stroke_only)


@settings(deadline=None)
@given(clearances)
def test_nothing_banned_is_done(clearance):
    used = {name for plan in plans_of(clearance) for step in plan.steps for name in (step.technique, step.family)}
    assert not used & clearance.limits.banned


@settings(deadline=None)
@given(clearances)
def test_no_step_is_stronger_than_the_default_or_the_cap(clearance):
    for plan in plans_of(clearance):
        assert max(step.pressure for step in plan.steps) <= clearance.limits.cap


@settings(deadline=None)
@given(limits.map(lambda found: clearance_of(replace(found, cap=1))))
def test_the_lightest_level_leaves_stroking_and_flat_trembling(clearance):
    techniques = {step.technique for plan in plans_of(clearance) for step in plan.steps}
    assert all(name == "vib-flat" or TECHNIQUES[name][0] == "stroke" for name in techniques)


@settings(deadline=None)
@given(clearances)
def test_the_time_is_never_longer_than_allowed_and_adds_up(clearance):
    for plan in plans_of(clearance):
        assert plan.minutes == sum(step.minutes for step in plan.steps)
        assert plan.minutes <= min(clearance.limits.max_minutes or 40, load_plans()[plan.key].minutes + 0.5)


@settings(deadline=None)
@given(clearances)
def test_every_position_that_is_offered_is_allowed_and_has_a_plan(clearance):
    limits = clearance.limits
    for position in positions_offered(clearance):
        assert position in limits.positions
        reachable = set(REGIONS) - limits.blocked
        if position == "chair":
            reachable -= {"sacral", "lumbar-l", "lumbar-r"}
        assert bool(offers(clearance, position)) == bool(reachable)


@settings(deadline=None)
@given(clearances)
def test_nothing_changes_without_being_said(clearance):
    for plan in plans_of(clearance):
        if not plan.changes:
            assert plan.steps == load_plans()[plan.key].steps


@settings(deadline=None)
@given(clearances)
def test_each_change_names_what_it_is_about(clearance):
    for plan in plans_of(clearance):
        for change in plan.changes:
            assert change.technique or change.regions or change.kind in ("shorter", "lighter")
            assert change.items or change.reason in ("chair", "side", "too-short", "no-place")


@settings(deadline=None)
@given(limits, st.sampled_from(REGIONS))
def test_one_more_blocked_place_never_adds_work_there(found, slug):
    narrower = replace(found, blocked=found.blocked | {slug}, stroke_only=found.stroke_only - {slug})
    for plan in plans_of(clearance_of(narrower)):
        assert not any(slug in step.regions for step in plan.steps)


def test_the_second_writing_of_the_rules_agrees_with_the_pack_on_every_technique():
    for slug, (kind, highest, _lower, places, reps) in TECHNIQUES.items():
        facts = technique_facts()[slug]
        assert (facts.family, facts.pressure.high, set(facts.regions)) == (kind, highest, places)
        if reps:
            assert (facts.dose.low, facts.dose.high) == reps
    assert set(TECHNIQUES) == set(technique_facts())


@pytest.mark.parametrize("key", ["full", "short", "long"])
def test_the_plain_plan_is_offered_unchanged_where_nothing_limits_it(key):
    clearance = clearance_of(Consequence())
    plans = {plan.key: plan for plan in offers(clearance, "prone")}
    assert plans[key].steps == load_plans()[key].steps
    assert not plans[key].changes
    assert family(plans[key].steps[0].as_dict()) == "stroke"


LESSONS = sorted({facts.lesson for facts in technique_facts().values()})


@settings(deadline=None)
@given(clearances, subsets(LESSONS))
def test_no_plan_leads_through_what_nobody_was_taught(clearance, passed):
    untaught = frozenset(slug for slug, facts in technique_facts().items() if facts.lesson not in passed)
    for position in positions_offered(clearance):
        plans = offers(clearance, position, untaught)
        assert not any(step.technique in untaught for plan in plans for step in plan.steps)
        assert not plans or "stroking" in passed
        for plan in plans:
            steps = [step.as_dict() for step in plan.steps]
            played = [step.as_dict() for steps in plan.passes for step in steps]
            assert not findings(steps, document(clearance), plan.position, plan.check_ins, played)


@settings(deadline=None)
@given(clearances)
def test_first_strokes_are_shortened_and_never_added_to(clearance):
    for position in positions_offered(clearance):
        plan = adapt(load_plans()["first"], clearance, position)
        asked = {step.technique: step for step in load_plans()["first"].steps}
        assert plan.minutes <= 7
        assert all(set(step.regions) <= set(asked[step.technique].regions) for step in plan.steps)


@settings(deadline=None)
@given(limits.map(lambda found: clearance_of(replace(found, positions=frozenset({"side"})))))
def test_on_the_side_the_hands_stay_on_the_upper_half_and_turn_once(clearance):
    for plan in plans_of(clearance):
        assert len(plan.passes) <= 2
        assert sum(step.minutes for steps in plan.passes for step in steps) == plan.minutes
        for steps in plan.passes:
            assert len({slug[-2:] for step in steps for slug in step.regions if slug.endswith(("-l", "-r"))}) <= 1
            assert all(step.minutes * 4 % 1 == 0 and step.minutes >= 0.75 for step in steps)
        used = {step.technique for step in plan.steps}
        assert not used & {"stroke-cross", "knead-two-thumbs"}
        worked = {slug for step in plan.steps for slug in step.regions}
        assert worked == {slug for steps in plan.passes for step in steps for slug in step.regions}
