"""The first mark is one tap: a page that is the same for everyone holds no token, and its form still counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from learners.visitor import PREFIX
from web.visitors.came_from import is_from_here

View = Callable[..., HttpResponse]
TOKEN = "csrfmiddlewaretoken"  # nosec B105: the name of a field


def takes_first_mark(view: View) -> View:
    """Whoever this site does not know holds nothing that another site could borrow: it is enough where a form is from.

    A form that holds a token, or comes with a session, is checked by its token. A page that was opened before the
    first mark, and sent after it from another tab or after Back, still has none: there the browser's own word counts.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        needs_token = TOKEN in request.POST or bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        allowed = checked if needs_token or not is_from_here(request) else view
        return allowed(request, *args, **kwargs)

    return guarded


def has_cookie(request: HttpRequest) -> bool:
    """Whoever has one gets forms with a token; a page for anyone else is the same for all."""
    names = {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}
    return any(value and (name in names or name.startswith(PREFIX)) for name, value in request.COOKIES.items())
