"""Template tags that every page may use."""

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web import days

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
