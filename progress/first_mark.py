"""Reading alone sets no cookie: a visitor's first mark goes through a page that says what is kept and asks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

MARKS = {"read_step", "read_technique", "practise_technique", "begin_check", "begin_choices"}


def keeps_a_cookie(request: HttpRequest) -> bool:
    """Whoever already has a cookie gets real forms with a token; a page for anyone else is the same for all."""
    return bool({settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME} & set(request.COOKIES))


def is_mark(address: str) -> bool:
    """Whether the address is one of this app's marks, so that the page can never post anywhere else."""
    try:
        found = resolve(address)
    except Resolver404:
        return False
    return found.app_name == "progress" and found.url_name in MARKS
