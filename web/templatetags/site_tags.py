"""Template tags that every page may use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web import days
from web.ready.pieces import OPEN_PLACES, Place

register = template.Library()


class PersonalNode(template.Node):
    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: template.Context) -> str:
        values = {name: value.resolve(context, ignore_failures=True) for name, value in self.values.items()}
        request = context.get("request")
        if request is None or context.template is None:  # the page of an error, which knows nobody
            with context.push(**values):
                return self.nodelist.render(context)
        place = Place(self.nodelist, values, context.template)
        open_places = getattr(request, OPEN_PLACES, None)
        return open_places.mark(place) if open_places else place.fill(request)


@register.tag
def personal(parser: Parser, token: Token) -> PersonalNode:
    """`{% personal slug=lesson.slug %}…{% endpersonal %}`: what differs from person to person (`web.ready.pieces`).

    What stands between knows the request, what every template knows, and the values that are named here; one that
    the page does not have is None, as it is to `{% if %}`.
    """
    bits: list[Any] = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("personal takes values by name alone: {% personal slug=lesson.slug %}")
    nodelist = parser.parse(("endpersonal",))
    parser.delete_first_token()
    return PersonalNode(nodelist, values)


@register.simple_tag(takes_context=True)
def current(context: template.Context, section: str) -> SafeString | str:
    """Mark the navigation entry of the section that the page is in."""
    request = context.get("request")
    path = request.path if request else ""
    return (
        format_html(' aria-current="{}"', "page" if path == f"/{section}/" else "true")
        if path.startswith(f"/{section}/")
        else ""
    )


@register.filter
def at(mapping: dict, key: object) -> object:
    """The value of a mapping whose key is a variable; empty when absent."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def local_day(moment: datetime) -> SafeString:
    """The day by the site's clock, as everywhere (`web.days`)."""
    return _time(moment, "j F Y")


@register.filter
def local_time(moment: datetime) -> SafeString:
    """Day and time by the site's clock, saying its zone."""
    return _time(moment, "j F Y, H:i T")


@register.simple_tag
def whose_day() -> str:
    """For pages that show or ask for a day: at whose midnight it begins."""
    return days.whose_day()


def _time(moment: datetime, shown_as: str) -> SafeString:
    text = formats.date_format(timezone.localtime(moment), shown_as)
    exact = moment.isoformat(timespec="seconds")  # HTML knows three digits of a second, not six
    return format_html('<time datetime="{}">{}</time>', exact, text)
