"""Reads in one query what asking a question needs to know of a person, and adds the answer with what rests on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Subquery

from learners.models import Learner, LearnerGone
from lessons.models import Lesson
from lessons.quiz.questions import Question, quiz
from progress.keeping import keep_answers
from progress.models import CARD_FACTS, Answer, Progress, QuestionTally, ReviewCard
from progress.rules.checks import Fact
from progress.rules.recall import Kept, Recall, basis, kept_of
from progress.rules.schedule import DEFAULT_CAP, Card
from web.days import day_begins

ONCE = ("is_published", "is_sent", "has_answers", "reviewed", "learning_choices__cap")
STANDING = ("standing__started_at", "standing__passed_at")
CARDS = [f"review_cards__{name}" for name in ("basis", "latest", *CARD_FACTS)]


def recall(learner: Learner, question: Question, shown: str = "") -> Recall:
    """One row for each card; what was kept by other rules than those of today is worked out anew from the answers."""
    rows = list(_asked(learner, question, shown).values_list(*ONCE, *STANDING, *CARDS))
    if not rows:
        raise LearnerGone
    is_published, is_sent, has_answers, reviewed, cap, started_at, passed_at = rows[0][: len(ONCE) + len(STANDING)]
    cards = [row[len(ONCE) + len(STANDING) :] for row in rows]
    kept, is_stale = _kept([values for values in cards if values[0] is not None])
    is_stale = is_stale or (has_answers and not kept)
    return Recall(
        kept=kept_of(Answer.objects.filter(learner=learner).results(), quiz()) if is_stale else kept,
        is_stale=is_stale,
        cap=cap or DEFAULT_CAP,
        reviewed_today=reviewed or 0,
        is_sent=is_sent,
        is_published=is_published,
        is_begun=started_at is not None,
        is_passed=passed_at is not None,
    )


def _asked(learner: Learner, question: Question, shown: str) -> Any:
    own = Answer.objects.filter(learner=OuterRef("pk"))
    reviewed = own.filter(is_review=True, answered_at__gte=day_begins()).order_by().values("learner")
    lesson = Q(progress__kind=Progress.Kind.LESSON, progress__slug=question.lesson)
    return Learner.objects.filter(pk=learner.pk).annotate(
        standing=FilteredRelation("progress", condition=lesson),
        is_published=Exists(Lesson.objects.published().filter(slug=question.lesson)),
        is_sent=Exists(own.filter(key=shown, question=question.slug, version=question.version)),
        has_answers=Exists(own),
        reviewed=Subquery(reviewed.annotate(number=Count("pk")).values("number")),
    )


def _kept(rows: list[Any]) -> tuple[dict[str, Kept], bool]:
    by = basis(quiz())
    if any(row[0] != by for row in rows):
        return {}, True
    return {values[0]: Kept.from_row(Card(*values), latest) for _by, latest, *values in rows}, False


def add(learner: Learner, fact: Fact, known: Recall) -> Recall:
    """Keep an answer to what was asked under this very lock; says what is known then.

    One that comes after all others moves on what is kept by a step. Otherwise all is worked out from the answers.
    """
    question = quiz().question(fact.question)
    if known.is_stale or not known.comes_last(fact, quiz().around([question.skill], [question.lesson])):
        return _add_and_replay(learner, question, fact)
    after = known.then(question, fact, quiz())
    Answer.objects.bulk_create([Answer.of(learner, fact)])
    ReviewCard.put(learner, [after.kept[question.skill]])
    if not known.is_passed:
        _note_pass(learner, question.lesson, fact, known, after)
    if learner.is_member and known.is_first(fact):
        QuestionTally.count([fact])  # last: its row is everybody's, and stays locked
    return after


def _add_and_replay(learner: Learner, question: Question, fact: Fact) -> Recall:
    keep_answers(learner, [fact])
    ReviewCard.renew(learner)
    Progress.renew_passes(learner)
    return recall(learner, question)


def _note_pass(learner: Learner, lesson: str, fact: Fact, known: Recall, after: Recall) -> None:
    check = quiz().check_of(lesson)
    if known.shows_pass(check):  # shown before and not noted: only all answers say since when
        Progress.renew_passes(learner)
    elif after.shows_pass(check):
        Progress.note_pass(learner, lesson, fact.answered_at, is_begun=known.is_begun)


def given_with(learner: Learner, question: Question, shown: str) -> Any:
    """What was given with this form; None where nothing was."""
    rows = Answer.objects.filter(learner=learner, key=shown, question=question.slug)
    return rows.values_list("given", flat=True).first()


def with_given(learner: Learner, last: Fact) -> Fact:
    """The last answer to a version of a question, with what was given."""
    facts = Answer.objects.filter(learner=learner, question=last.question, version=last.version)
    found = facts.order_by("-answered_at", "-key").values("given", "share").first()
    return replace(last, **found) if found else last
