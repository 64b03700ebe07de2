"""Lessons as the plain values that summaries work on."""

from __future__ import annotations

from collections.abc import Iterable

from lessons.models import Lesson
from progress.summary import LessonOutline


def outline(lesson: Lesson) -> LessonOutline:
    words = lesson.words
    steps = tuple((step["slug"], step["title"]) for step in words.steps)
    return LessonOutline(lesson.slug, lesson.number, words.title, lesson.minutes, steps)


def step_order(lesson: Lesson) -> list[str]:
    return [step["slug"] for step in lesson.steps]


def step_orders(slugs: Iterable[str]) -> dict[str, list[str]]:
    rows = Lesson.objects.filter(slug__in=slugs).only("slug", "steps") if slugs else []
    return {lesson.slug: step_order(lesson) for lesson in rows}
