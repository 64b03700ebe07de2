"""The answers that matter, in words: why, what to tell, and where to change them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from screening.form.addresses import address_of
from screening.outcome.telling import reason_for, what_to_tell
from screening.rules.assessment import HIGHEST_CLASS_THAT_MAY_START, Clearance, Reason, follow_ups_of
from screening.rules.details import GO_AHEAD, READING, Detail, deciding_details
from screening.rules.journey import Record, Step, said_as_now
from screening.rules.questionnaire import GUARDIAN_NEAR, load_questionnaire
from screening.rules.without_doctor import DOCTOR, sends_to_a_doctor
from screening.wording import Wording

EMERGENCY = 5
GUARDIAN = "guardian"


@dataclass(frozen=True)
class Change:
    """Where to change an answer; `about` is one of its details, and empty for the answer as a whole."""

    address: str
    about: str = ""


@dataclass(frozen=True)
class Cause:
    """One answer that matters.

    Where that would do, `go_ahead` is where to enter the day of a doctor's yes, `guardian` where to say one is near.
    """

    short: str
    is_unsure: bool
    because: str
    tell: str
    changes: tuple[Change, ...]
    level: int
    needs_doctor: bool
    go_ahead: str = ""
    guardian: Change | None = None


def cause_of(reason: Reason, record: Record, wording: Wording) -> Cause:
    text, elsewhere = wording.items[reason.item], said_as_now(reason.item, record)
    if elsewhere and elsewhere.detail:
        return _told_elsewhere(reason, elsewhere, elsewhere.detail, record, wording)
    details = {detail.name: detail for detail in record.details(reason.item)}
    waits_for_guardian = reason.consequence.level == DOCTOR and GUARDIAN_NEAR in reason.consequence.notes
    return Cause(
        short=text.short,
        is_unsure=record.answers[reason.item].value == "unsure",
        because=reason_for(reason.item, record.answers, text),
        tell=what_to_tell(reason.item, record.answers, text) if sends_to_a_doctor(reason) else "",
        changes=tuple(_changes(reason, record, wording)),
        level=reason.consequence.level,
        needs_doctor=sends_to_a_doctor(reason),
        go_ahead=address_of(_step(details[GO_AHEAD]), record) if GO_AHEAD in details else "",
        guardian=_change(details[GUARDIAN], record, wording) if waits_for_guardian else None,
    )


def told_beside(clearance: Clearance, record: Record, wording: Wording) -> Iterable[str]:
    """What belongs to an emergency sign, as a heart attack to chest pain, where that sign was ticked by itself."""
    grave = {reason.item for reason in clearance.reasons if reason.consequence.level == EMERGENCY}
    for reason in clearance.reasons:
        signs = grave.intersection(part.now_is or "" for part in follow_ups_of(reason.item))
        if signs and not any(said_as_now(sign, record) for sign in signs):
            yield what_to_tell(reason.item, record.answers, wording.items[reason.item])


def _told_elsewhere(reason: Reason, step: Step, detail: Detail, record: Record, wording: Wording) -> Cause:
    """An emergency sign that a reply told of, in the words of that reply."""
    text = wording.items[detail.item].follow_ups[detail.name]
    return Cause(
        short=text.now_short,
        is_unsure=False,
        because=wording.items[reason.item].because,
        tell=text.now_tell,
        changes=(Change(address_of(step, record), text.about),),
        level=reason.consequence.level,
        needs_doctor=True,
    )


def _changes(reason: Reason, record: Record, wording: Wording) -> Iterable[Change]:
    """The answer, and each detail on which it depends that it stands against a massage."""
    page = load_questionnaire().page_of(reason.item)
    yield Change(reverse("screening:question", args=[page.slug]))
    if reason.consequence.level > HIGHEST_CLASS_THAT_MAY_START:
        for detail in deciding_details(reason.item, record.answers[reason.item], record.left_open):
            yield _change(detail, record, wording)


def _change(detail: Detail, record: Record, wording: Wording) -> Change:
    return Change(address_of(_step(detail), record), _about(detail, wording))


def _step(detail: Detail) -> Step:
    return Step(load_questionnaire().page_of(detail.item), detail)


def _about(detail: Detail, wording: Wording) -> str:
    if detail.name == READING:
        return _("the reading")
    return _("the places") if detail.is_pick else wording.items[detail.item].follow_ups[detail.name].about
