"""Days in a row: how many days something was learnt or practised, one after the other. A pause bridges a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from progress.rules.choices import ONE_DAY, Pause, in_order, pause_on

DayState = Literal["done", "paused", "today", "empty"]
DAYS_SHOWN = 14


@dataclass(frozen=True)
class Day:
    """`done` whenever something was done, in a pause too; `today` while nothing is done yet."""

    day: date
    state: DayState


@dataclass(frozen=True)
class DaysInARow:
    """`length` is the row that today can still join; `days` are the last ones, the oldest first."""

    length: int
    longest: int
    days: tuple[Day, ...]

    def number_of(self, state: DayState) -> int:
        return sum(day.state == state for day in self.days)

    @property
    def done(self) -> int:
        return self.number_of("done")

    @property
    def paused(self) -> int:
        return self.number_of("paused")

    @property
    def is_open(self) -> bool:
        """Whether today can still be added."""
        return self.days[-1].state == "today"


def days_in_a_row(done: Iterable[date], today: date, pauses: Iterable[Pause] = ()) -> DaysInARow:
    """A day on which something was done counts. Paused days without neither count nor break; nor does today."""
    known, rest = sorted({day for day in done if day <= today}), in_order(pauses)
    longest = length = 0
    before: date | None = None
    for day in known:
        length = length + 1 if before and _is_bridged(before, day, rest) else 1
        longest, before = max(longest, length), day
    if before is None or not _is_bridged(before, today, rest):
        length = 0
    shown = [today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    return DaysInARow(length, longest, tuple(Day(day, _state(day, today, set(known), rest)) for day in shown))


def _is_bridged(one: date, other: date, pauses: Sequence[Pause]) -> bool:
    """Whether every day between the two is paused; there may be none."""
    if other - one <= ONE_DAY:
        return True
    first, last = one + ONE_DAY, other - ONE_DAY
    return any(begins <= first and (ends is None or last <= ends) for begins, ends in pauses)


def _state(day: date, today: date, done: set[date], pauses: Sequence[Pause]) -> DayState:
    if day in done:
        return "done"
    if pause_on(day, pauses):
        return "paused"
    return "today" if day == today else "empty"
