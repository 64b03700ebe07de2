"""Today's review, and the questions that were missed last: lists, one question a page, the reply."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lessons.quiz.questions import Question, quiz
from progress.questions import review_page as cards
from progress.questions.asking import respond
from web.ready.variants import same_for_everyone


@same_for_everyone()
@require_safe
@never_cache
def review(request: HttpRequest) -> HttpResponse:
    return render(request, "progress/review.html", cards.review_page(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_question(request: HttpRequest, question: str) -> HttpResponse:
    asked = _question_or_404(question)
    return respond(
        request,
        asked,
        lambda known: cards.asked_in_review(known, asked),
        elsewhere=reverse("progress:review"),
        is_review=True,
    )


@same_for_everyone()
@require_safe
@never_cache
def mistakes(request: HttpRequest) -> HttpResponse:
    return render(request, "progress/mistakes.html", cards.mistakes_page(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: HttpRequest, question: str) -> HttpResponse:
    asked = _question_or_404(question)
    was_answered = "answered" in request.GET
    return respond(
        request,
        asked,
        lambda known: cards.asked_as_mistake(known, asked, was_answered=was_answered),
        elsewhere=reverse("progress:mistakes"),
    )


def _question_or_404(slug: str) -> Question:
    found = quiz().find(slug)
    if found is None:
        raise Http404
    return found
