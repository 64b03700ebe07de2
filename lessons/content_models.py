"""The shape of every file in the content pack (pydantic): what an author may write and must write."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

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


# --- structure -------------------------------------------------------------------------------------------------


class Canvas(Strict):
    width: int
    height: int
    midline: int
    millimetres_per_unit: float


class DivisionEntry(Strict):
    slug: Slug
    regions: Slugs
    sources: list[Reference]


class TargetBelow(Strict):
    y: Units
    target: Slug


class RegionEntry(Strict):
    slug: Slug
    sides: Literal["both", "pair"]
    half: Annotated[list[PathPoint], Field(min_length=3)]
    target: Slug
    target_below: TargetBelow | None = None


class Spine(Strict):
    half_width: Units
    top: Units
    bottom: Units


class ZoneEntry(Strict):
    slug: Slug
    mark: Literal["never", "gentle"]
    max_pressure: Annotated[int, Field(ge=0, le=2)]
    shapes: Annotated[list[dict[str, Any]], Field(min_length=1)]
    sources: list[Reference]


class LandmarkEntry(Strict):
    slug: Slug
    at: PathPoint | None = None
    line: list[PathPoint] | None = None
    pair: bool = False

    @model_validator(mode="after")
    def has_one_place(self) -> LandmarkEntry:
        if (self.at is None) == (self.line is None):
            raise ValueError("give either 'at' (a point) or 'line' (points)")
        return self


class MuscleEntry(Strict):
    slug: Slug
    regions: Slugs
    taught: Literal["", "long", "widest"] = ""


class MapFile(Strict):
    canvas: Canvas
    divisions: list[DivisionEntry]
    regions: list[RegionEntry]
    spine: Spine
    targets: dict[Slug, PathPoint]
    zones: list[ZoneEntry]
    landmarks: list[LandmarkEntry]
    muscles: list[MuscleEntry]


class SourceEntry(Strict):
    key: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+$")]
    citation: Text
    checked: bool  # True: a public copy or abstract was seen; False: known by name only


class SourceFile(Strict):
    sources: list[SourceEntry]


Contact = Literal[
    "whole-palm", "little-finger-edge", "thumb-edge", "heel", "four-finger-pads", "thumb-pad",
    "middle-phalanges", "loose-fist", "spread-fingers", "cupped-palm", "second-hand-on-top",
]  # fmt: skip
Motion = Literal[
    "glide", "circles", "semicircles", "saw", "rake", "hatch", "zigzag", "lift-circles", "grips", "taps",
    "tremble", "hold",
]  # fmt: skip


Share = Literal["alone", "mirror", "in-turn", "follow", "cross", "saw", "apart", "on-top", "rest", "carry"]
Turn = Annotated[int, Field(ge=-360, le=360)]


class StrokeHands(Strict):
    """How the giver's hands do a stroke, for the moving demonstration; what is left open stays as before.

    A hand is larger than its line. `way` is where the middle of what touches runs, so that all of it spares the places
    that are left alone; without it the middle follows the points.
    """

    contact: Contact | None = None
    share: Share | None = None
    lead: Literal["left", "right"] | None = None  # the giver's hand that works on the receiver's left
    turns: Annotated[list[Turn], Field(min_length=1)] | None = None  # where its fingers point: 0 head, 90 right
    other: tuple[int, int] | None = None  # where a resting or carrying hand lies; how far away a crossing one is
    other_turn: Turn | None = None
    along: Annotated[int, Field(ge=-150, le=150)] = 0  # units toward the fingertips: that part follows the line
    way: Annotated[list[PathPoint], Field(min_length=1, max_length=60)] | None = None
    pace: Literal["mean", "fast", "slowing"] = "mean"
    closes: bool = False  # the hands come back to the start of the technique on the skin
    shown: bool = True  # False: left out of the demonstration, which is short


class Stroke(Strict):
    """One movement of the hand, written for the receiver's left side in canvas units."""

    motion: Motion
    points: Annotated[list[PathPoint], Field(min_length=1, max_length=60)]
    pressure: Pressure
    radius: Annotated[int, Field(ge=5, le=80)] | None = None
    returns: Literal["none", "light", "same"] = "none"
    hands: StrokeHands = StrokeHands()

    @model_validator(mode="after")
    def turns_once_or_at_each_point(self) -> Stroke:
        turns, way = self.hands.turns or [], self.hands.way or self.points
        if len(turns) > 1 and len(turns) != len(way):
            raise ValueError("'turns' holds one direction for the whole stroke or one for each point")
        return self


