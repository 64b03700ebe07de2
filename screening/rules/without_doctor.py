"""What no doctor settles: a no, and class 4 not offered, without a guardian or a position (screening#no-doctor)."""

from screening.rules.assessment import Clearance, Reason
from screening.rules.questionnaire import GUARDIAN_NEAR, NOT_OFFERED

POSTPONE, DOCTOR = 3, 4
CONSENT = "consent"
NO_POSITION = "positions"


def is_a_no(clearance: Clearance) -> bool:
    """Nothing but the free choice speaks against it."""
    grave = {reason.item for reason in clearance.reasons if reason.consequence.level >= POSTPONE}
    return grave == {CONSENT} and clearance.limits.level == POSTPONE


def own_outcomes(clearance: Clearance) -> tuple[str, ...]:
    """What this result says beside a doctor, or in place of one; each has a text of its own."""
    if clearance.limits.level != DOCTOR:
        return ()
    found = [_own(reason) for reason in clearance.reasons]
    found += [] if clearance.limits.positions else [NO_POSITION]
    return tuple(dict.fromkeys(filter(None, found)))


def needs_doctor(clearance: Clearance) -> bool:
    return any(sends_to_a_doctor(reason) for reason in clearance.reasons)


def sends_to_a_doctor(reason: Reason) -> bool:
    return reason.consequence.level >= DOCTOR and not _own(reason)


def _own(reason: Reason) -> str:
    found = reason.consequence
    if found.level != DOCTOR:
        return ""
    if NOT_OFFERED in found.notes:
        return reason.item
    if GUARDIAN_NEAR in found.notes:
        return GUARDIAN_NEAR
    return "" if found.positions else NO_POSITION
