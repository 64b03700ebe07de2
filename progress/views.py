"""Marks what was read and practised, and shows how far a person has come."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.models import Lesson, Technique
from lessons.quiz_content import quiz
from practice import log
from progress import cards, resets, standing
from progress.choices import Choices
from progress.first_mark import is_mark
from progress.outlines import step_order
from progress.overview import overview
from progress.records import choices, facts, forget, forget_all, keep, standings
from web.htmx import go_to_page_or_fragment, go_to_page_or_refresh

SENDER = {"keeps_a_cookie": True}  # whoever sends a mark holds the cookie of its form


@require_safe
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    return render(request, "progress/progress.html", overview(request))


@require_safe
@never_cache
def first_mark(request: HttpRequest) -> HttpResponse:
    """Asks before the first cookie is set, then sends the mark that was meant; the address of the mark is in `for`."""
    address = request.GET.get("for", "")
    if not is_mark(address):
        raise Http404
    return render(request, "progress/first_mark.html", {"address": address})


@require_POST
def read_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.published(), slug=slug)
    order = step_order(lesson)
    if step not in order:
        raise Http404
    only_this_changed = _is_next(request, slug, step, order)
    keep(request, "lesson", slug, standing.step_read(order, step, timezone.now()), order)
    card = cards.step_card(request, lesson, step)
    back = cards.step_address(lesson, card["next_step"])
    if not (card["next_step"] and only_this_changed):
        return go_to_page_or_refresh(request, back)
    card |= SENDER | {"sentence": _("Marked as read."), "is_answer": True}
    return go_to_page_or_fragment(request, back, "progress/_step.html", card)


def _is_next(request: HttpRequest, slug: str, step: str, order: list[str]) -> bool:
    """Whether no unread step stands before this one; the first mark of a lesson changes the whole page."""
    known = standings(request)["lesson"].get(slug)
    return known is not None and (known.step == step or standing.is_behind(known, step, order))


@require_POST
def practise_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.published(), slug=slug)
    keep(request, "lesson", slug, standing.practised(timezone.now()))
    return go_to_page_or_refresh(request, cards.end_address(lesson))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restart_lesson(request: HttpRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.published().with_words(), slug=slug)
    is_late = False
    if request.method == "POST":
        if resets.carry_out(request, lambda: resets.of_lesson(request, slug), request.POST.get("seen", "")):
            return redirect(lesson)
        is_late = True
    context = cards.lesson_card(request, lesson, None) | {"reset": resets.of_lesson(request, slug), "is_late": is_late}
    return render(request, "progress/restart_lesson.html", context, status=422 if is_late else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_skill(request: HttpRequest, skill: str) -> HttpResponse:
    """Forget the answers to one skill; what rested on them goes too, and the page says what."""
    if not quiz().of_skill(skill):
        raise Http404
    is_late = False
    if request.method == "POST":
        if resets.carry_out(request, lambda: resets.of_skill(request, skill), request.POST.get("seen", "")):
            messages.success(request, _("The answers to this skill are erased. It starts anew."))
            return redirect("progress:progress")
        is_late = True
    context = cards.skill_reset_page(skill, resets.of_skill(request, skill)) | {"is_late": is_late}
    return render(request, "progress/reset_skill.html", context, status=422 if is_late else 200)


@require_POST
def read_technique(request: HttpRequest, slug: str) -> HttpResponse:
    technique = get_object_or_404(Technique.objects.published(), slug=slug)
    keep(request, "technique", slug, standing.all_read(timezone.now()))
    return _technique_answer(request, technique, _("Marked as read."))


@require_POST
def practise_technique(request: HttpRequest, slug: str) -> HttpResponse:
    technique = get_object_or_404(Technique.objects.published(), slug=slug)
    keep(request, "technique", slug, standing.practised(timezone.now()))
    return _technique_answer(request, technique, _("Marked as practised."))


@require_POST
def unmark_technique(request: HttpRequest, slug: str) -> HttpResponse:
    technique = get_object_or_404(Technique.objects.published(), slug=slug)
    forget(request, "technique", slug)
    return _technique_answer(request, technique, _("The mark is taken back."))


def _technique_answer(request: HttpRequest, technique: Technique, sentence: str) -> HttpResponse:
    back = f"{technique.get_absolute_url()}#technique-end"
    card = cards.technique_card(request, technique.slug) | SENDER | {"sentence": sentence}
    return go_to_page_or_fragment(request, back, "progress/_technique_actions.html", card)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Forget what was read, answered and practised; the account and all else stay."""
    if request.method == "POST":
        forget_all(request)
        log.forget_all(request)
        messages.success(request, _("Your progress and practice notes are erased."))
        return redirect("my_data")
    context = {"known": standings(request), "answers": len(facts(request)), "notes": len(log.entries(request))}
    context["has_choices"] = choices(request) != Choices()
    return render(request, "progress/erase.html", context)
