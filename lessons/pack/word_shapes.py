"""The shape of the words of one language: what a translator writes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from lessons.pack.shapes import Reference, Slug, Strict, Text


class Language(Strict):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)?$")]
    name: Text
    direction: Literal["ltr", "rtl"] = "ltr"


class RegionWords(Strict):
    """`left` and `right` only where the region is a pair; `neutral` for questions, `full` for lessons."""

    name: Text
    left: Text | None = None
    right: Text | None = None
    latin: str = ""
    neutral: Text
    full: Text
    feel_for: Text


class ZoneWords(Strict):
    name: Text
    rule: Text
    why: Text


class FeatureWords(Strict):
    name: Text
    latin: str = ""
    text: Text


class BackMapTexts(Strict):
    regions: dict[Slug, RegionWords]
    zones: dict[Slug, ZoneWords]
    landmarks: dict[Slug, FeatureWords]
    muscles: dict[Slug, FeatureWords]
    divisions: dict[Slug, FeatureWords]
    targets: dict[Slug, FeatureWords]


class FamilyWords(Strict):
    name: Text
    classical: Text
    article: Text
    summary: Text
    text: Text


class TechniqueFamilyTexts(Strict):
    families: dict[Slug, FamilyWords]


class Mistake(Strict):
    wrong: Text
    instead: Text


class TechniqueText(Strict):
    """Front matter of <language>/techniques/<slug>.md; the body says how to do it, step by step."""

    name: Text
    classical: str = ""
    article: str = ""
    summary: Text
    hand: Text
    movement: Text
    pressure: Text
    tempo: Text
    repetitions: Text
    where: Text
    not_where: Text
    place: Text
    floor: Text
    chair: str = ""  # empty where the technique is left out on a chair
    limits: list[Text] = []
    mistakes: Annotated[list[Mistake], Field(min_length=1)]
    feel: Text
    body: Text


class Ruling(Strict):
    """Where the source contradicts itself or asks for something risky: what it says, what is taught, why."""

    source: Text
    teach: Text
    why: Text
    refs: Annotated[list[Reference], Field(min_length=1)]


class LessonText(Strict):
    """Front matter of <language>/lessons/<slug>.md; the body has one `## Title {#step-slug}` for each step."""

    title: Text
    summary: Text
    objectives: Annotated[list[Text], Field(min_length=2, max_length=6)]
    rulings: list[Ruling] = []
    after_care: Annotated[list[Text], Field(min_length=1)]
    body: Text


class ClaimText(Strict):
    """Front matter of <language>/claims/<slug>.md; the body explains what was studied and what it means at home."""

    title: Text
    source_says: Text
    short: Text
    body: Text


class GuideText(Strict):
    title: Text
    summary: Text
    points: Annotated[list[Text], Field(min_length=1)]
    body: str = ""


class TermWords(Strict):
    plain: Text
    classical: str = ""
    article: str = ""
    synonyms: list[Text] = []
    text: Text


class GlossaryTexts(Strict):
    terms: dict[Slug, TermWords]
