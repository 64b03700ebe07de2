"""A plan for lying on the side, as the hands play it: the upper side, turn over, then the other (plan#on-the-side)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import floor
from typing import Literal

from practice.rules.plan import Step, least_minutes

Side = Literal["l", "r"]
LEAST_ON_A_SIDE = 0.75  # minutes: with oil on the hands nobody turns a page more often
SIDES: tuple[Side, ...] = ("r", "l")  # the side on top: first the receiver lies on the left


def two_passes(steps: Iterable[Step]) -> tuple[tuple[Step, ...], ...]:
    """The steps on each upper side in turn. A plan lists both sides in one step; each gets its share of the time."""
    listed = tuple(steps)
    passes = (tuple(part for step in listed if (part := _on(step, side))) for side in SIDES)
    return tuple(steps for steps in passes if steps)


def works_one_side(step: Step) -> bool:
    """True where every place of the step lies on the same side."""
    return len({slug[-2:] for slug in step.regions}) == 1 and step.regions[0].endswith(("-l", "-r"))


def least_in_two_passes(step: Step) -> float:
    return sum(_least(step, side) for side in SIDES)


def _on(step: Step, side: Side) -> Step | None:
    """The step on one side; a place across the middle is worked on its upper half."""
    places, minutes = _places(step, side), _share(step, side)
    return replace(step, regions=places, minutes=minutes, upper=side) if places and minutes else None


def _places(step: Step, side: Side) -> tuple[str, ...]:
    return tuple(slug for slug in step.regions if not slug.endswith(("-l", "-r")) or slug.endswith(f"-{side}"))


def _least(step: Step, side: Side) -> float:
    places = _places(step, side)
    return max(LEAST_ON_A_SIDE, least_minutes(step.technique, len(places))) if places else 0.0


def _share(step: Step, side: str) -> float:
    """In quarter minutes, so that both sides together fill the step and each has the least that its dose asks for."""
    middle = sum(not slug.endswith(("-l", "-r")) for slug in step.regions)
    first = sum(slug.endswith(f"-{SIDES[0]}") for slug in step.regions) + middle / 2
    least, other_least = (_least(step, one) for one in SIDES)
    share = max(least, floor(step.minutes * 4 * first / len(step.regions)) / 4)
    share = min(share, step.minutes - other_least)
    return share if side == SIDES[0] else step.minutes - share
