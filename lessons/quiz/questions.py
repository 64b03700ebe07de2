"""The questions of the pack: what an author may write (pydantic), read once and kept by `quiz()`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from lessons.back_map import expand_slugs
from lessons.pack.reader import PACK_DIR, Model, PackError, PackReader
from lessons.pack.shapes import Pressure, Slug, Slugs, Strict, Units
from lessons.positions import Position
from lessons.quiz.words import ELSEWHERE, QuestionTexts, QuestionWords, SkillTexts, SkillWords

Kind = Literal["one", "several", "order", "point", "mark", "plan", "overclaim"]
Side = Literal["either", "left", "right"]
Source = Annotated[str, StringConstraints(pattern=r"^(L([1-9]|1[0-4])\.[1-9]|case-(0[1-9]|[12][0-9]|30))$")]

FACTS, LOCK, FALLBACK = "quiz.yaml", "quiz_versions.yaml", "en"
ONE_ANSWER = ("one", "point")
PLACE_KINDS = ("point", "mark")
QUICK_SECONDS: dict[Kind, int] = {
    "one": 20, "overclaim": 30, "several": 30, "order": 40, "point": 15, "mark": 30, "plan": 45,
}  # fmt: skip
SECONDS_TO_READ_A_CASE = 20


# --- facts -----------------------------------------------------------------------------------------------------------


class Skill(Strict):
    """What a question trains. On the skill map a technique's family meets the regions where it applies.

    `leaves_out`: to know it is to keep the hands away from its regions.
    """

    slug: Slug
    family: Slug | None = None
    regions: Slugs = []
    leaves_out: bool = False


class Means(Strict):
    """What an option says the screening decides; a test holds it against the rules.

    Numbers, words, `blocked`, `stroke_only` and `positions` must be equal; of the other lists each entry must be there.
    """

    level: int | None = Field(default=None, alias="class", ge=0, le=5)
    urgency: Literal["routine", "soon", "same-day", "emergency"] | None = None
    cap: Pressure | None = None
    max_minutes: int | None = None
    may_start: bool | None = None
    blocked: Slugs | None = None
    stroke_only: Slugs | None = None
    positions: list[Position] | None = None
    banned: list[Slug] = []
    oils_banned: list[Slug] = []
    notes: list[Slug] = []


class Case(Strict):
    """A receiver's answers to the screening; every question not named was answered 'no', and consent was given."""

    reported: dict[Slug, dict[str, Any]] = {}
    unsure: list[Slug] = []
    cleared_days_ago: dict[Slug, Annotated[int, Field(ge=0)]] = {}
    hours_ago: dict[Slug, Annotated[int, Field(ge=0)]] = {}


class Option(Strict):
    """One answer. A place has a shape on the canvas; a row of a plan has its minutes; a case may say what it means."""

    key: Slug
    means: Means | None = None
    # a place: exactly one of these, written for the left side where it is a pair
    landmark: Slug | None = None
    at: tuple[Units, Units] | None = None
    zone: Slug | None = None
    regions: Slugs = []
    reach: Annotated[int, Field(ge=10, le=120)] | None = None
    side: Side = "either"
    # a row of a plan
    minutes: Annotated[float, Field(gt=0, le=60)] | None = None
    technique: Slug | None = None

    @property
    def is_place(self) -> bool:
        return bool(self.landmark or self.at or self.zone or self.regions)

    @model_validator(mode="after")
    def has_one_place_at_most(self) -> Option:
        if sum(map(bool, (self.landmark, self.at, self.zone, self.regions))) > 1:
            raise ValueError(f"'{self.key}': give one of 'landmark', 'at', 'zone', 'regions'")
        if bool(self.landmark or self.at) != bool(self.reach):
            raise ValueError(f"'{self.key}': 'reach' (canvas units) belongs to 'landmark' or 'at', and they need it")
        return self


def _spell_out(value: Any) -> Any:
    if any(isinstance(option, bool) for option in value):
        raise ValueError("YAML reads yes, no, on and off as true or false; choose another key")
    return [{"key": option} if isinstance(option, str) else option for option in value]


