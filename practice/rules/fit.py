"""Fits the default massage to one clearance and position, and says what was changed and why (plan#fitting)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import floor

from lessons.back_map import expand_slugs
from lessons.pack.facts import technique_facts
from lessons.pack.technique_shapes import StandIn
from lessons.positions import POSITIONS, Position
from practice.rules.changes import Change, merged
from practice.rules.check_ins import check_ins
from practice.rules.plan import (
    GENTLE_PRESSURE,
    MOST_PRESSURE,
    Plan,
    Step,
    highest_pressure,
    least_minutes,
    load_plans,
)
from practice.rules.side_by_side import side_by_side
from practice.rules.side_lying import least_in_two_passes, two_passes, works_one_side
from screening.rules.assessment import Clearance
from screening.rules.consequences import Consequence

FIRST, SHORT = "first", "short"
NECK = "neck"
LENGTHS_BY_POSITION: Mapping[str, tuple[str, ...]] = {
    "prone": ("full", "short", "long", "first"),
    "side": ("full", "short", "long", "first"),
    "chair": ("full", "short", "long", "neck", "first"),
}
DROP_ORDER = (8, 7, 5, 4, 6, 2, 9, 3)  # the strongest and most special work goes first
OPENING, CLOSING = 1, 10
LEAST_MINUTES = 2.0  # of opening and of closing strokes (R5, R6)
HARDEST_TO_REACH = frozenset(expand_slugs(["sacral", "lumbar-lr"]))  # on a chair


@dataclass(frozen=True)
class AdaptedPlan:
    """A plan that one receiver may get today. Without steps there is none that keeps all limits."""

    key: str
    position: Position
    steps: tuple[Step, ...]
    changes: tuple[Change, ...] = ()

    @property
    def minutes(self) -> float:
        return sum(step.minutes for step in self.steps)

    @property
    def passes(self) -> tuple[tuple[Step, ...], ...]:
        """The steps as the hands play them: in one go, or first on one side and then on the other."""
        return two_passes(self.steps) if self.position == "side" else (self.steps,)

    @property
    def check_ins(self) -> tuple[float, ...]:
        return check_ins(step for steps in self.passes for step in steps)


def positions_offered(clearance: Clearance) -> tuple[Position, ...]:
    """Lying on the side is only for those who may not lie face down (R29)."""
    allowed = clearance.limits.positions
    return tuple(name for name in POSITIONS if name in allowed and not (name == "side" and "prone" in allowed))


def offers(clearance: Clearance, position: Position, untaught: frozenset[str] = frozenset()) -> tuple[AdaptedPlan, ...]:
    """The plans to choose from: each length that fits, and none that would be the same massage twice.

    While only stroking is taught, First strokes is the one massage there is.
    """
    if position not in positions_offered(clearance):
        return ()
    taught = {key: only_taught(load_plans()[key], untaught) for key in LENGTHS_BY_POSITION[position]}
    asked = {key: plan for key, plan in taught.items() if key == FIRST or _is_more_than_strokes(plan)}
    plans = {key: adapt(plan, clearance, position, short=taught[SHORT]) for key, plan in asked.items()}
    fitting = [plan for key, plan in plans.items() if plan.key == key]
    different: dict[tuple[Step, ...], AdaptedPlan] = {}
    for plan in fitting:
        if plan.steps:
            different.setdefault(plan.steps, plan)
    return tuple(different.values())


def only_taught(plan: Plan, untaught: frozenset[str]) -> Plan:
    """The plan without techniques that nobody has been taught; a neck block that lost its opening strokes goes too."""
    steps = [step for step in plan.steps if step.technique not in untaught]
    block = [step for step in steps if step.block]
    headless = bool(block) and block[0].family != "stroke"
    return replace(plan, steps=tuple(step for step in steps if not (headless and step.block)))


def _is_more_than_strokes(plan: Plan) -> bool:
    return any(step.family != "stroke" for step in plan.steps)


def adapt(plan: Plan, clearance: Clearance, position: Position, short: Plan | None = None) -> AdaptedPlan:
    """The plan within all limits. Where it would take too long it becomes the short form, and then loses groups."""
    if position not in positions_offered(clearance):
        raise ValueError(f"{position} is not a position for this receiver")
    limits = clearance.limits
    adapted = _within_limits(plan, clearance, position)
    if limits.max_minutes is None or adapted.minutes <= limits.max_minutes:
        return adapted
    shorter = Change("shorter", "max-minutes", items=_items(clearance, lambda found: found.max_minutes is not None))
    if plan.key not in (FIRST, SHORT, NECK):
        fitting = adapt(short or load_plans()[SHORT], clearance, position)
        return replace(fitting, changes=merged([shorter, *fitting.changes]))
    return _shortened(adapted, limits.max_minutes, shorter)


def _within_limits(plan: Plan, clearance: Clearance, position: Position) -> AdaptedPlan:
    changes: list[Change] = []
    steps: list[Step] = []
    for step in plan.steps:
        fitted = _fitted(step, clearance, position, changes)
        for part in side_by_side(fitted, step) if fitted else ():
            steps = _appended(steps, part)
    steps = _without_headless_neck_block(steps, clearance, changes)
    if position == "side":
        steps = [_in_two_passes(step) for step in steps]
    steps = _gently_rising(_with_full_opening(steps))
    return AdaptedPlan(plan.key, position, tuple(steps) if _is_complete(steps) else (), merged(changes))


def _fitted(step: Step, clearance: Clearance, position: Position, changes: list[Change]) -> Step | None:
    """One step within all limits, or none; what changed is added to `changes`."""
    technique_changes: list[Change] = []
    allowed = _with_allowed_technique(step, clearance, position, technique_changes)
    placed = _on_allowed_places(allowed, clearance, position, changes) if allowed else None
    if allowed and not placed:
        changes.append(_nowhere_left(step, allowed, clearance))
    else:
        changes.extend(technique_changes)
    return _lightened(placed, clearance, changes) if placed else None


def _with_allowed_technique(step: Step, clearance: Clearance, position: Position, changes: list[Change]) -> Step | None:
    facts = technique_facts()[step.technique]
    if position in facts.not_in:
        changes.append(Change("left-out", position, step.technique, groups=(step.group,)))
        return None
    limits = clearance.limits
    if _is_allowed(step.technique, limits) and position in facts.plan.too_short_in:
        changes.append(Change("left-out", "too-short", step.technique, groups=(step.group,)))
        return None
    if _is_allowed(step.technique, limits):
        return step
    reason, items = _why_not(step.technique, clearance)
    stand_in = (
        _stand_in(step, facts.plan.stand_in)
        if facts.plan.stand_in and _may_stand_in(facts.plan.stand_in, limits, position)
        else None
    )
    if stand_in is None:
        changes.append(Change("left-out", reason, step.technique, groups=(step.group,), items=items))
    else:
        changes.append(Change("replaced", reason, step.technique, stand_in.technique, (step.group,), items=items))
    return stand_in


def _is_allowed(technique: str, limits: Consequence) -> bool:
    facts = technique_facts()[technique]
    return limits.banned.isdisjoint({technique, facts.family}) and limits.cap >= facts.plan.least_cap


def _why_not(technique: str, clearance: Clearance) -> tuple[str, tuple[str, ...]]:
    names = {technique, technique_facts()[technique].family}
    if names & clearance.limits.banned:
        return "banned", _items(clearance, lambda found: bool(names & found.banned))
    return "cap", _cap_items(clearance)


def _may_stand_in(stand_in: StandIn, limits: Consequence, position: Position) -> bool:
    is_too_short = position in technique_facts()[stand_in.technique].plan.too_short_in
    return not is_too_short and _is_allowed(stand_in.technique, limits)


def _stand_in(step: Step, substitute: StandIn) -> Step | None:
    """The substitute on what it can reach of the step's regions, for its share of the time."""
    places = set(technique_facts()[substitute.technique].regions)
    wanted = substitute.regions or [slug for slug in step.regions if slug in (substitute.within or places)]
    regions = tuple(slug for slug in wanted if slug in places)
    if not regions:
        return None
    by = replace(step, technique=substitute.technique, reps=None, speed_cm_s=None)
    minutes = step.minutes if substitute.regions else _share(by, len(regions))
    return replace(by, regions=regions, minutes=minutes)


