"""What members have read, practised and answered: facts by slug, so that reloading the content cannot lose them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from progress.checks import Fact, in_order
from progress.standing import Known, Orders, Standing, Standings, merge_all

FACTS = ("started_at", "touched_at", "read_at", "practised_at", "step")
ANSWER_FACTS = ("key", "question", "version", "given", "is_right", "share", "hints", "answered_at")
ANSWER_INDEX = ("question", "answered_at", "key", "version", "given", "is_right", "share", "hints")


class ProgressQuerySet(models.QuerySet):
    def standings(self) -> Known:
        """All rows as plain values, read from the covering index alone."""
        found: Known = {"lesson": {}, "technique": {}}
        for kind, slug, *facts in self.values_list("kind", "slug", *FACTS):
            found[kind][slug] = Standing(*facts)
        return found


class Progress(models.Model):
    """One lesson or technique as one person has come to know it."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        TECHNIQUE = "technique", _("technique")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="progress", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=60, db_index=False)
    started_at = models.DateTimeField(_("started"))
    touched_at = models.DateTimeField(_("last touched"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    practised_at = models.DateTimeField(_("practised"), null=True, blank=True)
    step = models.SlugField(_("continue at step"), max_length=60, blank=True, db_index=False)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "slug"], name="progress_once"),
            models.CheckConstraint(
                condition=models.Q(practised_at__isnull=True) | models.Q(read_at__isnull=False),
                name="progress_practised_is_read",
            ),
        ]
        indexes = [models.Index(fields=["user", "kind", "slug", *FACTS], name="progress_covering")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"

    @classmethod
    @transaction.atomic
    def keep(cls, user: Any, fresh: Standings, orders: Orders) -> Known:
        """Merge into what is kept. The lock on the person lets two devices write one after the other."""
        get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
        merged = merge_all(user.progress.standings(), fresh, orders)
        rows = [
            Progress(user=user, kind=kind, slug=slug, **{name: getattr(standing, name) for name in FACTS})
            for kind, standings in merged.items()
            for slug, standing in standings.items()
        ]
        Progress.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["user", "kind", "slug"], update_fields=FACTS
        )
        return merged


class AnswerQuerySet(models.QuerySet):
    def to(self, questions: Iterable[str]) -> AnswerQuerySet:
        return self.filter(question__in=questions)

    def facts(self) -> list[Fact]:
        return in_order(Fact(*values) for values in self.values_list(*ANSWER_FACTS))


class Answer(models.Model):
    """One submitted answer. Facts are never rewritten: what they mean is worked out anew by `progress.checks`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="answers", db_index=False)
    key = models.CharField(_("form"), max_length=32)
    question = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveSmallIntegerField()
    given = models.JSONField()
    is_right = models.BooleanField(_("right"))
    share = models.FloatField()
    hints = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(_("answered"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answer_once_a_form")]
        indexes = [models.Index(fields=["user", *ANSWER_INDEX], name="answer_covering")]

    def __str__(self) -> str:
        return f"{self.question} {self.version}"

    @classmethod
    def keep(cls, user: Any, facts: Iterable[Fact]) -> None:
        """What is there already stays as it is: a double click, a replay and a second merge add nothing."""
        rows = [Answer(user=user, **{name: getattr(fact, name) for name in ANSWER_FACTS}) for fact in facts]
        Answer.objects.bulk_create(rows, ignore_conflicts=True)
