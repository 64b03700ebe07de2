"""How plans are written in templates: quarter minutes, places, and pressure as words."""

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language

from lessons.pressures import pressures
from practice import wording
from practice.opening import Opening, opening_for

register = template.Library()

register.filter("quarters", wording.quarters)


@register.simple_tag(takes_context=True)
def practice_opening(context: template.Context) -> Opening:
    """Whether hands are led on a person yet, for pages below this app."""
    return opening_for(context["request"])


@register.filter
def place_names(slugs: Iterable[str]) -> str:
    return ", ".join(wording.places(slugs))


@register.filter
def pressure_word(level: int) -> str:
    return pressures(get_language())[level].name


@register.filter
def pressure_feel(level: int) -> str:
    return pressures(get_language())[level].feel


@register.filter
def whole(minutes: float) -> int:
    """Minutes as a whole number, for the log."""
    return round(minutes)
