"""One-time links to the receiver's own phone: made, opened once, answered, and gone after two hours."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db import transaction

from screening.models import ReceiverLink
from screening.rules.answers import Answer, parse
from screening.rules.journey import Record, emergency
from screening.rules.questionnaire import load_questionnaire
from screening.vault import CLOCK_SKEW, hash_of, seal, unseal
from web.written.json_document import DocumentError, write_time

LIFETIME = timedelta(hours=2)
PURPOSE = b"warm-hands receiver link 1"
TOKEN_BYTES = 32
GIVER_ITEM = "giver-ready"


@dataclass(frozen=True)
class Sent:
    """What the phone sent, with the giver's own answer once there is one."""

    record: Record
    is_shared: bool

    @property
    def has_giver(self) -> bool:
        return GIVER_ITEM in self.record.answers

    @property
    def is_open_to_giver(self) -> bool:
        return self.is_shared and self.has_giver


@transaction.atomic
def make(now: datetime) -> tuple[ReceiverLink, str]:
    """A new link and its token, which is told once and never kept. Links that have run out go on this occasion."""
    ended = ReceiverLink.objects.expired(now).select_for_update(skip_locked=True)  # nobody waits for another visit
    ReceiverLink.objects.filter(pk__in=list(ended.values_list("pk", flat=True))).delete()
    token = token_urlsafe(TOKEN_BYTES)
    link = ReceiverLink.objects.create(token_hash=hash_of(token), created_at=now, expires_at=now + LIFETIME)
    return link, token


def alive(uuid: Any, now: datetime) -> ReceiverLink | None:
    try:
        return ReceiverLink.objects.alive(now).filter(uuid=UUID(str(uuid))).first()
    except ValueError:
        return None


def of_token(token: str, now: datetime) -> ReceiverLink | None:
    return ReceiverLink.objects.alive(now).filter(token_hash=hash_of(token)).first()


def open_once(token: str, now: datetime) -> ReceiverLink | None:
    """The link, for the one who opens it first; nothing for anybody later. The database decides who was first."""
    unopened = ReceiverLink.objects.alive(now).filter(token_hash=hash_of(token), opened_at=None)
    return of_token(token, now) if unopened.update(opened_at=now) else None


def send(link: ReceiverLink, record: Record, is_shared: bool, now: datetime) -> None:
    """The receiver's part goes to the giver, who has two hours from now. Whoever gives answers for themselves."""
    answers = {slug: answer for slug, answer in record.answers.items() if slug != GIVER_ITEM}
    _seal(link, Sent(replace(record, answers=answers), is_shared), now)
    ReceiverLink.objects.filter(pk=link.pk).update(
        sealed=link.sealed, sent_at=now, expires_at=max(link.expires_at, now + LIFETIME)
    )


def take_back(link: ReceiverLink) -> None:
    ReceiverLink.objects.filter(pk=link.pk).update(sealed=b"", sent_at=None)


def answer_as_giver(link: ReceiverLink, answer: Answer, now: datetime) -> None:
    """Joins the giver's answer to what the phone sent, unless the receiver took it back meanwhile."""
    found = sent(link, now)
    if found:
        before, answers = bytes(link.sealed), {**found.record.answers, GIVER_ITEM: answer}
        _seal(link, replace(found, record=replace(found.record, answers=answers)), now)
        ReceiverLink.objects.filter(pk=link.pk, sealed=before).update(sealed=link.sealed)


def rewrite(record: Record, now: datetime) -> None:
    """Changes answers that the receiver shows. Where the link is gone meanwhile, nothing is kept; its end stays."""
    link = alive(record.visit, now)
    if link and link.sent_at:
        before = bytes(link.sealed)
        _seal(link, Sent(record, is_shared=True), now)
        ReceiverLink.objects.filter(pk=link.pk, sealed=before).update(sealed=link.sealed)


def sent(link: ReceiverLink | None, now: datetime) -> Sent | None:
    if link is None or not link.sent_at:
        return None
    document = unseal(bytes(link.sealed), PURPOSE, within=(now, 2 * LIFETIME))
    if document is None or document["link"] != str(link.uuid):
        return None
    if document["version"] != load_questionnaire().version:
        return None
    try:
        _, answers = parse({"now": write_time(now + CLOCK_SKEW), "items": document["items"]})
    except DocumentError:
        return None
    record = Record(answers, frozenset(document["left_open"]), here_now=frozenset(document.get("here_now", ())))
    return Sent(record, document["is_shared"])


def calls_for_help(found: Sent, now: datetime) -> bool:
    return emergency(found.record, now) is not None


def _seal(link: ReceiverLink, found: Sent, now: datetime) -> None:
    document = {
        "link": str(link.uuid),
        "version": load_questionnaire().version,
        "items": {slug: answer.as_dict() for slug, answer in found.record.answers.items()},
        "left_open": sorted(found.record.left_open),
        "here_now": sorted(found.record.here_now),
        "is_shared": found.is_shared,
    }
    link.sealed = seal(document, now, PURPOSE)
