"""Made-up learners, to measure with: what somebody could have read, answered and practised within half a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from lessons.quiz.marking import mark, right_answer
from lessons.quiz.questions import Question, Quiz
from progress.rules.checks import Fact, first_answers, noted_options, passes_of
from progress.rules.recall import Kept, kept_of
from progress.rules.schedule import DEFAULT_CAP
from progress.rules.standing import Known, Standing, all_read, merge, practised

DAYS = 180
SHORTEST_DAYS = 60  # so long ago everybody has begun, so that something is due by now
MOST_ANSWERS = 1000  # of one person; more do not fit into half a year
FIRST_HOUR, HOURS = 6, 12  # when people sit down, UTC: even four hours later it is the same day
PLANS, MINUTES = ("full", "short", "long", "neck", ""), (20, 30, 36, 40)
POSITIONS, FELT = ("prone", "side", "chair", ""), ("good", "ok", "not-good", "")


@dataclass(frozen=True)
class Practice:
    """One massage that was given."""

    plan: str
    minutes: int
    position: str
    felt: str
    practised_at: datetime


@dataclass(frozen=True)
class Noted:
    """What teachers count of a first answer."""

    question: str
    version: int
    is_missed: bool
    options: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """Half a year of one person. Cards, passes and notes are what the rules make of the answers."""

    facts: tuple[Fact, ...]
    noted: tuple[Noted, ...]
    kept: tuple[Kept, ...]
    standings: Known
    practice: tuple[Practice, ...]
    cap: int


@dataclass(frozen=True)
class Way:
    """One way to answer a question, as it was marked."""

    given: Any
    is_right: bool
    share: float


@dataclass(frozen=True)
class Sitting:
    """Questions answered one after the other: the check of a lesson, or without one a day's review."""

    lesson: str
    asked: tuple[Question, ...]


@dataclass(frozen=True)
class Taught:
    """What there is to learn."""

    quiz: Quiz
    techniques: Sequence[str]
    _ways: dict[str, tuple[Way, ...]] = field(default_factory=dict)

    @cached_property
    def lessons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question.lesson for question in self.quiz.questions))

    def ways(self, question: Question) -> tuple[Way, ...]:
        if question.slug not in self._ways:
            self._ways[question.slug] = tuple(_ways(question))
        return self._ways[question.slug]

    def history(self, chance: Random, answers: int, until: datetime) -> History:
        """So many answers on days before `until`, a midnight. The same chance makes the same history."""
        sittings = list(_sittings(chance, answers, self))
        first_day = chance.randint(max(SHORTEST_DAYS, len(sittings)), DAYS)
        days = sorted(chance.sample(range(1, first_day + 1), len(sittings)), reverse=True)
        skill = chance.uniform(0.55, 0.95)
        facts: list[Fact] = []
        read: dict[str, Standing] = {}
        for sitting, day in zip(sittings, days, strict=True):
            moment = until - timedelta(days=day) + timedelta(hours=FIRST_HOUR, seconds=chance.randrange(HOURS * 3600))
            if sitting.lesson:
                read[sitting.lesson] = _read_before(chance, moment)
            for question in sitting.asked:
                moment += timedelta(seconds=chance.randint(7, 100))
                facts.append(_answer(chance, self, question, skill, moment, len(facts), not sitting.lesson))
        if ahead := self.lessons[len(read) :]:
            step = chance.choice([question.step for question in self.quiz.questions if question.lesson == ahead[0]])
            read[ahead[0]] = Standing(moment, moment, step=step)
        passes = passes_of({lesson: self.quiz.check_of(lesson) for lesson in read}, facts)
        read |= {lesson: merge(read[lesson], standing) for lesson, standing in passes.items()}
        return History(
            tuple(facts),
            tuple(_note(self.quiz.question(fact.question), fact) for fact in first_answers(facts)),
            tuple(kept_of(facts, self.quiz).values()),
            {"lesson": read, "technique": _techniques(chance, self.techniques, facts)},
            tuple(_practice(chance, chance.choice(facts).answered_at) for _ in range(chance.randint(0, 5))),
            chance.choice((6, 10, 10, 10, 15)),
        )


def _sittings(chance: Random, answers: int, taught: Taught) -> Iterator[Sitting]:
    """The checks of lessons in the order of the path, some questions twice; in between reviews of what was met."""
    ahead, met = list(taught.lessons), set[str]()
    while answers:
        if ahead and (not met or chance.random() < 0.5):
            lesson = ahead.pop(0)
            met.add(lesson)
            check = taught.quiz.check_of(lesson)
            again = [question for question in check if chance.random() < 0.25]
            sitting = Sitting(lesson, (*check, *again)[:answers])
        else:
            known = [question for question in taught.quiz.questions if question.lesson in met]
            sitting = Sitting("", tuple(chance.sample(known, min(DEFAULT_CAP, len(known), answers))))
        answers -= len(sitting.asked)
        yield sitting


def _answer(
    chance: Random, taught: Taught, question: Question, skill: float, moment: datetime, number: int, is_review: bool
) -> Fact:
    right, *wrong = taught.ways(question)
    way = right if chance.random() < skill else chance.choice(wrong)
    return Fact(
        key=f"{number:032x}",
        question=question.slug,
        version=question.version,
        given=way.given,
        is_right=way.is_right,
        share=way.share,
        hints=chance.choice((0, 0, 0, 0, 0, 0, 1, 2)),
        answered_at=moment,
        seconds=chance.randint(5, 90) if chance.random() < 0.9 else None,
        is_review=is_review,
    )


def _ways(question: Question) -> Iterator[Way]:
    """A right one first, then wrong ones: another key or place, one too few or too many, two in the wrong order."""
    right = right_answer(question)
    for given in (right, *_others(question)):
        marked = mark(question, given)
        if given is right or not marked.is_right:
            yield Way(given if isinstance(given, str) else list(given), marked.is_right, marked.share)


def _others(question: Question) -> Iterator[Any]:
    right = question.right
    wrong = [key for key in question.keys if key not in right]
    if question.kind == "order":
        for place in range(len(right) - 1):
            yield [*right[:place], right[place + 1], right[place], *right[place + 2 :]]
    elif question.takes_one:
        yield from wrong
    else:
        yield from ([*right, key] for key in wrong)
        yield wrong[:1]
        if len(right) > 1:
            yield right[1:]


def _note(question: Question, fact: Fact) -> Noted:
    return Noted(fact.question, fact.version, not fact.is_right, noted_options(question, fact.given))


def _read_before(chance: Random, moment: datetime) -> Standing:
    """The lesson was read before its check, and practised by some."""
    standing = all_read(moment - timedelta(minutes=chance.randint(5, 45)))
    return merge(standing, practised(moment)) if chance.random() < 0.5 else standing


def _techniques(chance: Random, techniques: Sequence[str], facts: Sequence[Fact]) -> dict[str, Standing]:
    known = chance.sample(techniques, min(chance.randint(2, 12), len(techniques)))
    moments = {slug: chance.choice(facts).answered_at for slug in known}
    return {slug: (practised if chance.random() < 0.4 else all_read)(moment) for slug, moment in moments.items()}


def _practice(chance: Random, moment: datetime) -> Practice:
    return Practice(chance.choice(PLANS), chance.choice(MINUTES), chance.choice(POSITIONS), chance.choice(FELT), moment)
