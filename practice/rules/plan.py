"""The default massage in its lengths, and the numbers of its techniques, read from files and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from lessons.back_map import BACK_MAP, expand_slugs
from lessons.pack.facts import technique_facts
from web.written.yaml_text import read_yaml

PLANS_FILE = Path(__file__).parent / "plans.yaml"
LENGTHS = ("first", "full", "short", "long", "neck")
ALL = "all"
GENTLE_PRESSURE, MOST_PRESSURE = 2, 3
GENTLE_REGIONS = frozenset({"lumbar-l", "lumbar-r", "interscapular", "cervical"})  # zones Z2, Z3, Z10 without a path


@dataclass(frozen=True)
class Step:
    """One technique on its regions. `minutes` are quarters, so sums are exact; `group` is the part of the massage.

    `firmer_in` are the places that bear level 3 where the receiver asks for more. `out_of_reach` are those that the
    position leaves out: the hands begin and end beside them. `upper` is the side on top, where one lies on the side.
    """

    technique: str
    regions: tuple[str, ...]
    minutes: float
    pressure: int
    group: int
    reps: int | None = None
    speed_cm_s: float | None = None
    block: str | None = None
    firmer_in: tuple[str, ...] = ()
    out_of_reach: tuple[str, ...] = ()
    upper: Literal["l", "r"] | None = None

    @property
    def family(self) -> str:
        return technique_facts()[self.technique].family

    def as_dict(self) -> dict[str, Any]:
        """The step as other programs read it (contracts#plan)."""
        document: dict[str, Any] = {
            "technique": self.technique,
            "regions": list(self.regions),
            "minutes": self.minutes,
            "pressure": self.pressure,
        }
        optional = {"reps": self.reps, "speed_cm_s": self.speed_cm_s, "block": self.block}
        return document | {key: value for key, value in optional.items() if value is not None}


@dataclass(frozen=True)
class Plan:
    """A massage from opening to closing strokes."""

    key: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        return sum(step.minutes for step in self.steps)


def highest_pressure(technique: str, regions: Iterable[str]) -> int:
    """The most that the technique and the gentle places among the regions bear (R3, R11, R12, R23)."""
    pressure, touched = technique_facts()[technique].pressure, set(regions)
    lower = [most for place, most in pressure.lower_in.items() if place in touched]
    gentle = [GENTLE_PRESSURE] if touched & GENTLE_REGIONS else []
    return min([pressure.high, *lower, *gentle])


def least_minutes(technique: str, places: int) -> float:
    """What a dose in seconds asks for on so many places, in quarter minutes (plan#doses)."""
    facts = technique_facts()[technique]
    dose = facts.dose
    if dose.unit != "seconds":
        return 0.25
    areas = places / 2 if facts.plan.both_sides_at_once else places
    return max(1, ceil(areas * dose.low / 15)) / 4


def _spell_out(value: Any) -> Any:
    if value == [ALL]:
        return tuple(BACK_MAP.regions)
    return expand_slugs(value) if isinstance(value, list) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Quarters = Annotated[float, Field(gt=0, multiple_of=0.25)]


class _StepEntry(_Strict):
    technique: str
    regions: Annotated[tuple[str, ...], BeforeValidator(_spell_out), Field(min_length=1)]
    minutes: dict[str, _Quarters]
    pressure: Annotated[int, Field(ge=1, le=3)]
    reps: Annotated[int, Field(ge=1)] | None = None
    speed_cm_s: Annotated[float, Field(gt=0)] | None = None
    block: Literal["neck"] | None = None
    firmer_in: Annotated[tuple[str, ...], BeforeValidator(_spell_out)] = ()

    @model_validator(mode="after")
    def keeps_to_the_technique(self) -> _StepEntry:
        facts = technique_facts().get(self.technique)
        if facts is None:
            raise ValueError(f"{self.technique} is no technique")
        if strange := set(self.regions) - set(facts.regions):
            raise ValueError(f"{self.technique} is not done on {', '.join(sorted(strange))}")
        if self.pressure > highest_pressure(self.technique, self.regions):
            raise ValueError(f"{self.technique} is too strong for its regions")
        stray = set(self.firmer_in) - set(self.regions)
        if stray or (self.firmer_in and highest_pressure(self.technique, self.firmer_in) < MOST_PRESSURE):
            raise ValueError(f"{self.technique} cannot be firmer in {', '.join(self.firmer_in)}")
        return self


class _GroupEntry(_Strict):
    number: int
    minutes: dict[str, _Quarters]
    steps: Annotated[list[_StepEntry], Field(min_length=1)]

    @model_validator(mode="after")
    def steps_fill_the_minutes(self) -> _GroupEntry:
        for length in LENGTHS:
            if sum(step.minutes.get(length, 0) for step in self.steps) != self.minutes.get(length, 0):
                raise ValueError(f"the steps of group {self.number} do not add up for {length}")
        return self


class _PlanFile(_Strict):
    minutes: dict[str, _Quarters]
    groups: Annotated[list[_GroupEntry], Field(min_length=1)]

    @model_validator(mode="after")
    def groups_fill_the_minutes(self) -> _PlanFile:
        if [group.number for group in self.groups] != list(range(1, len(self.groups) + 1)):
            raise ValueError("number the groups 1, 2, 3 ...")
        if strange := self.minutes.keys() - set(LENGTHS):
            raise ValueError(f"{', '.join(sorted(strange))} is no length")
        for length, minutes in self.minutes.items():
            if sum(group.minutes.get(length, 0) for group in self.groups) != minutes:
                raise ValueError(f"the groups do not add up to {minutes} for {length}")
        return self


def build(data: Any) -> dict[str, Plan]:
    """Plans by length from the content of plans.yaml; a fault raises ValueError."""
    file = _PlanFile.model_validate(data)
    return {length: Plan(length, tuple(_steps(file.groups, length))) for length in LENGTHS if length in file.minutes}


def _steps(groups: Iterable[_GroupEntry], length: str) -> Iterable[Step]:
    for group in groups:
        for entry in group.steps:
            if length in entry.minutes:
                fields = entry.model_dump(exclude={"minutes"})
                yield Step(**fields, minutes=entry.minutes[length], group=group.number)


@cache
def load_plans() -> Mapping[str, Plan]:
    return build(read_yaml(PLANS_FILE.read_text(encoding="utf-8")))
