"""What answers add up to: how far a lesson's check has come. Marking is `lessons.quiz.marking`; this knows no page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any, Literal

from lessons.quiz.marking import PASS_PERCENT, AnswerError, Marked, mark, passes
from lessons.quiz.questions import PLACE_KINDS, Question
from progress.rules.standing import Standing, passed

State = Literal["new", "begun", "answered", "passed"]
CHECK_STATES: tuple[State, ...] = ("new", "begun", "answered", "passed")
SECONDS_A_QUESTION = 30
MISSES_BEFORE_SHOWING = 2


@dataclass(frozen=True)
class Fact:
    """One answer as it was given; never rewritten. `key` is that of the form it came from, so that it counts once.

    `seconds` passed between seeing and answering, where that is known. `is_review` says that the day's review asked.
    `given` is None where only results were read.
    """

    key: str
    question: str
    version: int
    given: Any
    is_right: bool
    share: float
    hints: int
    answered_at: datetime
    seconds: int | None = None
    is_review: bool = False

    def as_plain(self) -> dict[str, Any]:
        """For an export."""
        return asdict(self) | {"answered_at": self.answered_at.isoformat()}


@dataclass(frozen=True)
class Row:
    """One question of a check and how it stands now: the last answer to its present version counts."""

    question: Question
    last: Fact | None = None
    misses: int = 0
    times: int = 0  # how often it was answered

    def then(self, fact: Fact) -> Row:
        return Row(self.question, fact, self.misses + (not fact.is_right), self.times + 1)

    @property
    def is_right(self) -> bool:
        return self.last is not None and self.last.is_right

    @property
    def is_careful(self) -> bool:
        """Counted as right, with more care than is needed."""
        return self.last is not None and self.last.is_right and self.last.share < 1

    @property
    def is_missed(self) -> bool:
        return self.last is not None and not self.last.is_right

    @property
    def may_be_shown(self) -> bool:
        """After two misses the page offers to show a right answer (UX-48)."""
        return self.is_missed and self.misses >= MISSES_BEFORE_SHOWING


@dataclass(frozen=True)
class Check:
    """The check of one lesson. Once passed it stays passed; a question that changed is asked again."""

    rows: tuple[Row, ...]
    passed_at: datetime | None

    @property
    def is_passed(self) -> bool:
        return self.passed_at is not None

    @property
    def right(self) -> int:
        return sum(row.is_right for row in self.rows)

    @property
    def safety(self) -> int:
        """How many are about safety: all of these have to be right."""
        return sum(row.question.safety for row in self.rows)

    @property
    def needed(self) -> int:
        """The fewest right answers that pass, those about safety among them."""
        return max(ceil(len(self.rows) * PASS_PERCENT / 100), self.safety)

    @property
    def minutes(self) -> int:
        return max(ceil(len(self.rows) * SECONDS_A_QUESTION / 60), 1)

    @property
    def missed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_missed)

    @property
    def safety_missed(self) -> int:
        return sum(row.question.safety for row in self.missed)

    @property
    def is_answered(self) -> bool:
        return all(row.last for row in self.rows)

    @property
    def state(self) -> State:
        if self.is_passed:
            return "passed"
        if self.is_answered:
            return "answered"
        return "begun" if any(row.last for row in self.rows) else "new"

    def row(self, question: str) -> Row:
        return next(row for row in self.rows if row.question.slug == question)

    def number(self, question: str) -> int:
        return [row.question.slug for row in self.rows].index(question) + 1

    def next_open(self, after: str = "") -> Question | None:
        """The next question without an answer, from this one on and round again; none when all are answered."""
        start = self.number(after) if after else 0
        return next((row.question for row in (*self.rows[start:], *self.rows[:start]) if row.last is None), None)


def check_of(questions: Sequence[Question], facts: Iterable[Fact]) -> Check:
    """Replay the answers in the order of time. Passed means that at some moment the rule held for what stood then."""
    rows = {question.slug: Row(question) for question in questions}
    passed_at = None
    for fact in _replay(rows, facts):
        if passed_at is None and holds(rows.values()):
            passed_at = fact.answered_at
    return Check(tuple(rows.values()), passed_at)


def _replay(rows: dict[str, Row], facts: Iterable[Fact]) -> Iterator[Fact]:
    """Lay each answer that counts on its row, and hand it on."""
    for fact in in_order(facts):
        row = rows.get(fact.question)
        if row and row.question.version == fact.version:
            rows[fact.question] = row.then(fact)
            yield fact


def holds(rows: Iterable[Row]) -> bool:
    """The pass rule, over what is right now: an open question counts as not right."""
    return passes([Marked(row.is_right, float(row.is_right), (), (), row.question.safety) for row in rows])


def missed_rows(questions: Iterable[Question], facts: Iterable[Fact]) -> list[Row]:
    """The questions whose last answer was a miss, the newest miss first."""
    rows = {question.slug: Row(question) for question in questions}
    deque(_replay(rows, facts), maxlen=0)
    return newest_misses(rows.values())


def newest_misses(rows: Iterable[Row]) -> list[Row]:
    missed = [row for row in rows if row.is_missed]
    return sorted(missed, key=lambda row: row.last.answered_at if row.last else datetime.min, reverse=True)


def passes_of(checks: Mapping[str, Sequence[Question]], facts: Sequence[Fact]) -> dict[str, Standing]:
    """For each lesson whose check these answers pass, that it is passed and when."""
    moments = {lesson: check_of(questions, facts).passed_at for lesson, questions in checks.items()}
    return {lesson: passed(moment) for lesson, moment in moments.items() if moment}


def first_answers(facts: Iterable[Fact], before: Iterable[Fact] = ()) -> list[Fact]:
    """Of each question and version the first answer, unless there was one before."""
    seen = {(fact.question, fact.version) for fact in before}
    first: dict[tuple[str, int], Fact] = {}
    for fact in in_order(facts):
        if (fact.question, fact.version) not in seen:
            first.setdefault((fact.question, fact.version), fact)
    return list(first.values())


def noted_options(question: Question, given: Any) -> tuple[str, ...]:
    """What teachers count: the options chosen; of an order those that stood in a wrong place."""
    try:
        marked = mark(question, given)
    except AnswerError:  # answered before the question changed without a new version
        return ()
    if question.kind == "order":
        return tuple(reply.key for reply in marked.replies if not reply.is_right)
    return tuple(reply.key for reply in marked.replies if reply.chosen)


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.answered_at, fact.key))


def none_after(facts: Iterable[Fact], now: datetime) -> list[Fact]:
    """Answers kept while the clock was ahead count as given now, in their order, so that the next one comes after."""
    found = in_order(facts)
    ahead = sum(fact.answered_at > now for fact in found)
    past = found[: len(found) - ahead]
    late = enumerate(found[len(found) - ahead :])
    return past + [replace(fact, answered_at=now - timedelta(microseconds=ahead - place)) for place, fact in late]


def form_key(owner: str, row: Row) -> str:
    """The name of the form that one person is shown after so many answers: the same in every tab."""
    question = row.question
    return sha256(f"{owner} {question.slug} {question.version} {row.times}".encode()).hexdigest()[:32]


def shown_order(question: Question, owner: str) -> tuple[str, ...]:
    """The options as one person sees them: mixed, but the same each time. A plan and places keep their order."""
    if question.kind == "plan" or question.kind in PLACE_KINDS:
        return question.keys
    seed = f"{owner} {question.slug} {question.version}"
    mixed = sorted(question.keys, key=lambda key: sha256(f"{seed} {key}".encode()).digest())
    if question.kind == "order" and mixed == question.right:
        mixed.reverse()
    return tuple(mixed)
