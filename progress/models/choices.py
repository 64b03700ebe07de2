"""What a person chose about learning."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from learners.models import Learner
from progress.rules.choices import Choices, from_plain
from progress.rules.schedule import CAPS, DEFAULT_CAP

CHOICE_FACTS = ("cap", "counts_days", "pauses")


class LearningChoices(models.Model):
    """What one person chose about learning: how much a day, and whether days in a row are counted."""

    learner = models.OneToOneField(Learner, models.CASCADE, related_name="learning_choices")
    cap = models.PositiveSmallIntegerField(_("questions a day"), default=DEFAULT_CAP)
    counts_days = models.BooleanField(_("count the days in a row"), default=False)
    pauses = models.JSONField(default=list)  # [[first day, last day or null], ...] as ISO dates

    class Meta:
        verbose_name_plural = _("learning choices")
        constraints = [models.CheckConstraint(condition=models.Q(cap__in=CAPS), name="learning_cap_offered")]

    def __str__(self) -> str:
        return str(self.cap)

    @classmethod
    def of(cls, learner: Learner) -> Choices:
        row = cls.objects.filter(learner=learner).values(*CHOICE_FACTS).first()
        return from_plain(row) if row else Choices()

    @classmethod
    def keep(cls, learner: Learner, chosen: Choices) -> None:
        cls.objects.update_or_create(learner=learner, defaults=chosen.as_plain())

    @classmethod
    def keep_first(cls, learner: Learner, chosen: Choices) -> None:
        """Only where nothing was chosen yet."""
        cls.objects.get_or_create(learner=learner, defaults=chosen.as_plain())
