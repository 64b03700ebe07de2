"""Cards that members keep for receivers: sealed under keys of their own, opened for a visit, erased when useless."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import ReceiverCard, ReceiverLink
from screening.rules.answers import Answer, parse
from screening.rules.assessment import answer_expires_at, is_asked
from screening.rules.journey import Record
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import is_of_the_day, useful_until, worth_keeping
from screening.vault import CLOCK_SKEW
from screening.wording import Wording
from web.written.json_document import DocumentError, write_time

MOST_CARDS = 20


def are_kept() -> bool:
    """Without a key nothing is kept."""
    return bool(settings.CARD_KEYS)


def keep(card: ReceiverCard, record: Record, now: datetime) -> None:
    """Seal what a later day can use, in a new card or in place of what it held. The receiver agreed just now."""
    answers = worth_keeping(record.answers)
    card.sealed = _fernet().encrypt(json.dumps(_document(card, answers, record)).encode())
    card.questions_version = load_questionnaire().version
    card.created_at = card.created_at or now
    card.agreed_at = now
    card.expires_at = useful_until(answers) or now
    card.save()


def _document(card: ReceiverCard, answers: Mapping[str, Answer], record: Record) -> dict[str, Any]:
    """The card's own name goes in, so that no card opens in the place of another."""
    return {
        "card": str(card.uuid),
        "items": {slug: answer.as_dict() for slug, answer in answers.items()},
        "left_open": sorted(key for key in record.left_open if key.partition("/")[0] in answers),
    }


def opened(card: ReceiverCard, now: datetime) -> Record | None:
    """Its answers with their own times, without those whose question has changed; nothing where no key fits."""
    try:
        document = json.loads(_fernet().decrypt(bytes(card.sealed)))
    except (InvalidToken, ValueError):
        return None
    if document["card"] != str(card.uuid):
        return None
    same = load_questionnaire().unchanged_since(card.questions_version)
    answers = _readable({slug: answer for slug, answer in document["items"].items() if slug in same}, now)
    asked = {slug: answer for slug, answer in answers.items() if is_asked(slug, answers)}
    left_open = frozenset(key for key in document["left_open"] if key.partition("/")[0] in asked)
    return Record(asked, left_open)


def _readable(items: Mapping[str, Any], now: datetime) -> dict[str, Answer]:
    """An answer that today's rules cannot read is left out, and so asked again."""
    found: dict[str, Answer] = {}
    for slug, answer in items.items():
        try:
            found |= parse({"now": write_time(now + CLOCK_SKEW), "items": {slug: answer}})[1]
        except DocumentError:
            continue
    return found


def seal_anew(card: ReceiverCard) -> bool:
    """Under the first key, unless somebody changed the card meanwhile. False where no key opens it."""
    sealed = bytes(card.sealed)
    try:
        renewed = _fernet().rotate(sealed)
    except InvalidToken:
        return False
    ReceiverCard.objects.filter(pk=card.pk, sealed=sealed).update(sealed=renewed)
    return True


def keys_fit() -> bool:
    """Whether the keys of today open the card that was sealed last; true where there is none."""
    last = ReceiverCard.objects.order_by("-agreed_at").first()
    try:
        return last is None or bool(are_kept() and _fernet().decrypt(bytes(last.sealed)))
    except InvalidToken:
        return False


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CARD_KEYS])


@transaction.atomic
def purge(now: datetime) -> tuple[int, int]:
    """Erase what has run out: so many cards, so many links."""
    cards, links = (model.objects.expired(now).delete()[0] for model in (ReceiverCard, ReceiverLink))
    return cards, links


def cards_of(user: Any) -> Any:
    """A member's own cards; nobody else's are ever reached."""
    return user.receiver_cards


def new_card(user: Any) -> ReceiverCard:
    return ReceiverCard(user=user)


def card_of(member: Any, uuid: UUID | str | None, now: datetime) -> ReceiverCard | None:
    """That card, where it is this member's own and has not run out."""
    if member is None or uuid is None:
        return None
    found: ReceiverCard | None = cards_of(member).alive(now).filter(uuid=uuid).first()
    return found


@dataclass(frozen=True)
class Theme:
    """How much of one part of the questions still holds, and until when; never what was answered."""

    title: str
    holds: int
    count: int
    until: datetime | None


@dataclass(frozen=True)
class CardSummary:
    card: ReceiverCard
    is_readable: bool
    answered_at: datetime | None
    themes: tuple[Theme, ...]

    @property
    def holding(self) -> list[Theme]:
        return [theme for theme in self.themes if theme.holds == theme.count]

    @property
    def to_ask(self) -> list[Theme]:
        return [theme for theme in self.themes if theme.holds < theme.count]


def summaries(cards: Iterable[ReceiverCard], wording: Wording, now: datetime) -> list[CardSummary]:
    return [_summary(card, wording, now) for card in cards]


def _summary(card: ReceiverCard, wording: Wording, now: datetime) -> CardSummary:
    record = opened(card, now)
    answers = record.answers if record else {}
    last = max((answer.answered_at for answer in answers.values()), default=None)
    themes = [_theme(title, slugs, answers, now) for title, slugs in _lasting(wording).items()]
    return CardSummary(card, record is not None, last, tuple(themes))


def _lasting(wording: Wording) -> dict[str, list[str]]:
    """The items that hold for longer than a day, by the title of their page; all warning signs are one theme."""
    questions = load_questionnaire()
    found: dict[str, list[str]] = {}
    for page in questions.pages:
        slugs = [slug for slug in page.items if not is_of_the_day(questions.items[slug])]
        title = _("Warning signs") if page.section == questions.sections[0] else wording.page(page).title
        if slugs:
            found.setdefault(title, []).extend(slugs)
    return found


def _theme(title: str, slugs: list[str], answers: Mapping[str, Answer], now: datetime) -> Theme:
    ends = [answer_expires_at(slug, answers[slug]) for slug in slugs if slug in answers]
    holding = [end for end in ends if end > now]
    return Theme(title, len(holding), len(slugs), min(holding, default=None))


def as_plain(card: ReceiverCard, now: datetime) -> dict[str, Any]:
    """For the export: the receiver's own words too, because an export holds all that is kept."""
    record = opened(card, now)
    return {
        "nickname": card.nickname,
        "created": card.created_at.isoformat(),
        "receiver_agreed": card.agreed_at.isoformat(),
        "kept_until": card.expires_at.isoformat(),
        "questions_version": card.questions_version,
        "answers": {slug: answer.as_dict() for slug, answer in record.answers.items()} if record else None,
    }
