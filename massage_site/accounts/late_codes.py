"""A mailed code that no longer counts: where to get a new one, and why one is led there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

ASKED_FOR_AT = {
    "account_email_verification_sent": "account_signup",
    "account_confirm_login_code": "account_request_login_code",
    "account_confirm_password_reset_code": "account_reset_password",  # nosec B105: where a page is
}


class LateCodeMiddleware:
    """allauth leads whoever types a code too late, or too often wrong, to a bare form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or "code" not in request.POST or not isinstance(response, HttpResponseRedirectBase):
            return response
        asked_for_at = {resolve_url(typed): resolve_url(asked) for typed, asked in ASKED_FOR_AT.items()}
        began = asked_for_at.get(request.path)
        if not began or response.url not in (began, resolve_url("account_login")):
            return response
        messages.info(request, _("This code no longer counts. Type your address once more, and a new one comes."))
        return redirect(began)
