"""All that is kept about one person, in one place, so that export and erasure cannot forget an app."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from operator import attrgetter
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from learners.visitor import visitor_of
from lessons.models import Lesson, Technique
from lessons.quiz.questions import quiz
from massage_site.pages import appearance
from practice import log
from practice.models import PracticeSession
from progress.certificates import records as certificate_records
from progress.learning import learning_of
from progress.rules.choices import Choices
from progress.rules.schedule import Card
from progress.rules.xapi import LanguageMap, Massage, Record, Statement, statements
from screening.cards import kept as cards
from screening.clearance import read_record, this_moment
from screening.visit.consent_card import agreed
from screening.visit.current import visit_of
from web.language import language_now
from web.site_address import site_address
from web.visitors.members import member_of


class EraseForm(forms.Form):
    """Erasing cannot be undone, so the address is typed once more."""

    email = forms.CharField(label=_("Type your e-mail address to erase the account"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        if email.casefold() != self.user.email.casefold():
            raise forms.ValidationError(_("This is not the address of this account. Type it as it stands above."))
        return email


def collect(request: HttpRequest) -> dict[str, Any]:
    """Plain values only; times as ISO 8601 in UTC."""
    return {name: gather(request) for name, gather in COLLECTORS.items()}


def account(request: HttpRequest) -> dict[str, Any] | None:
    user = member_of(request)
    if user is None:
        return None
    return {
        "email": user.email,
        "name": user.get_username(),
        "joined": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "sign_in_methods": [_sign_in_method(kept) for kept in Authenticator.objects.filter(user=user)],
    }


def _sign_in_method(kept: Authenticator) -> dict[str, Any]:
    """What it is and when it was used; its secret stays here."""
    used = kept.last_used_at
    return {"kind": kept.type, "added": kept.created_at.isoformat(), "last_used": used.isoformat() if used else None}


def sign_ins_of(request: HttpRequest) -> list[UserSession]:
    """The newest first. One that has ended goes at the next sign-in."""
    return list(UserSession.objects.filter(user_id=request.user.pk).order_by("-created_at"))


def sign_ins(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {
            "signed_in": kept.created_at.isoformat(),
            "last_seen": kept.last_seen_at.isoformat(),
            "browser": kept.user_agent,
            "internet_address": kept.ip,
        }
        for kept in sign_ins_of(request)
    ]


def chosen_look(request: HttpRequest) -> dict[str, str] | None:
    return asdict(appearance.read(request)) if appearance.COOKIE in request.COOKIES else None


def progress(request: HttpRequest) -> dict[str, list[dict[str, str]]]:
    return {
        kind: [{"slug": slug, **standing.as_plain()} for slug, standing in sorted(found.items())]
        for kind, found in learning_of(request).standings.items()
    }


def lesson_answers(request: HttpRequest) -> list[dict[str, Any]]:
    """Every answer to a question of a lesson, without the name of the form it came from."""
    facts = learning_of(request).facts()
    return [{name: value for name, value in fact.as_plain().items() if name != "key"} for fact in facts]


def review(request: HttpRequest) -> list[dict[str, Any]]:
    """When each skill comes back; worked out from the answers, and kept so that it need not be again."""
    return [_as_plain(card) for card in sorted(learning_of(request).cards.values(), key=attrgetter("skill"))]


def _as_plain(card: Card) -> dict[str, Any]:
    moments = {name: moment.isoformat() for name, moment in vars(card).items() if isinstance(moment, datetime)}
    return vars(card) | moments


def learning_choices(request: HttpRequest) -> dict[str, Any] | None:
    """None where all is as it is for everybody."""
    chosen = learning_of(request).choices
    return None if chosen == Choices() else chosen.as_plain()


def practice_notes(request: HttpRequest) -> list[dict[str, Any]]:
    return [log.as_plain(entry) for entry in log.entries(request)]


def screening_answers(request: HttpRequest) -> dict[str, Any]:
    """The answers of this visit; there are none once they have expired."""
    return {slug: answer.as_dict() for slug, answer in read_record(request).answers.items()}


def receivers_cards(request: HttpRequest) -> list[dict[str, Any]]:
    """With the answers: an export is complete, and its owner could open each card here."""
    user = member_of(request)
    if user is None:
        return []
    now = this_moment()
    return [cards.as_plain(card, now) for card in cards.cards_of(user).alive(now).order_by("nickname")]


def certificates(request: HttpRequest) -> list[dict[str, Any]]:
    kept = certificate_records.kept_by(learning_of(request).learner)
    return [certificate_records.as_plain(row, site_address(request)) for row in kept]


COLLECTORS: dict[str, Callable[[HttpRequest], Any]] = {
    "account": account,
    "sign_ins": sign_ins,
    "appearance": chosen_look,
    "progress": progress,
    "practice": practice_notes,
    "screening": screening_answers,
    "consent_card": agreed,
    "cards": receivers_cards,
    "answers": lesson_answers,
    "review": review,
    "learning_choices": learning_choices,
    "certificates": certificates,
}


def learning_record(request: HttpRequest) -> list[Statement]:
    """What was read, answered, passed and practised, as xAPI statements without any e-mail address."""
    learning = learning_of(request)
    record = Record(
        site=site_address(request),
        account=f"member-{user.pk}" if (user := member_of(request)) else "visitor",
        language=language_now(),
        names={"lesson": _names(Lesson, "title"), "technique": _names(Technique, "name")},
        standings=learning.standings,
        answers=learning.facts(),
        massages=[_massage(entry) for entry in log.entries(request)],
    )
    return statements(record, quiz())


def _names(model: type[Lesson] | type[Technique], field: str) -> dict[str, LanguageMap]:
    rows = model.objects.with_words()
    return {row.slug: {row.words.language: getattr(row.words, field)} for row in rows if row.words}


def _massage(entry: PracticeSession) -> Massage:
    name = {language_now(): str(entry.get_plan_display())}
    return Massage(str(entry.uuid), entry.plan, name, entry.minutes, entry.practised_at)


def erase_guest(request: HttpRequest) -> None:
    visitor_of(request).leave()
    visit_of(request).leave()
    request.session.flush()
