"""A contact hand as the ready strings that `components/_contact_hand.html` prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lessons.plate.contact_hands.hands import ContactHand, contact_hands
from lessons.plate.curves import Curve

WIDE, HIGH = 4, 5  # the shape of the frame
LOW = 350  # units: a fist is drawn no larger than in a frame of this height


@dataclass(frozen=True)
class HandText:
    """Paths and frame. `outlines` lie on one another: the last is in front."""

    view_box: str
    outlines: tuple[str, ...]
    lines: str
    patch: str


@cache
def hand_text(slug: str) -> HandText:
    hand = contact_hands()[slug]
    return HandText(_frame(hand), tuple(curve.d() for curve in hand.outline), _joined(hand.lines), _joined(hand.patch))


def _frame(hand: ContactHand) -> str:
    """All frames have one shape, with the hand in the middle."""
    left, top, right, bottom = hand.box
    height = max(bottom - top, (right - left) * HIGH / WIDE, LOW)
    width = height * WIDE / HIGH
    x, y = (left + right - width) / 2, (top + bottom - height) / 2
    return f"{x:.0f} {y:.0f} {width:.0f} {height:.0f}"


def _joined(curves: Iterable[Curve]) -> str:
    return "".join(curve.d() for curve in curves)
