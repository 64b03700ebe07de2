"""What was read and practised, a row a lesson or technique."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from learners.models import Learner
from lessons.quiz.questions import quiz
from progress.models.answers import Answer
from progress.rules.checks import Fact, passes_of
from progress.rules.standing import Known, Orders, Standing, Standings, merge_all, passed

FACTS = ("started_at", "touched_at", "read_at", "practised_at", "step", "passed_at")


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

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="progress", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=60, db_index=False)
    started_at = models.DateTimeField(_("started"))
    touched_at = models.DateTimeField(_("last touched"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    practised_at = models.DateTimeField(_("practised"), null=True, blank=True)
    step = models.SlugField(_("continue at step"), max_length=60, blank=True, db_index=False)
    passed_at = models.DateTimeField(_("check passed"), null=True, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["learner", "kind", "slug"], name="progress_once"),
            models.CheckConstraint(
                condition=models.Q(practised_at__isnull=True) | models.Q(read_at__isnull=False),
                name="progress_practised_is_read",
            ),
        ]
        indexes = [models.Index(fields=["learner", "kind", "slug", *FACTS], name="progress_covering")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"

    @classmethod
    def keep(cls, learner: Learner, fresh: Standings, orders: Orders, known: Known | None = None) -> Known:
        """Merge into what is kept, which is read unless the caller knows it."""
        merged = merge_all(known or cls.objects.filter(learner=learner).standings(), fresh, orders)
        rows = [
            Progress(learner=learner, kind=kind, slug=slug, **{name: getattr(standing, name) for name in FACTS})
            for kind, standings in merged.items()
            for slug, standing in standings.items()
        ]
        Progress.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["learner", "kind", "slug"], update_fields=FACTS
        )
        return merged

    @classmethod
    def note_passes(cls, learner: Learner, lessons: Iterable[str], facts: Iterable[Fact]) -> bool:
        """Note which of these lessons' checks the answers have passed by now; once passed stays passed.

        Says whether anything changed.
        """
        checks = {lesson: quiz().check_of(lesson) for lesson in lessons}
        passed = passes_of(checks, list(facts))
        before = Progress.objects.filter(learner=learner).standings()["lesson"] if passed else {}
        kept = {slug: standing.passed_at for slug, standing in before.items() if standing.passed_at}
        changed = {slug: one for slug, one in passed.items() if slug not in kept or one.touched_at < kept[slug]}
        if changed:
            cls.keep(learner, {"lesson": changed}, {}, {"lesson": before, "technique": {}})
        return bool(changed)

    @classmethod
    def note_pass(cls, learner: Learner, lesson: str, moment: datetime, *, is_begun: bool) -> None:
        """The check of this lesson, not passed before, is passed now."""
        if is_begun:
            rows = Progress.objects.filter(learner=learner, kind=cls.Kind.LESSON, slug=lesson)
            rows.update(passed_at=moment, touched_at=Greatest("touched_at", models.Value(moment)))
        else:
            standing = asdict(passed(moment))
            Progress.objects.create(learner=learner, kind=cls.Kind.LESSON, slug=lesson, **standing)

    @classmethod
    def renew_passes(cls, learner: Learner) -> bool:
        """Note all checks that the answers have passed."""
        facts = Answer.objects.filter(learner=learner).results()
        asked = {question.lesson for fact in facts if (question := quiz().find(fact.question))}
        return cls.note_passes(learner, asked, facts)
