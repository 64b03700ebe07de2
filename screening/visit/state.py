"""What a visit holds, by name, and which way it goes beside the plain form: a quick check, a receiver's own phone."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any, cast

from screening.models import ReceiverLink
from screening.receiver import links as receiver_links
from screening.rules.answers import VALUES, Value
from screening.rules.journey import Record
from screening.rules.quick_check import QUESTIONS, was_cleared_today
from screening.vault import dated, in_time

ANSWERS = "answers"
CARD = "card"
QUICK_CHECK = "quick_check"
MASSAGE_NOTED = "massage_noted"
LINK = "receiver_link"
CONSENT_CARD = "consent_card"
PHONE = "receiver_phone"
PHONE_DONE = "receiver_phone_done"
NAME = "name"
VOICE = "voice"
COUNTRY = "country"
MEMBER = "member"

Parts = MutableMapping[str, Any]


@dataclass(frozen=True)
class QuickCheck:
    """The replies so far. "no" means nothing to report."""

    replies: Mapping[int, Value] = field(default_factory=dict)

    @property
    def next(self) -> int | None:
        return next((question for question in QUESTIONS if question not in self.replies), None)

    def is_opened(self, question: int) -> bool:
        return self.replies.get(question, "no") != "no"


def read_quick_check(visit: Parts, now: datetime) -> QuickCheck | None:
    """The check that is under way. One that cannot be read begins anew: it is never skipped."""
    if QUICK_CHECK not in visit:
        return None
    document = in_time(visit[QUICK_CHECK], now) or {}
    replies = {int(key): cast(Value, value) for key, value in document.items() if value in VALUES}
    return QuickCheck(replies)


def write_quick_check(visit: Parts, check: QuickCheck, now: datetime) -> None:
    """A check with all its replies is over."""
    if check.next is None:
        visit.pop(QUICK_CHECK, None)
    else:
        visit[QUICK_CHECK] = dated({str(key): value for key, value in check.replies.items()}, now)


def may_check_again(visit: Parts, record: Record, now: datetime) -> bool:
    """Whoever was cleared here less than a day ago opens the next massage by the quick check alone.

    Answers by the receiver's own phone are given there each time.
    """
    is_elsewhere = PHONE in visit or QUICK_CHECK in visit or read_link(visit, now) is not None
    return not is_elsewhere and was_cleared_today(record.answers, now)


def begin_check_again(visit: Parts, now: datetime) -> None:
    visit.pop(MASSAGE_NOTED, None)
    write_quick_check(visit, QuickCheck(), now)


def note_massage(visit: Parts, record: Record) -> None:
    visit[MASSAGE_NOTED] = record.visit


def is_massage_noted(visit: Parts, record: Record) -> bool:
    """A massage was noted on these answers, and the quick check for the next one has not begun."""
    return bool(record.visit) and visit.get(MASSAGE_NOTED) == record.visit


@dataclass(frozen=True)
class GiversLink:
    """The link that this visit made. The token is known only until the link is opened."""

    row: ReceiverLink
    token: str


def begin_link(visit: Parts, now: datetime) -> None:
    """The token stays in the visit, sealed with it, so that a plain reload shows the code again."""
    forget_link(visit)
    row, token = receiver_links.make(now)
    visit[LINK] = {"uuid": str(row.uuid), "token": dated({"token": token}, now)}


def read_link(visit: Parts, now: datetime) -> GiversLink | None:
    kept = visit.get(LINK)
    row = receiver_links.alive(kept["uuid"], now) if kept else None
    if kept is None or row is None:
        return None
    if row.opened_at:
        return GiversLink(row, "")
    document = in_time(kept["token"], now)
    return GiversLink(row, document["token"]) if document else None  # what cannot be shown cannot be opened


def hold_link(visit: Parts) -> None:
    """To the end of the transaction: what the receiver's phone sends or takes back meanwhile comes after it."""
    if uuid := link_uuid(visit):
        ReceiverLink.objects.select_for_update().filter(pk=uuid).first()


def link_uuid(visit: Parts) -> str:
    """The link that this visit made, alive or not; nothing where it made none."""
    return str(visit.get(LINK, {}).get("uuid", ""))


def shown_until(visit: Parts, now: datetime) -> datetime | None:
    """When answers that the receiver shows end; nothing where those of the visit are its own."""
    link = read_link(visit, now)
    found = receiver_links.sent(link.row, now) if link else None
    return link.row.expires_at if link and found and found.is_open_to_giver else None


def is_phone_too_late(visit: Parts, now: datetime) -> bool:
    """This phone answers for a link that has ended."""
    return PHONE in visit and receiver_links.alive(visit[PHONE], now) is None


def forget_link(visit: Parts) -> None:
    kept = visit.pop(LINK, None)
    if kept:
        visit.pop(CONSENT_CARD, None)
        ReceiverLink.objects.filter(pk=kept["uuid"]).delete()


def leave_phone(visit: Parts) -> None:
    """Whoever begins as a giver here is no longer answering for somebody else's link."""
    visit.pop(PHONE, None)


def leave_all(visit: Parts) -> None:
    """A new start: no card, no check, no link of this visit. Pages shown until now no longer match."""
    forget_link(visit)
    for key in (CARD, QUICK_CHECK, MASSAGE_NOTED, VOICE):
        visit.pop(key, None)
    visit[NAME] = token_hex(8)


def visit_name(visit: Parts) -> str:
    """A random word for the answers since the last new start; empty before the first one."""
    return str(visit.get(NAME, ""))


def named_visit(visit: Parts) -> str:
    return str(visit.setdefault(NAME, token_hex(8)))
