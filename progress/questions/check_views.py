"""The check that closes a lesson: where it stands, one question a page, the reply to an answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learners.first_mark import takes_first_mark
from lessons.models import Lesson
from lessons.names.lessons import lesson_name
from lessons.quiz.questions import Question, quiz
from progress.learning import learning_of
from progress.questions import check_page as cards
from progress.questions.asking import Asked, respond
from progress.rules.recall import Recall
from progress.rules.standing import is_passed


@require_safe
@never_cache
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Before the first question, on the way and after the last one."""
    lesson = _lesson_or_404(slug)
    context = cards.check_page(lesson, cards.lesson_check(request, slug))
    learning = learning_of(request)
    context["keeps_pass"] = is_passed(learning.standings["lesson"].get(slug)) and context["check"].state != "passed"
    return render(request, "progress/check.html", context | {"has_begun": bool(learning.answerer)})


@takes_first_mark
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    lesson = _lesson_or_404(slug)
    learning_of(request).begin()
    following = cards.lesson_check(request, slug).next_open()
    return redirect(cards.question_address(lesson, following))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    again = "again" in request.GET

    def read(known: Recall) -> Asked:
        name = lesson_name(slug) if known.is_published else None
        if name is None:
            raise Http404
        return cards.asked_in_check(name, known.check(quiz().check_of(slug)), asked, again=again)

    try:
        asked = _question_or_404(slug, question)
        return respond(request, asked, read, elsewhere=reverse("checks:check", args=[slug]))
    except Http404:
        if request.method != "POST":
            raise
        return _gone_meanwhile(request)


def _lesson_or_404(slug: str) -> Lesson:
    lesson = get_object_or_404(Lesson.objects.published().with_words(), slug=slug)
    if not quiz().check_of(slug):
        raise Http404
    return lesson


def _gone_meanwhile(request: HttpRequest) -> HttpResponse:
    """The content changed under an open page: an answer is not lost without a word."""
    messages.info(request, _("This question is no longer asked here, so nothing was counted."))
    return redirect("lessons:lessons")


def _question_or_404(lesson: str, slug: str) -> Question:
    found = next((question for question in quiz().check_of(lesson) if question.slug == slug), None)
    if found is None:
        raise Http404
    return found
