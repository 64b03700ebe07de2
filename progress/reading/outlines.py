"""Lessons as the plain values that summaries work on."""

from __future__ import annotations

from collections.abc import Iterable

from lessons.models import Lesson, LessonText
from progress.rules.summary import LessonOutline
from web.language import FALLBACK, language_now


def outline(lesson: Lesson) -> LessonOutline:
    words = lesson.words
    steps = tuple((step["slug"], step["title"]) for step in words.steps)
    return LessonOutline(lesson.slug, lesson.number, words.title, lesson.minutes, steps)


def step_order(lesson: Lesson) -> list[str]:
    return [step["slug"] for step in lesson.steps]


def step_orders(slugs: Iterable[str]) -> dict[str, list[str]]:
    rows = Lesson.objects.filter(slug__in=slugs).only("slug", "steps") if slugs else []
    return {lesson.slug: step_order(lesson) for lesson in rows}


def titles_by_number() -> list[tuple[str, int, str]]:
    """Slug, number and title of every published lesson, without the long texts."""
    language = language_now()
    words = LessonText.objects.filter(lesson__published=True, language__in={language, FALLBACK})
    rows = words.values_list("lesson__slug", "lesson__number", "title", "language")
    own_last = sorted(rows, key=lambda row: row[3] == language)
    found = {slug: (slug, number, title) for slug, number, title, _language in own_last}
    return sorted(found.values(), key=lambda row: row[1])
