"""Lets pages of lower apps ask how far the visitor is, without knowing this app."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse

from progress.learning import learning_of
from progress.reading.parts import practice_opening


class LearningMiddleware:
    """Adds `request.learning` and `request.practice_opening()`; nothing is read unless it is asked for."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        learning_of(request)
        request.practice_opening = partial(practice_opening, request)
        return self.get_response(request)
