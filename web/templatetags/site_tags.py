"""Template tags that every page may use."""

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


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
    """The day by the site's clock; `reading.js` writes the reader's own, which around midnight is another."""
    return _time(moment, "j F Y", "day")


@register.filter
def local_time(moment: datetime) -> SafeString:
    """Day and time by the site's clock, saying its zone; `reading.js` writes the reader's own."""
    return _time(moment, "j F Y, H:i T", "time")


def _time(moment: datetime, shown_as: str, detail: str) -> SafeString:
    text = formats.date_format(timezone.localtime(moment), shown_as)
    return format_html('<time datetime="{}" data-local="{}">{}</time>', moment.isoformat(), detail, text)
