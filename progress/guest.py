"""Progress of people without an account: kept in the session, merged into the account when they sign in."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from lessons.quiz_content import quiz
from progress.checks import Fact, fact_from_plain, merge, none_after, passes_of
from progress.choices import Choices
from progress.choices import from_plain as choices_from_plain
from progress.models import Answer, LearningChoices, Progress
from progress.outlines import step_orders
from progress.standing import Kind, Known, Orders, Standings, from_plain, merge_all, without_pass

KEY, ANSWERS, OWNER, CHOICES = "progress", "answers", "answers_owner", "learning_choices"
KINDS: tuple[Kind, ...] = ("lesson", "technique")

MOST_FOR_A_GUEST = 1_000  # answers; passes are kept apart and stay


def standings(session: SessionBase) -> Known:
    kept = session.get(KEY, {})
    return {kind: {slug: from_plain(plain) for slug, plain in kept.get(kind, {}).items()} for kind in KINDS}


def keep(session: SessionBase, fresh: Standings, orders: Orders) -> Known:
    """Merge into what the session holds, by the same law as a member's rows."""
    merged = merge_all(standings(session), fresh, orders)
    kept = session.get(KEY, {})
    for kind, found in merged.items():
        kept.setdefault(kind, {}).update({slug: standing.as_plain() for slug, standing in found.items()})
    session[KEY] = kept
    return merged


def forget(session: SessionBase, kind: Kind, slug: str) -> None:
    kept = session.get(KEY, {})
    if kept.get(kind, {}).pop(slug, None):
        session[KEY] = kept


def forget_all(session: SessionBase) -> None:
    for key in (KEY, ANSWERS, CHOICES):
        session.pop(key, None)


def begin(session: SessionBase) -> None:
    """From now on this guest has a name of its own, by which forms are told apart."""
    session.setdefault(OWNER, f"guest-{secrets.token_urlsafe(12)}")


def owner(session: SessionBase) -> str:
    return session.get(OWNER, "")


def facts(session: SessionBase) -> list[Fact]:
    return [fact_from_plain(plain) for plain in session.get(ANSWERS, [])]


def keep_answer(session: SessionBase, fact: Fact) -> None:
    kept = merge(none_after(facts(session), timezone.now()), [fact])[-MOST_FOR_A_GUEST:]
    session[ANSWERS] = [one.as_plain() for one in kept]
    lesson = quiz().question(fact.question).lesson
    keep(session, {"lesson": passes_of({lesson: quiz().check_of(lesson)}, kept)}, {})


def forget_answers(session: SessionBase, questions: Collection[str]) -> None:
    if any(fact.question in questions for fact in facts(session)):
        session[ANSWERS] = [fact.as_plain() for fact in facts(session) if fact.question not in questions]


def take_passes_back(session: SessionBase, lessons: Iterable[str]) -> None:
    kept = session.get(KEY, {})
    for lesson in lessons:
        left = without_pass(from_plain(kept["lesson"].pop(lesson)))
        if left:
            kept["lesson"][lesson] = left.as_plain()
        session[KEY] = kept


def choices(session: SessionBase) -> Choices:
    return choices_from_plain(session.get(CHOICES))


def keep_choices(session: SessionBase, chosen: Choices) -> None:
    session[CHOICES] = chosen.as_plain()


def merge_at_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Signing in keeps the session's content under a new key, so what the guest did is still there."""
    found = standings(request.session)
    if any(found.values()):
        Progress.keep(user, found, step_orders(found["lesson"]))
    if answers := facts(request.session):
        Answer.keep(user, answers)
    if CHOICES in request.session:
        LearningChoices.keep_first(user, choices(request.session))
    forget_all(request.session)
    request.session.pop(OWNER, None)