def _share(step: Step, places: int) -> float:
    """Stroking keeps its time; other work takes the time of the places that are left, in quarter minutes."""
    if step.family == "stroke":
        return step.minutes
    share = floor(step.minutes * 4 * places / len(step.regions)) / 4
    return max(least_minutes(step.technique, places), share)


def _on_allowed_places(step: Step, clearance: Clearance, position: Position, changes: list[Change]) -> Step | None:
    limits, regions, out_of_reach = clearance.limits, step.regions, step.out_of_reach
    for reason, closed in _closed_places(step, limits, position):
        gone = tuple(slug for slug in regions if slug in closed)
        regions = tuple(slug for slug in regions if slug not in closed)
        out_of_reach += gone if reason == "chair" else ()
        if gone:
            changes.extend(_places_left_out(reason, gone, step.group, clearance))
        if reach(step) & closed - set(step.regions):
            regions = ()
    if not regions:
        return None
    return replace(step, regions=regions, minutes=_share(step, len(regions)), out_of_reach=out_of_reach)


def reach(step: Step) -> frozenset[str]:
    """Where the hands are in this step: its regions, and the edge beside the blade."""
    return frozenset(step.regions).union(technique_facts()[step.technique].plan.also_touches)


def _closed_places(step: Step, limits: Consequence, position: Position) -> list[tuple[str, frozenset[str]]]:
    closed = [("blocked", limits.blocked)]
    if position == "chair":
        closed.append(("chair", HARDEST_TO_REACH))
    if step.family != "stroke":
        closed.append(("stroke-only", limits.stroke_only))
    return closed


def _places_left_out(reason: str, regions: Iterable[str], group: int, clearance: Clearance) -> Iterable[Change]:
    kind = "stroke-only" if reason == "stroke-only" else "place-left-out"
    for slug in regions:
        items = () if reason == "chair" else _place_items(clearance, {slug})
        yield Change(kind, reason, groups=(group,), regions=(slug,), items=items)


