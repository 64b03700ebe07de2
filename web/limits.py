"""How often one network address may make something; counted by allauth in the cache that all processes share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HOUR = 60 * 60

View = Callable[..., HttpResponse]


def limited(action: str, why: Any) -> Callable[[View], View]:
    """Beyond what ACCOUNT_RATE_LIMITS allows an hour, a page says why to wait and how long. Reading is free."""

    def limit(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if consume(request, action=action):
                return view(request, *args, **kwargs)
            return too_often(request, why)

        return guarded

    return limit


def too_often(request: HttpRequest, why: Any) -> HttpResponse:
    response = render(request, "429.html", {"why": why}, status=429)
    response.headers["Retry-After"] = str(HOUR)
    return response
