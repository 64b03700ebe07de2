"""The language of the visitor, and the one that stands in where a text is missing."""

from django.utils.translation import get_language

FALLBACK = "en"


def language_now() -> str:
    return get_language() or FALLBACK
