"""schema.org descriptions of lessons and techniques, as data that no browser runs."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from lessons.models import Lesson, Technique
from web.site_address import on_this_site

register = template.Library()
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def lesson_schema(context: template.Context, lesson: Lesson) -> SafeString:
    words = lesson.words
    data = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": words.title,
        "description": words.summary,
        "url": on_this_site(context["request"], lesson.get_absolute_url()),
        "learningResourceType": "lesson",
        "educationalLevel": "beginner",
        "timeRequired": f"PT{lesson.minutes}M",
        "teaches": words.objectives,
        "inLanguage": words.language,
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    return _as_json(data)


@register.simple_tag(takes_context=True)
def technique_schema(context: template.Context, technique: Technique) -> SafeString:
    words = technique.words
    steps = [line.split(". ", 1)[1] for line in words.body.splitlines() if line[:1].isdigit() and ". " in line]
    data = {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": words.name,
        "description": words.summary,
        "url": on_this_site(context["request"], technique.get_absolute_url()),
        "inLanguage": words.language,
        "step": [{"@type": "HowToStep", "text": step} for step in steps],
    }
    return _as_json(data)


def _as_json(data: dict[str, Any]) -> SafeString:
    """Escaped so that no text can close the script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # nosec B308 B703
