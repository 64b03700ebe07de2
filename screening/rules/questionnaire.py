"""Reads and validates questions.yaml: the items, their follow-ups and branches, and the order of asking."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from lessons.back_map import BACK_MAP, expand_slugs
from lessons.positions import POSITIONS, Position
from screening.rules.conditions import Condition, parse_condition
from web.written.yaml_text import FastLoader

QUESTIONS = Path(__file__).with_name("questions.yaml")
REGIONS = frozenset(BACK_MAP.regions)
NOT_OFFERED, GUARDIAN_NEAR = "not-offered", "guardian-near"
ANY_POSITION: frozenset[Position] = frozenset(POSITIONS)


def _known_regions(names: Any) -> frozenset[str]:
    regions = frozenset(expand_slugs(names))
    if regions - REGIONS:
        raise ValueError(f"unknown region: {', '.join(sorted(regions - REGIONS))}")
    return regions


def _condition(text: Any) -> Condition:
    return parse_condition(str(text))


Regions = Annotated[frozenset[str], BeforeValidator(_known_regions)]
When = Annotated[Any, BeforeValidator(_condition), PlainSerializer(lambda condition: condition.text)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Effects(Part):
    """What an answer narrows. `pick`, `oils_from` and `positions_from` name the follow-up that holds the list."""

    blocked: Regions = frozenset()
    stroke_only: Regions = frozenset()
    banned: frozenset[str] = frozenset()
    oils_banned: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    cap: Literal[1, 2, 3] = 3
    max_minutes: int | None = Field(default=None, ge=1, le=120)
    positions: frozenset[Position] = ANY_POSITION
    pick: str | None = None
    oils_from: str | None = None
    positions_from: str | None = None

    @property
    def names(self) -> set[str]:
        return {name for name in (self.pick, self.oils_from, self.positions_from) if name}


class Outcome(Effects):
    level: int = Field(alias="class", ge=0, le=5)
    urgency: Literal["routine", "soon", "same-day"] | None = None

    @property
    def sends_to_a_doctor(self) -> bool:
        """Not every class 4 does: some are not offered here, wait for a guardian, or leave no position."""
        return self.level >= 4 and bool(self.positions) and not self.notes & {NOT_OFFERED, GUARDIAN_NEAR}

    @model_validator(mode="after")
    def class_4_has_an_urgency(self) -> Self:
        if (self.level == 4) != (self.urgency is not None):
            raise ValueError("class 4, and only class 4, needs an urgency: routine, soon or same-day")
        return self


class Also(Effects):
    when: When


class Branch(Outcome):
    when: When | None = None
    when_reported: str | None = None
    also: tuple[Also, ...] = ()
    if_cleared: Outcome | None = None

    @property
    def is_last_resort(self) -> bool:
        return self.when is None and self.when_reported is None

    @property
    def names(self) -> set[str]:
        whens = [self.when, *(also.when for also in self.also)]
        conditions = [when.names for when in whens if when]
        effects = [part.names for part in (*self.also, self.if_cleared) if part]
        return super().names.union(*conditions, *effects)


class FollowUp(Part):
    """A question asked after a yes. min and max bound a number, or the length of a list."""

    name: str
    type: Literal["bool", "int", "choice", "list", "pick"]
    absent: bool | int | str | tuple[str, ...]
    choices: tuple[str, ...] = ()
    min: int = 0
    max: int | None = None
    nullable: bool = False
    now_is: str | None = None

    @model_validator(mode="after")
    def has_what_its_type_needs(self) -> Self:
        if (self.type in ("choice", "list")) != bool(self.choices):
            raise ValueError(f"{self.name}: choices belong to choice and list follow-ups")
        if (self.type == "int") != (self.max is not None):
            raise ValueError(f"{self.name}: max belongs to int follow-ups")
        if self.now_is and self.type != "bool":
            raise ValueError(f"{self.name}: now_is belongs to bool follow-ups")
        return self


class Item(Part):
    """One question. `since` is the version of the file in which its rule or its meaning last changed."""

    slug: str
    since: int = Field(default=1, ge=1)
    hours: int = Field(gt=0)
    quick_check: Literal[1, 2, 3, 4, 5, 6] | None = None
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    asked_if: tuple[str, ...] | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    if_no: Outcome | None = None
    if_unsure: Outcome | None = None
    branches: tuple[Branch, ...] = Field(min_length=1)

    @property
    def absent(self) -> dict[str, object]:
        """The values taken when no follow-up was given: the strictest."""
        return {follow_up.name: follow_up.absent for follow_up in self.follow_ups}

    @property
    def is_emergency_sign(self) -> bool:
        return self.slug.startswith("em-")

    @property
    def may_send_to_a_doctor(self) -> bool:
        return any(branch.sends_to_a_doctor for branch in self.branches)

    @property
    def is_clearable(self) -> bool:
        return any(branch.if_cleared for branch in self.branches)

    @model_validator(mode="after")
    def branches_cover_every_case(self) -> Self:
        if [branch.is_last_resort for branch in self.branches] != [False] * (len(self.branches) - 1) + [True]:
            raise ValueError(f"{self.slug}: the last branch, and only the last, has no condition")
        return self

    @model_validator(mode="after")
    def names_are_its_follow_ups(self) -> Self:
        unknown = set().union(*(branch.names for branch in self.branches)) - set(self.absent)
        if unknown:
            raise ValueError(f"{self.slug}: no such follow-up: {', '.join(sorted(unknown))}")
        return self


class Page(Part):
    slug: str
    kind: Literal["single", "theme"]
    section: str
    role: Literal["receiver", "giver"] = "receiver"
    items: tuple[str, ...] = Field(min_length=1, max_length=12)
    skipped_after: str | None = None

    @model_validator(mode="after")
    def single_page_has_one_item(self) -> Self:
        if self.kind == "single" and len(self.items) != 1:
            raise ValueError(f"{self.slug}: a single page has one item")
        return self


class Questionnaire(Part):
    version: int
    items: dict[str, Item]
    sections: tuple[str, ...]
    pages: tuple[Page, ...]

    @model_validator(mode="after")
    def every_item_is_on_one_page(self) -> Self:
        on_pages = [slug for page in self.pages for slug in page.items]
        if sorted(on_pages) != sorted(self.items):
            wrong = [slug for slug in {*on_pages, *self.items} if on_pages.count(slug) != 1 or slug not in self.items]
            raise ValueError(f"not on exactly one page: {', '.join(sorted(wrong))}")
        return self

    @model_validator(mode="after")
    def references_are_known(self) -> Self:
        items: set[str | None] = {slug for item in self.items.values() for slug in item.asked_if or ()}
        items |= {branch.when_reported for item in self.items.values() for branch in item.branches}
        items |= {part.now_is for item in self.items.values() for part in item.follow_ups}
        items |= {page.skipped_after for page in self.pages}
        unknown = (items - {None, *self.items}) | ({page.section for page in self.pages} - set(self.sections))
        if unknown:
            raise ValueError(f"unknown item or section: {unknown}")
        return self

    @model_validator(mode="after")
    def no_item_is_newer_than_the_file(self) -> Self:
        newer = sorted(slug for slug, item in self.items.items() if item.since > self.version)
        if newer:
            raise ValueError(f"newer than version {self.version}: {', '.join(newer)}")
        return self

    def unchanged_since(self, version: object) -> frozenset[str]:
        """The items whose answers, given under that version, still answer the same question."""
        if type(version) is not int or not 1 <= version <= self.version:
            return frozenset()
        return frozenset(slug for slug, item in self.items.items() if item.since <= version)

    def page(self, slug: str) -> Page:
        return next(page for page in self.pages if page.slug == slug)

    def page_of(self, item: str) -> Page:
        return next(page for page in self.pages if item in page.items)

    @property
    def notes(self) -> frozenset[str]:
        """Every note that an answer may bring."""
        outcomes = [outcome for item in self.items.values() for outcome in _outcomes(item)]
        return frozenset().union(*(outcome.notes for outcome in outcomes))


def _outcomes(item: Item) -> list[Effects]:
    found: list[Effects | None] = [item.if_no, item.if_unsure]
    for branch in item.branches:
        found += [branch, branch.if_cleared, *branch.also]
    return [outcome for outcome in found if outcome]


class _UniqueKeys(FastLoader):
    """Refuses a key that is there twice: the second one would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"there twice: {sorted(twice)}", node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(text: str) -> Any:
    return _UniqueKeys(text).get_single_data()


