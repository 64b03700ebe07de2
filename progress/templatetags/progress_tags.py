"""What pages of lower apps show of a visitor's progress: marks, forms at the end of a step, the one thing to do now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from lessons.models import Lesson
from progress.learning import learning_of
from progress.overview.choices_page import days_card
from progress.overview.page import region_states
from progress.questions import check_page
from progress.questions.review_page import minutes_of
from progress.reading import parts

register = template.Library()


@register.inclusion_tag("progress/_mark.html", takes_context=True)
def lesson_mark(context: template.Context, slug: str) -> dict[str, Any]:
    return {"state": _states(context)["lesson"].get(slug, "new")}


@register.inclusion_tag("progress/_mark.html", takes_context=True)
def technique_mark(context: template.Context, slug: str) -> dict[str, Any]:
    return {"state": _states(context)["technique"].get(slug, "new")}


@register.simple_tag(takes_context=True)
def known_regions(context: template.Context) -> dict[str, str]:
    """{region: what the plate's layer "known" draws}."""
    return region_states(context["request"])


@register.inclusion_tag("progress/_step.html", takes_context=True)
def lesson_step(context: template.Context, lesson: Lesson, step_slug: str) -> dict[str, Any]:
    request = context["request"]
    return {"request": request} | parts.step_part(request, lesson, step_slug)


@register.inclusion_tag("progress/_lesson_actions.html", takes_context=True)
def lesson_actions(context: template.Context, lesson: Lesson, following: Lesson | None) -> dict[str, Any]:
    """`following` is the next lesson of the path; none after the last."""
    request = context["request"]
    check = check_page.lesson_check(request, lesson.slug)
    state = {"has_check": bool(check.rows), "check_state": check.state}
    return {"request": request} | parts.lesson_part(request, lesson, following) | state


@register.inclusion_tag("progress/_technique_actions.html", takes_context=True)
def technique_actions(context: template.Context, slug: str) -> dict[str, Any]:
    request = context["request"]
    return {"request": request} | parts.technique_part(request, slug)


@register.inclusion_tag("progress/_continue_part.html", takes_context=True)
def continue_part(context: template.Context, lessons: Iterable[Lesson], with_review: bool = False) -> dict[str, Any]:
    """`lessons` is the whole path with its words. `with_review`: today's review comes before it."""
    part = parts.continue_part(context["request"], lessons, with_review=with_review)
    return part | {"minutes": minutes_of(len(part["review"].today)) if part["review"] else 0}


@register.inclusion_tag("progress/_knows.html", takes_context=True)
def knows_lesson(context: template.Context, slug: str) -> dict[str, Any]:
    return parts.knows_part(context["request"], slug)


@register.inclusion_tag("progress/_after_check.html", takes_context=True)
def after_check(context: template.Context, lesson: Lesson) -> dict[str, Any]:
    return parts.after_check(context["request"], lesson)


@register.inclusion_tag("progress/_days.html", takes_context=True)
def days_in_a_row(context: template.Context) -> dict[str, Any]:
    """Nothing, and nothing read, where the visitor did not switch it on."""
    return days_card(context["request"]) | {"has_link": True}


def _states(context: template.Context) -> dict[str, dict[str, str]]:
    return learning_of(context["request"]).states
