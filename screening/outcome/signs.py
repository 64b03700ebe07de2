"""The signs that mean an emergency call: one list for outcomes, plan, steps and afterwards (screening#alarm-signs)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from screening.wording import SignTexts

WITH_FEVER = frozenset({"fever", "infection", "redflag-infection", "kidney-acute", "immune-low"})
MATERNITY = ("pregnancy", "postpartum")


@dataclass(frozen=True)
class Signs:
    """What to call for, and what else to phone for in pregnancy and after a birth."""

    call_for: tuple[str, ...]
    maternity: tuple[str, ...]


def signs_for(texts: SignTexts, reported: AbstractSet[str], *, is_waiting: bool) -> Signs:
    """`reported` are the items that narrow today. Who waits for a doctor may have a weak limb that is known already."""
    call_for = [texts.heart, texts.head, texts.face, texts.nerves_waiting if is_waiting else texts.nerves]
    call_for += [texts.pelvis, texts.allergy]
    call_for += [texts.fever] if is_waiting and reported & WITH_FEVER else []
    return Signs(tuple(call_for), tuple(getattr(texts, item) for item in MATERNITY if item in reported))
