"""The plate as the screening shows it."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lessons.templatetags.plate_tags import plate
from screening.consent_card import consent_card as consent_card_of
from screening.visit_state import visit_word

register = template.Library()


@register.inclusion_tag("screening/_consent_card.html", takes_context=True)
def consent_card(context: template.Context) -> dict[str, Any]:
    """What giver and receiver agreed on, for the start of every massage; nothing while none may start."""
    return {"card": consent_card_of(context["request"])}


@register.inclusion_tag("components/_plate_legend.html", takes_context=True)
def states_legend(context: template.Context, states: Mapping[str, str]) -> dict[str, Any]:
    """What the marks of an outcome mean: only those that are on its map."""
    return plate(context, states=states, left_alone=True, linked=False)


@register.simple_tag(takes_context=True)
def visit_field(context: template.Context) -> SafeString:
    """Belongs into a form about one person's answers: sent after a new start, it is refused (`views.private`)."""
    return format_html('<input type="hidden" name="visit" value="{}">', visit_word(context["request"]))
