"""Where one visitor's progress is kept: rows for a member, the session for a guest. Read at most once a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from progress import guest
from progress.checks import Fact
from progress.models import Answer, Progress
from progress.standing import Kind, Known, Standing
from progress.summary import states


def standings(request: HttpRequest) -> Known:
    """A visitor without a session costs nothing; anyone else one query."""
    if not hasattr(request, "standings"):
        request.standings = _read(request)  # type: ignore[attr-defined]
    return request.standings  # type: ignore[attr-defined]


def _read(request: Any) -> Known:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
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
        merged = guest.keep(request.session, fresh, orders)
    standings(request)[kind].update(merged[kind])


def forget(request: Any, kind: Kind, slug: str) -> None:
    standings(request)[kind].pop(slug, None)
    if request.user.is_authenticated:
        request.user.progress.filter(kind=kind, slug=slug).delete()
    guest.forget(request.session, kind, slug)


def forget_all(request: Any) -> None:
    request.standings = {"lesson": {}, "technique": {}}
    if request.user.is_authenticated:
        request.user.progress.all().delete()
        request.user.answers.all().delete()
    guest.forget_all(request.session)


def answerer(request: Any) -> str:
    """A name for who answers, stable for a member and for a guest's visit; empty before a guest has begun."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return f"member-{request.user.pk}" if request.user.is_authenticated else guest.owner(request.session)


def begin_answering(request: Any) -> None:
    if not request.user.is_authenticated:
        guest.begin(request.session)


def facts(request: Any, questions: Iterable[str] | None = None) -> list[Fact]:
    """The visitor's answers to these questions, or all; nobody without a session costs a query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return []
    if not request.user.is_authenticated:
        wanted = None if questions is None else set(questions)
        return [fact for fact in guest.facts(request.session) if wanted is None or fact.question in wanted]
    rows = request.user.answers.all() if questions is None else request.user.answers.to(questions)
    return rows.facts()


def keep_answer(request: Any, fact: Fact) -> None:
    if request.user.is_authenticated:
        Answer.keep(request.user, [fact])
    else:
        guest.keep_answer(request.session, fact)
