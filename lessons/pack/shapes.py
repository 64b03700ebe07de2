"""What the shapes of all files of the pack share (pydantic), and those of lessons, claims, guides and sources."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from lessons.back_map import expand_slugs

FIRST_LESSONS = (1, 2, 3)  # before the first touch: what to promise, when not to massage, how to ask and prepare

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Statement = Annotated[str, StringConstraints(pattern=r"^S([1-9]|[1-9][0-9]|1[0-2][0-9]|13[0-8])$")]
Reference = Annotated[str, StringConstraints(pattern=r"^(S[0-9]{1,3}|C[0-9]{1,2}|R[0-9]{1,2}|V:[A-Z0-9]+|M|E)$")]
Units = Annotated[int, Field(ge=0, le=1400)]
PathPoint = tuple[Units, Units]


def _spell_out(value: Any) -> Any:
    return list(expand_slugs(value)) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value


Slugs = Annotated[list[Slug], BeforeValidator(_spell_out)]
Pressure = Annotated[int, Field(ge=1, le=3)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(Strict):
    key: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+$")]
    citation: Text
    checked: bool  # True: a public copy or abstract was seen; False: known by name only


class SourceFile(Strict):
    sources: list[SourceEntry]


class StepEntry(Strict):
    """What the plate shows while this step is read."""

    slug: Slug
    regions: Slugs = []
    zones: Slugs = []
    landmarks: Slugs = []
    muscles: Slugs = []
    technique: Slug | None = None
    directions: bool = False


class LessonEntry(Strict):
    slug: Slug
    number: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    requires: Slugs = []
    families: Slugs = []
    regions: Slugs = []
    steps: Annotated[list[StepEntry], Field(min_length=1)]
    sources: Annotated[list[Reference], Field(min_length=1)]
    claims: list[Slug] = []


class LessonFile(Strict):
    lessons: list[LessonEntry]


class ClaimEntry(Strict):
    slug: Slug
    label: Literal["supported", "limited", "traditional", "contradicted"]
    certainty: Literal["high", "moderate", "low", "very-low", "none"]
    may_harm: bool = False
    statements: Annotated[list[Statement], Field(min_length=1)]
    sources: list[Reference]
    reviewed: date


class ClaimFile(Strict):
    claims: list[ClaimEntry]


class GuideEntry(Strict):
    slug: Slug
    kind: Literal["rule", "preparation", "posture", "stop"]
    sources: list[Reference]


class GuideFile(Strict):
    guides: list[GuideEntry]


class TermEntry(Strict):
    slug: Slug
    russian: str = ""
    technique: Slug | None = None
    family: Slug | None = None
    region: Slug | None = None
    muscle: Slug | None = None


class GlossaryFile(Strict):
    terms: list[TermEntry]