def _nowhere_left(step: Step, allowed: Step, clearance: Clearance) -> Change:
    items = _place_items(clearance, set(reach(allowed)))
    return Change("left-out", "no-place", step.technique, groups=(step.group,), items=items)


def _lightened(step: Step, clearance: Clearance, changes: list[Change]) -> Step:
    pressure = min(step.pressure, highest_pressure(step.technique, step.regions), clearance.limits.cap)
    if clearance.limits.cap < step.pressure:
        changes.append(Change("lighter", "cap", groups=(step.group,), pressure=pressure, items=_cap_items(clearance)))
    return replace(step, pressure=pressure)


def firmer_places(step: Step, before: Step | None, clearance: Clearance) -> tuple[str, ...]:
    """Where the receiver may ask for level 3: as far as cap and technique allow, and one level at a time (R3, R26)."""
    most = min(clearance.limits.cap, highest_pressure(step.technique, step.firmer_in))
    if most < MOST_PRESSURE or before is None or before.pressure < GENTLE_PRESSURE:
        return ()
    return tuple(slug for slug in step.firmer_in if slug in step.regions)


def _appended(steps: list[Step], step: Step) -> list[Step]:
    """A substitute that repeats a step of its group only makes that one longer, and may take it to one place more."""
    for index, other in enumerate(steps):
        is_same = (other.technique, other.group) == (step.technique, step.group)
        if is_same and set(other.regions) <= set(step.regions):
            longer = replace(other, regions=step.regions, minutes=other.minutes + step.minutes)
            return [*steps[:index], longer, *steps[index + 1 :]]
    return [*steps, step]


def _without_headless_neck_block(steps: list[Step], clearance: Clearance, changes: list[Change]) -> list[Step]:
    """The neck block begins with stroking (R22); where that has no place left, the block is left out."""
    block = [step for step in steps if step.block]
    if not block or block[0].family == "stroke":
        return steps
    items = _place_items(clearance, set(expand_slugs(["shoulder-lr", "cervical"])))
    changes.extend(
        Change("left-out", "neck-block", step.technique, groups=(step.group,), items=items) for step in block
    )
    return [step for step in steps if not step.block]


def _in_two_passes(step: Step) -> Step:
    """Its minutes as an even number of quarters, and no step on a side so short that it is over before it is found."""
    if works_one_side(step):
        return replace(step, minutes=max(least_in_two_passes(step), step.minutes))
    return replace(step, minutes=max(least_in_two_passes(step), floor(step.minutes * 2) / 2))


def _with_full_opening(steps: list[Step]) -> list[Step]:
    opening = sum(step.minutes for step in steps if step.group == OPENING)
    if not steps or opening >= LEAST_MINUTES:
        return steps
    return [replace(steps[0], minutes=steps[0].minutes + LEAST_MINUTES - opening), *steps[1:]]


def _gently_rising(steps: list[Step]) -> list[Step]:
    """From one step to the next the pressure rises by one level at most (R26)."""
    calm: list[Step] = []
    for step in steps:
        highest = calm[-1].pressure + 1 if calm else 2
        calm.append(replace(step, pressure=min(step.pressure, highest)))
    return calm


def _is_complete(steps: list[Step]) -> bool:
    """Without its opening and closing strokes there is no massage."""
    return bool(steps) and steps[0].technique == "stroke-long" and steps[-1].technique == "stroke-close"


def _shortened(plan: AdaptedPlan, most: int, shorter: Change) -> AdaptedPlan:
    """Drop groups in the stated order until the rest fits; then cut the opening and closing to their least."""
    changes, steps = [shorter, *plan.changes], list(plan.steps)
    for group in DROP_ORDER:
        if sum(step.minutes for step in steps) <= most:
            break
        gone = [step for step in steps if step.group == group]
        changes += [replace(shorter, kind="left-out", technique=step.technique, groups=(group,)) for step in gone]
        steps = [step for step in steps if step.group != group]
    steps = _gently_rising(steps if sum(step.minutes for step in steps) <= most else _least_opening(steps))
    fits = sum(step.minutes for step in steps) <= most
    return replace(plan, steps=tuple(steps) if fits else (), changes=merged(changes))


def _least_opening(steps: list[Step]) -> list[Step]:
    """Long strokes reach every place, so two minutes of them are an opening of their own."""
    return [replace(step, minutes=LEAST_MINUTES) for step in steps if step.technique in ("stroke-long", "stroke-close")]


def _items(clearance: Clearance, caused: Callable[[Consequence], bool]) -> tuple[str, ...]:
    """The screening items behind a limit."""
    return tuple(reason.item for reason in clearance.reasons if caused(reason.consequence))


def _place_items(clearance: Clearance, regions: set[str]) -> tuple[str, ...]:
    return _items(clearance, lambda found: bool(regions & (found.blocked | found.stroke_only)))


def _cap_items(clearance: Clearance) -> tuple[str, ...]:
    return _items(clearance, lambda found: found.cap == clearance.limits.cap)
