"""How plans are written in templates: quarter minutes, places, and pressure as words."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from lessons.pack.pressures import pressures
from practice import log, wording
from practice.rules.opening import Opening, opening_for
from web.language import language_now

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
    return pressures(language_now())[level].name


@register.filter
def pressure_feel(level: int) -> str:
    return pressures(language_now())[level].feel


@register.filter
def whole(minutes: float) -> int:
    """Minutes as a whole number, for the log."""
    return round(minutes)


@register.inclusion_tag("practice/_two_days.html", takes_context=True)
def two_days_of_rest(context: dict[str, Any]) -> dict[str, bool]:
    """A word of advice where a whole massage was noted less than two days ago."""
    return {"is_time_to_rest": log.is_time_to_rest(context["request"], timezone.now())}
