"""Certificates as rows: what one would say now, issuing one, finding one by its code, its sheet in words."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from learners.models import Learner
from lessons.models import Lesson
from lessons.quiz.questions import quiz
from lessons.templatetags.plate_tags import plate_words
from practice.rules.opening import Opening
from progress.models import Certificate
from progress.rules import certificates as rules
from progress.rules.certificates import Learned, Sheet, SheetRow
from progress.rules.opening import opening
from progress.rules.standing import Standing
from web.days import day_of, today


@dataclass(frozen=True)
class Outlook:
    """What a certificate made now would say, and what is missing for it: the same checks that open practice."""

    learned: tuple[Learned, ...]
    rows: tuple[SheetRow, ...]
    first: Opening
    total: int


def outlook(known: dict[str, Standing]) -> Outlook:
    """`known` is what is known of the lessons, by slug."""
    path = {lesson.slug: lesson for lesson in Lesson.objects.published().with_words() if quiz().check_of(lesson.slug)}
    learned = rules.learned(path, known, lambda moment: min(day_of(moment), today()))
    titles = [(lesson.slug, lesson.number, lesson.words.title) for lesson in path.values()]
    rows = tuple(_row(one, path[one.slug]) for one in learned)
    return Outlook(tuple(learned), rows, opening(titles, known), len(path))


def issue(learner: Learner, name: str, learned: Sequence[Learned], now: datetime) -> Certificate | None:
    """A new certificate; the one of today that says the same, if there is one; nothing where no more can be kept."""
    lessons = [one.as_plain() for one in learned]
    with learner.writing():
        kept = list(learner.certificates.order_by("-issued_at"))
        day = day_of(now)
        for row in kept:
            if (row.name, row.lessons, day_of(row.issued_at)) == (name, lessons, day):
                return row
        if len(kept) >= rules.MOST_KEPT:
            return None
        code = rules.make_code(secrets.choice)
        return learner.certificates.create(code=code, name=name, lessons=lessons, issued_at=now)


def kept_by(learner: Learner | None) -> list[Certificate]:
    """The newest first."""
    return list(learner.certificates.order_by("-issued_at", "-pk")) if learner else []


def find(text: str, *, of: Learner | None = None) -> Certificate | None:
    """By its code as a person types it; `of` one learner, or anybody's."""
    code = rules.read_code(text)
    rows = of.certificates if of else Certificate.objects
    return rows.filter(code=code).first() if code else None


def address_of(certificate: Certificate) -> str:
    return reverse("certificates:certificate", args=[rules.grouped(certificate.code)])


def as_plain(certificate: Certificate, site: str) -> dict[str, Any]:
    """`site` is the address of the site, as it is printed before that of the certificate."""
    return {
        "code": rules.grouped(certificate.code),
        "address": f"{site}{address_of(certificate)}",
        "name": certificate.name,
        "issued_at": certificate.issued_at.isoformat(),
        "lessons": certificate.lessons,
    }


def sheet_of(certificate: Certificate, site: str) -> Sheet:
    """In the words of today: titles come from the lessons as they are now."""
    learned = [rules.from_plain(plain) for plain in certificate.lessons]
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.with_words()}
    path = {slug for slug, lesson in lessons.items() if lesson.published}
    return Sheet(
        code=rules.grouped(certificate.code),
        title=_("Certificate of lessons learned"),
        leads=_("This sheet says that"),
        name=certificate.name,
        says=_says(learned, path),
        rows=tuple(_row(one, lessons.get(one.slug)) for one in learned),
        stands_for=_(
            "The lessons teach how to give a gentle back massage at home, for comfort. Each check asks whether its"
            " lesson was understood, and every question about safety was answered right."
        ),
        no_licence=_("This is no licence to treat anyone, and no professional qualification."),
        unchecked=_("The site did not check who answered, and nobody watched any hands at work."),
        issued=_("Issued on %(day)s") % {"day": _day(day_of(certificate.issued_at))},
        to_check=_("Anyone can compare this sheet with its page:"),
        address=f"{site}{address_of(certificate)}",
        code_label=_("Code"),
        unwritable=_("the person named on its page, in letters that this picture cannot draw,"),
        plate_words=plate_words_here(),
    )


def plate_words_here() -> tuple[str, ...]:
    """The words on the drawing, in the reader's language."""
    words = plate_words()
    return words.head, words.receivers_left, words.receivers_right, words.leave_out


def _says(learned: Sequence[Learned], path: set[str]) -> str:
    """How many of how many, as the path is now; a lesson that left it still counts as learned."""
    counts = {"passed": len(learned), "total": len(path)}
    slugs = {one.slug for one in learned}
    if not slugs <= path:
        sentence = _(
            "passed the checks of these %(passed)s lessons of Warm Hands (its path has %(total)s today), on these days:"
        )
    elif slugs == path:
        sentence = _("passed the checks of all %(total)s lessons of Warm Hands, on these days:")
    else:
        sentence = _("passed the checks of these %(passed)s of the %(total)s lessons of Warm Hands, on these days:")
    return sentence % counts


def _row(one: Learned, lesson: Lesson | None) -> SheetRow:
    """A lesson that left the path keeps its title while its row is there, but has no number."""
    number = str(lesson.number) if lesson and lesson.published else ""
    title = lesson.words.title if lesson and lesson.words else rules.title_of(one.slug)
    return SheetRow(number, title, _day(one.passed_on))


def _day(day: date) -> str:
    return formats.date_format(day, "j F Y")
