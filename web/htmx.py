"""How a page answers htmx: all htmx knowledge in Python."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRefresh


def render_page_or_fragment(
    request: HttpRequest, page: str, context: dict[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """Answer htmx with the fragment, a plain successful POST with a redirect, anyone else with the page."""
    if request.method == "POST" and status == 200 and not request.htmx:  # type: ignore[attr-defined]
        return redirect(request.get_full_path())
    response = render(request, fragment if request.htmx else page, context, status=status)  # type: ignore[attr-defined]
    patch_vary_headers(response, ["HX-Request"])
    return response


def go_to_page_or_fragment(request: HttpRequest, page: str, fragment: str, context: dict[str, Any]) -> HttpResponse:
    """After a change: htmx gets the one piece that is new, anyone else goes to the page at this address."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(page)
    response = render(request, fragment, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go_to_page_or_refresh(request: HttpRequest, page: str) -> HttpResponse:
    """After a change that shows in more than one piece of the page: htmx reads it all anew."""
    return HttpResponseClientRefresh() if request.htmx else redirect(page)  # type: ignore[attr-defined]
