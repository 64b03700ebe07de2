"""What one visitor has read, answered and chosen: each part is read at most once a request, and anew after a write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from learners.models import Learner
from learners.visitor import Visitor, visitor_of
from lessons.quiz.questions import quiz
from progress.models import Answer, LearningChoices, Progress, ReviewCard
from progress.rules.checks import Fact
from progress.rules.choices import Choices
from progress.rules.schedule import DEFAULT_CAP, Cards, Queue, queue
from progress.rules.standing import Kind, Known, Standing
from progress.rules.summary import states
from web.days import day_begins, day_ends

READ = ("standings", "results", "cards", "choices", "_answers")


class Learning:
    """Where nothing is kept for a visitor yet, all is empty and costs no query."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    @property
    def learner(self) -> Learner | None:
        return self.visitor.learner

    @cached_property
    def standings(self) -> Known:
        if not self.learner:
            return {"lesson": {}, "technique": {}}
        return Progress.objects.filter(learner=self.learner).standings()

    @cached_property
    def results(self) -> list[Fact]:
        """All answers without what was given."""
        return Answer.objects.filter(learner=self.learner).results() if self.learner else []

    @cached_property
    def cards(self) -> Cards:
        """{skill: card}; a skill that was never answered has none."""
        return ReviewCard.objects.filter(learner=self.learner).cards() if self.learner else {}

    @cached_property
    def choices(self) -> Choices:
        """What was chosen about learning, or what holds without a choice."""
        return LearningChoices.of(self.learner) if self.learner else Choices()

    @property
    def states(self) -> dict[str, dict[str, str]]:
        """{"lesson": {slug: state}, "technique": {slug: state}}; what is missing is new."""
        return {kind: dict(states(found)) for kind, found in self.standings.items()}

    @property
    def answerer(self) -> str:
        """A name for who answers, by which forms are told apart; empty before the first mark."""
        return name_of_answerer(self.learner) if self.learner else ""

    @property
    def todays_review(self) -> Queue:
        """What is asked today, by the cards, what is done today, and the chosen number a day."""
        done = self.reviews_since(day_begins()) if self.cards else 0
        cap = self.choices.cap if self.cards else DEFAULT_CAP
        return asked_today(self.cards, done, cap)

    def facts(self, questions: Iterable[str] | None = None) -> list[Fact]:
        """The answers to these questions, or all, with what was given."""
        if not self.learner:
            return []
        asked = None if questions is None else frozenset(questions)
        if asked not in self._answers:
            rows = Answer.objects.filter(learner=self.learner)
            self._answers[asked] = (rows if asked is None else rows.to(asked)).facts()
        return self._answers[asked]

    @cached_property
    def _answers(self) -> dict[frozenset[str] | None, list[Fact]]:
        return {}

    def reviews_since(self, moment: datetime) -> int:
        if "results" in vars(self) or not self.learner:
            return sum(fact.is_review and fact.answered_at >= moment for fact in self.results)
        return self.learner.answers.filter(is_review=True, answered_at__gte=moment).count()

    def read_anew(self) -> None:
        for name in READ:
            vars(self).pop(name, None)

    def begin(self) -> Learner:
        """Whoever writes has a learner from now on."""
        return self.visitor.begin()

    def keep(self, kind: Kind, slug: str, standing: Standing, order: list[str] | None = None) -> Standing | None:
        """Gives back how it stood before."""
        learner = self.begin()
        with learner.writing():
            self.read_anew()
            before = self.standings[kind].get(slug)
            merged = Progress.keep(learner, {kind: {slug: standing}}, {slug: order or []}, self.standings)
        self.standings[kind].update(merged[kind])
        return before

    def forget(self, kind: Kind, slug: str) -> None:
        if learner := self.learner:
            with learner.writing():
                learner.progress.filter(kind=kind, slug=slug).delete()
        self.standings[kind].pop(slug, None)

    def keep_choices(self, chosen: Choices) -> None:
        learner = self.begin()
        with learner.writing():
            LearningChoices.keep(learner, chosen)
        self.read_anew()

    def forget_all(self) -> None:
        """What was read, answered and chosen; certificates stay until they are erased one by one."""
        if learner := self.learner:
            with learner.writing():
                for rows in (learner.progress, learner.answers, learner.review_cards):
                    rows.all().delete()
                LearningChoices.objects.filter(learner=learner).delete()
        self.read_anew()


def name_of_answerer(learner: Learner) -> str:
    return f"learner-{learner.pk}"


def asked_today(cards: Cards, done: int, cap: int) -> Queue:
    return queue(cards.values(), day_ends=day_ends(), done=done, cap=cap, safety=quiz().safety_skills)


def learning_of(request: Any) -> Learning:
    visitor = visitor_of(request)
    if not hasattr(request, "learning"):
        request.learning = Learning(visitor)
    return request.learning
