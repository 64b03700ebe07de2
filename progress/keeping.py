"""Keeps answers that come later or from elsewhere, and renews all that is worked out from them.

Whatever writes here holds the learner's lock: `with learner.writing():`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from learners.models import Learner
from lessons.quiz.questions import quiz
from progress.models import Answer, Progress, QuestionTally, ReviewCard
from progress.rules.checks import Fact, first_answers, none_after
from progress.rules.recall import kept_of


def keep_answers(learner: Learner, facts: Iterable[Fact]) -> list[Fact]:
    """Add these answers and renew all that is worked out from them; gives back those that were new.

    What is there already stays as it is: a double click, a replay and a second merge add nothing.
    """
    found = none_after(facts, timezone.now())
    asked = [question for slug in {fact.question for fact in found} if (question := quiz().find(slug))]
    skills, lessons = {question.skill for question in asked}, {question.lesson for question in asked}
    around = {fact.question for fact in found} | quiz().around(skills, lessons)
    before = _in_the_past(learner, Answer.objects.filter(learner=learner).to(around).results())
    kept = {fact.key for fact in before}
    fresh = [fact for fact in found if fact.key not in kept]
    if fresh:
        Answer.objects.bulk_create(Answer.of(learner, fact) for fact in fresh)
        ReviewCard.store(learner, skills, kept_of([*before, *fresh], quiz(), skills))
        Progress.note_passes(learner, lessons, [*before, *fresh])
        if learner.is_member:
            QuestionTally.count(first_answers(fresh, before))  # last: its rows are everybody's, and stay locked
    return fresh


def _in_the_past(learner: Learner, facts: list[Fact]) -> list[Fact]:
    """A time to come is none that a fact can have: those kept while the clock was ahead get the present."""
    found = none_after(facts, timezone.now())
    for before, fact in zip(facts, found, strict=True):
        if before != fact:
            Answer.objects.filter(learner=learner, key=fact.key).update(answered_at=fact.answered_at)
    return found
