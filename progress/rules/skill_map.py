"""What a person knows where: each family of techniques on each place of the back, made of skills and their cards.

A pair of places counts as one: hands that know one side know the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lessons.back_map import BACK_MAP
from lessons.plate.model import TAGS
from lessons.quiz.questions import Skill
from progress.rules.schedule import Cards, SkillState

State = Literal["new", "fading", "part", "known"]
SKILL_STATES: tuple[State, ...] = ("new", "fading", "part", "known")  # a right answer only ever leads to the right
PLACES: tuple[str, ...] = tuple(dict.fromkeys(region.base for region in BACK_MAP.regions.values()))
READING = "reading"  # the column of skills that have places but no family
CROSS = 100  # units across


@dataclass(frozen=True)
class Count:
    """How many of some skills are known and how many are fading; the others are new."""

    total: int
    known: int
    fading: int

    @property
    def state(self) -> State:
        if self.known:
            return "known" if self.known == self.total else "part"
        return "fading" if self.fading else "new"


@dataclass(frozen=True)
class Cell:
    """One family on one place. `leaves_out` says that the family is never used there, and that this is what to know."""

    place: str
    count: Count
    leaves_out: bool

    @property
    def state(self) -> State:
        return self.count.state


@dataclass(frozen=True)
class Column:
    """One family, or what is read off the back without any: its skills and the places where they apply."""

    family: str
    skills: tuple[str, ...]
    count: Count
    cells: Mapping[str, Cell]

    @property
    def left_out(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells.values() if cell.leaves_out)


@dataclass(frozen=True)
class SkillMap:
    """`places` count over the families together; `placeless` are the skills that belong to no place on the back.

    Reading the back is left to its own column: it is about the whole back at once and would level all places.
    """

    count: Count
    columns: tuple[Column, ...]
    places: Mapping[str, Count]
    placeless: tuple[str, ...]
    placeless_count: Count

    def region_states(self) -> dict[str, State]:
        """What the plate draws: for each region the state of its place."""
        return {slug: self.places[region.base].state for slug, region in BACK_MAP.regions.items()}


def skill_states(skills: Iterable[Skill], cards: Cards, now: datetime) -> dict[str, SkillState]:
    """What was never asked is new."""
    return {skill.slug: cards[skill.slug].state(now) if skill.slug in cards else "new" for skill in skills}


def skill_map(skills: Sequence[Skill], states: Mapping[str, SkillState]) -> SkillMap:
    """Families stand in the order of the skills; reading the back comes last."""
    placed = [skill for skill in skills if skill.regions]
    placeless = [skill for skill in skills if not skill.regions]
    handled = [skill for skill in placed if skill.family]
    families = [*dict.fromkeys(skill.family for skill in handled), None]
    return SkillMap(
        count=_count(skills, states),
        columns=tuple(
            _column(family, [skill for skill in placed if skill.family == family], states) for family in families
        ),
        places={place: _count(_at(place, handled), states) for place in PLACES},
        placeless=tuple(skill.slug for skill in placeless),
        placeless_count=_count(placeless, states),
    )


def _column(family: str | None, skills: Sequence[Skill], states: Mapping[str, SkillState]) -> Column:
    cells = {place: _cell(place, found, states) for place in PLACES if (found := _at(place, skills))}
    return Column(family or READING, tuple(skill.slug for skill in skills), _count(skills, states), cells)


def _cell(place: str, skills: Sequence[Skill], states: Mapping[str, SkillState]) -> Cell:
    return Cell(place, _count(skills, states), all(skill.leaves_out for skill in skills))


def _at(place: str, skills: Iterable[Skill]) -> list[Skill]:
    return [skill for skill in skills if any(BACK_MAP.regions[region].base == place for region in skill.regions)]


def _count(skills: Iterable[Skill], states: Mapping[str, SkillState]) -> Count:
    found = [states[skill.slug] for skill in skills]
    return Count(len(found), found.count("known"), found.count("fading"))


def crosses(place: str) -> list[str]:
    """Path text of the crosses on a place that is left out: one on the midline, or one on each side."""
    x, y = TAGS[place]
    middles = [x, 1000 - x] if f"{place}-l" in BACK_MAP.regions else [500]
    half = CROSS // 2
    return [f"M{middle - half} {y - half}l{CROSS} {CROSS}m0-{CROSS}l-{CROSS} {CROSS}" for middle in middles]
