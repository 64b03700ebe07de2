"""What was practised: facts that are written once and never reinterpreted here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learners.models import Learner
from web.days import day_of

LONGEST_MINUTES = 180
LONGEST_NOTE = 1000
WHOLE_MINUTES = 20  # from here on it is a whole massage, as its short form is (plan#forms)
KEPT_AFTER_REMOVING = timedelta(hours=1)
NOTED = ("plan", "minutes", "position", "felt", "discomfort", "note")


class PracticeSessionQuerySet(models.QuerySet):
    def noted(self) -> PracticeSessionQuerySet:
        return self.filter(removed_at__isnull=True)

    def removed(self) -> PracticeSessionQuerySet:
        return self.filter(removed_at__isnull=False)

    def newest_first(self) -> PracticeSessionQuerySet:
        return self.order_by("-practised_at", "-pk")

    def whole(self) -> PracticeSessionQuerySet:
        return self.filter(minutes__gte=WHOLE_MINUTES)

    def total_minutes(self) -> int:
        return self.aggregate(total=models.Sum("minutes"))["total"] or 0


class PracticeSession(models.Model):
    """One massage that was given. `uuid` is made with the form, so that sending it twice keeps it once."""

    class Plan(models.TextChoices):
        FIRST = "first", _("First strokes")
        FULL = "full", _("The usual form")
        SHORT = "short", _("The short form")
        LONG = "long", _("The long form")
        NECK = "neck", _("Neck and shoulders")
        OTHER = "", _("Something else")

    class Position(models.TextChoices):
        PRONE = "prone", _("Lying face down")
        SIDE = "side", _("Lying on the side")
        CHAIR = "chair", _("Sitting on a chair")
        UNKNOWN = "", _("Not noted")

    class Felt(models.TextChoices):
        GOOD = "good", _("Good")
        OK = "ok", _("All right")
        NOT_GOOD = "not-good", _("Not good")
        UNKNOWN = "", _("Not noted")

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="practice_sessions", db_index=False)
    uuid = models.UUIDField(default=uuid4, editable=False)
    plan = models.CharField(_("plan"), max_length=10, choices=Plan, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)]
    )
    position = models.CharField(_("position"), max_length=10, choices=Position, blank=True)
    felt = models.CharField(_("how it felt"), max_length=10, choices=Felt, blank=True)
    discomfort = models.PositiveSmallIntegerField(
        _("discomfort from 0 to 10"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    practised_at = models.DateTimeField(_("practised at"), default=timezone.now)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)  # for a while it can be put back

    objects = PracticeSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "uuid"], name="practice_session_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES), name="practice_minutes_possible"
            ),
            models.CheckConstraint(
                condition=models.Q(discomfort__isnull=True) | models.Q(discomfort__lte=10),
                name="practice_discomfort_0_to_10",
            ),
        ]
        indexes = [models.Index(fields=["learner", "practised_at", "minutes"], name="practice_by_learner_and_time")]

    def __str__(self) -> str:
        return f"{day_of(self.practised_at)} · {self.minutes} min"

    @property
    def begun_at(self) -> datetime:
        """No other massage can have ended since: the same words noted again, by a form opened anew, mean this one."""
        return self.practised_at - timedelta(minutes=self.minutes)

    @property
    def is_whole(self) -> bool:
        return self.minutes >= WHOLE_MINUTES

    def says(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in NOTED}
