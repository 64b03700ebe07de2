"""What a lesson and its steps are called in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from lessons.models import Lesson, LessonText
from web.language import FALLBACK, language_now
from web.ready.memory import made_once


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


@made_once
def lesson_name(slug: str) -> LessonName | None:
    """Published or not: whether it may be shown is asked elsewhere, each time. None where it has no words."""
    language = language_now()
    words = LessonText.objects.filter(lesson__slug=slug, language__in={language, FALLBACK})
    found = {spoken: (title, steps) for spoken, title, steps in words.values_list("language", "title", "steps")}
    title, steps = found.get(language) or found.get(FALLBACK) or ("", [])
    return LessonName(slug, title, _titles(steps)) if found else None


def _titles(steps: list[dict[str, str]]) -> dict[str, str]:
    return {step["slug"]: step["title"] for step in steps}
