"""Laws of days in a row, and of pauses, under random days."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from progress.rules.choices import Choices, from_plain, in_order, pause_on
from progress.rules.days import DAYS_SHOWN, days_in_a_row

TODAY = date(2026, 6, 14)

some_days = st.integers(-3, 40).map(lambda back: TODAY - timedelta(days=back))
sets_of_days = st.sets(some_days, max_size=30)
some_pauses = st.lists(
    st.tuples(some_days, st.one_of(st.none(), st.integers(0, 9))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
)
past_pauses = some_pauses.map(lambda pauses: [pause for pause in pauses if pause[1] and pause[1] < TODAY])


def counted_day_by_day(done, today, pauses):
    """The same said in the plainest way: walk back a day at a time."""
    length, day = 0, today
    while day >= min(done, default=today):
        if day in done:
            length += 1
        elif day != today and not pause_on(day, pauses):
            break
        day -= timedelta(days=1)
    return length


@given(sets_of_days, some_pauses)
def test_the_length_is_what_walking_back_day_by_day_gives(done, pauses):
    assert days_in_a_row(done, TODAY, pauses).length == counted_day_by_day(done, TODAY, pauses)


@given(sets_of_days, some_pauses)
def test_the_longest_is_the_length_that_some_day_had(done, pauses):
    on_each_day = [days_in_a_row(done, day, pauses).length for day in done if day <= TODAY]
    assert days_in_a_row(done, TODAY, pauses).longest == max(on_each_day, default=0)


@given(sets_of_days, some_pauses, some_days)
def test_one_more_day_never_shortens(done, pauses, more):
    before, after = days_in_a_row(done, TODAY, pauses), days_in_a_row(done | {more}, TODAY, pauses)
    assert after.length >= before.length
    assert after.longest >= before.longest


@given(sets_of_days, some_pauses, some_days, st.integers(0, 20))
def test_one_more_pause_never_shortens(done, pauses, first, length):
    before = days_in_a_row(done, TODAY, pauses)
    after = days_in_a_row(done, TODAY, [*pauses, (first, first + timedelta(days=length))])
    assert after.length >= before.length
    assert after.longest >= before.longest


@given(sets_of_days, some_pauses, st.data())
def test_pausing_a_day_that_was_done_changes_no_number(done, pauses, data):
    """What is done counts, in a pause too."""
    paused = data.draw(st.sampled_from(sorted(done)) if done else st.just(TODAY))
    before, after = (days_in_a_row(done, TODAY, found) for found in (pauses, [*pauses, (paused, paused)]))
    assert (after.length, after.longest) == (before.length, before.longest)


@given(st.lists(some_days, max_size=30), some_pauses, st.randoms())
def test_the_order_of_days_and_pauses_says_nothing(done, pauses, random):
    mixed_days, mixed_pauses = list(done), list(pauses)
    random.shuffle(mixed_days)
    random.shuffle(mixed_pauses)
    assert days_in_a_row(mixed_days, TODAY, mixed_pauses) == days_in_a_row(done, TODAY, pauses)


@given(sets_of_days, past_pauses, st.integers(0, 400))
def test_a_pause_that_begins_today_keeps_what_there_is(done, pauses, later):
    done = {day for day in done if day <= TODAY}
    paused = Choices(pauses=in_order(pauses)).begin_pause(TODAY)
    before = days_in_a_row(done, TODAY, pauses).length
    assert days_in_a_row(done, TODAY + timedelta(days=later), paused.pauses).length == before


@given(sets_of_days, past_pauses, st.integers(0, 400))
def test_the_day_after_a_pause_goes_on_where_the_row_stood(done, pauses, later):
    done = {day for day in done if day <= TODAY}
    back = TODAY + timedelta(days=later)
    paused = Choices(pauses=in_order(pauses)).begin_pause(TODAY).end_pause(back)
    before = days_in_a_row(done, TODAY, pauses).length
    assert days_in_a_row(done | {back}, back, paused.pauses).length == before + (back not in done)


@given(sets_of_days, some_pauses)
def test_a_row_is_never_longer_than_the_days_done(done, pauses):
    found = days_in_a_row(done, TODAY, pauses)
    assert 0 <= found.length <= found.longest <= len([day for day in done if day <= TODAY])


@given(sets_of_days, some_pauses)
def test_every_day_shown_is_what_it_is(done, pauses):
    found = days_in_a_row(done, TODAY, pauses)
    assert len(found.days) == DAYS_SHOWN
    for shown in found.days:
        assert (shown.state == "done") == (shown.day in done)
        assert (shown.state == "paused") == (shown.day not in done and pause_on(shown.day, pauses) is not None)
        assert shown.state != "today" or shown.day == TODAY
        assert shown.state != "empty" or shown.day < TODAY


@given(some_pauses, some_days)
def test_joined_pauses_cover_the_same_days_and_lie_apart(pauses, day):
    joined = in_order(pauses)
    assert (pause_on(day, joined) is None) == (pause_on(day, pauses) is None)
    assert in_order(joined) == joined
    assert all(ends and next_begins - ends > timedelta(days=1) for (_, ends), (next_begins, _) in pairwise(joined))


@given(some_pauses, st.booleans(), st.sampled_from([6, 10, 15, 20]))
def test_choices_survive_being_stored(pauses, counts_days, cap):
    chosen = Choices(cap, counts_days, in_order(pauses))
    assert from_plain(chosen.as_plain()) == chosen


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cap", "counts_days", "pauses"]), inner)
        ),
        max_leaves=8,
    )
)
def test_whatever_is_stored_can_be_read(stored):
    chosen = from_plain(stored)
    assert from_plain(chosen.as_plain()) == chosen


@given(some_pauses, some_days, st.one_of(st.none(), some_days))
def test_a_pause_begun_runs_today_and_once_ended_runs_no_more(pauses, today, last):
    last = None if last is None else max(last, today)
    begun = Choices(pauses=in_order(pauses)).begin_pause(today, last)
    assert pause_on(today, begun.pauses)
    assert pause_on(today, begun.end_pause(today).pauses) is None
