"""A guest who opens what only a member may is asked to sign in, and nothing of the request is kept until then."""

from collections.abc import Callable

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse


class GuestsSignInMiddleware:
    """allauth keeps the whole form in the session, to send it again once somebody has shown who they are.

    For a stranger that was a row of megabytes with each request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_guest = isinstance(exception, ReauthenticationRequired) and request.user.is_anonymous
        return redirect_to_login(request.get_full_path()) if is_guest else None