class PressureEntry(Strict):
    low: Pressure
    high: Pressure
    lower_in: dict[Slug, Pressure] = {}  # region or zone slug: highest pressure there

    @model_validator(mode="after")
    def is_ordered(self) -> PressureEntry:
        if self.low > self.high:
            raise ValueError("'low' must not be above 'high'")
        return self


class Tempo(Strict):
    low: Annotated[float, Field(gt=0)]
    high: Annotated[float, Field(gt=0)]
    unit: Literal["cm/s", "moves/min", "circles/min", "seconds/circle", "taps/s", "tremors/s"]
    origin: Literal["source", "study", "editorial"]


class Dose(Strict):
    """How often: repetitions, rounds or sweeps in a row, or seconds in one place."""

    low: Annotated[float, Field(gt=0)]
    high: Annotated[float, Field(gt=0)]
    unit: Literal["repetitions", "rounds", "sweeps", "seconds", "minutes"]
    origin: Literal["source", "study", "editorial"]


class TechniqueEntry(Strict):
    slug: Slug
    family: Slug
    russian: Text
    contact: Annotated[list[Contact], Field(min_length=1)]
    hands: Literal[1, 2]
    pressure: PressureEntry
    tempo: Tempo
    dose: Dose
    place: Literal["opening", "between-families", "family-order", "neck-block", "after-kneading", "last", "modifier"]
    oil: Literal["thin", "little"]
    regions: Annotated[Slugs, Field(min_length=1)]
    banned: Slugs  # region or zone slugs where it is never used
    path: Annotated[list[Stroke], Field(min_length=1)]
    exercise: Annotated[str, StringConstraints(pattern=r"^D([1-9]|1[0-7])$")] | None = None
    optional: bool = False
    not_in: list[Literal["side", "chair"]] = []  # positions in which it is left out (massage.md 4.3)
    lesson: Slug
    sources: Annotated[list[Reference], Field(min_length=1)]
    claims: list[Slug] = []

    @model_validator(mode="after")
    def hands_use_what_touches(self) -> TechniqueEntry:
        for stroke in self.path:
            if stroke.hands.contact and stroke.hands.contact not in self.contact:
                raise ValueError(f"'{stroke.hands.contact}' is not among this technique's contacts")
        if not any(stroke.hands.shown for stroke in self.path):
            raise ValueError("a demonstration needs one stroke that is shown")
        return self


class FamilyEntry(Strict):
    slug: Slug
    russian: Text
    sources: list[Reference]


class TechniqueFile(Strict):
    families: list[FamilyEntry]
    techniques: list[TechniqueEntry]


class MistakePicture(Strict):
    """A crossed picture: a wrong hand from the side, or a wrong way on the plate and the zones it should keep off."""

    hand: str = ""
    path: list[Stroke] = []
    zones: Slugs = []

    @model_validator(mode="after")
    def shows_one_thing(self) -> MistakePicture:
        if bool(self.hand) == bool(self.path):
            raise ValueError("give either 'hand' (a wrong hand from the side) or 'path' (a wrong way on the plate)")
        return self


class MistakeFile(Strict):
    techniques: dict[Slug, list[MistakePicture]]


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


# --- words of one language ---------------------------------------------------------------------------------------


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


class Words(Strict):
    name: Text
    latin: str = ""
    text: Text


class BackMapTexts(Strict):
    regions: dict[Slug, RegionWords]
    zones: dict[Slug, ZoneWords]
    landmarks: dict[Slug, Words]
    muscles: dict[Slug, Words]
    divisions: dict[Slug, Words]
    targets: dict[Slug, Words]


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
