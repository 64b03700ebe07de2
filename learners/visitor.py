"""Who sends a request, as one who learns: looked up at most once, made by the first mark, known by a cookie."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from learners.models import KEPT, KEPT_DAYS, Learner, LearnerGone, join
from web.visitors.members import member_of
from web.visitors.token_cookies import TokenCookies

PREFIX = "learner-"
NOT_ASKED = object()


class TooManyLearners(Exception):  # noqa: N818  it reads as what it says
    """This network address has begun as many as an hour may bring."""


class Visitor:
    """`learner` is None while nothing is kept: reading alone makes no row and sets no cookie."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_new = False  # made by this very request
        self.cookies = TokenCookies(request, PREFIX, KEPT)
        self._learner: Any = NOT_ASKED

    @property
    def learner(self) -> Learner | None:
        if self._learner is NOT_ASKED:
            self._learner = self._find()
        return self._learner

    def begin(self) -> Learner:
        """For a write. Whoever comes with a token that leads nowhere was erased or joined meanwhile: LearnerGone."""
        learner = self.learner
        if learner is None:
            learner = self._make()
        elif not self.is_new:  # the browser keeps its token as long as the row is kept
            self.cookies.renew(learner.is_known_by)
        return learner

    def sign_in(self, user: Any) -> None:
        guests = list(Learner.objects.by_tokens(self.cookies.tokens))
        if guests:
            self._learner = Learner.objects.of_member(user)
            join(guests, self._learner)
        else:
            self._learner = NOT_ASKED
        self.cookies.leave()

    def leave(self) -> None:
        """Erase a guest with all that points at it; one who is gone already is no fault. A member's rows stay."""
        learner = self.learner
        if learner and not learner.is_member:
            with suppress(LearnerGone), learner.writing():
                learner.delete()
        self._learner = None
        self.cookies.leave()

    def _find(self) -> Learner | None:
        tokens = self.cookies.tokens
        guests = list(Learner.objects.by_tokens(tokens)) if tokens else []
        user = member_of(self.request) if settings.SESSION_COOKIE_NAME in self.request.COOKIES else None
        if user:
            learner = getattr(user, "learner", None)
            if guests:
                learner = learner or Learner.objects.of_member(user)
                join(guests, learner)
            self.cookies.leave()
            return learner
        if len(guests) > 1:
            join(guests[1:], guests[0])
        learner = guests[0] if guests else None
        self.cookies.keep_only(learner.is_known_by if learner else lambda token: False)
        return learner

    def _make(self) -> Learner:
        user = member_of(self.request)
        if user:
            self._learner = Learner.objects.of_member(user)
        elif self.cookies.tokens:
            raise LearnerGone
        elif not consume(self.request, action="begin_learning"):
            raise TooManyLearners
        else:
            self._learner, token = Learner.new_guest()
            self.cookies.begin(token)
            self.is_new = True
            messages.info(self.request, _kept_here(), extra_tags="kept")
        return self._learner


def _kept_here() -> str:
    """One calm line on the page that the first mark lands on."""
    words = _("This browser now keeps your place for %(days)s days after your last mark.") % {"days": KEPT_DAYS}
    return format_html('{} <a href="{}">{}</a>', words, reverse("my_data"), _("See or erase what is kept"))


def visitor_of(request: Any) -> Visitor:
    """Set by the middleware; a request that comes without one, as at a sign-in by code alone, gets it here."""
    if not hasattr(request, "visitor"):
        request.visitor = Visitor(request)
    return request.visitor


def join_at_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    visitor_of(request).sign_in(user)
