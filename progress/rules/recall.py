"""What is kept beside the answers of one person, so that the next one can be taken without reading them all.

Each skill keeps its card, and of each question the latest answer. One more answer moves both on by one step; all
answers, step by step, give the same (`kept_of`). Where they come in another order, or the rules have changed since,
only that says what is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from lessons.quiz.questions import Question
from progress.rules.checks import Check, Fact, Row, holds, newest_misses
from progress.rules.schedule import RULES, Card, in_turn, stepped
from progress.rules.tasks import Task, Tasks


@dataclass(frozen=True)
class Latest:
    """The last answer to one version of a question, how often that was answered, and how often it was missed."""

    question: str
    version: int
    answered_at: datetime
    is_right: bool
    is_review: bool
    times: int
    misses: int

    def as_fact(self) -> Fact:
        return Fact(
            "", self.question, self.version, None, self.is_right, 0.0, 0, self.answered_at, None, self.is_review
        )

    def as_plain(self) -> dict[str, Any]:
        return asdict(self) | {"answered_at": self.answered_at.astimezone(UTC).isoformat()}


def latest_from_plain(plain: dict[str, Any]) -> Latest:
    """The inverse of `as_plain`."""
    return Latest(**plain | {"answered_at": datetime.fromisoformat(plain["answered_at"])})


@dataclass(frozen=True)
class Kept:
    """One skill of one person."""

    card: Card
    latest: tuple[Latest, ...] = ()  # one for each question and version

    @classmethod
    def from_row(cls, card: Card, plain: Iterable[dict[str, Any]]) -> Kept:
        return cls(card, tuple(map(latest_from_plain, plain)))


def kept_of(facts: Iterable[Fact], tasks: Tasks[Task], skills: Iterable[str] | None = None) -> dict[str, Kept]:
    """Replay the answers, of these skills or of all."""
    kept: dict[str, Kept] = {}
    for task, fact in in_turn(facts, tasks, skills):
        kept[task.skill] = moved_on(kept.get(task.skill), task, fact, tasks)
    return kept


def moved_on(kept: Kept | None, task: Task, fact: Fact, tasks: Tasks[Task]) -> Kept:
    """After one more answer, later than all others of its skill."""
    card = stepped(kept.card if kept else None, task, fact, tasks.safety_skills)
    latest = {(one.question, one.version): one for one in kept.latest} if kept else {}
    before = latest.get((fact.question, fact.version))
    latest[fact.question, fact.version] = Latest(
        fact.question,
        fact.version,
        fact.answered_at,
        fact.is_right,
        fact.is_review,
        times=(before.times if before else 0) + 1,
        misses=(before.misses if before else 0) + (not fact.is_right),
    )
    return Kept(card, tuple(latest[key] for key in sorted(latest)))


def basis(tasks: Tasks[Task]) -> str:
    """A name for all that decides what answers come to: what was kept on another basis has to be worked out anew."""
    return sha256(f"{RULES} {tasks.rules}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Recall:
    """All that has to be known of one person to ask one question, and to take its answer."""

    kept: Mapping[str, Kept]
    is_stale: bool  # kept by other rules than those of today
    cap: int
    reviewed_today: int
    is_sent: bool  # the form that came is one that was answered
    is_published: bool  # the lesson of the question
    is_begun: bool  # that lesson, by reading it or by passing its check
    is_passed: bool

    @property
    def cards(self) -> dict[str, Card]:
        return {skill: kept.card for skill, kept in self.kept.items()}

    @cached_property
    def facts(self) -> list[Fact]:
        """Of each question and version the last answer, without what was given."""
        return [one.as_fact() for kept in self.kept.values() for one in kept.latest]

    @cached_property
    def _latest(self) -> dict[tuple[str, int], Latest]:
        return {(one.question, one.version): one for kept in self.kept.values() for one in kept.latest}

    def row(self, question: Question) -> Row:
        found = self._latest.get((question.slug, question.version))
        return Row(question, found.as_fact(), found.misses, found.times) if found else Row(question)

    def check(self, questions: Iterable[Question]) -> Check:
        """As it stands now; whether it was passed before, the standing of its lesson says."""
        return Check(tuple(map(self.row, questions)), None)

    def missed(self, questions: Iterable[Question]) -> list[Row]:
        return newest_misses(map(self.row, questions))

    def shows_pass(self, questions: Iterable[Question]) -> bool:
        return holds(map(self.row, questions))

    def is_first(self, fact: Fact) -> bool:
        return (fact.question, fact.version) not in self._latest

    def comes_last(self, fact: Fact, around: Iterable[str]) -> bool:
        """Whether it is later than all answers to these questions: not where a clock was ahead."""
        asked = set(around)
        return all(one.answered_at < fact.answered_at for one in self._latest.values() if one.question in asked)

    def then(self, task: Task, fact: Fact, tasks: Tasks[Task]) -> Recall:
        kept = moved_on(self.kept.get(task.skill), task, fact, tasks)
        return replace(self, kept={**self.kept, task.skill: kept}, reviewed_today=self.reviewed_today + fact.is_review)
