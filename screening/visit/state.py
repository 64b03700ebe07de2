"""Which way a visit goes beside the plain form, in its session: a quick check, or a receiver's own phone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any, cast

from django.http import HttpRequest

from screening.models import ReceiverLink
from screening.receiver import links as receiver_links
from screening.rules.answers import VALUES, Value
from screening.rules.journey import Record
from screening.rules.quick_check import QUESTIONS, was_cleared_today
from screening.vault import seal, unseal

CARD = "screening_card"
QUICK_CHECK = "screening_quick_check"
MASSAGE_NOTED = "screening_massage_noted"
LINK = "screening_receiver_link"
CONSENT_CARD = "screening_consent_card"
PHONE = "screening_receiver_phone"
PHONE_DONE = "screening_receiver_phone_done"
VISIT = "screening_visit"
VOICE = "screening_voice"

PURPOSE = b"warm-hands visit state 1"

Session = Any


@dataclass(frozen=True)
class QuickCheck:
    """The replies so far. "no" means nothing to report."""

    replies: Mapping[int, Value] = field(default_factory=dict)

    @property
    def next(self) -> int | None:
        return next((question for question in QUESTIONS if question not in self.replies), None)

    def is_opened(self, question: int) -> bool:
        return self.replies.get(question, "no") != "no"


def read_quick_check(session: Session, now: datetime) -> QuickCheck | None:
    """The check that is under way. One that cannot be read begins anew: it is never skipped."""
    if QUICK_CHECK not in session:
        return None
    document = unseal(session[QUICK_CHECK], now, PURPOSE) or {}
    replies = {int(key): cast(Value, value) for key, value in document.items() if value in VALUES}
    return QuickCheck(replies)


def write_quick_check(session: Session, check: QuickCheck, now: datetime) -> None:
    """A check with all its replies is over."""
    if check.next is None:
        session.pop(QUICK_CHECK, None)
    else:
        session[QUICK_CHECK] = seal({str(key): value for key, value in check.replies.items()}, now, PURPOSE)


def may_check_again(session: Session, record: Record, now: datetime) -> bool:
    """Whoever was cleared here less than a day ago opens the next massage by the quick check alone.

    Answers by the receiver's own phone are given there each time.
    """
    is_elsewhere = PHONE in session or QUICK_CHECK in session or read_link(session, now) is not None
    return not is_elsewhere and was_cleared_today(record.answers, now)


def begin_check_again(session: Session, now: datetime) -> None:
    session.pop(MASSAGE_NOTED, None)
    write_quick_check(session, QuickCheck(), now)


def note_massage(session: Session, record: Record) -> None:
    session[MASSAGE_NOTED] = record.visit


def is_massage_noted(session: Session, record: Record) -> bool:
    """A massage was noted on these answers, and the quick check for the next one has not begun."""
    return bool(record.visit) and session.get(MASSAGE_NOTED) == record.visit


@dataclass(frozen=True)
class GiversLink:
    """The link that this visit made. The token is known only until the link is opened."""

    row: ReceiverLink
    token: str


def begin_link(session: Session, now: datetime) -> None:
    """The token stays sealed in the session, so that a plain reload shows the code again."""
    forget_link(session)
    row, token = receiver_links.make(now)
    session[LINK] = {"uuid": str(row.uuid), "token": seal({"token": token}, now, PURPOSE)}


def read_link(session: Session, now: datetime) -> GiversLink | None:
    kept = session.get(LINK)
    row = receiver_links.alive(kept["uuid"], now) if kept else None
    if kept is None or row is None:
        return None
    if row.opened_at:
        return GiversLink(row, "")
    document = unseal(kept["token"], now, PURPOSE)
    return GiversLink(row, document["token"]) if document else None  # what cannot be shown cannot be opened


def hold_link(session: Session) -> None:
    """To the end of the transaction: what the receiver's phone sends or takes back meanwhile comes after it."""
    if uuid := link_uuid(session):
        ReceiverLink.objects.select_for_update().filter(pk=uuid).first()


def link_uuid(session: Session) -> str:
    """The link that this visit made, alive or not; nothing where it made none."""
    return str(session.get(LINK, {}).get("uuid", ""))


def shown_until(session: Session, now: datetime) -> datetime | None:
    """When answers that the receiver shows end; nothing where those of the visit are its own."""
    link = read_link(session, now)
    found = receiver_links.sent(link.row, now) if link else None
    return link.row.expires_at if link and found and found.is_open_to_giver else None


def is_phone_too_late(session: Session, now: datetime) -> bool:
    """This phone answers for a link that has ended."""
    return PHONE in session and receiver_links.alive(session[PHONE], now) is None


def forget_link(session: Session) -> None:
    kept = session.pop(LINK, None)
    if kept:
        session.pop(CONSENT_CARD, None)
        ReceiverLink.objects.filter(pk=kept["uuid"]).delete()


def leave_phone(session: Session) -> None:
    """Whoever begins as a giver here is no longer answering for somebody else's link."""
    session.pop(PHONE, None)


def leave_all(session: Session) -> None:
    """A new start: no card, no check, no link of this visit. Pages shown until now no longer match."""
    forget_link(session)
    for key in (CARD, QUICK_CHECK, MASSAGE_NOTED, VOICE):
        session.pop(key, None)
    session[VISIT] = token_hex(8)


def visit_name(session: Session) -> str:
    """A random word for the answers since the last new start; empty before the first one."""
    return str(session.get(VISIT, ""))


def named_visit(session: Session) -> str:
    return str(session.setdefault(VISIT, token_hex(8)))


def visit_word(request: HttpRequest) -> str:
    """What a form shows of it, so that one from before a new start is told from those after it."""
    return sha256(visit_name(request.session).encode()).hexdigest()[:12]
