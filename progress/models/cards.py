"""When each skill comes back, and what of a person's answers is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.models import Learner
from lessons.quiz.questions import quiz
from progress.models.answers import Answer
from progress.rules.recall import Kept, basis, kept_of
from progress.rules.schedule import Card

CARD_FACTS = ("skill", "due_at", "reviewed_at", "right_at", "stability", "difficulty")


class ReviewCardQuerySet(models.QuerySet):
    def cards(self) -> dict[str, Card]:
        """All cards as plain values, read from the covering index alone."""
        return {values[0]: Card(*values) for values in self.values_list(*CARD_FACTS)}

    def stored(self) -> dict[str, tuple[str, Kept]]:
        """Each skill's card and latest answers, after the rules by which they were worked out."""
        rows = self.values_list("basis", "latest", *CARD_FACTS)
        return {values[0]: (by, Kept.from_row(Card(*values), latest)) for by, latest, *values in rows}


class ReviewCard(models.Model):
    """When one skill of one person comes back, and its latest answers: what `rules.recall` makes of all of them."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="review_cards", db_index=False)
    skill = models.SlugField(max_length=60, db_index=False)
    due_at = models.DateTimeField(_("due"))
    reviewed_at = models.DateTimeField(_("last answered"))
    right_at = models.DateTimeField(_("last answered right"), null=True, blank=True)
    stability = models.FloatField()
    difficulty = models.FloatField()
    latest = models.JSONField(default=list)
    basis = models.CharField(max_length=16, default="")  # none: worked out before there was one

    objects = ReviewCardQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "skill"], name="review_card_once")]
        indexes = [models.Index(fields=["learner", *CARD_FACTS], name="review_card_covering")]

    def __str__(self) -> str:
        return self.skill

    @classmethod
    def renew(cls, learner: Learner, skills: Iterable[str] | None = None) -> bool:
        """Work these cards out again from the answers, or all; says whether anything changed."""
        answers = Answer.objects.filter(learner=learner)
        if skills is None:
            return cls.store(learner, None, kept_of(answers.results(), quiz()))
        wanted = set(skills)
        return cls.store(learner, wanted, kept_of(answers.to(quiz().around(wanted)).results(), quiz(), wanted))

    @classmethod
    def store(cls, learner: Learner, skills: Iterable[str] | None, found: Mapping[str, Kept]) -> bool:
        """Let this be all that is kept of these skills, or of all."""
        own, by = cls.objects.filter(learner=learner), basis(quiz())
        rows = own if skills is None else own.filter(skill__in=skills)
        stored = rows.stored()
        if gone := stored.keys() - found.keys():
            rows.filter(skill__in=gone).delete()
        changed = [kept for skill, kept in found.items() if stored.get(skill) != (by, kept)]
        cls.put(learner, changed)
        return bool(gone or changed)

    @classmethod
    def put(cls, learner: Learner, found: Iterable[Kept]) -> None:
        by = basis(quiz())
        ReviewCard.objects.bulk_create(
            [
                ReviewCard(
                    learner=learner, **asdict(kept.card), latest=[one.as_plain() for one in kept.latest], basis=by
                )
                for kept in found
            ],
            update_conflicts=True,
            unique_fields=["learner", "skill"],
            update_fields=[*CARD_FACTS[1:], "latest", "basis"],
        )
