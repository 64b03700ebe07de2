"""Small drawn charts as ready values for SVG: numbers are strings, so that no locale can break them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

WEEKS = 12
MASSAGES = 12
WIDTH, LEFT, BASE, TOP = 340, 40, 140, 14  # units: the drawing, where bars begin, the ground, the upper line
NOT_NOTED_Y = 168  # where a massage stands whose discomfort was not noted
MOST_DISCOMFORT = 10
STEPS = (15, 30, 60, 90, 120, 180, 240, 300)  # minutes that the upper line may stand for; above them whole hours
LABEL_EVERY = 4


@dataclass(frozen=True)
class Line:
    """A level of a scale and what it stands for."""

    y: str
    value: int


@dataclass(frozen=True)
class Week:
    """One bar: the minutes of massage in the week that begins on this Monday."""

    begins: date
    minutes: int
    massages: int
    x: str
    y: str
    width: str
    height: str
    middle: str
    is_labelled: bool


@dataclass(frozen=True)
class WeekChart:
    weeks: tuple[Week, ...]
    lines: tuple[Line, ...]

    @property
    def minutes(self) -> int:
        return sum(week.minutes for week in self.weeks)

    @property
    def massages(self) -> int:
        return sum(week.massages for week in self.weeks)

    @property
    def weeks_with_massage(self) -> int:
        return sum(week.massages > 0 for week in self.weeks)


def week_chart(massages: Iterable[tuple[date, int]], today: date) -> WeekChart:
    """Minutes of massage (day, minutes) for each of the last twelve weeks, the present one last."""
    monday = today - timedelta(days=today.weekday())
    noted: dict[date, list[int]] = {monday - timedelta(weeks=back): [] for back in reversed(range(WEEKS))}
    for day, minutes in massages:
        begins = day - timedelta(days=day.weekday())
        if begins in noted:
            noted[begins].append(minutes)
    top = _top(max(map(sum, noted.values())))
    weeks = tuple(_week(place, begins, found, top) for place, (begins, found) in enumerate(noted.items()))
    return WeekChart(weeks, tuple(Line(_text(_height(value, top)), value) for value in (0, top // 2, top)))


def _week(place: int, begins: date, minutes: Sequence[int], top: int) -> Week:
    share = (WIDTH - LEFT) / WEEKS
    x, y = LEFT + place * share, _height(sum(minutes), top)
    return Week(
        begins=begins,
        minutes=sum(minutes),
        massages=len(minutes),
        x=_text(x + share * 0.15),
        y=_text(y),
        width=_text(share * 0.7),
        height=_text(BASE - y),
        middle=_text(x + share / 2),
        is_labelled=place % LABEL_EVERY == 0,
    )


def _top(most: int) -> int:
    """The upper line: the next round number, so that the longest week reaches near it."""
    return next((step for step in STEPS if step >= most), ceil(most / 120) * 120)


def _height(value: float, top: float) -> float:
    return BASE - (BASE - TOP) * value / top


@dataclass(frozen=True)
class Massage:
    """One mark: how it felt (good, ok, not-good or nothing) is its shape, the discomfort from 0 to 10 its height."""

    felt: str
    discomfort: int | None
    x: str
    y: str


@dataclass(frozen=True)
class MassageChart:
    """The last massages, the oldest first."""

    marks: tuple[Massage, ...]
    lines: tuple[Line, ...]

    def felt(self, felt: str) -> int:
        return sum(mark.felt == felt for mark in self.marks)

    @property
    def good(self) -> int:
        return self.felt("good")

    @property
    def all_right(self) -> int:
        return self.felt("ok")

    @property
    def not_good(self) -> int:
        return self.felt("not-good")

    @property
    def not_noted(self) -> int:
        return self.felt("")

    @property
    def most_discomfort(self) -> int | None:
        return max((mark.discomfort for mark in self.marks if mark.discomfort is not None), default=None)

    @property
    def has_gaps(self) -> bool:
        """Whether some massage has no discomfort noted."""
        return any(mark.discomfort is None for mark in self.marks)


def massage_chart(massages: Sequence[tuple[str, int | None]]) -> MassageChart:
    """The last twelve of these (how it felt, discomfort); given the newest first, as the log keeps them."""
    shown = list(reversed(massages[:MASSAGES]))
    share = (WIDTH - LEFT) / MASSAGES
    first = MASSAGES - len(shown)
    marks = tuple(
        Massage(felt, discomfort, _text(LEFT + (first + place + 0.5) * share), _text(_level(discomfort)))
        for place, (felt, discomfort) in enumerate(shown)
    )
    return MassageChart(marks, tuple(Line(_text(_level(value)), value) for value in (0, 5, MOST_DISCOMFORT)))


def _level(discomfort: int | None) -> float:
    return NOT_NOTED_Y if discomfort is None else _height(discomfort, MOST_DISCOMFORT)


def _text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
