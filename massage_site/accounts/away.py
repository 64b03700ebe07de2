"""A service that is away: what was asked for is not done, nothing of it is kept, and the page and the log say so."""

from collections.abc import Callable

from allauth.core.ratelimit import respond_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.log import log_response

from massage_site.accounts.proof import take_back

RETRY_AFTER = "300"


class NotDoneError(Exception):
    """Raised before anything is kept; its text is for the log and names no person."""


class MailError(NotDoneError):
    pass


class TooManyMailsError(NotDoneError):
    pass


class KeyMissingError(NotDoneError):
    pass


PAGES: dict[type[NotDoneError], str] = {
    MailError: "massage_site/mail_away.html",
    KeyMissingError: "massage_site/key_away.html",
}


class NotDoneMiddleware:
    """Takes back what the request began, so that the answer may say that nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotDoneError):
            return None
        request.session.modified = False
        if account := getattr(request, "new_account", None):
            take_back(account)
        return respond_429(request) if isinstance(exception, TooManyMailsError) else _away(request, exception)


def _away(request: HttpRequest, exception: NotDoneError) -> HttpResponse:
    context = {
        "typed": _typed(request),
        "email": request.POST.get("email") or request.POST.get("login"),
        "needs_password": any("password" in name for name in request.POST),
    }
    response = render(request, PAGES[type(exception)], context, status=503)
    response["Retry-After"] = RETRY_AFTER
    log_response("%s", exception, response=response, request=request)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form held, to send it again with one press; never a password."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if "password" not in name and name not in ("csrfmiddlewaretoken", "code")
    ]
