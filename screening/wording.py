"""Reads the words of the screening in one language, and proves that no text is missing."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, Self

from pydantic import Field, model_validator

from lessons.positions import POSITIONS
from screening.rules.consequences import UNKNOWN
from screening.rules.details import READING_PARTS
from screening.rules.questionnaire import FollowUp, Item, Page, Part, Questionnaire, load_questionnaire, read_yaml

TEXTS = Path(__file__).parent / "texts"
FALLBACK = "en"
WITH_DOCTOR = frozenset({"4-routine", "4-soon", "4-same-day", "4-maternity"})
WITHOUT_DOCTOR = frozenset({"4-minor", "4-no-feedback", "4-guardian-near", "4-positions"})
OUTCOMES = frozenset({"0", "1", "2", "3", "3-consent", "5-emergency"}) | WITH_DOCTOR | WITHOUT_DOCTOR
CASES = "cases"
RESULT_NOTES = frozenset({"short-plan-only"})

Text = str


class FollowUpText(Part):
    """`tell` holds what the reply adds to the sentence for the doctor, by the reply, with `unknown` for all others.

    `about` ends "Change the answer about". `because` holds by the reply what takes the place of the item's reason.
    """

    question: Text = Field(min_length=1)
    about: Text = ""
    hint: Text = ""
    choices: dict[str, Text] = Field(default_factory=dict)
    null_label: Text = ""
    now_label: Text = ""
    now_short: Text = ""
    now_tell: Text = ""
    yes_label: Text = ""
    tell: dict[str, Text] = Field(default_factory=dict)
    because: dict[str, Text] = Field(default_factory=dict)


class Case(Part):
    """What is read where an item is asked because of that one answer; `tell` by yes and not sure to that one."""

    signs: tuple[Text, ...] = Field(min_length=1)
    tell: dict[Literal["yes", "unsure"], Text] = Field(min_length=2)


class ItemText(Part):
    """`because` is the reason on the outcome page; `tell` is for the doctor or midwife, with {follow_up} for a reply.

    In a list an item is its name, `short`, and its `row`; later it has that same name. The whole question, and its
    `meaning` with examples and terms, wait for whoever asks what it means. `cases` holds the signs listed below a
    question that only some are asked, and what `{cases}` says of them. `tell_unsure` is told in place of `tell`.
    """

    short: Text = Field(min_length=1)
    row: Text = ""
    question: Text = Field(min_length=1)
    question_to_giver: Text = ""
    why: Text = Field(min_length=1)
    because: Text = Field(min_length=1)
    tell: Text = ""
    tell_unsure: Text = ""
    hint: Text = ""
    meaning: Text = ""
    cases: dict[str, Case] = Field(default_factory=dict)
    yes_label: Text = ""
    no_label: Text = ""
    follow_ups: dict[str, FollowUpText] = Field(default_factory=dict)


class PageText(Part):
    title: Text = Field(min_length=1)
    intro: Text = ""


class OutcomeText(Part):
    """Whom to ask and how soon, what if it gets worse, and when to try again where no doctor settles it.

    `condition` says that last one where others must be true besides. `{number}` stands for the emergency number.
    """

    heading: Text = Field(min_length=1)
    what_to_do: Text = Field(min_length=1)
    worse_heading: Text = ""
    if_worse: Text = ""
    try_again: Text = ""
    condition: Text = ""


class SignTexts(Part):
    """What to stop for, and what to call for; `nerves_waiting` takes the place of `nerves` before a doctor is seen."""

    stop: Text = Field(min_length=1)
    heart: Text = Field(min_length=1)
    head: Text = Field(min_length=1)
    face: Text = Field(min_length=1)
    nerves: Text = Field(min_length=1)
    nerves_waiting: Text = Field(min_length=1)
    pelvis: Text = Field(min_length=1)
    allergy: Text = Field(min_length=1)
    fever: Text = Field(min_length=1)
    pregnancy: Text = Field(min_length=1)
    postpartum: Text = Field(min_length=1)


class Wording(Part):
    """`pages` holds the theme pages; a single page takes its words from its item."""

    items: dict[str, ItemText]
    sections: dict[str, PageText]
    pages: dict[str, PageText]
    outcomes: dict[str, OutcomeText]
    signs: SignTexts
    notes: dict[str, Text]
    positions: dict[str, Text]
    oils: dict[str, Text]

    @model_validator(mode="after")
    def no_text_is_missing(self) -> Self:
        faults = list(_faults(self, load_questionnaire()))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def page(self, page: Page) -> PageText:
        if page.kind == "theme":
            return self.pages[page.slug]
        return PageText(title=self.items[page.items[0]].short)

    def outcome(self, level: int, urgency: str | None) -> OutcomeText:
        return self.outcomes[f"{level}-{urgency}" if urgency else str(level)]


def _faults(wording: Wording, questionnaire: Questionnaire) -> list[str]:
    """Every text that is missing, and every text that belongs to nothing."""
    oils = {oil for item in questionnaire.items.values() for branch in item.branches for oil in branch.oils_banned}
    themes = {page.slug for page in questionnaire.pages if page.kind == "theme"}
    faults = _differences("items", wording.items, set(questionnaire.items))
    faults += _differences("sections", wording.sections, set(questionnaire.sections))
    faults += _differences("pages", wording.pages, themes)
    faults += _differences("outcomes", wording.outcomes, OUTCOMES)
    faults += _differences("notes", wording.notes, questionnaire.notes | RESULT_NOTES)
    faults += _differences("positions", wording.positions, set(POSITIONS))
    faults += _differences("oils", wording.oils, oils | {"nut", "seed", "any"})
    for slug in wording.items.keys() & questionnaire.items.keys():
        faults += _item_faults(f"items.{slug}", wording.items[slug], questionnaire.items[slug])
    return faults


def _item_faults(path: str, text: ItemText, item: Item) -> list[str]:
    names = {follow_up.name for follow_up in item.follow_ups}
    faults = _differences(f"{path}.follow_ups", text.follow_ups, names)
    if (load_questionnaire().page_of(item.slug).kind == "theme") != bool(text.row):
        faults.append(f"{path}.row {'belongs to nothing' if text.row else 'is missing'}")
    faults += _differences(f"{path}.cases", text.cases, set(item.asked_if or ()))
    if item.may_send_to_a_doctor != bool(text.tell):
        faults.append(f"{path}.tell {'belongs to nothing' if text.tell else 'is missing'}")
    told = {name for name, follow_up in text.follow_ups.items() if follow_up.tell}
    told |= {CASES} if text.cases else set()
    for sentence in filter(None, (text.tell, text.tell_unsure)):
        faults += _differences(f"{path}.tell", dict.fromkeys(told), slots_of(sentence))
    for follow_up in item.follow_ups:
        if follow_up.name in text.follow_ups:
            where = f"{path}.follow_ups.{follow_up.name}"
            faults += _follow_up_faults(where, text.follow_ups[follow_up.name], follow_up)
    return faults


def _follow_up_faults(path: str, text: FollowUpText, follow_up: FollowUp) -> list[str]:
    faults = _differences(f"{path}.choices", text.choices, set(follow_up.choices))
    is_named = follow_up.type != "pick" and follow_up.name not in READING_PARTS
    if is_named != bool(text.about):
        faults.append(f"{path}.about {'is missing' if is_named else 'belongs to nothing'}")
    if follow_up.nullable != bool(text.null_label):
        faults.append(f"{path}.null_label belongs to follow-ups that may be left open")
    for name in ("now_label", "now_short", "now_tell"):
        if bool(follow_up.now_is) != bool(getattr(text, name)):
            faults.append(f"{path}.{name} belongs to follow-ups that may be an emergency now")
    faults += _reply_faults(path, text, follow_up)
    return faults


def _reply_faults(path: str, text: FollowUpText, follow_up: FollowUp) -> list[str]:
    """A sentence for a doctor takes in yes and no, a choice, or a number; and says what is true without a reply."""
    known = {"bool": {"yes", "no"}, "int": {"number"}}.get(follow_up.type, set(follow_up.choices)) | {UNKNOWN}
    given = [f"tell.{key}" for key in text.tell.keys() - known]
    given += [f"because.{key}" for key in text.because.keys() - known]
    faults = [f"{path}.{key} belongs to nothing" for key in sorted(given)]
    return [*faults, f"{path}.tell.{UNKNOWN} is missing"] if text.tell and UNKNOWN not in text.tell else faults


def slots_of(text: str) -> set[str]:
    """The names in braces."""
    return {name for _before, name, _format, _conversion in Formatter().parse(text) if name}


def _differences(path: str, given: Mapping[str, object], wanted: AbstractSet[str]) -> list[str]:
    missing = [f"{path}.{key} is missing" for key in sorted(wanted - given.keys())]
    return missing + [f"{path}.{key} belongs to nothing" for key in sorted(given.keys() - wanted)]


def languages() -> frozenset[str]:
    return frozenset(file.stem for file in TEXTS.glob("*.yaml"))


def read_wording(text: str) -> Wording:
    return Wording(**read_yaml(text))


@cache
def load_wording(language: str = FALLBACK) -> Wording:
    """The words of a language, or of English where there is no file for it."""
    name = language if language in languages() else FALLBACK
    return read_wording((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
