"""What shows of learning choices and of days in a row, as ready values for the templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from practice import log
from progress.learning import learning_of
from progress.rules.choices import pause_on
from progress.rules.days import days_in_a_row
from progress.rules.standing import MOMENTS
from web.days import day_of, today


def choices_page(request: HttpRequest) -> dict[str, Any]:
    chosen = learning_of(request).choices
    return days_card(request) | {
        "earlier": [(first, last) for first, last in chosen.pauses if last and last < today()],
        "now": timezone.now(),
    }


def days_card(request: HttpRequest) -> dict[str, Any]:
    """Where days are not counted nothing is read."""
    chosen = learning_of(request).choices
    if not chosen.counts_days:
        return {"row": None}
    day = today()
    row = days_in_a_row(days_done(request), day, chosen.pauses)
    return {"row": row, "today": day, "pause": pause_on(day, chosen.pauses)}


def days_done(request: HttpRequest) -> set[date]:
    """The days, by the site's clock, on which the visitor answered, marked or practised anything."""
    learning = learning_of(request)
    moments = [fact.answered_at for fact in learning.results]
    moments += [entry.practised_at for entry in log.entries(request)]
    for found in learning.standings.values():
        moments += [moment for standing in found.values() for name in MOMENTS if (moment := getattr(standing, name))]
    return {day_of(moment) for moment in moments}
