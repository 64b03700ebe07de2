"""Leads a visit off the plain form where another page comes first: the quick check, the end of the receiver's part."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import reverse

from screening.clearance import read_record, this_moment
from screening.models import ReceiverLink
from screening.receiver import links as receiver_links
from screening.rules.journey import Record, Step, emergency, next_step
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import ALARM_SIGNS, items_of
from screening.visit.current import visit_of
from screening.visit.state import PHONE, QUICK_CHECK, is_phone_too_late, read_quick_check

View = Callable[..., HttpResponse]


def with_detours(view: View) -> View:
    """Around a view of the form: asked before pages that would end it too soon, and after each step.

    On the receiver's phone looking at a page may send an emergency or take back what was sent, so all of it waits.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = visit_of(request)
        if request.method != "POST" and PHONE not in visit:
            return led(request, *args, **kwargs)
        with visit.writing():
            return led(request, *args, **kwargs)

    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_over = is_phone_too_late(visit_of(request), this_moment())
        address = detour(request) if _ends_the_form(request) or is_over else ""
        if address:
            return redirect(address)
        response = view(request, *args, **kwargs)
        address = detour(request) if isinstance(response, HttpResponseRedirectBase) else ""
        return redirect(address) if address else response

    return guarded


def detour(request: HttpRequest) -> str:
    """The page that comes before the next one of the form, or nothing."""
    if PHONE not in visit_of(request) and QUICK_CHECK not in visit_of(request):
        return ""
    record, now = read_record(request), this_moment()
    if PHONE in visit_of(request):
        return _on_the_phone(record, receiver_links.alive(visit_of(request)[PHONE], now), now)
    check = read_quick_check(visit_of(request), now)
    if check is None or check.next is None or not record.answers or emergency(record, now):
        return ""
    if check.is_opened(ALARM_SIGNS) and _asks_for_alarm_signs(next_step(record, now)):
        return ""
    return reverse("screening:quick_check", args=[check.next])


def _on_the_phone(record: Record, link: ReceiverLink | None, now: datetime) -> str:
    """The giver answers giver-ready, so the phone stops before it. An emergency is told to the giver at once."""
    finish = reverse("screening:receiver_finish")
    if link is None:
        return finish
    if emergency(record, now):
        receiver_links.send(link, record, False, now)
        return ""
    if link.sent_at:
        receiver_links.take_back(link)
    following = next_step(record, now)
    is_done = following is None or following.page.role == "giver"
    return finish if record.answers and is_done else ""


def _asks_for_alarm_signs(step: Step | None) -> bool:
    return step is not None and not set(items_of(ALARM_SIGNS)).isdisjoint(step.page.items)


def _ends_the_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    assert match is not None
    if PHONE not in visit_of(request):
        return match.url_name in ("check", "outcome")
    asks_giver = {page.slug for page in load_questionnaire().pages if page.role == "giver"}
    return match.url_name == "outcome" or match.kwargs.get("slug") in asks_giver
