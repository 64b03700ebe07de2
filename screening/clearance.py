"""Keeps the answers of a visit; says from them whether a massage may start, and if not why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.receiver.links import rewrite, sent
from screening.rules.assessment import Clearance, assess, parse
from screening.rules.journey import Record, emergency, next_step
from screening.rules.questionnaire import load_questionnaire
from screening.rules.without_doctor import is_a_no, needs_doctor, own_outcomes
from screening.vault import CLOCK_SKEW, dated, in_time
from screening.visit.current import visit_of
from screening.visit.state import (
    ANSWERS,
    CONSENT_CARD,
    QUICK_CHECK,
    GiversLink,
    forget_link,
    is_massage_noted,
    is_phone_too_late,
    leave_all,
    link_uuid,
    may_check_again,
    named_visit,
    note_massage,
    read_link,
    visit_name,
)
from web.written.json_document import DocumentError, write_time

DOCTOR: Mapping[str | None, Any] = {
    "routine": _("The answers say: ask a doctor or midwife first."),
    "soon": _("The answers say: phone a doctor now."),
    "same-day": _("The answers say: see a doctor today."),
}
NO_PLAN = _("With these answers no massage can be planned for now.")
NO_PLAN_BECAUSE: Mapping[str, Any] = {
    "minor": _("This site plans no massage for people under 16."),
    "no-feedback": _("This site plans no massage for people who cannot say what hurts."),
    "guardian-near": _("At 16 or 17, a parent or guardian must agree and stay near."),
    "positions": _("The answers leave no position for a massage today."),
}

Text = str | Promise
Refusal = tuple[Text, Text]


@dataclass(frozen=True)
class Permission:
    """Whether a massage may start now. If not: why in words, and the page that helps."""

    clearance: Clearance | None
    reason: Text = ""
    link: Text = ""
    address: str = ""
    calls_for_help: bool = False  # then every page says that alone
    is_refused: bool = False  # all is answered and stands against a massage: no lesson opens one

    @property
    def is_granted(self) -> bool:
        return not self.reason


def this_moment() -> datetime:
    return timezone.now().replace(microsecond=0)


def read_record(request: HttpRequest) -> Record:
    """The answers of this visit. Anything unreadable or too old counts as none; changed questions are asked again."""
    visit, now = visit_of(request), this_moment()
    link = read_link(visit, now)
    if link:
        return _shown_by_link(link, now)
    if is_phone_too_late(visit, now):
        _forget_late_answers(request)
    kept = in_time(visit.get(ANSWERS), now)
    same = load_questionnaire().unchanged_since(kept.get("version")) if kept else frozenset()
    if not kept or not same:
        return Record(visit=visit_name(visit))
    try:
        items = {slug: answer for slug, answer in kept["items"].items() if slug in same}
        _, answers = parse({"now": write_time(now + CLOCK_SKEW), "items": items})
    except (AttributeError, DocumentError, KeyError):
        return Record(visit=visit_name(visit))
    left_open, here_now = (
        frozenset(key for key in kept.get(kind, ()) if key.partition("/")[0] in answers)
        for kind in ("left_open", "here_now")
    )
    return Record(answers, left_open, kept["visit"], same.intersection(kept.get("opened", ())), here_now)


def write_record(request: HttpRequest, record: Record) -> None:
    """Answers given here take the place of those that a receiver's phone was to send.

    Answers that the receiver shows stay with their link, also when they are changed here: they end with it.
    """
    visit = visit_of(request)
    if record.visit and record.visit == link_uuid(visit):
        rewrite(record, this_moment())
        return
    forget_link(visit)
    document = {
        "version": load_questionnaire().version,
        "items": {slug: answer.as_dict() for slug, answer in record.answers.items()},
        "left_open": sorted(record.left_open),
        "opened": sorted(record.opened),
        "here_now": sorted(record.here_now),
        "visit": record.visit or named_visit(visit),
    }
    visit[ANSWERS] = dated(document, this_moment())


def erase_record(request: HttpRequest) -> None:
    _forget_answers(request)
    leave_all(visit_of(request))


def _forget_late_answers(request: HttpRequest) -> None:
    """Reading does this too, so it looks again once no other tab can write: one may have begun a new visit."""
    visit = visit_of(request)
    with visit.writing():
        if is_phone_too_late(visit, this_moment()):
            _forget_answers(request)


def _forget_answers(request: HttpRequest) -> None:
    for part in (ANSWERS, CONSENT_CARD):
        visit_of(request).pop(part, None)


def _shown_by_link(link: GiversLink, now: datetime) -> Record:
    """The answers that the receiver shows. They lie in the link alone, so taking it back or its end takes them too."""
    found = sent(link.row, now)
    return replace(found.record, visit=str(link.row.uuid)) if found and found.is_open_to_giver else Record()


def permission(request: HttpRequest) -> Permission:
    visit, record, now = visit_of(request), read_record(request), this_moment()
    link = read_link(visit, now)
    if link and not record.answers:
        return _permission_by_link(link, now)
    if not record.answers and link is None and link_uuid(visit):
        reason = _("The two hours of the receiver's own answers are over.")
        return Permission(None, reason, _("Ask the receiver once more"), _url("receiver"))
    if not record.answers:
        return Permission(None, _("First answer the screening questions."), _("Start the screening"), _url("start"))
    clearance = assess(record.answers, now)
    if emergency(record, now):
        return _judged(record, clearance, now)
    if QUICK_CHECK in visit:
        reason = _("The quick check for today is not finished.")
        return Permission(clearance, reason, _("Go on with the quick check"), _url("continue"))
    again = _again(request, record, clearance, now)
    if again:
        return Permission(clearance, again, _("Answer six short questions"), _url("again"))
    found = _judged(record, clearance, now)
    return replace(found, reason=_why_no_plan(clearance)) if found.reason == NO_PLAN else found


def massage_is_over(request: HttpRequest) -> None:
    """The next massage waits for the quick check, also while the answers still hold (R47)."""
    visit = visit_of(request)
    with visit.writing():
        record, now = read_record(request), this_moment()
        if may_check_again(visit, record, now):
            note_massage(visit, record)


def _again(request: HttpRequest, record: Record, clearance: Clearance, now: datetime) -> Text:
    """Where six short questions are enough: a massage is noted, or only the answers of the day are too old."""
    visit = visit_of(request)
    if not may_check_again(visit, record, now):
        return ""
    if clearance.expired:
        return _("Some answers are too old for today.")
    return _("You have noted a massage since these answers.") if is_massage_noted(visit, record) else ""


def _permission_by_link(link: GiversLink, now: datetime) -> Permission:
    """What the receiver sent counts with the giver's own answer; the giver never learns the reasons from it."""
    found = sent(link.row, now)
    if found is None:
        reason = _("The receiver has not sent the answers yet.")
        return Permission(None, reason, _("See how far the receiver has got"), _url("receiver"))
    clearance = assess(found.record.answers, now)
    judged = _judged(found.record, clearance, now)
    return replace(judged, clearance=replace(clearance, reasons=()), address=judged.address and _url("receiver"))


