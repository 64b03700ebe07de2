"""Lets pages of lower apps ask how far the visitor is, without knowing this app."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from progress.records import learning_states


class LearningStatesMiddleware:
    """Adds `request.learning_states()`; nothing is read unless it is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.learning_states = partial(learning_states, request)  # type: ignore[attr-defined]
        return self.get_response(request)
