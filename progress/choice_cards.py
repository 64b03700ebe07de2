"""What shows of learning choices and of days in a row, as ready values for the templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from practice import log
from progress.choices import Choices, pause_on
from progress.days import days_in_a_row
from progress.first_mark import keeps_a_cookie
from progress.records import choices, results, standings
from progress.standing import MOMENTS
from web.days import day_of, today


def choices_page(request: HttpRequest, chosen: Choices) -> dict[str, Any]:
    return days_card(request, chosen) | {
        "chosen": chosen,
        "keeps_a_cookie": keeps_a_cookie(request),
        "earlier": [(first, last) for first, last in chosen.pauses if last and last < today()],
        "now": timezone.now(),
    }


def days_card(request: HttpRequest, chosen: Choices | None = None) -> dict[str, Any]:
    """Where days are not counted nothing is read."""
    chosen = chosen or choices(request)
    if not chosen.counts_days:
        return {"row": None}
    day = today()
    row = days_in_a_row(days_done(request), day, chosen.pauses)
    return {"row": row, "today": day, "pause": pause_on(day, chosen.pauses)}


def days_done(request: HttpRequest) -> set[date]:
    """The days, by the site's clock, on which the visitor answered, marked or practised anything."""
    moments = [fact.answered_at for fact in results(request)]
    moments += [entry.practised_at for entry in log.entries(request)]
    for found in standings(request).values():
        moments += [moment for standing in found.values() for name in MOMENTS if (moment := getattr(standing, name))]
    return {day_of(moment) for moment in moments}
