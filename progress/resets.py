"""Takes answers back, of one lesson or one skill, with all that rests on them: review cards and passed checks.

A pass stays only while the answers that remain still show it. Whoever takes the answers to a safety question back has
to show anew that it is known before practice on a person opens again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from lessons.quiz_content import Question, quiz
from progress import guest
from progress.checks import Fact, passes_of
from progress.models import ReviewCard, lock
from progress.records import forget, forget_what_was_read, results, standings
from progress.standing import Standing, is_passed, without_pass
from web.visits import visit_writing


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
    by_slug, facts, known = {question.slug: question for question in asked}, results(request), standings(request)
    gone = [fact for fact in facts if fact.question in by_slug]
    stays = [fact for fact in facts if fact.question not in by_slug]
    hit = {by_slug[fact.question].lesson for fact in gone} | ({lesson} if lesson else set())
    held = {slug for slug in hit if is_passed(known["lesson"].get(slug))}
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


def carry_out(request: Any, read: Callable[[], Reset], seen: str) -> bool:
    """Take away what `read` finds once nobody else of this person can write.

    Nothing happens where answers have come in that the sender of `seen` was not shown; an old form sent again finds
    either nothing or such answers.
    """
    with visit_writing(request):
        if request.user.is_authenticated:
            lock(request.user)
        forget_what_was_read(request)
        found = read()
        if found.answers and found.seen != seen:
            return False
        if request.user.is_authenticated:
            _take_rows(request.user, found, standings(request)["lesson"])
        else:
            guest.forget_answers(request.session, found.questions)
            guest.take_passes_back(request.session, found.passes)
        if found.lesson:
            forget(request, "lesson", found.lesson)
    forget_what_was_read(request)
    return True


def _take_rows(user: Any, found: Reset, known: Mapping[str, Standing]) -> None:
    user.answers.to(found.questions).delete()
    ReviewCard.renew(user, found.skills)
    empty = {slug for slug in found.passes if without_pass(known[slug]) is None}
    rows = user.progress.filter(kind="lesson")
    rows.filter(slug__in=empty).delete()
    rows.filter(slug__in=found.passes - empty).update(passed_at=None)
