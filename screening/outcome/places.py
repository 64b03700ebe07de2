"""Names of places and techniques for questions and outcomes: from the lessons, in the reader's language."""

from collections.abc import Iterable

from lessons.back_map import BACK_MAP
from lessons.models import Region, Technique, TechniqueFamily

GENTLE_PLACES = frozenset(
    shape.data["region"] for zone in BACK_MAP.zones.values() for shape in zone.shapes if shape.kind == "region"
)


def places() -> dict[str, tuple[str, str]]:
    """Name and neutral text of each region, in the order of the drawing."""
    rows = {row.slug: row.words for row in Region.objects.with_words()}
    found = {slug: rows.get(slug) for slug in BACK_MAP.regions}
    return {slug: (words.name, words.neutral) if words else (slug, "") for slug, words in found.items()}


def technique_names(slugs: Iterable[str]) -> dict[str, str]:
    """Families first, then techniques; each in teaching order."""
    wanted = set(slugs)
    rows = [
        *TechniqueFamily.objects.filter(slug__in=wanted).with_words(),
        *Technique.objects.filter(slug__in=wanted).with_words(),
    ]
    names = {row.slug: row.words.name for row in rows if row.words}
    return names | {slug: slug for slug in sorted(wanted - names.keys())}
