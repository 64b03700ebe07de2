"""Names of everything on the map in the current language, kept for a minute so that a page pays no query."""

from __future__ import annotations

import time

from lessons.models import MapFeatureText, RegionText
from web.language import FALLBACK, language_now

KEPT_SECONDS = 60
_kept: dict[str, tuple[float, dict[str, str]]] = {}


def map_names() -> dict[str, str]:
    """Region, zone, landmark and target names by slug; English where a translation is missing."""
    language = language_now()
    until, names = _kept.get(language, (0.0, {}))
    if not names or time.monotonic() > until:
        names = {**_read(FALLBACK), **(_read(language) if language != FALLBACK else {})}
        _kept[language] = (time.monotonic() + KEPT_SECONDS, names)
    return names


def forget() -> None:
    """Called when content is loaded or edited in this process."""
    _kept.clear()


def _read(language: str) -> dict[str, str]:
    features = MapFeatureText.objects.filter(language=language).values_list("feature__slug", "name")
    regions = RegionText.objects.filter(language=language).values_list("region__slug", "name")
    return dict(features.union(regions, all=True))
