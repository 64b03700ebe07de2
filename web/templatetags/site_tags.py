"""Template tags that every page may use."""

from django import template
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
