"""What learners have read, practised and answered: facts by slug, so that reloading the content cannot lose them.

Whatever writes here holds the learner's lock: `with learner.writing():`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Cast, Greatest, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learners.models import Learner
from lessons.quiz.questions import Question, quiz
from progress import counting
from progress.checks import Fact, first_answers, in_order, none_after, noted_options, passes_of
from progress.choices import Choices, from_plain
from progress.recall import Kept, basis, kept_of
from progress.review import CAPS, DEFAULT_CAP, Card
from progress.standing import Known, Orders, Standing, Standings, merge_all, passed

FACTS = ("started_at", "touched_at", "read_at", "practised_at", "step", "passed_at")
RESULT_FACTS = ("key", "question", "version", "is_right", "hints", "answered_at", "seconds", "is_review")
ANSWER_FACTS = (*RESULT_FACTS, "given", "share")
CARD_FACTS = ("skill", "due_at", "reviewed_at", "right_at", "stability", "difficulty")
CHOICE_FACTS = ("cap", "counts_days", "pauses")
COUNTED = ("answered", "missed", "options")
LONGEST_NAME = 80


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


class AnswerQuerySet(models.QuerySet):
    def to(self, questions: Iterable[str]) -> AnswerQuerySet:
        return self.filter(question__in=questions)

    def facts(self) -> list[Fact]:
        return in_order(Fact(**values) for values in self.values(*ANSWER_FACTS))

    def results(self) -> list[Fact]:
        """Without what was given: this much is read from the covering index alone."""
        return in_order(Fact(**values, given=None, share=0.0) for values in self.values(*RESULT_FACTS))


class Answer(models.Model):
    """One submitted answer. Facts are never rewritten: what they mean is worked out anew by `progress.checks`."""

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

    @classmethod
    def keep(cls, learner: Learner, facts: Iterable[Fact]) -> list[Fact]:
        """Add these answers and renew all that is worked out from them; gives back those that were new.

        What is there already stays as it is: a double click, a replay and a second merge add nothing.
        """
        now = timezone.now()
        found = none_after(facts, now)
        asked = [question for slug in {fact.question for fact in found} if (question := quiz().find(slug))]
        skills, lessons = {question.skill for question in asked}, {question.lesson for question in asked}
        kept_now = (
            Answer.objects.filter(learner=learner)
            .to({fact.question for fact in found} | quiz().around(skills, lessons))
            .results()
        )
        before = cls._set_right(learner, kept_now, now)
        kept = {fact.key for fact in before}
        fresh = [fact for fact in found if fact.key not in kept]
        if fresh:
            Answer.objects.bulk_create(Answer.of(learner, fact) for fact in fresh)
            ReviewCard.store(learner, skills, kept_of([*before, *fresh], quiz(), skills))
            Progress.note_passes(learner, lessons, [*before, *fresh])
            if learner.is_member:
                QuestionTally.count(first_answers(fresh, before))  # last: its rows are everybody's, and stay locked
        return fresh

    @classmethod
    def _set_right(cls, learner: Learner, facts: list[Fact], now: datetime) -> list[Fact]:
        """A time to come is none that a fact can have: those kept while the clock was ahead get the present."""
        found = none_after(facts, now)
        for before, fact in zip(facts, found, strict=True):
            if before != fact:
                Answer.objects.filter(learner=learner, key=fact.key).update(answered_at=fact.answered_at)
        return found


class ReviewCardQuerySet(models.QuerySet):
    def cards(self) -> dict[str, Card]:
        """All cards as plain values, read from the covering index alone."""
        return {values[0]: Card(*values) for values in self.values_list(*CARD_FACTS)}

    def stored(self) -> dict[str, tuple[str, Kept]]:
        """Each skill's card and latest answers, after the rules by which they were worked out."""
        rows = self.values_list("basis", "latest", *CARD_FACTS)
        return {values[0]: (by, Kept.from_row(Card(*values), latest)) for by, latest, *values in rows}


class ReviewCard(models.Model):
    """When one skill of one person comes back, and its latest answers: what `progress.recall` makes of all of them."""

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


class Certificate(models.Model):
    """What one person had learned on one day, as it was printed. The code is how others look it up."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="certificates")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    lessons = models.JSONField()  # [{"slug": ..., "passed_on": ISO date}, ...] in the order of the path
    issued_at = models.DateTimeField(_("issued"))

    def __str__(self) -> str:
        return self.code
