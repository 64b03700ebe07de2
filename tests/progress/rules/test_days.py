"""Days in a row: what counts, what bridges a gap, and the last two weeks as they are drawn."""

from datetime import date, timedelta

import pytest

from progress.rules.days import DAYS_SHOWN, days_in_a_row

TODAY = date(2026, 6, 14)


def day(back):
    return TODAY - timedelta(days=back)


def days(*backs):
    return [day(back) for back in backs]


def row(*backs, pauses=()):
    return days_in_a_row(days(*backs), TODAY, [(day(first), day(last)) for first, last in pauses])


@pytest.mark.parametrize(
    ("done", "length", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1,), 1, 1),
        ((2,), 0, 1),
        ((0, 1, 2), 3, 3),
        ((1, 2, 3), 3, 3),
        ((0, 2, 3, 4), 1, 3),
        ((2, 3, 4), 0, 3),
        ((0, 1, 5, 6, 7, 8), 2, 4),
        ((0, 0, 1, 1), 2, 2),
    ],
    ids=lambda value: str(value),
)
def test_days_are_counted_back_from_today(done, length, longest):
    found = row(*done)
    assert (found.length, found.longest) == (length, longest)


def test_today_without_anything_done_breaks_nothing():
    assert row(1, 2, 3).length == 3


def test_a_day_that_has_not_come_yet_does_not_count():
    assert row(0, -1, -2).length == 1
    assert row(-1).longest == 0


@pytest.mark.parametrize(
    ("pauses", "length"),
    [
        ([(4, 2)], 3),
        ([(5, 1)], 3),
        ([(4, 3), (2, 2)], 3),
        ([(4, 3)], 1),
        ([(3, 2)], 1),
        ([], 1),
    ],
    ids=["the gap", "more than the gap", "in two parts", "too early an end", "too late a start", "none"],
)
def test_a_pause_bridges_the_days_between(pauses, length):
    """Done today is one day; before the gap of days 2 to 4 lie days 5 and 6."""
    assert row(1, 5, 6, pauses=pauses).length == length


def test_paused_days_do_not_count():
    assert row(4, 5, pauses=[(3, 0)]).length == 2


def test_what_is_done_in_a_pause_counts():
    found = row(2, 4, 5, pauses=[(3, 0)])
    assert found.length == 3
    assert found.days[-3].state == "done"


def test_a_pause_that_still_runs_keeps_the_row_for_years():
    done = [date(2020, 1, number) for number in (1, 2, 3)]
    assert days_in_a_row(done, TODAY, [(date(2020, 1, 4), None)]).length == 3


def test_the_last_two_weeks_end_with_today():
    found = row(0, 2).days
    assert [shown.day for shown in found] == [day(back) for back in reversed(range(DAYS_SHOWN))]
    assert len(found) == 14


@pytest.mark.parametrize(
    ("done", "pauses", "states"),
    [
        ((), (), ["empty", "empty", "today"]),
        ((0, 2), (), ["done", "empty", "done"]),
        ((2,), ((1, 0),), ["done", "paused", "paused"]),
        ((2,), ((1, 1),), ["done", "paused", "today"]),
        ((1,), ((2, 0),), ["paused", "done", "paused"]),
    ],
    ids=["nothing", "done today", "paused today", "pause is over", "done in a pause"],
)
def test_a_day_is_done_paused_today_or_empty(done, pauses, states):
    assert [shown.state for shown in row(*done, pauses=pauses).days[-3:]] == states


def test_the_days_shown_are_counted_for_the_words():
    found = row(0, 2, 3, 20, pauses=[(1, 1), (18, 13)])
    assert (found.done, found.paused) == (3, 2)
