"""Asks one question and takes its answer, wherever it is asked: in a lesson's check, the review, or among misses."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from learners.models import Learner
from lessons.names.lessons import LessonName
from lessons.quiz.marking import AnswerError, mark
from lessons.quiz.questions import Question
from progress.learning import learning_of
from progress.questions.answering import add, given_with, recall, with_given
from progress.questions.given import (
    given_in,
    hints_in,
    kept_fields,
    words_for,
    words_for_a_late_answer,
    words_for_a_second_answer,
    words_for_an_old_form,
)
from progress.questions.question_page import form_part, question_part, reply_part
from progress.rules.checks import Fact, Row, form_key
from progress.rules.recall import Recall
from web.htmx import go_to_page_or_fragment, render_page_or_fragment

PAGE, FRAGMENT = "progress/question.html", "progress/_question.html"
SALT = "progress.asking"
LONGEST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Page:
    """What stands around a question: where it is asked, its number there, and the ways on."""

    place: str
    title: str
    back_address: str
    back_label: str
    next_address: str
    next_label: str
    address: str  # where the answer is sent
    form_address: str  # where the form is seen
    again_address: str  # where a miss is answered again
    number: int = 0  # 0 hides both
    total: int = 0


@dataclass(frozen=True)
class Asked:
    """A question in its place. Where it may not be answered any more, its last answer can still be seen."""

    question: Question
    row: Row
    page: Page
    lesson: LessonName | None  # that teaches it, where it may be shown
    shows_reply: bool
    may_answer: bool = True

    @property
    def context(self) -> dict[str, Any]:
        return asdict(self.page) | question_part(self.question, self.lesson)


Read = Callable[[Recall], Asked | None]


def _send_away(request: HttpRequest, address: str) -> HttpResponse:
    """For somebody whose visit has ended, or has not begun: an answer that was sent is not lost in silence."""
    if request.method == "POST":
        messages.info(request, _("This visit had ended, so nothing was counted. Sign in again, or begin anew."))
    return redirect(address)


def respond(
    request: HttpRequest, question: Question, read: Read, *, elsewhere: str, is_review: bool = False
) -> HttpResponse:
    """Show the form or the reply; keep an answer once for each form that was shown.

    `read` tells how the question stands by what is known, None when it is not asked: the visitor is then sent
    elsewhere. So is whoever has not begun to answer.
    """
    learner = learning_of(request).learner
    if learner is None:
        return _send_away(request, elsewhere)
    if request.method == "POST":
        return _take(request, learner, question, read, elsewhere=elsewhere, is_review=is_review)
    asked = read(recall(learner, question))
    if asked is None:
        return redirect(elsewhere)
    return _last_reply(request, learner, asked) if asked.shows_reply else form_page(request, asked)


def _take(
    request: HttpRequest, learner: Learner, question: Question, read: Read, *, elsewhere: str, is_review: bool
) -> HttpResponse:
    """Under the lock is read once what decides; what was not sent to be kept needs no lock."""
    learning, shown = learning_of(request), request.POST.get("shown", "")
    fact, error = _fact_or_error(request, question, shown, is_review=is_review)
    with learner.writing() if fact else nullcontext():
        known = recall(learner, question, shown)
        asked = read(known)
        is_late = known.is_sent or not (asked and asked.may_answer)
        is_old = not is_late and asked is not None and shown != form_key(learning.answerer, asked.row)
        if fact and not (is_late or is_old):
            asked = _answered(read(add(learner, fact, known)), fact)
    learning.read_anew()
    if asked is None:
        return _not_asked(request, elsewhere)
    if is_late:
        return _last_reply(request, learner, asked, refusal=_refusal(request, learner, question, shown))
    if is_old:
        return form_page(request, asked, error=words_for_an_old_form())
    if fact:
        return reply_page(request, asked)
    return form_page(request, asked, error=error) if error else _with_hint(request, asked)


def _fact_or_error(request: HttpRequest, question: Question, shown: str, *, is_review: bool) -> tuple[Fact | None, str]:
    """Neither where a hint is asked for."""
    if "hint" in request.POST:
        return None, ""
    try:
        return _fact(request, question, shown, is_review=is_review), ""
    except AnswerError as error:
        return None, words_for(question, error.fault)


def _answered(asked: Asked | None, fact: Fact) -> Asked | None:
    return replace(asked, row=replace(asked.row, last=fact)) if asked else None


def _not_asked(request: HttpRequest, elsewhere: str) -> HttpResponse:
    messages.info(request, words_for_a_late_answer())
    return redirect(elsewhere)


def _refusal(request: HttpRequest, learner: Learner, question: Question, shown: str) -> str:
    """Why what was sent is not what is kept; nothing where it says the same once more."""
    kept = given_with(learner, question, shown)
    if kept is None:
        return words_for_a_late_answer()
    try:
        is_same = given_in(question, request.POST) == kept
    except AnswerError:
        is_same = False
    return "" if is_same else words_for_a_second_answer()


def _last_reply(request: HttpRequest, learner: Learner, asked: Asked, *, refusal: str = "") -> HttpResponse:
    last = asked.row.last and with_given(learner, asked.row.last)
    return reply_page(request, replace(asked, row=replace(asked.row, last=last)), refusal=refusal)


def form_page(request: HttpRequest, asked: Asked, *, error: str = "") -> HttpResponse:
    context = _form_context(request, asked, error)
    return render_page_or_fragment(request, PAGE, context, fragment=FRAGMENT, status=422 if error else 200)


def _form_context(request: HttpRequest, asked: Asked, error: str = "") -> dict[str, Any]:
    sent = request.POST if request.method == "POST" else request.GET
    form = form_part(learning_of(request).answerer, asked.row, sent, hints=hints_in(sent), error=error)
    return asked.context | form | {"begun": _begun(request, form["shown"])}


def reply_page(request: HttpRequest, asked: Asked, *, refusal: str = "") -> HttpResponse:
    context = asked.context | reply_part(asked.row) | {"refusal": refusal}
    return render_page_or_fragment(request, PAGE, context, fragment=FRAGMENT, status=422 if refusal else 200)


def _with_hint(request: HttpRequest, asked: Asked) -> HttpResponse:
    """One more hint; what was chosen stays chosen. Where the whole page is read anew, its address carries it."""
    address = asked.page.form_address
    page = f"{address}{'&' if '?' in address else '?'}{kept_fields(asked.question, request.POST)}"
    return go_to_page_or_fragment(request, page, FRAGMENT, _form_context(request, asked))


def _fact(request: HttpRequest, question: Question, key: str, *, is_review: bool) -> Fact:
    given, now = given_in(question, request.POST), timezone.now()
    marked = mark(question, given)
    seconds = _seconds(request, key, int(now.timestamp()))
    hints = hints_in(request.POST)
    return Fact(
        key, question.slug, question.version, given, marked.is_right, marked.share, hints, now, seconds, is_review
    )


def _begun(request: HttpRequest, shown: str) -> str:
    """When this form was first seen, sealed; a form that was refused keeps its first moment."""
    sent = request.POST.get("begun", "")
    if _moment(sent, shown) is not None:
        return sent
    return signing.Signer(salt=SALT).sign_object({"shown": shown, "at": int(timezone.now().timestamp())})


def _seconds(request: HttpRequest, shown: str, now: int) -> int | None:
    begun = _moment(request.POST.get("begun", ""), shown)
    return None if begun is None or now < begun else min(now - begun, LONGEST_SECONDS)


def _moment(sealed: str, shown: str) -> int | None:
    try:
        found = signing.Signer(salt=SALT).unsign_object(sealed)
    except signing.BadSignature:
        return None
    return found["at"] if found["shown"] == shown else None
