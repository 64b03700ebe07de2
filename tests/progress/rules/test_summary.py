"""Sums over standings, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.standing import Standing, all_read, passed, practised
from progress.rules.summary import Coverage, LessonOutline, NextThing, Tally, coverage, tally, what_next

MONDAY = datetime(2025, 5, 5, 12, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
STEPS = (("a", "First"), ("b", "Second"))
ONE = LessonOutline("one", 1, "One", 8, STEPS)
TWO = LessonOutline("two", 2, "Two", 10, STEPS)
THREE = LessonOutline("three", 3, "Three", 12, STEPS)
PATH = [ONE, TWO, THREE]


def begun(moment, step="b"):
    return Standing(moment, moment, step=step)


def test_a_passed_check_does_a_lesson_like_reading_it():
    known = {"one": passed(MONDAY), "two": Standing(MONDAY, TUESDAY, step="b", passed_at=TUESDAY)}
    assert tally(PATH, known) == Tally(3, 2, 12)
    assert what_next(PATH, known) == NextThing(THREE)
    assert what_next([ONE], known) is None
    assert tally([ONE, TWO], known).is_complete


def test_minutes_left_are_those_of_lessons_not_read():
    assert tally(PATH, {}) == Tally(3, 0, 30)
    assert tally(PATH, {"one": all_read(MONDAY), "two": begun(MONDAY)}) == Tally(3, 1, 22)
    assert tally(PATH, {slug: practised(MONDAY) for slug in ("one", "two", "three")}) == Tally(3, 3, 0)


def test_a_lesson_that_left_the_pack_is_not_counted():
    assert tally(PATH, {"gone": all_read(MONDAY)}) == Tally(3, 0, 30)
    assert what_next(PATH, {"gone": begun(TUESDAY)}) == NextThing(ONE)


def test_the_path_is_complete_only_with_lessons_in_it():
    assert tally([ONE], {"one": all_read(MONDAY)}).is_complete
    assert not tally([], {}).is_complete


def test_who_is_new_starts_at_lesson_one():
    assert what_next([THREE, ONE, TWO], {}) == NextThing(ONE)


def test_after_a_read_lesson_comes_the_first_unread():
    assert what_next(PATH, {"one": all_read(MONDAY), "three": all_read(MONDAY)}) == NextThing(TWO)


def test_a_begun_lesson_goes_on_where_it_stopped():
    assert what_next(PATH, {"two": begun(MONDAY)}) == NextThing(TWO, "b", "Second", 2)


def test_of_two_begun_lessons_the_last_touched_goes_on():
    assert what_next(PATH, {"two": begun(TUESDAY), "three": begun(MONDAY)}).lesson == TWO
    assert what_next(PATH, {"two": begun(MONDAY), "three": begun(TUESDAY)}).lesson == THREE


def test_a_step_that_left_the_lesson_goes_on_at_the_first():
    assert what_next(PATH, {"one": begun(MONDAY, "gone")}) == NextThing(ONE, "a", "First", 1)


def test_nothing_is_next_when_all_is_read():
    assert what_next([ONE], {"one": all_read(MONDAY)}) is None
    assert what_next([], {}) is None


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (Coverage(4, 0, 0), "new"),
        (Coverage(4, 1, 0), "started"),
        (Coverage(4, 4, 1), "started"),
        (Coverage(4, 2, 2), "practised"),
        (Coverage(0, 0, 0), "new"),
    ],
)
def test_half_of_its_techniques_make_a_family_practised(found, state):
    assert found.state == state


def test_coverage_of_nothing_is_nothing():
    assert coverage([], {"stroke": practised(MONDAY)}) == Coverage(0, 0, 0)


@given(st.sets(st.sampled_from(["one", "two", "three"])), st.sampled_from(["one", "two", "three"]))
def test_reading_one_more_lesson_never_leaves_more_minutes(read, one_more):
    before = tally(PATH, {slug: all_read(MONDAY) for slug in read})
    after = tally(PATH, {slug: all_read(MONDAY) for slug in read | {one_more}})
    assert after.minutes_left <= before.minutes_left
    assert after.done == len(read | {one_more})
