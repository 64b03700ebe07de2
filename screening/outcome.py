"""The outcome in words: the map, each limit with its "because you said", until when it holds, what to tell a doctor."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.consequences import NO_LIMIT, Consequence
from screening.journey import Record
from screening.places import GENTLE_PLACES, places, technique_names
from screening.questionnaire import POSITIONS, REGIONS, load_questionnaire
from screening.rules import Clearance, Reason
from screening.wording import Wording

ORDER_OF_POSITIONS = ("prone", "side", "chair")
ANY_OIL = "any"
SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Limit:
    """One thing that is narrowed, in words, and the answers that narrow it."""

    name: str
    values: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True)
class Cause:
    """One answer that matters, and where to change it."""

    short: str
    is_unsure: bool
    because: str
    tell: str
    address: str
    level: int


@dataclass(frozen=True)
class Outcome:
    level: int
    urgency: str | None
    heading: str
    what_to_do: str
    states: Mapping[str, str]
    limits: tuple[Limit, ...]
    causes: tuple[Cause, ...]
    notes: tuple[str, ...]
    until: datetime | None
    hours_left: int
    has_full_pressure: bool

    @property
    def decisive(self) -> list[Cause]:
        """The answers that led to this class: one alone, or several that leave nothing over."""
        return [cause for cause in self.causes if cause.level == self.level] or list(self.causes)

    @property
    def to_tell(self) -> list[Cause]:
        return [cause for cause in self.decisive if cause.tell]


def outcome_of(clearance: Clearance, record: Record, wording: Wording, now: datetime) -> Outcome:
    limits = clearance.limits
    text = wording.outcome(limits.level, limits.urgency)
    left = clearance.expires_at - now if clearance.expires_at else None
    return Outcome(
        level=limits.level,
        urgency=limits.urgency,
        heading=text.heading,
        what_to_do=text.what_to_do,
        states=states_of(limits),
        limits=tuple(_limits(clearance, record, wording)),
        causes=tuple(_cause(reason, record, wording) for reason in clearance.reasons),
        notes=(*_nothing_left(limits), *(wording.notes[note] for note in sorted(limits.notes))),
        until=clearance.expires_at,
        hours_left=int(left.total_seconds() // SECONDS_AN_HOUR) if left else 0,
        has_full_pressure=limits.cap == NO_LIMIT,
    )


def states_of(limits: Consequence) -> dict[str, str]:
    """What the plate shows for each region: the strictest that holds there."""
    gentle = REGIONS if limits.cap < NO_LIMIT else GENTLE_PLACES
    states = {slug: "gentle" if slug in gentle else "go" for slug in REGIONS}
    states |= dict.fromkeys(limits.stroke_only, "stroke-only")
    return states | dict.fromkeys(limits.blocked, "out")


def _nothing_left(limits: Consequence) -> Iterable[str]:
    if not limits.positions:
        yield _("No position is left that suits all your answers.")
    if limits.blocked == REGIONS:
        yield _("No place on the back is left that suits all your answers.")


def _cause(reason: Reason, record: Record, wording: Wording) -> Cause:
    text = wording.items[reason.item]
    return Cause(
        short=text.short,
        is_unsure=record.answers[reason.item].value == "unsure",
        because=text.because,
        tell=text.tell if reason.consequence.level >= 4 else "",
        address=reverse("screening:question", args=[load_questionnaire().page_of(reason.item).slug]),
        level=reason.consequence.level,
    )


def _limits(clearance: Clearance, record: Record, wording: Wording) -> Iterable[Limit]:
    limits = clearance.limits

    def because(narrows: Callable[[Consequence], bool]) -> tuple[str, ...]:
        return tuple(_said(reason, record, wording) for reason in clearance.reasons if narrows(reason.consequence))

    names = places()
    if limits.blocked:
        left_out = _in_order(limits.blocked, names)
        yield Limit(_("Leave out"), left_out, because(lambda found: bool(found.blocked)))
    if limits.stroke_only:
        stroked = _in_order(limits.stroke_only, names)
        yield Limit(_("Only stroke here"), stroked, because(lambda found: bool(found.stroke_only)))
    if limits.cap < NO_LIMIT:
        yield Limit(_("Pressure"), (_pressure(limits.cap),), because(lambda found: found.cap == limits.cap))
    if limits.max_minutes is not None:
        yield Limit(
            _("Time"), (_minutes(limits.max_minutes),), because(lambda found: found.max_minutes == limits.max_minutes)
        )
    if limits.positions < POSITIONS:
        positions = tuple(wording.positions[slug] for slug in ORDER_OF_POSITIONS if slug in limits.positions)
        yield Limit(
            _("Position"), positions or (_("None is left"),), because(lambda found: found.positions < POSITIONS)
        )
    if limits.banned:
        yield Limit(_("Do not use"), tuple(technique_names(limits.banned)), because(lambda found: bool(found.banned)))
    if limits.oils_banned:
        yield Limit(_("Oil"), _oils(limits.oils_banned, wording), because(lambda found: bool(found.oils_banned)))


def _said(reason: Reason, record: Record, wording: Wording) -> str:
    short = wording.items[reason.item].short
    return _("%s (not sure)") % short if record.answers[reason.item].value == "unsure" else short


def _in_order(slugs: Iterable[str], names: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name for slug, (name, _neutral) in names.items() if slug in slugs)


def _pressure(cap: int) -> str:
    if cap == 1:
        return _("Only light, level 1 of 3: the hand moves the skin and presses no deeper")
    return _("At most gentle, level 2 of 3: the hand moves the skin and the fat below it, not the muscle")


def _minutes(minutes: int) -> str:
    return ngettext("At most %d minute", "At most %d minutes", minutes) % minutes


def _oils(banned: Iterable[str], wording: Wording) -> tuple[str, ...]:
    if ANY_OIL in banned:
        return (_("No oil and no cream: work on dry skin or through a shirt"),)
    return tuple(_("None with: %s") % wording.oils[slug] for slug in sorted(banned))
