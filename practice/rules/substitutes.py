"""What stands in for a technique that a screening forbids (massage.md 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor

from lessons.back_map import expand_slugs
from practice.rules.plan import Step


@dataclass(frozen=True)
class Substitute:
    """What stands in for a technique, and on which regions: those named, or the step's own."""

    technique: str
    regions: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()


SCAPULAE = frozenset(expand_slugs(["scapula-lr"]))
SUBSTITUTES: Mapping[str, Substitute] = {
    "knead-thumb": Substitute("knead-four-pads"),
    "knead-two-thumbs": Substitute("knead-four-pads"),
    "knead-phalanges": Substitute("knead-four-pads"),
    "knead-weighted": Substitute("knead-four-pads"),
    "squeeze-weighted": Substitute("squeeze-edge"),
    "rub-heel": Substitute("rub-hatch"),
    "perc-fingertips": Substitute("vib-flat"),
    "perc-clap": Substitute("vib-flat"),
    "rub-scapula-border": Substitute("rub-interscapular", regions=("interscapular",)),
    "knead-scapula": Substitute("knead-four-pads", only=SCAPULAE),
}


def side_by_side(fitted: Step, step: Step) -> Iterable[Step]:
    """Kneading that stands in for both thumbs does one side, then the other (R41)."""
    left, right = (tuple(slug for slug in fitted.regions if not slug.endswith(other)) for other in ("-r", "-l"))
    is_own = fitted.technique == step.technique
    if is_own or fitted.family != "knead" or fitted.regions in (left, right):
        return [fitted]
    minutes = max(0.25, floor(fitted.minutes * 2) / 4)
    return [replace(fitted, regions=regions, minutes=minutes) for regions in (left, right)]
