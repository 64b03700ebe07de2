"""How a page answers htmx: all htmx knowledge in Python."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


def render_page_or_fragment(
    request: HttpRequest, page: str, context: dict[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """Answer htmx with the fragment, a plain successful POST with a redirect, anyone else with the page."""
    if request.method == "POST" and status == 200 and not request.htmx:  # type: ignore[attr-defined]
        return redirect(request.get_full_path())
    response = render(request, fragment if request.htmx else page, context, status=status)  # type: ignore[attr-defined]
    patch_vary_headers(response, ["HX-Request"])
    return response
