"""Names of everything on the map in the current language."""

from __future__ import annotations

from lessons.models import MapFeatureText, RegionText
from web.language import FALLBACK, language_now
from web.ready.memory import made_once


@made_once
def map_names() -> dict[str, str]:
    """Region, zone, landmark and target names by slug; English where a translation is missing."""
    language = language_now()
    return {**_read(FALLBACK), **(_read(language) if language != FALLBACK else {})}


def _read(language: str) -> dict[str, str]:
    features = MapFeatureText.objects.filter(language=language).values_list("feature__slug", "name")
    regions = RegionText.objects.filter(language=language).values_list("region__slug", "name")
    return dict(features.union(regions, all=True))