class Question(Strict):
    """The facts of one question. `right` holds the right keys; for `order` all keys in their right order.

    `careful` are wrong options that ask for more care than is needed: they count, and the reply says that it is not
    needed. `unsafe` are those that could harm, in an order where they come too early: their replies begin with what
    could happen.
    """

    slug: Slug
    version: Annotated[int, Field(ge=1)]
    source: Source
    lesson: Slug
    step: Slug
    skill: Slug
    safety: bool
    kind: Kind
    options: Annotated[list[Option], BeforeValidator(_spell_out), Field(min_length=3, max_length=8)]
    right: Annotated[list[Slug], Field(min_length=1)]
    careful: Slugs = []
    unsafe: Slugs = []
    case: Case | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    @property
    def is_case(self) -> bool:
        return self.source.startswith("case-")

    @property
    def quick_seconds(self) -> int:
        """Whoever needs no longer knew it at once."""
        return QUICK_SECONDS[self.kind] + (SECONDS_TO_READ_A_CASE if self.is_case else 0)

    @property
    def takes_one(self) -> bool:
        """Whether one answer is given, not a list."""
        return self.kind in ONE_ANSWER

    @model_validator(mode="after")
    def keys_fit_together(self) -> Question:
        keys = self.keys
        _no_twice(keys, "options")
        _no_twice(self.right, "right")
        if unknown := set(self.right) - set(keys):
            raise ValueError(f"'right' names no option: {', '.join(sorted(unknown))}")
        if ELSEWHERE in keys:
            raise ValueError(f"the key '{ELSEWHERE}' is kept for points beside all places; choose another")
        return self

    @model_validator(mode="after")
    def right_fits_the_kind(self) -> Question:
        if self.kind == "order":
            if sorted(self.right) != sorted(self.keys):
                raise ValueError("an order names every option once in 'right'")
            if list(self.keys) == self.right:
                raise ValueError("the options already stand in the right order; list them in another one")
        elif self.kind in ONE_ANSWER and len(self.right) != 1:
            raise ValueError(f"the kind '{self.kind}' has exactly one right option")
        elif len(self.right) == len(self.options):
            raise ValueError("every option is right; choosing everything must never be enough")
        return self

    @model_validator(mode="after")
    def careful_and_unsafe_are_wrong(self) -> Question:
        for field, named in (("careful", self.careful), ("unsafe", self.unsafe)):
            _no_twice(named, field)
            is_too_early = field == "unsafe" and self.kind == "order"
            possible = set(self.right[1:]) if is_too_early else set(self.keys) - set(self.right)
            if unknown := set(named) - possible:
                raise ValueError(f"'{field}' names no wrong option: {', '.join(sorted(unknown))}")
        if both := set(self.careful) & set(self.unsafe):
            raise ValueError(f"an option is careful or unsafe, not both: {', '.join(sorted(both))}")
        if self.careful and self.kind not in ("one", "several"):
            raise ValueError("'careful' belongs to the kinds one and several")
        return self

    @model_validator(mode="after")
    def options_fit_the_kind(self) -> Question:
        for option in self.options:
            if option.is_place != (self.kind in PLACE_KINDS):
                raise ValueError(f"'{option.key}': a place belongs to the kinds point and mark, and they need one")
            if (option.minutes is not None) != (self.kind == "plan"):
                raise ValueError(f"'{option.key}': minutes belong to the rows of a plan, and they need them")
            if self.kind == "point" and option.side == "either" and not _is_on_both_sides(option.regions):
                raise ValueError(f"'{option.key}': name both sides (-lr), or say 'side: left' or 'side: right'")
            if option.means and not self.case:
                raise ValueError(f"'{option.key}': 'means' belongs to a question with a 'case'")
        return self


def _no_twice(keys: Iterable[str], field: str) -> None:
    listed = list(keys)
    twice = sorted({key for key in listed if listed.count(key) > 1})
    if twice:
        raise ValueError(f"'{twice[0]}' stands twice in '{field}'; keep one")


def _is_on_both_sides(regions: list[str]) -> bool:
    bases = {region.removesuffix("-l").removesuffix("-r") for region in regions if region.endswith(("-l", "-r"))}
    return set(expand_slugs(f"{base}-lr" for base in bases)) <= set(regions)


class QuizFile(Strict):
    skills: list[Skill]
    questions: list[Question]


class LockEntry(Strict):
    version: Annotated[int, Field(ge=1)]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class LockFile(Strict):
    questions: dict[Slug, LockEntry]


