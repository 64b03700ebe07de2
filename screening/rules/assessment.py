"""May this person be massaged today, where not, and how lightly: from answers to a clearance (screening#combining)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from lessons.back_map import expand_slugs
from screening.rules.answers import Answer, parse
from screening.rules.consequences import Consequence, consequence_of
from screening.rules.questionnaire import REGIONS, Branch, FollowUp, Item, Outcome, load_questionnaire
from web.written.json_document import write_time

__all__ = [
    "Answer",
    "Clearance",
    "Reason",
    "answer_expires_at",
    "asked_items",
    "assess",
    "expires_at",
    "follow_ups_of",
    "is_asked",
    "parse",
    "reasons_to_ask",
]

CLEARANCE_HOURS = 720
HIGHEST_CLASS_THAT_MAY_START = 2
SHORT_PLAN_REGIONS = frozenset(expand_slugs(["lumbar-lr", "thoracic-lr", "shoulder-lr"]))
SHORT_PLAN = Consequence(notes=frozenset({"short-plan-only"}), max_minutes=20)

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Reason:
    """What one item contributed."""

    item: str
    consequence: Consequence

    def as_dict(self) -> dict[str, Any]:
        return {"item": self.item, "class": self.consequence.level, "effects": self.consequence.effects()}


@dataclass(frozen=True)
class Clearance:
    """The result of a screening. `limits` holds the class and everything that narrows the massage."""

    limits: Consequence
    reasons: tuple[Reason, ...]
    expired: tuple[str, ...]
    missing: tuple[str, ...]
    expires_at: datetime | None

    @property
    def may_start(self) -> bool:
        return self.limits.level <= HIGHEST_CLASS_THAT_MAY_START and not self.expired and not self.missing

    def as_dict(self) -> dict[str, Any]:
        limits = self.limits
        return {
            "class": limits.level,
            "urgency": limits.urgency,
            "blocked": sorted(limits.blocked),
            "stroke_only": sorted(limits.stroke_only),
            "cap": limits.cap,
            "max_minutes": limits.max_minutes,
            "banned": sorted(limits.banned),
            "positions": sorted(limits.positions),
            "oils_banned": sorted(limits.oils_banned),
            "notes": sorted(limits.notes),
            "reasons": [reason.as_dict() for reason in self.reasons],
            "may_start": self.may_start,
            "expires_at": write_time(self.expires_at) if self.expires_at else None,
            "expired": list(self.expired),
            "missing": list(self.missing),
        }


def assess(answers: Answers, now: datetime) -> Clearance:
    """Combine all answers, whatever their class; the worst class wins and all limits add up."""
    consequences = {slug: _consequence(slug, answers, now) for slug in answers}
    clearance = Clearance(
        limits=_overall(reduce(add, consequences.values(), Consequence())),
        reasons=_reasons(consequences),
        expired=tuple(sorted(slug for slug in asked_items(answers) if _is_expired(slug, answers, now))),
        missing=tuple(sorted(slug for slug in asked_items(answers) if slug not in answers)),
        expires_at=None,
    )
    return replace(clearance, expires_at=expires_at(answers, now)) if clearance.may_start else clearance


def is_asked(slug: str, answers: Answers) -> bool:
    """Some items are asked only while another one is answered yes or not sure."""
    return load_questionnaire().items[slug].asked_if is None or bool(reasons_to_ask(slug, answers))


def reasons_to_ask(slug: str, answers: Answers) -> frozenset[str]:
    """The answers because of which an item is asked that not everybody is asked."""
    conditions = load_questionnaire().items[slug].asked_if or ()
    return frozenset(other for other in conditions if _is_reported(other, answers))


def asked_items(answers: Answers) -> tuple[str, ...]:
    return tuple(slug for slug in load_questionnaire().items if is_asked(slug, answers))


def follow_ups_of(slug: str) -> tuple[FollowUp, ...]:
    return load_questionnaire().items[slug].follow_ups


def answer_expires_at(slug: str, answer: Answer) -> datetime:
    return answer.answered_at + timedelta(hours=load_questionnaire().items[slug].hours)


def expires_at(answers: Answers, now: datetime) -> datetime | None:
    """When the first answer, or the first go-ahead that counts, runs out."""
    asked = [slug for slug in asked_items(answers) if slug in answers]
    ends = [answer_expires_at(slug, answers[slug]) for slug in asked]
    ends += [_go_ahead_ends(answers[slug]) for slug in answers if _counts_go_ahead(slug, answers, now)]
    return min(ends, default=None)


def _is_reported(slug: str, answers: Answers) -> bool:
    return slug in answers and answers[slug].is_reported


def _is_expired(slug: str, answers: Answers, now: datetime) -> bool:
    return slug in answers and now >= answer_expires_at(slug, answers[slug])


def _consequence(slug: str, answers: Answers, now: datetime) -> Consequence:
    """What one answer means, with the strictest values where follow-ups were not answered."""
    item, answer = load_questionnaire().items[slug], answers[slug]
    if answer.value == "no":
        return consequence_of(item.if_no, {}) if item.if_no else Consequence()
    if answer.value == "unsure":
        return _unsure(item, answers)
    values = _values(item, answer)
    return consequence_of(_outcome(item, values, answers, now), values)


def _unsure(item: Item, answers: Answers) -> Consequence:
    """Not sure counts as the strictest yes, but calls no emergency and is never cleared."""
    if item.if_unsure:
        return consequence_of(item.if_unsure, {})
    worst = consequence_of(_branch(item, item.absent, answers), item.absent)
    return replace(worst, level=4, urgency="same-day") if worst.level == 5 else worst


def _values(item: Item, answer: Answer) -> dict[str, Any]:
    return {**item.absent, **answer.follow_ups}


def _branch(item: Item, values: Mapping[str, Any], answers: Answers) -> Branch:
    return next(branch for branch in item.branches if _holds(branch, values, answers))


def _holds(branch: Branch, values: Mapping[str, Any], answers: Answers) -> bool:
    if branch.when_reported and not _is_reported(branch.when_reported, answers):
        return False
    return branch.when is None or branch.when.holds(values)


def _outcome(item: Item, values: Mapping[str, Any], answers: Answers, now: datetime) -> Outcome:
    branch = _branch(item, values, answers)
    return branch.if_cleared if branch.if_cleared and _has_fresh_go_ahead(answers[item.slug], now) else branch


def _has_fresh_go_ahead(answer: Answer, now: datetime) -> bool:
    return answer.cleared_at is not None and now < _go_ahead_ends(answer)


def _go_ahead_ends(answer: Answer) -> datetime:
    assert answer.cleared_at is not None
    return answer.cleared_at + timedelta(hours=CLEARANCE_HOURS)


def _counts_go_ahead(slug: str, answers: Answers, now: datetime) -> bool:
    """A go-ahead counts where it is fresh and the branch that holds can be cleared."""
    item, answer = load_questionnaire().items[slug], answers[slug]
    if answer.value != "yes" or not _has_fresh_go_ahead(answer, now):
        return False
    return _branch(item, _values(item, answer), answers).if_cleared is not None


def _overall(total: Consequence) -> Consequence:
    """No position left, no region left, or only a short plan left (screening#what-follows)."""
    total = replace(total, stroke_only=total.stroke_only - total.blocked)
    if not total.positions:
        total += Consequence(level=4, urgency="routine")
    if total.blocked == REGIONS:
        total += Consequence(level=3)
    if total.blocked >= SHORT_PLAN_REGIONS:
        total += SHORT_PLAN
    return total


def _reasons(consequences: Mapping[str, Consequence]) -> tuple[Reason, ...]:
    """Every item that matters, the gravest first."""
    reasons = [Reason(slug, found) for slug, found in consequences.items() if found != Consequence()]
    return tuple(sorted(reasons, key=lambda reason: (-reason.consequence.level, reason.item)))
