"""Lessons as the plain values that summaries work on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from lessons.models import FALLBACK_LANGUAGE, Lesson, LessonText
from progress.summary import LessonOutline


def outline(lesson: Lesson) -> LessonOutline:
    words = lesson.words
    steps = tuple((step["slug"], step["title"]) for step in words.steps)
    return LessonOutline(lesson.slug, lesson.number, words.title, lesson.minutes, steps)


def outlines(lessons: Iterable[Lesson] | None = None) -> list[LessonOutline]:
    """The whole path, or of the lessons that a page has loaded with their words."""
    return [outline(lesson) for lesson in (Lesson.objects.published().with_words() if lessons is None else lessons)]


def lesson_after(lesson: Lesson) -> Lesson | None:
    """The next lesson of the path, with its words in the reader's language or else in English, by one query."""
    language = get_language() or FALLBACK_LANGUAGE
    texts = LessonText.objects.filter(
        lesson__published=True, lesson__position__gt=lesson.position, language__in={language, FALLBACK_LANGUAGE}
    )
    found = list(texts.select_related("lesson").order_by("lesson__position")[:2])
    if not found:
        return None
    following = found[0].lesson
    following.loaded_texts = [text for text in found if text.lesson_id == following.pk]  # type: ignore[attr-defined]
    return following


def step_order(lesson: Lesson) -> list[str]:
    return [step["slug"] for step in lesson.steps]


def step_orders(slugs: Iterable[str]) -> dict[str, list[str]]:
    rows = Lesson.objects.filter(slug__in=slugs).only("slug", "steps") if slugs else []
    return {lesson.slug: step_order(lesson) for lesson in rows}