def read_questionnaire(text: str) -> Questionnaire:
    """Validate the text of a question file; named effect sets are written into every place that uses them."""
    raw = read_yaml(text)
    sets = raw.pop("effect_sets", {})
    items = [_with_sets(item, sets) for item in raw.pop("items")]
    by_slug = {item["slug"]: item for item in items}
    if len(by_slug) != len(items):
        raise ValueError("an item is listed twice")
    return Questionnaire(items=by_slug, **raw)


def _with_sets(node: Any, sets: dict[str, dict[str, Any]]) -> Any:
    if isinstance(node, list):
        return [_with_sets(entry, sets) for entry in node]
    if not isinstance(node, dict):
        return node
    whole = {key: _with_sets(value, sets) for key, value in node.items() if key != "use"}
    for name in node.get("use", []):
        for key, value in sets[name].items():
            whole[key] = _narrower(key, value, whole[key]) if key in whole else value
    return whole


def _narrower(key: str, one: Any, other: Any) -> Any:
    """Numbers take the smaller one, positions what both allow; other lists add up."""
    if key == "positions":
        return [position for position in one if position in other]
    return [*one, *other] if isinstance(other, list) else min(one, other)


@cache
def load_questionnaire() -> Questionnaire:
    return read_questionnaire(QUESTIONS.read_text(encoding="utf-8"))
