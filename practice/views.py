"""Practising: the plan within today's clearance, its steps once the first checks are passed, and the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.models import Technique
from lessons.positions import Position
from practice import log, wording
from practice.forms import PlanForm, PracticeSessionForm, blank_form
from practice.plan_page import PlanPage, TurnOver
from practice.rules.fit import FIRST, SHORT, AdaptedPlan, offers, positions_offered
from practice.rules.opening import Opening, opening_for
from screening.clearance import Permission, massage_is_over, permission
from screening.rules.assessment import Clearance
from web.htmx import render_page_or_fragment
from web.ready.variants import same_for_everyone

ENTRIES_ON_A_PAGE = 25
NOTES_BEFORE_THE_USUAL_LENGTH = 3
Offered = Mapping[Position, tuple[AdaptedPlan, ...]]


def with_clearance(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Shows a plan only while the screening allows one; otherwise a page says why. Asked anew on every request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = permission(request)
        if not found.is_granted or found.clearance is None:
            return _closed(request, found, opening_for(request))
        return view(request, found.clearance, *args, **kwargs)

    return guarded


def with_checks(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guides the hands only after the checks of the first lessons; what can be read is never behind this."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        opening = opening_for(request)
        if not opening.is_open:
            return _closed(request, permission(request), opening)
        return view(request, *args, opening=opening, **kwargs)

    return guarded


def _closed(request: HttpRequest, found: Permission, opening: Opening) -> HttpResponse:
    return render(request, "practice/closed.html", {"permission": found, "opening": opening})


@same_for_everyone()
@require_safe
@never_cache
@with_clearance
def plan(request: HttpRequest, clearance: Clearance) -> HttpResponse:
    """What is taught so far, or with `whole` the whole massage to read; the hands are led through the first alone."""
    opening = opening_for(request)
    offered = _offered(clearance, opening.untaught) if opening.is_open and "whole" not in request.GET else {}
    is_led = bool(offered)
    offered = offered or _offered(clearance)
    if not offered:
        return render(request, "practice/no_plan.html")
    chosen = _chosen(request, offered)
    context = {
        "page": PlanPage(chosen, clearance, opening if opening.is_open else None),
        "opening": opening,
        "is_led": is_led,
        "is_whole": "whole" in request.GET,
        "form": _plan_form(chosen, offered),
        "is_nearest": _is_another_one(request, chosen),
        "log_form": blank_form(plan=chosen.key, minutes=round(chosen.minutes), position=chosen.position),
    }
    return render(request, "practice/plan.html", context)


@require_safe
@never_cache
@with_checks
@with_clearance
def step(request: HttpRequest, clearance: Clearance, number: int, opening: Opening) -> HttpResponse:
    offered = _offered(clearance, opening.untaught)
    page = PlanPage(_chosen(request, offered), clearance) if offered else None
    if page is None or not 1 <= number <= len(page.pages):
        return redirect("practice:plan")
    shown = page.pages[number - 1]
    following = page.pages[number] if number < len(page.pages) else None
    if isinstance(shown, TurnOver):
        return render(request, "practice/turn_over.html", {"page": page, "shown": shown, "next": following})
    technique = Technique.objects.with_words().filter(slug=shown.step.technique).first()
    if technique is None:
        raise Http404(shown.step.technique)
    context = {
        "page": page,
        "shown": shown,
        "technique": technique,
        "part": next(part for part in page.parts if part.number == shown.step.group),
        "paths": page.paths(shown.step, technique.path),
        "next": following,
    }
    return render(request, "practice/step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def after(request: HttpRequest) -> HttpResponse:
    """After-care and a note. It needs no clearance: what was done is a fact."""
    if request.method != "POST":
        return render(request, "practice/after.html", {"form": _form_from_address(request)})
    form = PracticeSessionForm(request.POST)
    if not form.is_valid():
        fragment = "practice/_log_form.html"
        return render_page_or_fragment(request, "practice/after.html", {"form": form}, fragment=fragment, status=422)
    is_corrected = log.note(request, form.entry())
    massage_is_over(request)
    messages.success(request, _("Your note is corrected.") if is_corrected else _("Your note is kept."))
    return redirect("practice:log")


@same_for_everyone()
@require_safe
@never_cache
def log_list(request: HttpRequest) -> HttpResponse:
    shown = Paginator(log.entries(request), ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    removed = log.offered_to_restore(request, request.GET.get("removed", ""))
    context = {"entries": shown, "minutes": log.total_minutes(request), "removed": removed}
    return render(request, "practice/log.html", context)


@require_POST
@never_cache
def delete_entry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if not log.remove(request, uuid):
        return redirect("practice:log")
    messages.success(request, _("The note is deleted. For an hour you can put it back below."))
    return redirect(f"{reverse('practice:log')}?removed={uuid}")


@require_POST
@never_cache
def restore_entry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if log.restore(request, uuid):
        messages.success(request, _("The note is back."))
    return redirect("practice:log")


def _offered(clearance: Clearance, untaught: frozenset[str] = frozenset()) -> Offered:
    """The plans of today by position, without positions that have none."""
    found = {position: offers(clearance, position, untaught) for position in positions_offered(clearance)}
    return {position: plans for position, plans in found.items() if plans}


def _chosen(request: HttpRequest, offered: Offered) -> AdaptedPlan:
    """The plan that the address asks for where it is offered today, otherwise the nearest one."""
    position = next((name for name in offered if name == request.GET.get("position")), next(iter(offered)))
    plans = offered[position]
    asked = next((one for one in plans if one.key == request.GET.get("length")), None)
    return asked or _usual(request, plans)


def _usual(request: HttpRequest, plans: Sequence[AdaptedPlan]) -> AdaptedPlan:
    """Twenty minutes until three are noted, then the usual; First strokes in days of rest (learning#practice)."""
    first = next((one for one in plans if one.key == FIRST), None)
    if first and first != plans[0] and log.is_time_to_rest(request, timezone.now()):
        return first
    short = next((one for one in plans if one.key == SHORT), None)
    if short and short != plans[0] and log.count(request) < NOTES_BEFORE_THE_USUAL_LENGTH:
        return short
    return plans[0]


def _is_another_one(request: HttpRequest, chosen: AdaptedPlan) -> bool:
    asked = request.GET.get("position", chosen.position), request.GET.get("length", chosen.key)
    return asked != (chosen.position, chosen.key)


def _plan_form(chosen: AdaptedPlan, offered: Offered) -> PlanForm:
    by_length = sorted(offered[chosen.position], key=lambda one: one.minutes)
    return PlanForm(
        [(name, str(wording.POSITION_NAMES[name])) for name in offered],
        [(one.key, _("%(name)s, %(minutes)s min") % _named(one)) for one in by_length],
        chosen={"position": chosen.position, "length": chosen.key},
    )


def _named(one: AdaptedPlan) -> dict[str, str]:
    return {"name": str(wording.LENGTHS[one.key]), "minutes": wording.quarters(one.minutes)}


def _form_from_address(request: HttpRequest) -> PracticeSessionForm:
    """What the plan already knows is filled in; nonsense in the address is left empty."""
    minutes = request.GET.get("minutes", "")
    return blank_form(
        plan=request.GET.get("length", ""),
        position=request.GET.get("position", ""),
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 4 else None,
    )
