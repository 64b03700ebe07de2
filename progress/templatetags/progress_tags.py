"""What pages of lower apps show of a visitor's progress: marks, forms at the end of a step, the one thing to do now."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from lessons.models import Lesson
from progress import cards
from progress.first_mark import keeps_a_cookie
from progress.outlines import lesson_after
from progress.records import learning_states

register = template.Library()


@register.inclusion_tag("progress/_mark.html", takes_context=True)
def lesson_mark(context: template.Context, slug: str) -> dict[str, Any]:
    return {"state": _states(context)["lesson"].get(slug, "new")}


@register.inclusion_tag("progress/_mark.html", takes_context=True)
def technique_mark(context: template.Context, slug: str) -> dict[str, Any]:
    return {"state": _states(context)["technique"].get(slug, "new")}


@register.simple_tag(takes_context=True)
def lesson_states(context: template.Context) -> dict[str, str]:
    """{slug: state}; a lesson that is missing is new."""
    return _states(context)["lesson"]


@register.inclusion_tag("progress/_step.html", takes_context=True)
def lesson_step(context: template.Context, slug: str, step_slug: str) -> dict[str, Any]:
    request = context["request"]
    return _form_context(request) | cards.step_card(request, _lesson(context, slug), step_slug)


@register.inclusion_tag("progress/_lesson_actions.html", takes_context=True)
def lesson_actions(context: template.Context, slug: str) -> dict[str, Any]:
    """Saves a query where the page's context holds `next_lesson` (None after the last)."""
    request, lesson = context["request"], _lesson(context, slug)
    following = context["next_lesson"] if "next_lesson" in context else lesson_after(lesson)
    return _form_context(request) | cards.lesson_card(request, lesson, following)


@register.inclusion_tag("progress/_technique_actions.html", takes_context=True)
def technique_actions(context: template.Context, slug: str) -> dict[str, Any]:
    request = context["request"]
    return _form_context(request) | cards.technique_card(request, slug)


@register.inclusion_tag("progress/_continue_card.html", takes_context=True)
def continue_card(context: template.Context, lessons: Any = None) -> dict[str, Any]:
    """Hand over `lessons`, all of the path with their words, where the page has loaded them."""
    return cards.continue_card(context["request"], lessons)


def _states(context: template.Context) -> dict[str, dict[str, str]]:
    return learning_states(context["request"])


def _form_context(request: HttpRequest) -> dict[str, Any]:
    return {"request": request, "keeps_a_cookie": keeps_a_cookie(request)}


def _lesson(context: template.Context, slug: str) -> Lesson:
    """The lesson the page is about, as it was loaded for it."""
    lesson = context.get("lesson")
    return lesson if isinstance(lesson, Lesson) and lesson.slug == slug else Lesson.objects.get(slug=slug)
