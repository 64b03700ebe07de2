"""Every request may ask for its visit; the browser is told of a token that is new, renewed or over."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from screening.visit.current import visit_of


class VisitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = visit_of(request)
        response = self.get_response(request)
        visit.tell_browser(response)
        return response
