"""What the progress page shows: the path, the techniques and the back, each with how far the visitor has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest

from lessons.back_map import BACK_MAP
from lessons.models import Lesson, Technique, TechniqueFamily
from practice.log import total_minutes
from progress.records import standings
from progress.standing import Standing
from progress.summary import Coverage, coverage, coverage_by_region

PLATE_STATES = {"practised": "known", "started": "fading", "new": "new"}
SECONDS_A_DAY = 24 * 60 * 60


def overview(request: HttpRequest) -> dict[str, Any]:
    known, families = standings(request), _families()
    regions = coverage_by_region(_regions_of(families), known["technique"])
    return {
        "lessons": list(Lesson.objects.published().with_words()),
        "families": [(family, _coverage(family, known["technique"])) for family in families],
        "regions": [(slug, regions[slug]) for slug in BACK_MAP.regions if slug in regions],
        "plate_states": _plate_states(regions),
        "known": known,
        "minutes_practised": total_minutes(request),
        "is_empty": not any(known.values()),
        "kept_days": settings.SESSION_COOKIE_AGE // SECONDS_A_DAY,
    }


def region_states(request: HttpRequest) -> dict[str, str]:
    """For each region the state that the plate draws: known, fading (begun) or new."""
    techniques = Technique.objects.published().prefetch_related("regions")
    regions_of = {technique.slug: [region.slug for region in technique.regions.all()] for technique in techniques}
    return _plate_states(coverage_by_region(regions_of, standings(request)["technique"]))


def _plate_states(regions: Mapping[str, Coverage]) -> dict[str, str]:
    return {slug: PLATE_STATES[found.state] for slug, found in regions.items()}


def _families() -> list[TechniqueFamily]:
    techniques = Technique.objects.published().with_words().prefetch_related("regions")
    families = TechniqueFamily.objects.published().with_words()
    return list(families.prefetch_related(Prefetch("techniques", queryset=techniques)))


def _regions_of(families: list[TechniqueFamily]) -> dict[str, list[str]]:
    techniques = [technique for family in families for technique in family.techniques.all()]
    return {technique.slug: [region.slug for region in technique.regions.all()] for technique in techniques}


def _coverage(family: TechniqueFamily, known: Mapping[str, Standing]) -> Coverage:
    return coverage([technique.slug for technique in family.techniques.all()], known)
