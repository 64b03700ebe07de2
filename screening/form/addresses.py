"""Where each step of the form is, and what a page showed.

The address of a detail is a random-looking word: naming it would tell an answer.
"""

from hashlib import sha256
from hmac import new as keyed_hash

from django.urls import reverse

from screening.rules.details import Detail
from screening.rules.journey import Record, Step, steps
from screening.rules.questionnaire import Page

WORD_LENGTH = 12


def address_of(step: Step, record: Record) -> str:
    if step.detail:
        return reverse("screening:detail", args=[_word(step.detail, record)])
    return reverse("screening:question", args=[step.page.slug])


def detail_step(word: str, record: Record) -> Step | None:
    return next((step for step in steps(record) if step.detail and _word(step.detail, record) == word), None)


def shown_on(page: Page, record: Record) -> str:
    """Stands for a page's questions, its answers so far and the visit: a form sent from elsewhere does not match."""
    known = [f"{slug} {record.answers[slug].value if slug in record.answers else ''}" for slug in page.items]
    return _keyed("page " + "; ".join(known), record)


def _word(detail: Detail, record: Record) -> str:
    return _keyed(detail.key, record)


def _keyed(text: str, record: Record) -> str:
    return keyed_hash(record.visit.encode(), text.encode(), sha256).hexdigest()[:WORD_LENGTH]
