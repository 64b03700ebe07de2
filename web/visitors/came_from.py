"""Where a request came from: whether a page of this site sent it, and which one."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def is_from_here(request: HttpRequest) -> bool:
    """The browser itself says that a page of this site sent it; no other site can make it say so."""
    own = f"{request.scheme}://{request.get_host()}"
    relation = request.headers.get("Sec-Fetch-Site", "same-origin")  # older browsers do not tell
    return request.headers.get("Origin") == own and relation == "same-origin"


def page_before(request: HttpRequest) -> str:
    """The page that holds the form or the button, if it is one of ours: what was sent to may have nothing to open."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""
