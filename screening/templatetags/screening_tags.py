"""The plate as the screening shows it."""

from collections.abc import Mapping
from typing import Any

from django import template

from lessons.templatetags.plate_tags import plate

register = template.Library()


@register.inclusion_tag("components/_plate_legend.html", takes_context=True)
def states_legend(context: template.Context, states: Mapping[str, str]) -> dict[str, Any]:
    """What the marks of an outcome mean: only those that are on its map."""
    return plate(context, states=states, linked=False)
