"""How often a question was answered and missed the first time, without names, for teachers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext_lazy as _

from lessons.quiz.questions import Question, quiz
from progress.models import counting
from progress.rules.checks import Fact, noted_options

COUNTED = ("answered", "missed", "options")


class QuestionTallyQuerySet(models.QuerySet):
    def with_share_missed(self) -> QuestionTallyQuerySet:
        """`share_missed` is in percent; without an answer there is none."""
        answered = NullIf("answered", 0)
        percent = Cast("missed", models.FloatField()) * 100.0 / answered
        return self.annotate(share_missed=models.ExpressionWrapper(percent, models.FloatField()))

    def of(self, questions: Iterable[str]) -> QuestionTallyQuerySet:
        return self.filter(question__in=list(questions))

    def asked_now(self) -> QuestionTallyQuerySet:
        return self.filter(self._present())

    def asked_before(self) -> QuestionTallyQuerySet:
        """Of an older version, or of a question that left the pack."""
        return self.exclude(self._present())

    def _present(self) -> models.Q:
        versions: dict[int, list[str]] = {}
        for question in quiz().questions:
            versions.setdefault(question.version, []).append(question.slug)
        wanted = models.Q(pk__in=[])
        for version, slugs in versions.items():
            wanted |= models.Q(version=version, question__in=slugs)
        return wanted


class QuestionTally(models.Model):
    """How people first answered a question: counts without a person, kept in the transaction of each answer."""

    question = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveSmallIntegerField()
    answered = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    options = models.JSONField(
        _("how often each option was chosen, or in an order stood in a wrong place"), default=dict
    )

    objects = QuestionTallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("question tallies")
        constraints = [models.UniqueConstraint(fields=["question", "version"], name="question_tally_once")]

    def __str__(self) -> str:
        return f"{self.question} {self.version}"

    @classmethod
    def count(cls, facts: Iterable[Fact]) -> None:
        """Add these first answers. One to an older version, or to a question that left the pack, says nothing."""
        found = [(fact, question) for fact in facts if (question := quiz().find(fact.question))]
        counting.add(
            (fact.question, fact.version, not fact.is_right, noted_options(question, fact.given))
            for fact, question in found
            if question.version == fact.version
        )

    @classmethod
    def locked(cls, asked: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Self]:
        """The rows of these questions and versions, made where there were none, by these two."""
        wanted = models.Q(pk__in=[])
        keys = sorted(asked)
        for question, version in keys:
            wanted |= models.Q(question=question, version=version)
        rows = [cls(question=question, version=version) for question, version in keys]
        cls.objects.bulk_create(rows, ignore_conflicts=True)
        found = cls.objects.filter(wanted).order_by("question", "version").select_for_update()
        return {(tally.question, tally.version): tally for tally in found}

    def present(self) -> Question | None:
        """The question, unless it has changed since or left the pack."""
        question = quiz().find(self.question)
        return question if question and question.version == self.version else None
