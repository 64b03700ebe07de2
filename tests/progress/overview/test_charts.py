"""Bars and marks of the small charts, without a database."""

import itertools
from datetime import date, timedelta

import pytest

from progress.overview.charts import BASE, LEFT, MASSAGES, NOT_NOTED_Y, TOP, WEEKS, WIDTH, massage_chart, week_chart

WEDNESDAY = date(2026, 3, 18)
MONDAY = date(2026, 3, 16)


def test_the_present_week_stands_last_and_begins_on_monday():
    chart = week_chart([], WEDNESDAY)
    assert len(chart.weeks) == WEEKS
    assert chart.weeks[-1].begins == MONDAY
    assert chart.weeks[0].begins == MONDAY - timedelta(weeks=11)


def test_massages_of_a_week_add_up():
    chart = week_chart([(MONDAY, 20), (WEDNESDAY, 36), (MONDAY - timedelta(days=1), 30)], WEDNESDAY)
    assert [week.minutes for week in chart.weeks[-2:]] == [30, 56]
    assert chart.weeks[-1].massages == 2
    assert (chart.minutes, chart.massages, chart.weeks_with_massage) == (86, 3, 2)


def test_older_massages_are_not_in_the_chart():
    assert week_chart([(MONDAY - timedelta(weeks=12), 30)], WEDNESDAY).minutes == 0


def test_the_longest_week_stays_below_the_upper_line_and_an_empty_one_on_the_ground():
    chart = week_chart([(MONDAY, 80)], WEDNESDAY)
    assert chart.lines[-1].value == 90
    assert TOP <= float(chart.weeks[-1].y) < BASE
    assert (chart.weeks[0].y, chart.weeks[0].height) == (str(BASE), "0")


@pytest.mark.parametrize(
    ("minutes", "top"), [(0, 15), (15, 15), (16, 30), (300, 300), (301, 360), (1000, 1080)], ids=str
)
def test_the_upper_line_is_the_next_round_number(minutes, top):
    assert week_chart([(MONDAY, minutes)], WEDNESDAY).lines[-1].value == top


def test_bars_stand_side_by_side_inside_the_drawing():
    weeks = week_chart([], WEDNESDAY).weeks
    edges = [(float(week.x), float(week.x) + float(week.width)) for week in weeks]
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(edges))
    assert edges[0][0] >= LEFT
    assert edges[-1][1] <= WIDTH


def test_numbers_are_written_with_a_point():
    assert all("," not in week.x + week.y + week.middle for week in week_chart([(MONDAY, 7)], WEDNESDAY).weeks)


def test_the_last_twelve_massages_stand_oldest_first():
    newest_first = [("good", number % 11) for number in range(MASSAGES + 3)]
    marks = massage_chart(newest_first).marks
    assert len(marks) == MASSAGES
    assert [mark.discomfort for mark in marks] == [number % 11 for number in reversed(range(MASSAGES))]
    assert [float(mark.x) for mark in marks] == sorted(float(mark.x) for mark in marks)


def test_more_discomfort_stands_higher_and_what_was_not_noted_below_the_scale():
    marks = massage_chart([("good", 10), ("ok", 0), ("", None)]).marks
    assert [float(mark.y) for mark in marks] == [NOT_NOTED_Y, BASE, TOP]


def test_how_it_felt_is_counted():
    chart = massage_chart([("good", 1), ("good", None), ("ok", 3), ("not-good", 2), ("", 0)])
    assert (chart.good, chart.all_right, chart.not_good, chart.not_noted) == (2, 1, 1, 1)
    assert chart.most_discomfort == 3
    assert chart.has_gaps


def test_without_any_number_there_is_no_highest_one():
    assert massage_chart([("good", None)]).most_discomfort is None
    assert massage_chart([]).marks == ()
    assert not massage_chart([]).has_gaps
