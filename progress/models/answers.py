"""The answers that were given: facts, written once.

Whatever writes here holds the learner's lock: `with learner.writing():`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.models import Learner
from progress.rules.checks import Fact, in_order

RESULT_FACTS = ("key", "question", "version", "is_right", "hints", "answered_at", "seconds", "is_review")
ANSWER_FACTS = (*RESULT_FACTS, "given", "share")


class AnswerQuerySet(models.QuerySet):
    def to(self, questions: Iterable[str]) -> AnswerQuerySet:
        return self.filter(question__in=questions)

    def facts(self) -> list[Fact]:
        return in_order(Fact(**values) for values in self.values(*ANSWER_FACTS))

    def results(self) -> list[Fact]:
        """Without what was given: this much is read from the covering index alone."""
        return in_order(Fact(**values, given=None, share=0.0) for values in self.values(*RESULT_FACTS))


class Answer(models.Model):
    """One submitted answer. Facts are never rewritten: what they mean is worked out anew by `progress.rules.checks`."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="answers", db_index=False)
    key = models.CharField(_("form"), max_length=32)
    question = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveSmallIntegerField()
    given = models.JSONField()
    is_right = models.BooleanField(_("right"))
    share = models.FloatField()
    hints = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(_("answered"))
    seconds = models.PositiveIntegerField(_("seconds from seeing to answering"), null=True, blank=True)
    is_review = models.BooleanField(_("asked by the review"), default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "key"], name="answer_once_a_form")]
        indexes = [
            models.Index(
                fields=[
                    "learner",
                    "question",
                    "answered_at",
                    "key",
                    "version",
                    "is_right",
                    "hints",
                    "seconds",
                    "is_review",
                ],
                name="answer_covering",
            ),
            models.Index(fields=["learner", "answered_at"], condition=models.Q(is_review=True), name="answer_reviewed"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.version}"

    @classmethod
    def of(cls, learner: Learner, fact: Fact) -> Answer:
        return cls(learner=learner, **{name: getattr(fact, name) for name in ANSWER_FACTS})
