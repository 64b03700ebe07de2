"""Takes answers back, of one lesson or one skill, with all that rests on them: review cards and passed checks.

A pass stays only while the answers that remain still show it. Whoever takes the answers to a safety question back has
to show anew that it is known before practice on a person opens again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from learners.models import Learner
from lessons.quiz.questions import Question, quiz
from progress.learning import learning_of
from progress.models import ReviewCard
from progress.rules.checks import Fact, passes_of
from progress.rules.standing import Standing, is_passed, without_pass


@dataclass(frozen=True)
class Reset:
    """What would go. `seen` names the last answer counted here, so that a later one is never taken unseen."""

    questions: frozenset[str]
    answers: int
    seen: str
    skills: frozenset[str]  # their cards are worked out anew
    passes: frozenset[str]  # lessons whose check no longer counts as passed
    lesson: str = ""  # its marks go as well


def of_lesson(request: HttpRequest, lesson: str) -> Reset:
    """Its check and its cases; all it was known for goes, so its pass does."""
    asked = [question for question in quiz().questions if question.lesson == lesson]
    return _reset(request, asked, lesson)


def of_skill(request: HttpRequest, skill: str) -> Reset:
    return _reset(request, quiz().of_skill(skill))


def _reset(request: HttpRequest, asked: Iterable[Question], lesson: str = "") -> Reset:
    by_slug, learning = {question.slug: question for question in asked}, learning_of(request)
    gone = [fact for fact in learning.results if fact.question in by_slug]
    stays = [fact for fact in learning.results if fact.question not in by_slug]
    hit = {by_slug[fact.question].lesson for fact in gone} | ({lesson} if lesson else set())
    held = {slug for slug in hit if is_passed(learning.standings["lesson"].get(slug))}
    return Reset(
        questions=frozenset(by_slug),
        answers=len(gone),
        seen=max((fact.answered_at.isoformat() for fact in gone), default=""),
        skills=frozenset(by_slug[fact.question].skill for fact in gone),
        passes=frozenset(held - _shown_by(stays, held - {lesson})),
        lesson=lesson,
    )


def _shown_by(facts: list[Fact], lessons: Collection[str]) -> set[str]:
    return set(passes_of({lesson: quiz().check_of(lesson) for lesson in lessons}, facts))


def carry_out(request: HttpRequest, read: Callable[[], Reset], seen: str) -> bool:
    """Take away what `read` finds once nobody else of this person can write.

    Nothing happens where answers have come in that the sender of `seen` was not shown; an old form sent again finds
    either nothing or such answers.
    """
    learning = learning_of(request)
    learner = learning.learner
    if learner is None:
        return True
    with learner.writing():
        learning.read_anew()
        found = read()
        if found.answers and found.seen != seen:
            return False
        _take_rows(learner, found, learning.standings["lesson"])
        if found.lesson:
            learner.progress.filter(kind="lesson", slug=found.lesson).delete()
    learning.read_anew()
    return True


def _take_rows(learner: Learner, found: Reset, known: Mapping[str, Standing]) -> None:
    learner.answers.to(found.questions).delete()
    ReviewCard.renew(learner, found.skills)
    empty = {slug for slug in found.passes if without_pass(known[slug]) is None}
    rows = learner.progress.filter(kind="lesson")
    rows.filter(slug__in=empty).delete()
    rows.filter(slug__in=found.passes - empty).update(passed_at=None)
