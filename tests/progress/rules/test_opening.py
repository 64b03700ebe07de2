"""Which checks open practice on a person, without a database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.pack.shapes import FIRST_LESSONS
from progress.rules.opening import opening
from progress.rules.standing import Standing, all_read, passed, practised

MONDAY = datetime(2025, 5, 5, 12, tzinfo=UTC)
PATH = [("four", 4, "Four"), ("two", 2, "Two"), ("one", 1, "One"), ("three", 3, "Three")]
FIRST = {"one", "two", "three"}


def opened(slugs):
    return opening(PATH, {slug: passed(MONDAY) for slug in slugs})


def test_the_first_three_checks_open_practice():
    assert FIRST_LESSONS == (1, 2, 3)
    assert opened(FIRST).is_open
    assert [check.title for check in opened(FIRST).checks] == ["One", "Two", "Three"]


@given(st.sets(st.sampled_from(["one", "two", "three", "four"])))
def test_it_is_open_exactly_when_all_three_are_passed_and_names_what_is_missing(slugs):
    found = opened(slugs)
    assert found.is_open == (slugs >= FIRST)
    assert {check.slug for check in found.missing} == FIRST - slugs


@pytest.mark.parametrize("standing", [all_read(MONDAY), practised(MONDAY), Standing(MONDAY, MONDAY, step="b")])
def test_only_a_passed_check_counts(standing):
    known = {"one": passed(MONDAY), "two": passed(MONDAY), "three": standing}
    assert [check.slug for check in opening(PATH, known).missing] == ["three"]


def test_a_path_without_these_lessons_opens_nothing():
    assert not opening([], {}).is_open
    assert not opening([("four", 4, "Four")], {"four": passed(MONDAY)}).is_open


def test_a_lesson_that_left_the_path_keeps_practice_closed():
    here = [row for row in PATH if row[1] != 2]
    found = opening(here, {slug: passed(MONDAY) for slug in FIRST})
    assert not found.is_open
    assert [(check.number, check.slug) for check in found.missing] == [(2, "")]
