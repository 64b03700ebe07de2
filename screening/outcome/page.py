"""The outcome in words: the map, each limit with its "because you said", until when it holds, what to tell a doctor."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lessons.pack.pressures import pressures
from lessons.positions import POSITIONS
from screening.outcome.causes import EMERGENCY, Cause, cause_of, told_beside
from screening.outcome.places import GENTLE_PLACES, places, technique_names
from screening.rules.assessment import Clearance, Reason
from screening.rules.consequences import NO_LIMIT, Consequence
from screening.rules.journey import Record
from screening.rules.questionnaire import ANY_POSITION, GUARDIAN_NEAR, NOT_OFFERED, REGIONS
from screening.rules.without_doctor import DOCTOR, is_a_no, needs_doctor, own_outcomes
from screening.wording import OutcomeText, Wording
from web.language import language_now

ANY_OIL = "any"
MATERNITY = "em-pregnancy"  # not sure of it is never less than to be seen today
SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Entry:
    """What is narrowed, and the answers that narrow just that."""

    values: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True)
class Limit:
    """One thing that is narrowed, in words, and the answers that narrow it."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(value for entry in self.entries for value in entry.values)

    @property
    def because(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said for entry in self.entries for said in entry.because))


@dataclass(frozen=True)
class OutcomePage:
    """`text` is what to do; `beside` holds the texts of other answers that no doctor settles.

    `is_no` where nothing but the free choice speaks against it: then nobody is urged to try again.
    """

    level: int
    urgency: str | None
    text: OutcomeText
    beside: tuple[OutcomeText, ...]
    needs_doctor: bool
    asks_maternity_unit: bool
    is_no: bool
    states: Mapping[str, str]
    limits: tuple[Limit, ...]
    causes: tuple[Cause, ...]
    told_beside: tuple[str, ...]
    notes: tuple[str, ...]
    until: datetime | None
    hours_left: int
    has_full_pressure: bool

    @property
    def heading(self) -> str:
        return self.text.heading

    @property
    def what_to_do(self) -> str:
        return self.text.what_to_do

    @property
    def decisive(self) -> list[Cause]:
        """The answers that led to this class: one alone, or several that leave nothing over."""
        return [cause for cause in self.causes if cause.level == self.level] or list(self.causes)

    @property
    def can_be_cleared(self) -> bool:
        """Whether a doctor's or midwife's word on each of these answers would be enough."""
        asked = [cause for cause in self.decisive if cause.needs_doctor]
        return bool(asked) and all(cause.go_ahead for cause in asked)

    @property
    def condition(self) -> str:
        """What must be true before the next try, in a list with others."""
        if self.text.condition:
            return self.text.condition
        if self.can_be_cleared:
            return _("A doctor or midwife has said that light back massage is fine.")
        return _("A doctor has found the cause, and it is settled.")

    @property
    def to_tell(self) -> list[Cause]:
        return [cause for cause in self.decisive if cause.tell]


def outcome_of(clearance: Clearance, record: Record, wording: Wording, now: datetime) -> OutcomePage:
    limits = clearance.limits
    text, *beside = _texts(clearance, wording)
    left = clearance.expires_at - now if clearance.expires_at else None
    return OutcomePage(
        level=limits.level,
        urgency=limits.urgency,
        text=text,
        beside=tuple(beside),
        needs_doctor=needs_doctor(clearance),
        asks_maternity_unit=_asks_maternity_unit(clearance),
        is_no=is_a_no(clearance),
        states=states_of(limits),
        limits=tuple(_limits(clearance, record, wording)),
        causes=tuple(cause_of(reason, record, wording) for reason in clearance.reasons),
        told_beside=tuple(told_beside(clearance, record, wording)),
        notes=tuple(_notes(clearance, wording)),
        until=clearance.expires_at,
        hours_left=_whole_hours(left) if left else 0,
        has_full_pressure=limits.cap == NO_LIMIT,
    )


def _whole_hours(left: timedelta) -> int:
    """The nearest number of hours, for "about"; none where less than one is left."""
    hours = left.total_seconds() / SECONDS_AN_HOUR
    return round(hours) if hours >= 1 else 0


def states_of(limits: Consequence) -> dict[str, str]:
    """What the plate shows for each region: the strictest that holds there."""
    gentle = REGIONS if limits.cap < NO_LIMIT else GENTLE_PLACES
    states = {slug: "gentle" if slug in gentle else "go" for slug in REGIONS}
    states |= dict.fromkeys(limits.stroke_only, "stroke-only")
    return states | dict.fromkeys(limits.blocked, "out")


