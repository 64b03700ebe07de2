"""What has to be said beside each step of a massage, as codes that `practice/_note.html` puts into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from lessons.back_map import BACK_MAP
from lessons.pack.facts import technique_facts
from lessons.positions import Position
from practice.rules.fit import OPENING, firmer_places, reach
from practice.rules.hand_paths import crosses
from practice.rules.plan import MOST_PRESSURE, Step
from screening.rules.assessment import Clearance
from screening.rules.consequences import Consequence

TURN_HEAD, AGAIN = "turn-head", "head-again"
NO_LIMIT = frozenset({"wipe", "still", TURN_HEAD})  # said last: where the screen is small, a limit is in sight first
OVER_LEFT_OUT, OVER_STROKED, OVER_BOTH = "lift-over", "lift-over-stroked", "lift-over-both"


def notes_beside(played: Sequence[Step], position: Position, clearance: Clearance) -> list[tuple[str, ...]]:
    """The notes of each step, in the order in which the steps are played; limits first."""
    befores = [None, *played[:-1]]
    heads = _heads(played, position)
    first_rub = next((number for number, step in enumerate(played) if step.family == "rub"), None)
    found = [
        [
            *_firmer(step, before, clearance),
            *(["begin-gently"] if step.pressure == MOST_PRESSURE else []),
            *_of_technique(step),
            *(["wipe"] if number == first_rub else []),
            *heads.get(number, []),
            *_lifts(step, clearance.limits),
        ]
        for number, (step, before) in enumerate(zip(played, befores, strict=True))
    ]
    return [tuple(sorted(notes, key=NO_LIMIT.__contains__)) for notes in found]


def closed_to(step: Step, limits: Consequence) -> frozenset[str]:
    """Where the hands of this step must not go."""
    return limits.blocked if step.family == "stroke" else limits.blocked | limits.stroke_only


def _firmer(step: Step, before: Step | None, clearance: Clearance) -> Iterable[str]:
    bases = dict.fromkeys(BACK_MAP.regions[slug].base for slug in firmer_places(step, before, clearance))
    return [f"firmer-{base}" for base in bases]


def _of_technique(step: Step) -> list[str]:
    note = technique_facts()[step.technique].plan.step_note
    return [note] if note else []


def _heads(played: Sequence[Step], position: Position) -> dict[int, list[str]]:
    """Straight for the neck (R30). Face down the head is turned halfway; on the side it lies anew after the turn."""
    half = sum(step.minutes for step in played) / 2
    ends = accumulate(step.minutes for step in played)
    turn_due = next((number for number, end in enumerate(ends) if end > half), 0) if position == "prone" else None
    found, upper, was_straight, is_straight = dict[int, list[str]](), None, False, False
    for number, step in enumerate(played):
        if step.upper != upper:
            upper, was_straight, is_straight = step.upper, False, False
        if _is_neck_work(step):
            if not is_straight:
                found[number] = [AGAIN if was_straight else f"head-{position}"]
            was_straight = is_straight = True
        elif turn_due is not None and number >= turn_due:
            found[number], turn_due, is_straight = [TURN_HEAD], None, False
    return found


def _is_neck_work(step: Step) -> bool:
    """The opening strokes pass over the neck too lightly to move the head for them."""
    return "cervical" in reach(step) and step.group > OPENING


def _lifts(step: Step, limits: Consequence) -> list[str]:
    if not _leads_over(step, closed_to(step, limits)):
        return []
    if not _leads_over(step, limits.blocked):
        return [OVER_STROKED]
    return [OVER_BOTH if step.family != "stroke" and _leads_over(step, limits.stroke_only) else OVER_LEFT_OUT]


def _leads_over(step: Step, places: frozenset[str]) -> bool:
    path = [stroke.model_dump() for stroke in technique_facts()[step.technique].path]
    return crosses(path, step.regions, places, step.upper)
