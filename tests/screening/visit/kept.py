"""What is kept of a test client's visit, and a way to change it without a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from screening.visit.current import PREFIX, CurrentVisit, visit_of


def request_of(client: Client, address: str = "/") -> Any:
    """As this browser would send it now."""
    request: Any = RequestFactory().get(address)
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items() if cookie.value}
    request.user = AnonymousUser()
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session = client.session
        request.user = get_user(request)
    return request


def kept(client: Client) -> CurrentVisit:
    return visit_of(request_of(client))


@contextmanager
def writing(client: Client) -> Iterator[Any]:
    """A request whose visit may be changed; the browser is told as by an answer."""
    request, answer = request_of(client), HttpResponse()
    with visit_of(request).writing() as is_there:
        assert is_there
        yield request
    visit_of(request).tell_browser(answer)
    client.cookies.update(answer.cookies)


def cookies(client: Client) -> dict[str, str]:
    """Those that lead to a visit, by name."""
    return {name: cookie.value for name, cookie in client.cookies.items() if name.startswith(PREFIX) and cookie.value}