def _texts(clearance: Clearance, wording: Wording) -> list[OutcomeText]:
    """A doctor's text first, where one is needed; then what no doctor settles."""
    if is_a_no(clearance):
        return [wording.outcomes["3-consent"]]
    own = [wording.outcomes[f"4-{word}"] for word in own_outcomes(clearance)]
    if own and not needs_doctor(clearance):
        return own
    if _asks_maternity_unit(clearance):
        return [wording.outcomes["4-maternity"], *own]
    return [wording.outcome(clearance.limits.level, clearance.limits.urgency), *own]


def _asks_maternity_unit(clearance: Clearance) -> bool:
    return clearance.limits.level == DOCTOR and MATERNITY in {reason.item for reason in clearance.reasons}


def _notes(clearance: Clearance, wording: Wording) -> Iterable[str]:
    """An emergency leaves no other advice, and what has a text of its own is not said twice."""
    limits = clearance.limits
    if limits.level == EMERGENCY:
        grave = [reason.consequence for reason in clearance.reasons if reason.consequence.level == EMERGENCY]
        yield from (wording.notes[note] for found in grave for note in sorted(found.notes))
        return
    if limits.blocked == REGIONS:
        yield _("No place on the back is left that suits all your answers.")
    said = {NOT_OFFERED, GUARDIAN_NEAR} if limits.level == 4 else set()
    yield from (wording.notes[note] for note in sorted(limits.notes - said))


def _limits(clearance: Clearance, record: Record, wording: Wording) -> Iterable[Limit]:
    limits, names = clearance.limits, places()

    def because(narrows: Callable[[Consequence], bool]) -> tuple[str, ...]:
        return tuple(_said(reason, record, wording) for reason in clearance.reasons if narrows(reason.consequence))

    def one(name: str, values: tuple[str, ...], narrows: Callable[[Consequence], bool]) -> Limit:
        return Limit(name, (Entry(values, because(narrows)),))

    def each(name: str, kind: str, words: Mapping[str, str]) -> Limit:
        """Grouped by the answers behind them, so that each place, technique or oil has its own reason."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for slug, word in words.items():
            groups.setdefault(because(partial(_narrows, kind, slug)), []).append(word)
        return Limit(name, tuple(Entry(tuple(group), said) for said, group in groups.items()))

    if limits.blocked:
        yield each(_("Leave out"), "blocked", _in_order(limits.blocked, names))
    if limits.stroke_only:
        yield each(_("Only stroke here"), "stroke_only", _in_order(limits.stroke_only, names))
    if limits.cap < NO_LIMIT:
        yield one(_("Pressure"), (_pressure(limits.cap),), lambda found: found.cap == limits.cap)
    if limits.max_minutes is not None:
        minutes = (_minutes(limits.max_minutes),)
        yield one(_("Time"), minutes, lambda found: found.max_minutes == limits.max_minutes)
    if limits.positions < ANY_POSITION:
        positions = tuple(wording.positions[slug] for slug in POSITIONS if slug in limits.positions)
        yield one(_("Position"), positions or (_("None is left"),), lambda found: found.positions < ANY_POSITION)
    if limits.banned:
        yield each(_("Do not use"), "banned", technique_names(limits.banned))
    if ANY_OIL in limits.oils_banned:
        no_oil = (_("No oil and no cream: work on dry skin or through a shirt"),)
        yield one(_("Oil"), no_oil, lambda found: ANY_OIL in found.oils_banned)
    elif limits.oils_banned:
        oils = {slug: _("None with: %s") % wording.oils[slug] for slug in sorted(limits.oils_banned)}
        yield each(_("Oil"), "oils_banned", oils)


def _narrows(kind: str, slug: str, found: Consequence) -> bool:
    return slug in getattr(found, kind)


def _said(reason: Reason, record: Record, wording: Wording) -> str:
    short = wording.items[reason.item].short
    return _("%s (not sure)") % short if record.answers[reason.item].value == "unsure" else short


def _in_order(slugs: Iterable[str], names: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {slug: name for slug, (name, _neutral) in names.items() if slug in slugs}


def _pressure(cap: int) -> str:
    feel = pressures(language_now())[cap].feel
    if cap == 1:
        return _("Only light, level 1 of 3: %(feel)s") % {"feel": feel}
    return _("At most gentle, level 2 of 3: %(feel)s") % {"feel": feel}


def _minutes(minutes: int) -> str:
    return ngettext("At most %d minute", "At most %d minutes", minutes) % minutes
