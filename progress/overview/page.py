"""What the progress page shows: today, the skill map, the path, minutes and massages, misses, each as ready values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from learners.models import KEPT_DAYS
from lessons.models import Lesson, Technique, TechniqueFamily
from lessons.quiz.questions import quiz
from practice import log
from progress.learning import learning_of
from progress.overview.charts import MASSAGES, WEEKS, massage_chart, week_chart
from progress.questions.review_page import coming_days, retry_entry, skill_entry
from progress.rules.checks import missed_rows
from progress.rules.schedule import SkillState
from progress.rules.skill_map import PLACES, READING, Cell, Column, State, crosses, skill_map, skill_states
from progress.rules.standing import Standing
from progress.rules.summary import Coverage, coverage
from web.days import day_of, today

MOST_NOTES = 500  # more than five massages a day for twelve weeks
MOST_MISSES = 5


def overview(request: HttpRequest) -> dict[str, Any]:
    learning, families = learning_of(request), _families()
    known = learning.standings
    lessons = list(Lesson.objects.published().with_words())
    return {
        "lessons": lessons,
        "known": known,
        "is_empty": not learning.results and not any(known.values()),
        "kept_days": KEPT_DAYS,
        "review": _review(request),
        "skills": _skills(request, families),
        "families": [(family, _coverage(family, known["technique"])) for family in families],
        "misses": _misses(request),
        **_practice(request),
    }


def region_states(request: HttpRequest) -> dict[str, str]:
    """For each region the state that the plate draws."""
    return dict(skill_map(quiz().skills, _states(request)).region_states())


# --- today -----------------------------------------------------------------------------------------------------------


def _review(request: HttpRequest) -> dict[str, Any]:
    learning = learning_of(request)
    found = learning.todays_review
    return {
        "queue": found,
        "has_cards": bool(learning.cards),
        "days": coming_days(found.coming, today()),
    }


def _misses(request: HttpRequest) -> dict[str, Any]:
    rows = missed_rows(quiz().questions, learning_of(request).results)
    return {"total": len(rows), "shown": [retry_entry(row.question) for row in rows[:MOST_MISSES]]}


# --- the skill map ---------------------------------------------------------------------------------------------------


def _states(request: HttpRequest) -> dict[str, SkillState]:
    return skill_states(quiz().skills, learning_of(request).cards, timezone.now())


def _skills(request: HttpRequest, families: Sequence[TechniqueFamily]) -> dict[str, Any]:
    states, asked = _states(request), learning_of(request).cards
    found, places = skill_map(quiz().skills, states), place_names()
    entries = {skill: _entry(skill, state, was_asked=skill in asked) for skill, state in states.items()}
    headings = _headings(families)
    columns = [
        _column(column, headings[column.family], places) | {"skills": [entries[skill] for skill in column.skills]}
        for column in found.columns
        if column.family in headings
    ]
    return {
        "count": found.count,
        "places": [(place, places[place], count) for place, count in found.places.items()],
        "plate_states": found.region_states(),
        "columns": columns,
        "placeless_count": found.placeless_count,
        "placeless": [entries[skill] for skill in found.placeless],
        "rows": [(places[place], [_table_cell(column["cells"].get(place)) for column in columns]) for place in PLACES],
    }


def _headings(families: Sequence[TechniqueFamily]) -> dict[str, tuple[str, str]]:
    """For each column its name and where more is said about it; a family that left the content has none."""
    techniques = reverse("lessons:techniques")
    named = {family.slug: (family.words.name, f"{techniques}#{family.slug}") for family in families}
    return named | {READING: (_("Reading the back"), reverse("lessons:map"))}


def _column(column: Column, heading: tuple[str, str], places: Mapping[str, str]) -> dict[str, Any]:
    name, address = heading
    return {
        "name": name,
        "address": address,
        "count": column.count,
        "cells": column.cells,
        "crosses": [(cell.state, d) for cell in column.left_out for d in crosses(cell.place)],
        "left_out": ", ".join(places[cell.place] for cell in column.left_out),
    }


def place_names() -> dict[str, str]:
    """The names of places without their side; the content has them for each side only."""
    return {
        "cervical": _("Back of the neck"),
        "shoulder": _("Top of the shoulder"),
        "interscapular": _("Between the shoulder blades"),
        "scapula": _("Shoulder blade"),
        "thoracic": _("Lower chest part, beside the spine"),
        "flank": _("Side of the ribs"),
        "lumbar": _("Small of the back"),
        "sacral": _("Sacrum and top of the buttocks"),
    }


def _entry(skill: str, state: SkillState, *, was_asked: bool) -> dict[str, Any]:
    """A skill with its state, and the step of the lesson that teaches it first."""
    question = quiz().of_skill(skill)[0]
    address = f"{reverse('lessons:lesson', args=[question.lesson])}#{question.step}"
    named = skill_entry(skill) | {"address": address, "was_asked": was_asked}
    return named | {"state": state, "word": _words()[state]}


def _table_cell(cell: Cell | None) -> dict[str, Any]:
    """The state of a cell in words; empty where the family is not used."""
    if cell is None:
        return {}
    word = (_leaving_out() if cell.leaves_out else _words())[cell.state]
    is_mixed = cell.count.total > 1 and cell.state in ("part", "fading")
    return {"state": cell.state, "leaves_out": cell.leaves_out, "word": word, "count": cell.count if is_mixed else None}


def _words() -> dict[State, str]:
    return {"known": _("known"), "part": _("in part"), "fading": _("fading"), "new": _("new")}


def _leaving_out() -> dict[State, str]:
    return {
        "known": _("knows to leave out"),
        "part": _("leave out: in part"),
        "fading": _("leave out: fading"),
        "new": _("leave out: new"),
    }


# --- techniques and practice -----------------------------------------------------------------------------------------


def _families() -> list[TechniqueFamily]:
    techniques = Prefetch("techniques", queryset=Technique.objects.published().with_words())
    return list(TechniqueFamily.objects.published().with_words().prefetch_related(techniques))


def _coverage(family: TechniqueFamily, known: Mapping[str, Standing]) -> Coverage:
    return coverage([technique.slug for technique in family.techniques.all()], known)


def _practice(request: HttpRequest) -> dict[str, Any]:
    """Charts of the last weeks and of the last massages; minutes are those of all time."""
    notes = list(log.entries(request)[:MOST_NOTES])
    since = timezone.now() - timedelta(weeks=WEEKS)
    recent = takewhile(lambda note: note.practised_at > since, notes)
    return {
        "minutes_practised": log.total_minutes(request),
        "week_chart": week_chart([(day_of(note.practised_at), note.minutes) for note in recent], today()),
        "massage_chart": massage_chart([(note.felt, note.discomfort) for note in notes[:MASSAGES]]),
        "last_massages": notes[:MASSAGES],
    }
