"""Where one visitor's progress is kept: rows for a member, the session for a guest. Read at most once a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from lessons.quiz_content import quiz
from progress import guest
from progress.checks import Fact
from progress.choices import Choices
from progress.models import Answer, LearningChoices, Progress, lock
from progress.review import DEFAULT_CAP, Cards, Queue, cards_of, queue
from progress.standing import Kind, Known, Standing
from progress.summary import states
from web.days import day_begins, day_ends
from web.visits import visit_writing


def has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def standings(request: HttpRequest) -> Known:
    """A visitor without a session costs nothing; anyone else one query."""
    if not hasattr(request, "standings"):
        request.standings = _read(request)  # type: ignore[attr-defined]
    return request.standings  # type: ignore[attr-defined]


def _read(request: Any) -> Known:
    if not has_session(request):
        return {"lesson": {}, "technique": {}}
    if request.user.is_authenticated:
        return request.user.progress.standings()
    return guest.standings(request.session)


def learning_states(request: HttpRequest) -> dict[str, dict[str, str]]:
    """{"lesson": {slug: state}, "technique": {slug: state}}; what is missing is new."""
    return {kind: dict(states(found)) for kind, found in standings(request).items()}


def keep(request: Any, kind: Kind, slug: str, standing: Standing, order: list[str] | None = None) -> None:
    fresh, orders = {kind: {slug: standing}}, {slug: order or []}
    if request.user.is_authenticated:
        merged = Progress.keep(request.user, fresh, orders)
    else:
        with visit_writing(request):
            merged = guest.keep(request.session, fresh, orders)
    standings(request)[kind].update(merged[kind])


def forget(request: Any, kind: Kind, slug: str) -> None:
    standings(request)[kind].pop(slug, None)
    if request.user.is_authenticated:
        request.user.progress.filter(kind=kind, slug=slug).delete()
    with visit_writing(request):
        guest.forget(request.session, kind, slug)


def forget_all(request: Any) -> None:
    request.standings = {"lesson": {}, "technique": {}}
    if request.user.is_authenticated:
        with transaction.atomic():
            lock(request.user)  # an answer sent meanwhile is kept with its card, or not at all
            request.user.progress.all().delete()
            request.user.answers.all().delete()
            request.user.review_cards.all().delete()
            LearningChoices.forget(request.user)
    guest.forget_all(request.session)


def answerer(request: Any) -> str:
    """A name for who answers, stable for a member and for a guest's visit; empty before a guest has begun."""
    if not has_session(request):
        return ""
    return f"member-{request.user.pk}" if request.user.is_authenticated else guest.owner(request.session)


def begin_answering(request: Any) -> None:
    if not request.user.is_authenticated:
        guest.begin(request.session)


def facts(request: Any, questions: Iterable[str] | None = None) -> list[Fact]:
    """The visitor's answers to these questions, or all; nobody without a session costs a query."""
    if not has_session(request):
        return []
    if not request.user.is_authenticated:
        wanted = None if questions is None else set(questions)
        return [fact for fact in guest.facts(request.session) if wanted is None or fact.question in wanted]
    rows = request.user.answers.all() if questions is None else request.user.answers.to(questions)
    return rows.facts()


def results(request: Any) -> list[Fact]:
    """All the visitor's answers without what was given; read at most once a request."""
    if not hasattr(request, "results"):
        if has_session(request) and request.user.is_authenticated:
            request.results = request.user.answers.all().results()
        else:
            request.results = facts(request)
    return request.results


def cards(request: Any) -> Cards:
    """{skill: card} of the visitor; a skill that was never answered has none."""
    if not hasattr(request, "review_cards"):
        if has_session(request) and request.user.is_authenticated:
            request.review_cards = request.user.review_cards.all().cards()
        else:
            request.review_cards = cards_of(results(request), quiz())
    return request.review_cards


def choices(request: Any) -> Choices:
    """What the visitor chose about learning, or what holds without a choice."""
    if not has_session(request):
        return Choices()
    if request.user.is_authenticated:
        return LearningChoices.of(request.user)
    return guest.choices(request.session)


def keep_choices(request: Any, chosen: Choices) -> None:
    if request.user.is_authenticated:
        LearningChoices.keep(request.user, chosen)
    else:
        guest.keep_choices(request.session, chosen)


def todays_review(request: Any) -> Queue:
    """What is asked today, by the visitor's cards, what is done today, and the chosen number a day."""
    found = cards(request)
    done = reviews_since(request, day_begins()) if found else 0
    cap = choices(request).cap if found else DEFAULT_CAP
    return queue(found.values(), day_ends=day_ends(), done=done, cap=cap, safety=quiz().safety_skills)


def reviews_since(request: Any, moment: datetime) -> int:
    if hasattr(request, "results") or not request.user.is_authenticated:
        return sum(fact.is_review and fact.answered_at >= moment for fact in results(request))
    return request.user.answers.filter(is_review=True, answered_at__gte=moment).count()


def keep_answer(request: Any, fact: Fact, *, while_true: Callable[[], bool] = lambda: True) -> None:
    """Keep it if that still holds once nobody else of this person can write; then all is read anew."""

    def may_keep() -> bool:
        forget_what_was_read(request)
        return while_true()

    if request.user.is_authenticated:
        Answer.keep(request.user, [fact], may_keep)
    else:
        with visit_writing(request) as is_there:
            if is_there and may_keep():
                guest.keep_answer(request.session, fact)
    forget_what_was_read(request)


def forget_what_was_read(request: Any) -> None:
    for name in ("results", "review_cards", "standings"):
        vars(request).pop(name, None)
