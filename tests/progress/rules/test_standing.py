"""One standing, and the laws of merging two: nothing read or practised is ever lost, whichever device comes first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.standing import (
    Standing,
    all_read,
    is_behind,
    merge,
    merge_all,
    next_step,
    passed,
    practised,
    state_of,
    step_read,
    without_pass,
)

ORDER = ["ask", "lie-down", "oil", "stroke"]
MONDAY = datetime(2025, 5, 5, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@st.composite
def standings(draw):
    started, touched = sorted([draw(moments), draw(moments)])
    read = draw(st.none() | moments)
    return Standing(
        started_at=started,
        touched_at=touched,
        read_at=read,
        practised_at=draw(st.none() | moments) if read else None,
        step="" if read else draw(st.sampled_from([*ORDER, "left-the-lesson", ""])),
    )


def test_reading_a_step_leads_to_the_next():
    assert step_read(ORDER, "ask", MONDAY) == Standing(MONDAY, MONDAY, step="lie-down")


def test_reading_the_last_step_reads_the_lesson():
    assert step_read(ORDER, "stroke", MONDAY) == all_read(MONDAY)
    assert next_step(ORDER, "stroke") == ""


def test_after_a_step_that_left_the_lesson_comes_the_first():
    assert next_step(ORDER, "left-the-lesson") == "ask"
    assert next_step([], "left-the-lesson") == ""


def test_the_state_is_the_furthest_that_was_reached():
    found = [None, step_read(ORDER, "ask", MONDAY), all_read(MONDAY), practised(MONDAY)]
    assert [state_of(standing) for standing in found] == ["new", "started", "read", "practised"]


@pytest.mark.parametrize(
    ("standing", "behind"),
    [
        (None, []),
        (step_read(ORDER, "lie-down", MONDAY), ["ask", "lie-down"]),
        (Standing(MONDAY, MONDAY, step="left-the-lesson"), []),
        (all_read(MONDAY), ORDER),
    ],
)
def test_steps_behind_are_those_before_the_one_to_go_on_at(standing, behind):
    assert [step for step in ORDER if is_behind(standing, step, ORDER)] == behind


def test_going_back_to_an_earlier_step_keeps_the_place():
    far, early = step_read(ORDER, "oil", MONDAY), step_read(ORDER, "ask", TUESDAY)
    assert merge(far, early, ORDER) == Standing(MONDAY, TUESDAY, step="stroke")


def test_first_reading_and_last_practice_count():
    both = merge(practised(MONDAY), practised(TUESDAY))
    assert (both.read_at, both.practised_at) == (MONDAY, TUESDAY)


def test_a_read_lesson_has_no_step_to_go_on_at():
    assert merge(all_read(MONDAY), step_read(ORDER, "ask", TUESDAY), ORDER).step == ""


@given(standings())
def test_merging_with_itself_changes_nothing(one):
    assert merge(one, one, ORDER) == one


@given(standings(), standings())
def test_the_order_of_two_does_not_matter(one, other):
    assert merge(one, other, ORDER) == merge(other, one, ORDER)


@given(standings(), standings(), standings())
def test_the_order_of_three_devices_does_not_matter(one, other, third):
    assert merge(merge(one, other, ORDER), third, ORDER) == merge(one, merge(other, third, ORDER), ORDER)


@given(standings(), standings())
def test_merging_twice_is_merging_once(one, other):
    once = merge(one, other, ORDER)
    assert merge(once, other, ORDER) == once


@given(standings(), standings())
def test_nothing_read_practised_or_begun_is_lost(one, other):
    both = merge(one, other, ORDER)
    for part in (one, other):
        assert both.started_at <= part.started_at
        assert both.touched_at >= part.touched_at
        assert not part.read_at or both.read_at <= part.read_at
        assert not part.practised_at or both.practised_at >= part.practised_at
        assert all(is_behind(both, step, ORDER) for step in ORDER if is_behind(part, step, ORDER))


@given(standings(), standings())
def test_practised_always_implies_read(one, other):
    both = merge(one, other, ORDER)
    assert both.read_at or not both.practised_at


def test_merging_all_answers_only_what_is_fresh():
    kept = {"lesson": {"stroking": step_read(ORDER, "oil", MONDAY), "kneading": all_read(MONDAY)}}
    fresh = {"lesson": {"stroking": step_read(ORDER, "ask", TUESDAY)}, "technique": {"stroke-long": all_read(TUESDAY)}}
    assert merge_all(kept, fresh, {"stroking": ORDER}) == {
        "lesson": {"stroking": Standing(MONDAY, TUESDAY, step="stroke")},
        "technique": {"stroke-long": all_read(TUESDAY)},
    }


def test_taking_a_pass_back_leaves_what_was_read_and_nothing_of_a_lesson_that_was_only_passed():
    assert without_pass(passed(MONDAY)) is None
    for standing in (all_read(MONDAY), practised(TUESDAY), step_read(ORDER, "ask", MONDAY)):
        both = merge(standing, passed(TUESDAY), ORDER)
        assert both.is_done
        assert without_pass(both) == replace(both, passed_at=None)


def test_a_lesson_is_done_when_it_is_read_or_passed():
    found = [step_read(ORDER, "ask", MONDAY), all_read(MONDAY), practised(MONDAY), passed(MONDAY)]
    assert [standing.is_done for standing in found] == [False, True, True, True]
