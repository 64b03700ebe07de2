"""The shape of techniques and their mistakes: facts, paths, and what the moving hands need beside them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from lessons.pack.shapes import PathPoint, Pressure, Reference, Slug, Slugs, Strict, Text

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


class StandIn(Strict):
    """What is done instead: on `regions` of its own, or on those of the step, of these only `within` some."""

    technique: Slug
    regions: Slugs = []
    within: Slugs = []


class PlanFacts(Strict):
    """What a plan needs to know beside the technique's numbers."""

    too_short_in: list[Literal["side"]] = []
    least_cap: Pressure = 2
    stand_in: StandIn | None = None
    also_touches: Slugs = []
    both_sides_at_once: bool = False
    step_note: Literal["arm", "lift", "still"] | None = None


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
    not_in: list[Literal["side", "chair"]] = []  # positions in which it is left out
    plan: PlanFacts = PlanFacts()
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
