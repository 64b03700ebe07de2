"""Marks what was read and practised, and shows how far a person has come."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from learners.first_mark import takes_first_mark
from learners.visitor import visitor_of
from lessons.models import Lesson, Technique
from progress.learning import learning_of
from progress.questions import resets
from progress.reading import parts
from progress.reading.outlines import step_order
from progress.rules import standing
from web.htmx import go_to_page_or_fragment, go_to_page_or_refresh


@takes_first_mark
@require_POST
def read_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.published(), slug=slug)
    order = step_order(lesson)
    if step not in order:
        raise Http404
    before = learning_of(request).keep("lesson", slug, standing.step_read(order, step, timezone.now()), order)
    part = parts.step_part(request, lesson, step)
    back = parts.step_address(lesson, part["next_step"])
    if not (part["next_step"] and _is_next(before, step, order)):
        return go_to_page_or_refresh(request, back)
    part |= {"sentence": _("Marked as read."), "is_answer": True}
    return go_to_page_or_fragment(request, back, "progress/_step.html", part)


def _is_next(known: standing.Standing | None, step: str, order: list[str]) -> bool:
    """Whether no unread step stood before this one; the first mark of a lesson changes the whole page."""
    return known is not None and (known.step == step or standing.is_behind(known, step, order))


@takes_first_mark
@require_POST
def practise_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.published(), slug=slug)
    learning_of(request).keep("lesson", slug, standing.practised(timezone.now()))
    return go_to_page_or_refresh(request, parts.end_address(lesson))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restart_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.published().with_words(), slug=slug)
    is_late = False
    if request.method == "POST":
        if resets.carry_out(request, lambda: resets.of_lesson(request, slug), request.POST.get("seen", "")):
            return redirect(lesson)
        is_late = True
    context = parts.lesson_part(request, lesson, None) | {"reset": resets.of_lesson(request, slug), "is_late": is_late}
    return render(request, "progress/restart_lesson.html", context, status=422 if is_late else 200)


@takes_first_mark
@require_POST
def read_technique(request: HttpRequest, slug: str) -> HttpResponse:
    technique = get_object_or_404(Technique.objects.published(), slug=slug)
    learning_of(request).keep("technique", slug, standing.all_read(timezone.now()))
    return _technique_answer(request, technique, _("Marked as read."))


@takes_first_mark
@require_POST
def practise_technique(request: HttpRequest, slug: str) -> HttpResponse:
    technique = get_object_or_404(Technique.objects.published(), slug=slug)
    learning_of(request).keep("technique", slug, standing.practised(timezone.now()))
    return _technique_answer(request, technique, _("Marked as practised."))


@require_POST
def unmark_technique(request: HttpRequest, slug: str) -> HttpResponse:
    technique = get_object_or_404(Technique.objects.published(), slug=slug)
    learning_of(request).forget("technique", slug)
    return _technique_answer(request, technique, _("The mark is taken back."))


def _technique_answer(request: HttpRequest, technique: Technique, sentence: str) -> HttpResponse:
    back = f"{technique.get_absolute_url()}#technique-end"
    if visitor_of(request).is_new:  # the page says what is kept from now on
        return go_to_page_or_refresh(request, back)
    part = parts.technique_part(request, technique.slug) | {"sentence": sentence}
    return go_to_page_or_fragment(request, back, "progress/_technique_actions.html", part)
