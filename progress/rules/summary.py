"""What a person's standings add up to: how much is done, what comes next, how well techniques are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from progress.rules.standing import Standing, State, position

LessonStandings = Mapping[str, Standing]


@dataclass(frozen=True)
class LessonOutline:
    """What the path shows of one lesson. `steps` are pairs of slug and title."""

    slug: str
    number: int
    title: str
    minutes: int
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(slug for slug, _title in self.steps)


@dataclass(frozen=True)
class Tally:
    """How far the path is walked. A lesson is done when it is read or its check is passed."""

    lessons: int
    done: int
    minutes_left: int

    @property
    def is_complete(self) -> bool:
        return self.lessons > 0 and self.done == self.lessons


@dataclass(frozen=True)
class NextThing:
    """The one thing to do now. A lesson that is not started has no step yet."""

    lesson: LessonOutline
    step: str = ""
    step_title: str = ""
    step_number: int = 0


@dataclass(frozen=True)
class Coverage:
    """How many of some techniques are read and practised; what is practised is also read."""

    techniques: int
    read: int
    practised: int

    @property
    def state(self) -> Literal["new", "started", "practised"]:
        """Practised from half of the techniques on, so that one stroke does not fill a family."""
        if self.techniques and 2 * self.practised >= self.techniques:
            return "practised"
        return "started" if self.read else "new"


def states(standings: Mapping[str, Standing]) -> dict[str, State]:
    return {slug: standing.state for slug, standing in standings.items()}


def tally(lessons: Sequence[LessonOutline], standings: LessonStandings) -> Tally:
    """Minutes left are those of the lessons that are not done."""
    left = to_do(lessons, standings)
    return Tally(len(lessons), len(lessons) - len(left), sum(lesson.minutes for lesson in left))


def what_next(lessons: Sequence[LessonOutline], standings: LessonStandings) -> NextThing | None:
    """The begun lesson that was touched last, else the first that is not done; none when all is done."""
    left = to_do(lessons, standings)
    begun = [lesson for lesson in left if lesson.slug in standings]
    if begun:
        lesson = max(begun, key=lambda lesson: (standings[lesson.slug].touched_at, -lesson.number))
        return _where_stopped(lesson, standings[lesson.slug])
    return NextThing(min(left, key=lambda lesson: lesson.number)) if left else None


def to_do(lessons: Sequence[LessonOutline], standings: LessonStandings) -> list[LessonOutline]:
    return [lesson for lesson in lessons if not is_done(standings.get(lesson.slug))]


def _where_stopped(lesson: LessonOutline, standing: Standing) -> NextThing:
    """The kept step, or the first one when the kept step has left the lesson."""
    index = max(position(lesson.order, standing.step), 0)
    slug, title = lesson.steps[index] if lesson.steps else ("", "")
    return NextThing(lesson, slug, title, index + 1)


def is_done(standing: Standing | None) -> bool:
    return standing is not None and standing.is_done


def is_read(standing: Standing | None) -> bool:
    return standing is not None and standing.read_at is not None


def coverage(techniques: Iterable[str], standings: Mapping[str, Standing]) -> Coverage:
    known = [standings.get(slug) for slug in techniques]
    practised = sum(standing is not None and standing.practised_at is not None for standing in known)
    return Coverage(len(known), sum(map(is_read, known)), practised)
