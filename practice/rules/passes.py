"""How many slow passes a step's minutes hold: the minutes lead, and no page asks for more (plan#minutes)."""

from __future__ import annotations

from collections.abc import Iterable
from math import dist, floor

from lessons.pack.facts import technique_facts
from lessons.pack.technique_shapes import Stroke, TechniqueEntry, Tempo
from practice.rules.fit import reach
from practice.rules.hand_paths import sides_of, within_reach
from practice.rules.plan import Step

CENTIMETRES = 0.055  # one unit of the canvas (map#scale)
SHORT_MOVE = 4.0  # cm, about a finger's length: one of the short moves of rubbing
SCRATCH = 1.5  # cm from one hatching move to the next
SECONDS_OF_A_CIRCLE = 3.5  # of stroking (plan#pace)
SECONDS_OF_REST = 10.0  # the still hands that end a massage (plan#pace)
BY_TIME = ("taps/s", "tremors/s")


def passes(step: Step) -> int | None:
    """Whole passes over all places of the step, at the middle of its pace. None where time alone counts."""
    seconds = seconds_of_a_pass(step)
    return None if seconds is None else floor(step.minutes * 60 / seconds)


def seconds_of_a_pass(step: Step) -> float | None:
    """Seconds of one pass at the middle of the technique's pace: every line once, on each side that the step lists.

    Of somebody who lies on the side that is the side on top. Two hands that work both sides alike need the time of one.
    """
    facts = technique_facts()[step.technique]
    if facts.tempo.unit in BY_TIME:
        return None
    return sum(times * _seconds(way, facts) for way, times in _ways(step, facts)) or None


def works_each_side(step: Step) -> bool:
    """True where a pass takes one side after the other, so that it is counted on each."""
    return any(times > 1 for _way, times in _ways(step, technique_facts()[step.technique]))


def _ways(step: Step, facts: TechniqueEntry) -> Iterable[tuple[Stroke, int]]:
    """Each line of the step as far as the hands reach, and how many times a pass takes it: once or on each side."""
    places, share = reach(step), "mirror" if facts.hands == 2 else "alone"
    for stroke in facts.path:
        share = stroke.hands.share or share
        for reached in within_reach([stroke.model_dump()], step.out_of_reach):
            way = stroke.model_copy(update={"points": reached["points"]})
            most = 1 if step.upper or share == "mirror" or way.motion == "hold" else 2
            yield way, min(sides_of(reached, places), most)


def _seconds(stroke: Stroke, facts: TechniqueEntry) -> float:
    tempo = facts.tempo
    middle = (tempo.low + tempo.high) / 2
    if stroke.motion == "hold":
        return SECONDS_OF_REST
    ways = 2 if stroke.returns == "same" else 1
    if tempo.unit == "cm/s" and stroke.motion != "circles":
        way = _length(stroke)
        return ways * way / middle + (way / tempo.high if stroke.returns == "light" else 0)
    return ways * _moves(stroke) * _seconds_of_a_move(tempo)


def _seconds_of_a_move(tempo: Tempo) -> float:
    """Circles among strokes that glide take as long as circles of stroking do."""
    middle = (tempo.low + tempo.high) / 2
    if tempo.unit == "cm/s":
        return SECONDS_OF_A_CIRCLE
    return middle if tempo.unit == "seconds/circle" else 60 / middle


def _moves(stroke: Stroke) -> float:
    """Circles, half circles or short moves along the line, side by side."""
    if stroke.motion == "saw":
        return len(stroke.points) - 1
    if stroke.radius:
        return _length(stroke) / (2 * stroke.radius * CENTIMETRES) + 1
    if stroke.motion == "grips":
        return 2 * len(stroke.points)
    if stroke.motion == "hatch":
        return _length(stroke) / SCRATCH + 1
    return max(1.0, _length(stroke) / SHORT_MOVE)


def _length(stroke: Stroke) -> float:
    pairs = zip(stroke.points, stroke.points[1:], strict=False)
    return sum(dist(here, there) for here, there in pairs) * CENTIMETRES
