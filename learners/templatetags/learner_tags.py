"""The token of a form that also takes a first mark."""

from __future__ import annotations

from django import template
from django.template.defaulttags import CsrfTokenNode

from learners.first_mark import has_cookie

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: template.Context) -> str:
    """As `csrf_token`, for whoever has a cookie already; a page for anyone else sets none, so that it is the same."""
    return CsrfTokenNode().render(context) if has_cookie(context["request"]) else ""