# --- words -----------------------------------------------------------------------------------------------------------


# --- the whole -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quiz:
    """All questions in the order of the pack, with their words in each language."""

    skills: tuple[Skill, ...]
    questions: tuple[Question, ...]
    words: dict[str, dict[str, QuestionWords]]
    skill_words: dict[str, dict[str, SkillWords]]
    lock: dict[str, LockEntry]

    def question(self, slug: str) -> Question:
        """The question; KeyError where there is none."""
        return self._by_slug[slug]

    def find(self, slug: str) -> Question | None:
        return self._by_slug.get(slug)

    def words_of(self, slug: str, language: str = FALLBACK) -> QuestionWords:
        """Its words; English where the language has none yet."""
        return self.words.get(language, {}).get(slug) or self.words[FALLBACK][slug]

    def skill_words_of(self, slug: str, language: str = FALLBACK) -> SkillWords:
        return self.skill_words.get(language, {}).get(slug) or self.skill_words[FALLBACK][slug]

    def check_of(self, lesson: str) -> tuple[Question, ...]:
        """The questions that close a lesson, without the cases."""
        return tuple(q for q in self.questions if q.lesson == lesson and not q.is_case)

    def of_skill(self, skill: str) -> tuple[Question, ...]:
        """Everything that trains a skill, cases too: what a review may ask."""
        return tuple(question for question in self.questions if question.skill == skill)

    def around(self, skills: Iterable[str], lessons: Iterable[str] = ()) -> set[str]:
        """The questions that train these skills, and those of these lessons' checks."""
        trained, closed = set(skills), set(lessons)
        return {q.slug for q in self.questions if q.skill in trained or (q.lesson in closed and not q.is_case)}

    @property
    def cases(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_case)

    @cached_property
    def safety_skills(self) -> frozenset[str]:
        """Skills that come back at least every 30 days: those that any safety question trains."""
        return frozenset(question.skill for question in self.questions if question.safety)

    @cached_property
    def rules(self) -> str:
        """All that decides what an answer counts for, as text."""
        facts = [(q.slug, q.version, q.skill, q.lesson, q.quick_seconds, q.is_case, q.safety) for q in self.questions]
        return repr(sorted(facts))

    @cached_property
    def _by_slug(self) -> dict[str, Question]:
        return {question.slug: question for question in self.questions}


def read_quiz(reader: PackReader, languages: Iterable[str]) -> Quiz | None:
    """Read the questions of a pack; faults gather in the reader."""
    facts = reader.yaml(FACTS, QuizFile)
    lock = reader.yaml(LOCK, LockFile)
    if facts is None or lock is None:
        return None
    first_of = {question.lesson: index for index, question in reversed(list(enumerate(facts.questions)))}
    words: dict[str, dict[str, QuestionWords]] = {}
    skill_words: dict[str, dict[str, SkillWords]] = {}
    for code in languages:
        words[code] = {}
        for lesson, index in sorted(first_of.items(), key=lambda item: item[1]):
            place = ("questions", index, "lesson")
            texts = _words(reader, code, f"{code}/quiz/{lesson}.yaml", QuestionTexts, place)
            words[code] |= texts.questions if texts else {}
        names = _words(reader, code, f"{code}/quiz/skills.yaml", SkillTexts, ("skills",))
        skill_words[code] = names.skills if names else {}
    if reader.faults:
        return None
    return Quiz(tuple(facts.skills), tuple(facts.questions), words, skill_words, lock.questions)


def _words(reader: PackReader, code: str, file: str, model: type[Model], place: tuple[str | int, ...]) -> Model | None:
    """English is complete; another language may leave out a whole file until it is translated."""
    if (reader.directory / file).is_file():
        return reader.yaml(file, model)
    if code == FALLBACK:
        reader.fault(FACTS, place, f"its words are missing: add {file}, or correct the name here")
    return None


@cache
def quiz() -> Quiz:
    """The shipped questions, read once. What holds across files is proved by `python -m lessons.pack`."""
    reader = PackReader(PACK_DIR)
    languages = sorted(path.parent.name for path in PACK_DIR.glob("*/language.yaml"))
    found = read_quiz(reader, languages)
    if found is None:
        raise PackError(reader.faults)
    return found
