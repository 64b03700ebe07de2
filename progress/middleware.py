"""Lets pages of lower apps ask how far the visitor is, without knowing this app."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from progress.cards import practice_opening
from progress.records import learning_states


class LearningStatesMiddleware:
    """Adds `request.learning_states()` and `request.practice_opening()`; nothing is read unless one is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.learning_states = partial(learning_states, request)  # type: ignore[attr-defined]
        request.practice_opening = partial(practice_opening, request)  # type: ignore[attr-defined]
        return self.get_response(request)
