"""How the hand is held, seen and touches, for each of the eleven words for a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lessons.plate.contact_hands.contours import Look
from lessons.plate.contact_hands.skeleton import Ball, Hand, Pose

Rows = list[list[Ball]]
NAMES = ("index", "middle", "ring", "little")

PALM, BACK = Look(), Look(turn=180)
FLAT = Pose(thumb=((36, 14), (16, 10), (14, 6)))
SPREAD = Pose(
    {"index": (4, 4, 2, 12), "middle": (2, 4, 2, 3), "ring": (2, 4, 2, -7), "little": (4, 4, 2, -17)},
    thumb=((56, 10), (44, 6), (36, 4)),
)
LIFTED = Pose(
    {"index": (-16, 12, 6, 3), "middle": (-18, 12, 6, 1), "ring": (-18, 12, 6, -2), "little": (-14, 12, 6, -6)},
    thumb=((52, 8), (38, 4), (28, 2)),
)
PADS = Pose(
    {"index": (28, 30, 16, 2), "middle": (30, 32, 16, 0), "ring": (28, 32, 16, -1), "little": (24, 30, 16, -4)},
    thumb=((34, 28), (12, 26), (0, 22)),
)
THUMB = Pose(
    {"index": (22, 26, 14, 1), "middle": (24, 28, 14, 0), "ring": (24, 28, 14, 0), "little": (22, 28, 14, -2)},
    thumb=((58, 16), (48, 14), (40, 4)),
    thumb_turn=12,
)
EDGE = Pose(
    {"index": (8, 10, 6, 0), "middle": (8, 10, 6, 0), "ring": (8, 10, 6, 1), "little": (8, 10, 6, 3)},
    thumb=((34, 20), (14, 16), (6, 10)),
)
THUMB_EDGE = Pose(
    {"index": (6, 8, 5, 0), "middle": (8, 10, 6, 0), "ring": (8, 12, 6, 1), "little": (10, 12, 6, 3)},
    thumb=((32, 12), (12, 6), (2, 4)),
    thumb_turn=50,
)
BENT = Pose(
    {"index": (44, 92, 26, 0), "middle": (42, 92, 28, 0), "ring": (44, 92, 28, 0), "little": (48, 90, 26, 0)},
    thumb=((40, 36), (4, 40), (-24, 34)),
    thumb_turn=50,
)
FIST = Pose(
    {"index": (76, 92, 44, 0), "middle": (78, 94, 46, 0), "ring": (80, 94, 46, 0), "little": (82, 92, 44, 0)},
    thumb=((42, 40), (-6, 46), (-62, 22)),
    thumb_turn=40,
)
CUPPED = Pose(
    {"index": (26, 20, 10, -1), "middle": (28, 22, 10, 0), "ring": (28, 22, 10, 1), "little": (28, 20, 10, 4)},
    thumb=((30, 28), (8, 22), (-4, 14)),
    thumb_turn=60,
)


@dataclass(frozen=True)
class Contact:
    """One picture: which skin touches, from where it is shown, and how it looks from above while it moves."""

    pose: Pose
    touches: Callable[[Hand], Rows]
    view: str
    look: Look
    above: Look
    crossing: float | None = None  # degrees between the hands, when the other one lies on top
    hollow: bool = False  # the palm does not touch


def _row(balls: Iterable[Ball], degrees: float = 90, share: float = 0.72) -> list[Ball]:
    return [ball.pressed(degrees, share) for ball in balls]


def _fingers(hand: Hand, first: int, last: int = 7, degrees: float = 90, share: float = 0.72) -> Rows:
    return [_row(hand.fingers[name][first:last], degrees, share) for name in NAMES]


def _palm(hand: Hand, names: str, degrees: float = 90, share: float = 0.75) -> list[Ball]:
    return _row([hand.palm[name] for name in names.split()], degrees, share)


def whole_palm(hand: Hand) -> Rows:
    middle = _palm(
        hand, "heel-thumb heel-little ball-little side-little little ring middle index ball-thumb heel-thumb"
    )
    inside = _palm(hand, "heel-little ball-thumb index ball-little middle side-little ring")
    return [middle, inside, *_fingers(hand, 0), _row(hand.thumb[0:])]


def heel(hand: Hand) -> Rows:
    base = _palm(hand, "heel-thumb heel-little", share=0.92)
    return [base, _palm(hand, "heel-thumb ball-thumb", share=0.72), _palm(hand, "heel-little ball-little", share=0.7)]


def little_finger_edge(hand: Hand) -> Rows:
    side = [hand.palm[name] for name in ("heel-little", "ball-little", "side-little")]
    return [_row([*side, *hand.fingers["little"]], 175, 0.5)]


def thumb_edge(hand: Hand) -> Rows:
    return [_row([hand.palm["heel-thumb"], *hand.thumb, *hand.fingers["index"][2:]], 20, 0.5)]


def four_pads(hand: Hand) -> Rows:
    return _fingers(hand, 5, share=0.85)


def thumb_pad(hand: Hand) -> Rows:
    return [_row(hand.thumb[4:], 90, 0.88)]


def middle_phalanges(hand: Hand) -> Rows:
    return _fingers(hand, 2, 5, degrees=270, share=0.8)


def loose_fist(hand: Hand) -> Rows:
    return _fingers(hand, 0, 3, degrees=270, share=0.8)


def spread_fingers(hand: Hand) -> Rows:
    return _fingers(hand, 2, share=0.8)


def rim(hand: Hand) -> Rows:
    edge = _row([hand.palm[name] for name in ("heel-thumb", "heel-little", "ball-little", "side-little")], 150, 0.5)
    tips = [hand.fingers[name][6].pressed(90, 0.95) for name in NAMES[::-1]]
    index = _row(hand.fingers["index"][2:], 30, 0.45)
    return [
        edge,
        _row(hand.fingers["little"], 150, 0.5),
        tips,
        index,
        _row([hand.palm["heel-thumb"], *hand.thumb], 60, 0.6),
    ]


CONTACTS: dict[str, Contact] = {
    "whole-palm": Contact(FLAT, whole_palm, "palm", PALM, BACK),
    "little-finger-edge": Contact(EDGE, little_finger_edge, "edge", Look(turn=-64), Look(turn=116)),
    "thumb-edge": Contact(THUMB_EDGE, thumb_edge, "edge", Look(turn=60), Look(turn=226)),
    "heel": Contact(LIFTED, heel, "palm", PALM, BACK),
    "four-finger-pads": Contact(PADS, four_pads, "palm", PALM, BACK),
    "thumb-pad": Contact(THUMB, thumb_pad, "palm", PALM, BACK),
    "middle-phalanges": Contact(BENT, middle_phalanges, "fist", Look(tilt=34), Look(turn=180)),
    "loose-fist": Contact(FIST, loose_fist, "fist", Look(tilt=54), Look(turn=180)),
    "spread-fingers": Contact(SPREAD, spread_fingers, "palm", PALM, BACK),
    "cupped-palm": Contact(CUPPED, rim, "palm", PALM, BACK, hollow=True),
    "second-hand-on-top": Contact(FLAT, whole_palm, "palm", Look(spin=22), Look(turn=180, spin=-30), crossing=48),
}
