"""Small habits of every answer: no device sensors, a page where a method is wrong, redirects that lead somewhere."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from web.visitors.came_from import page_before

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
        "browsing-topics",
    )
)


class PermissionsPolicyMiddleware:
    """Switches off browser features that no page here uses."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class PagesGetSmallerMiddleware(GZipMiddleware):
    """Pages with a person's marks; what is made for everyone is compressed once, and pictures are small already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or request.path.startswith(settings.NEVER_COMPRESSED):
            return response
        return super().process_response(request, response)


class WrongMethodMiddleware:
    """Opening an address that only takes what a button sends shows a page, not a blank."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


class HtmxRedirectMiddleware:
    """An htmx request that is redirected leaves the page instead of nesting one page in another."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.htmx and isinstance(response, HttpResponseRedirectBase):  # type: ignore[attr-defined]
            client_redirect = HttpResponseClientRedirect(response.url)
            client_redirect.cookies = response.cookies
            return client_redirect
        return response


class SignInFirstMiddleware:
    """Who has to sign in before a button works comes back to the page that holds it: its own address opens nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not _leads_to_sign_in(response):
            return response
        messages.info(request, _("Sign in first. Then you come back to the page, and can press the button again."))
        return redirect_to_login(page_before(request) or resolve_url(settings.LOGIN_REDIRECT_URL))


def _leads_to_sign_in(response: HttpResponse) -> bool:
    if not isinstance(response, HttpResponseRedirectBase):
        return False
    address = urlsplit(response.url)
    return address.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in QueryDict(address.query)
