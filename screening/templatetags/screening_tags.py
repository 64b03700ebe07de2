"""What pages of the screening and of practice share: the plate, the agreement, the emergency signs."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lessons.templatetags.plate_tags import plate
from screening.clearance import permission
from screening.outcome.signs import signs_for
from screening.visit import country
from screening.visit.consent_card import consent_card as consent_card_of
from screening.visit.names import visit_word
from screening.wording import load_wording
from web.language import language_now

register = template.Library()


@register.inclusion_tag("screening/_consent_card.html", takes_context=True)
def consent_card(context: template.Context) -> dict[str, Any]:
    """What giver and receiver agreed on, for the start of every massage; nothing while none may start."""
    return {"card": consent_card_of(context["request"])}


@register.inclusion_tag("screening/_emergency_signs.html", takes_context=True)
def emergency_signs(context: template.Context, *, is_waiting: bool = False) -> dict[str, Any]:
    """What to call for and whom, from the answers of the visit. Reasons that a receiver keeps back add nothing."""
    clearance = permission(context["request"]).clearance
    reported = {reason.item for reason in clearance.reasons} if clearance else set()
    signs = signs_for(load_wording(language_now()).signs, reported, is_waiting=is_waiting)
    maternity = [with_number(context, line) for line in signs.maternity]
    return {
        "number": emergency_number(context),
        "signs": signs,
        "maternity": maternity,
        "is_waiting": is_waiting,
    }


@register.simple_tag
def stop_signs() -> str:
    """What ends a massage, as one list."""
    return load_wording(language_now()).signs.stop


@register.simple_tag(takes_context=True)
def emergency_number(context: template.Context) -> str:
    """What to dial in an emergency."""
    return country.emergency_number(context["request"])


@register.simple_tag(takes_context=True)
def with_number(context: template.Context, text: str) -> str:
    """A text of an outcome that says `{number}`."""
    return text.replace("{number}", emergency_number(context))


@register.inclusion_tag("components/_plate_legend.html", takes_context=True)
def states_legend(context: template.Context, states: Mapping[str, str]) -> dict[str, Any]:
    """What the marks of an outcome mean: only those that are on its map."""
    return plate(context, states=states, left_alone=True, linked=False)


@register.simple_tag(takes_context=True)
def visit_field(context: template.Context) -> SafeString:
    """Belongs into a form about one person's answers: sent after a new start, it is refused (`views.private`)."""
    return format_html('<input type="hidden" name="visit" value="{}">', visit_word(context["request"]))
