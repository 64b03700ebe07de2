"""Kneading of both sides in turn, where it stands in for hands that work both at once (R41, plan#stand-ins)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import floor

from practice.rules.plan import Step


def side_by_side(fitted: Step, step: Step) -> Iterable[Step]:
    """Kneading that stands in for both thumbs does one side, then the other (R41)."""
    left, right = (tuple(slug for slug in fitted.regions if not slug.endswith(other)) for other in ("-r", "-l"))
    is_own = fitted.technique == step.technique
    if is_own or fitted.family != "knead" or fitted.regions in (left, right):
        return [fitted]
    minutes = max(0.25, floor(fitted.minutes * 2) / 4)
    return [replace(fitted, regions=regions, minutes=minutes) for regions in (left, right)]
