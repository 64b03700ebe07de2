"""The check that closes a lesson: where it stands, one question a page, the reply to an answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.models import Lesson
from lessons.quiz import AnswerError, mark
from lessons.quiz_content import Question, quiz
from progress import check_cards as cards
from progress.checks import Check, Fact, form_key
from progress.first_mark import keeps_a_cookie
from progress.given import given_in, hints_in, words_for, words_for_an_old_form
from progress.records import answerer, begin_answering, keep_answer
from web.htmx import render_page_or_fragment

PAGE, FRAGMENT = "progress/check_question.html", "progress/_check_question.html"


@require_safe
@never_cache
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Before the first question, on the way and after the last one."""
    lesson = _lesson_or_404(slug)
    context = cards.check_page(lesson, cards.lesson_check(request, slug))
    may_go_on = {"has_begun": bool(answerer(request)), "keeps_a_cookie": keeps_a_cookie(request)}
    return render(request, "progress/check.html", context | may_go_on)


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    lesson = _lesson_or_404(slug)
    begin_answering(request)
    following = cards.lesson_check(request, slug).next_open()
    return redirect(cards.question_address(lesson, following))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    lesson, asked = _lesson_or_404(slug), _question_or_404(slug, question)
    if not answerer(request):
        return redirect("checks:check", slug)
    if request.method == "POST":
        return _answer(request, lesson, asked)
    state = cards.lesson_check(request, slug)
    if state.row(question).last and "again" not in request.GET:
        return _reply_page(request, lesson, state, asked)
    return _form_page(request, lesson, state, asked)


def _answer(request: HttpRequest, lesson: Lesson, asked: Question) -> HttpResponse:
    """An answer counts once for each form that was shown; sent again it only shows the reply again."""
    state, shown = cards.lesson_check(request, lesson.slug), request.POST.get("shown", "")
    row = state.row(asked.slug)
    if shown not in row.keys:
        if shown != form_key(answerer(request), row):
            return _form_page(request, lesson, state, asked, error=words_for_an_old_form())
        try:
            keep_answer(request, _fact(request, asked, shown))
        except AnswerError as error:
            return _form_page(request, lesson, state, asked, error=words_for(asked, error.fault))
        state = cards.lesson_check(request, lesson.slug)
    return _reply_page(request, lesson, state, asked)


def _fact(request: HttpRequest, asked: Question, key: str) -> Fact:
    given = given_in(asked, request.POST)
    marked = mark(asked, given)
    hints = hints_in(request.POST)
    return Fact(key, asked.slug, asked.version, given, marked.is_right, marked.share, hints, timezone.now())


def _form_page(request: HttpRequest, lesson: Lesson, state: Check, asked: Question, *, error: str = "") -> HttpResponse:
    sent = request.POST if error else request.GET
    form = cards.form_part(answerer(request), state.row(asked.slug), sent, hints=hints_in(sent), error=error)
    context = cards.question_page(lesson, state, asked) | form
    return render_page_or_fragment(request, PAGE, context, fragment=FRAGMENT, status=422 if error else 200)


def _reply_page(request: HttpRequest, lesson: Lesson, state: Check, asked: Question) -> HttpResponse:
    context = cards.question_page(lesson, state, asked) | cards.reply_part(state.row(asked.slug))
    return render_page_or_fragment(request, PAGE, context, fragment=FRAGMENT)


def _lesson_or_404(slug: str) -> Lesson:
    lesson = get_object_or_404(Lesson.objects.published().with_words(), slug=slug)
    if not quiz().check_of(slug):
        raise Http404
    return lesson


def _question_or_404(lesson: str, slug: str) -> Question:
    found = next((question for question in quiz().check_of(lesson) if question.slug == slug), None)
    if found is None:
        raise Http404
    return found
