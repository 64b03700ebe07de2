"""Every request knows who learns, once it is asked; the browser is told of a token that is new, renewed or over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from learners.models import LearnerGone
from learners.visitor import TooManyLearners, Visitor
from web.limits import too_often
from web.visitors.came_from import page_before


class LearnerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.visitor = Visitor(request)
        response = self.get_response(request)
        request.visitor.cookies.tell_browser(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What was erased or moved in another window is not written to, and not brought back."""
        if isinstance(exception, TooManyLearners):
            return too_often(request, _("Many people began to learn from your network within an hour."))
        if not isinstance(exception, LearnerGone):
            return None
        words = _("What this browser kept was erased or moved to an account meanwhile, so nothing was kept now.")
        messages.info(request, words)
        return redirect(page_before(request) or "home")