def _judged(record: Record, clearance: Clearance, now: datetime) -> Permission:
    if emergency(record, now):
        reason = _("The answers say: stop and call for help.")
        return Permission(clearance, reason, _("See what to do now"), _url("outcome"), calls_for_help=True)
    if clearance.expired:
        reason = _("Some answers are too old for today.")
        return Permission(clearance, reason, _("Answer them again"), _url("continue"))
    if next_step(record, now):
        reason = _("Some screening questions are still open.")
        return Permission(clearance, reason, _("Go on with the questions"), _url("continue"))
    if clearance.may_start:
        return Permission(clearance)
    return Permission(clearance, *_refusal(clearance), _url("outcome"), is_refused=True)


def _refusal(clearance: Clearance) -> Refusal:
    if is_a_no(clearance):
        return _("The answers say: not today."), _("See why")
    if clearance.limits.level == 3:
        return _("The answers say: not today."), _("See why, and when to try again")
    if not needs_doctor(clearance):
        return NO_PLAN, _("See why")
    return DOCTOR[clearance.limits.urgency], _("See what to tell them")


def _why_no_plan(clearance: Clearance) -> Text:
    return next((NO_PLAN_BECAUSE[word] for word in own_outcomes(clearance)), NO_PLAN)


def _url(name: str) -> str:
    return reverse(f"screening:{name}")
