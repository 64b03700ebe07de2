"""What the plan pages show: an adapted plan as ready values, part by part and step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from lessons.back_map import BACK_MAP
from lessons.models import TechniqueText
from lessons.positions import POSITIONS
from practice import wording
from practice.rules.changes import Change
from practice.rules.fit import AdaptedPlan, reach
from practice.rules.hand_paths import Stroke, strokes_for, within_reach
from practice.rules.opening import LessonCheck, Opening
from practice.rules.plan import Step, load_plans
from practice.rules.step_notes import OVER_BOTH, OVER_LEFT_OUT, OVER_STROKED, closed_to, notes_beside
from screening.rules.assessment import Clearance
from web.language import FALLBACK, language_now

STRIP_WIDTH, LEVEL_HEIGHT = 720, 26
CHANGE_ORDER = ("place-left-out", "stroke-only", "left-out", "replaced", "lighter")


@dataclass(frozen=True)
class ShownStep:
    """One step with its number, its start and what has to be said beside it."""

    number: int
    step: Step
    name: str
    starts: float
    asks: bool
    notes: tuple[str, ...]

    @property
    def places(self) -> list[str]:
        return wording.places_of(self.step)

    @property
    def places_in_short(self) -> str:
        return wording.places_in_short(self.step)

    @property
    def dose(self) -> str:
        return wording.dose(self.step)


@dataclass(frozen=True)
class TurnOver:
    """Between the two sides of a massage of somebody who lies on the side; a page of its own, and no minutes."""

    number: int
    starts: float


@dataclass(frozen=True)
class Pass:
    """What is done in one go: the whole massage, or all of it for the side on top."""

    parts: tuple[Part, ...]
    turn: TurnOver | None = None  # what comes before it

    @property
    def minutes(self) -> float:
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True)
class Later:
    """A lesson whose check would open more of the massage."""

    check: LessonCheck | None
    techniques: list[str]


@dataclass(frozen=True)
class Part:
    """One of the ten groups of the massage."""

    number: int
    title: wording.Text
    steps: tuple[ShownStep, ...]

    @property
    def starts(self) -> float:
        return self.steps[0].starts

    @property
    def minutes(self) -> float:
        return sum(shown.step.minutes for shown in self.steps)

    @property
    def ends(self) -> float:
        return self.starts + self.minutes


@dataclass(frozen=True)
class Bar:
    """A piece of the strip, in the units of its drawing: as wide as its time, as high as its pressure."""

    x: float
    width: float
    y: int
    height: int
    family: str


@dataclass(frozen=True)
class Mark:
    x: float
    label: str


@dataclass(frozen=True)
class ShownChange:
    """Changes of one kind with one reason, in words that the template joins."""

    kind: str
    reason: str
    places: list[str]
    techniques: list[str]
    by: str
    pressure: int | None
    items: list[str]


class PlanPage:
    """A plan for the templates. Names of techniques are read once."""

    def __init__(self, plan: AdaptedPlan, clearance: Clearance, opening: Opening | None = None) -> None:
        self.plan = plan
        self.clearance = clearance
        self.opening = opening

    @cached_property
    def pages(self) -> tuple[ShownStep | TurnOver, ...]:
        """What the hands are led through, a page each, in order."""
        shown: list[ShownStep | TurnOver] = []
        now, notes = 0.0, iter(notes_beside(self._played, self.plan.position, self.clearance))
        for steps in self.plan.passes:
            if shown:
                shown.append(TurnOver(len(shown) + 1, now))
            for step in steps:
                name = self._names.get(step.technique, step.technique)
                shown.append(ShownStep(len(shown) + 1, step, name, now, self._asks(now, step), next(notes)))
                now += step.minutes
        return tuple(shown)

    @cached_property
    def _played(self) -> tuple[Step, ...]:
        return tuple(step for steps in self.plan.passes for step in steps)

    @cached_property
    def steps(self) -> tuple[ShownStep, ...]:
        return tuple(page for page in self.pages if isinstance(page, ShownStep))

    @property
    def passes(self) -> list[Pass]:
        passes, turn = [], None
        for is_turn, pages in groupby(self.pages, key=lambda page: isinstance(page, TurnOver)):
            if is_turn:
                turn = next(page for page in pages if isinstance(page, TurnOver))
            else:
                passes.append(Pass(tuple(_parts(page for page in pages if isinstance(page, ShownStep))), turn))
        return passes

    @property
    def parts(self) -> list[Part]:
        return [part for one in self.passes for part in one.parts]

    @property
    def levels(self) -> list[int]:
        return sorted({step.pressure for step in self.plan.steps})

    @property
    def later(self) -> list[Later]:
        """What the whole massage would hold beyond this plan, by the lesson whose check opens it."""
        if self.opening is None:
            return []
        untaught = [step.technique for step in load_plans()["full"].steps if step.technique in self.opening.untaught]
        found: dict[LessonCheck | None, list[str]] = {}
        for technique in dict.fromkeys(untaught):
            found.setdefault(self.opening.check_for(technique), []).append(self._names.get(technique, technique))
        known = sorted((check for check in found if check), key=lambda check: check.number)
        return [Later(check, found[check]) for check in [*known, *([None] if None in found else [])]]

    @property
    def length(self) -> wording.Text:
        return wording.LENGTHS[self.plan.key]

    @property
    def position(self) -> wording.Text:
        return wording.POSITION_NAMES[self.plan.position]

    @property
    def states(self) -> dict[str, str]:
        """What the plate shows of the screening: places left out and places only stroked."""
        limits = self.clearance.limits
        return dict.fromkeys(limits.blocked, "out") | dict.fromkeys(limits.stroke_only, "stroke-only")

    @property
    def lit(self) -> set[str]:
        """The places of a plan for a part of the back; lighting a whole back would say nothing."""
        worked = {slug for step in self.plan.steps for slug in step.regions}
        return set() if worked | self.clearance.limits.blocked == set(BACK_MAP.regions) else worked

    @property
    def strip(self) -> list[Bar]:
        scale = STRIP_WIDTH / self.plan.minutes
        return [
            Bar(
                x=_tidy(shown.starts * scale),
                width=_tidy(shown.step.minutes * scale),
                y=(3 - shown.step.pressure) * LEVEL_HEIGHT,
                height=shown.step.pressure * LEVEL_HEIGHT,
                family=shown.step.family,
            )
            for shown in self.steps
        ]

    @property
    def part_marks(self) -> list[Mark]:
        scale = STRIP_WIDTH / self.plan.minutes
        return [Mark(_tidy((part.starts + part.ends) / 2 * scale), str(part.number)) for part in self.parts]

    @property
    def part_edges(self) -> list[float]:
        scale = STRIP_WIDTH / self.plan.minutes
        return [_tidy(part.starts * scale) for part in self.parts][1:]

    @property
    def minute_marks(self) -> list[Mark]:
        scale = STRIP_WIDTH / self.plan.minutes
        step = 5 if self.plan.minutes > 12 else 2
        last = int(self.plan.minutes)
        return [Mark(_tidy(minute * scale), str(minute)) for minute in range(0, last + 1, step)]

    @property
    def check_in_marks(self) -> list[float]:
        return [_tidy(minute * STRIP_WIDTH / self.plan.minutes) for minute in self.plan.check_ins]

    @property
    def changes(self) -> list[ShownChange]:
        told = [change for change in self.plan.changes if change.kind != "shorter"]  # the time limit is told by itself
        ordered = sorted(told, key=lambda change: CHANGE_ORDER.index(change.kind))
        return [self._shown(list(same)) for _key, same in groupby(ordered, key=_sameness)]

    @property
    def closed_positions(self) -> list[str]:
        closed = [name for name in wording.POSITION_NAMES if name not in self.clearance.limits.positions]
        return [str(wording.POSITION_NAMES[name]) for name in closed]

    @property
    def position_items(self) -> list[str]:
        narrowing = [
            found.item for found in self.clearance.reasons if len(found.consequence.positions) < len(POSITIONS)
        ]
        return wording.item_names(narrowing)

    @property
    def time_items(self) -> list[str]:
        limiting = [found.item for found in self.clearance.reasons if found.consequence.max_minutes]
        return wording.item_names(limiting)

    @property
    def lifts_over_left_out(self) -> bool:
        return any({OVER_LEFT_OUT, OVER_BOTH}.intersection(shown.notes) for shown in self.steps)

    @property
    def lifts_over_stroked(self) -> bool:
        return any({OVER_STROKED, OVER_BOTH}.intersection(shown.notes) for shown in self.steps)

    @property
    def is_fitted(self) -> bool:
        return bool(self.plan.changes or self.care or self.closed_positions or self.clearance.limits.max_minutes)

    @property
    def care(self) -> list[str]:
        """What the screening asks for beside the plan: its notes in words."""
        words = wording.screening_words().notes
        return [words[note] for note in sorted(self.clearance.limits.notes) if note in words]

    @property
    def oils(self) -> list[str]:
        words = wording.screening_words().oils
        return [words[oil] for oil in sorted(self.clearance.limits.oils_banned) if oil in words]

    @property
    def allows_no_oil(self) -> bool:
        return "any" in self.clearance.limits.oils_banned

    @cached_property
    def _names(self) -> dict[str, str]:
        asked = {step.technique for step in self.plan.steps}
        asked |= {slug for change in self.plan.changes for slug in (change.technique, change.by) if slug}
        asked |= self.opening.untaught if self.opening else set()
        return technique_names(asked)

    def paths(self, step: Step, path: Iterable[Stroke]) -> list[Stroke]:
        """The strokes of the technique that belong to this step, as far as its position lets the hands reach."""
        closed = closed_to(step, self.clearance.limits)
        return strokes_for(within_reach(path, step.out_of_reach), reach(step), closed, step.upper)

    def _shown(self, same: Sequence[Change]) -> ShownChange:
        first = same[0]
        return ShownChange(
            kind=first.kind,
            reason=first.reason,
            places=wording.places(slug for change in same for slug in change.regions),
            techniques=[self._names.get(slug, slug) for slug in dict.fromkeys(change.technique for change in same)],
            by=self._names.get(first.by, ""),
            pressure=first.pressure,
            items=wording.item_names(first.items),
        )

    def _asks(self, starts: float, step: Step) -> bool:
        return any(starts <= minute < starts + step.minutes for minute in self.plan.check_ins)


def _parts(steps: Iterable[ShownStep]) -> Iterable[Part]:
    for number, same in groupby(steps, key=lambda shown: shown.step.group):
        yield Part(number, wording.GROUPS[number], tuple(same))


def technique_names(slugs: Iterable[str]) -> dict[str, str]:
    """Names in the current language, English where a translation is missing."""
    language = language_now()
    rows = TechniqueText.objects.filter(technique__slug__in=set(slugs), language__in={language, FALLBACK})
    found = list(rows.values_list("language", "technique__slug", "name"))
    english = {slug: name for code, slug, name in found if code == FALLBACK}
    return english | {slug: name for code, slug, name in found if code == language}


def _sameness(change: Change) -> tuple[str, str, tuple[str, ...], str]:
    """Left-out techniques with one reason are told in one sentence; each replacement has its own."""
    return change.kind, change.reason, change.items, change.by and change.technique


def _tidy(value: float) -> float:
    return round(value, 1)
