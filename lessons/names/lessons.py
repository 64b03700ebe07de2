"""What a lesson and its steps are called in the current language, kept for a minute so that an answer pays no query."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from lessons.models import Lesson, LessonText
from web.language import FALLBACK, language_now

KEPT_SECONDS = 60
_kept: dict[tuple[str, str], tuple[float, LessonName]] = {}


@dataclass(frozen=True)
class LessonName:
    """`steps` are titles by slug."""

    slug: str
    title: str
    steps: Mapping[str, str]

    @classmethod
    def of(cls, lesson: Lesson) -> LessonName:
        return cls(lesson.slug, lesson.words.title, _titles(lesson.words.steps))

    def get_absolute_url(self) -> str:
        return reverse("lessons:lesson", args=[self.slug])


def lesson_name(slug: str) -> LessonName | None:
    """Published or not: whether it may be shown is asked elsewhere, each time. None where it has no words."""
    language = language_now()
    until, found = _kept.get((slug, language), (0.0, None))
    if found is None or time.monotonic() > until:
        found = _read(slug, language)
        if found:
            _kept[slug, language] = (time.monotonic() + KEPT_SECONDS, found)
    return found


def forget() -> None:
    """Called when content is loaded or edited in this process."""
    _kept.clear()


def _read(slug: str, language: str) -> LessonName | None:
    words = LessonText.objects.filter(lesson__slug=slug, language__in={language, FALLBACK})
    found = {spoken: (title, steps) for spoken, title, steps in words.values_list("language", "title", "steps")}
    title, steps = found.get(language) or found.get(FALLBACK) or ("", [])
    return LessonName(slug, title, _titles(steps)) if found else None


def _titles(steps: list[dict[str, str]]) -> dict[str, str]:
    return {step["slug"]: step["title"] for step in steps}
