"""Where the site is, for what is read outside its pages: mails, square codes, sheets on paper, files for machines."""

from django.conf import settings
from django.http import HttpRequest

LOCAL_ADDRESS = "http://127.0.0.1:8000"  # as `make run` opens it


def site_address(request: HttpRequest) -> str:
    """What the operator says; where that is unset, as this request came (its host was checked). No slash at the end."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def on_this_site(request: HttpRequest, path: str) -> str:
    """The whole address of a path such as `/lessons/`."""
    return f"{site_address(request)}{path}"
