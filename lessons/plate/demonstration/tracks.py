"""A technique as moving hands: tracks of keyframes and numbered moments, made from the pack's path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Any

from lessons.plate.demonstration.facts import hands_facts, stroke_facts
from lessons.plate.demonstration.frames import Demonstration, Frame, HandTrack, Moment, mark_of, thinned
from lessons.plate.demonstration.moves import move
from lessons.plate.demonstration.ways import CENTIMETRES, Effort, Mark, Tempo, Way

LAY, LIFT, PAUSE, RESETTLE = 0.7, 0.6, 1.0, 0.5  # seconds
IN_THE_AIR = 0.75  # lift of a hand that comes back without touching; from 0.5 up it fades, at 1 it is away
NEAR, STEP = 150.0, 3.0  # canvas units: closer than NEAR the hand steps, closer than STEP it simply goes on
LONGEST = 25.0  # seconds of one pass; longer ones leave out repeats
ONCE = {"pace": "mean", "closes": False, "shown": True, "along": 0, "way": None}  # what holds for one stroke only
PAIRS = ("mirror", "rest", "carry", "on-top")


def demonstration(technique: Mapping[str, Any]) -> Demonstration:
    """Made from the facts of a technique: path, tempo, contact, hands, family. Real tempo: the mean of low and high."""
    shown = [stroke for stroke in strokes(technique) if stroke["hands"]["shown"]]
    for effort in Effort.from_full_to_least():
        made = _Pass(technique, shown, effort).made()
        if made.duration <= (LONGEST + PAUSE) * 1000:
            break
    return made


def strokes(technique: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The strokes with everything about the hands said: what one leaves open stays as in the one before."""
    filled: list[dict[str, Any]] = []
    kept: dict[str, Any] = {
        "contact": _first_contact(technique["contact"]),
        "share": "mirror" if technique["hands"] == 2 else "alone",
        "lead": "left",
        "turns": [0],
        "other": None,
        "other_turn": 0,
    }
    for stroke in technique["path"]:
        said = {key: value for key, value in stroke.get("hands", {}).items() if value is not None}
        kept.update({key: said[key] for key in kept if key in said})
        once = ONCE | {key: value for key, value in said.items() if key not in kept}
        filled.append({**stroke, "hands": {**kept, **once}})
        if len(kept["turns"]) > 1:
            kept = {**kept, "turns": [kept["turns"][-1]]}
    return filled


def _first_contact(contacts: Sequence[str]) -> str:
    return next(contact for contact in contacts if contact != "second-hand-on-top")


@dataclass
class _Hand:
    """A hand while its track is being written. Times in seconds."""

    contact: str
    is_left: bool
    is_under: bool
    along: int
    frames: list[Frame]

    def put(self, at: float, mark: Mark, pressure: int) -> None:
        t = round(at * 1000)
        if self.frames and t <= self.frames[-1].t:
            t = self.frames[-1].t + 1
        self.frames.append(Frame(t, round(mark.x, 1), round(mark.y, 1), round(mark.turn, 1), mark.lift, pressure))


class _Pass:
    """One pass of a technique, written stroke after stroke."""

    def __init__(self, technique: Mapping[str, Any], shown: Sequence[Mapping[str, Any]], effort: Effort) -> None:
        self.technique, self.shown, self.effort = technique, shown, effort
        self.tempo = Tempo.of(technique["tempo"])
        self.clock = 0.0
        self.hands: dict[tuple[int, str, int], _Hand] = {}
        self.active: dict[int, _Hand] = {}
        self.moments: list[Moment] = []

    def made(self) -> Demonstration:
        ways = [self._way(stroke) for stroke in self.shown]
        self._lay(ways[0], self.shown[0])
        for run in _runs(self.shown):
            for number in run:
                self._do(ways[number], self.shown[number])
            self._go_back([(ways[number], self.shown[number]) for number in run])
        self._end(ways[0])
        return self._finished()

    def _way(self, stroke: Mapping[str, Any]) -> Way:
        return move(stroke, self.tempo, self.effort)

    def _lay(self, way: Way, stroke: Mapping[str, Any]) -> None:
        self._enter(way, stroke)
        self._moment("lay", -0.02, 0, hands_facts(stroke))

    def _enter(self, way: Way, stroke: Mapping[str, Any]) -> None:
        """Hands come down where the stroke begins; hands that are not needed any more leave."""
        wanted = dict(enumerate(_places(way, stroke)))
        for index, hand in list(self.active.items()):
            if index not in wanted or _differs(hand, index, stroke):
                self._leave(index)
        if self.active and set(wanted) - set(self.active):
            self.clock += LIFT
        arriving = set(wanted) - set(self.active)
        for index in arriving:
            self._arrive(index, wanted[index], stroke)
        self.clock += LAY if arriving else 0
        for index in arriving:
            self.active[index].put(self.clock, wanted[index], _pressure(index, stroke))

    def _arrive(self, index: int, mark: Mark, stroke: Mapping[str, Any]) -> None:
        contact = _contact(index, stroke)
        fresh = _Hand(contact, _is_left(index, stroke), _is_carrying(index, stroke), _along(index, stroke), [])
        hand = self.hands.setdefault((index, contact, fresh.along), fresh)
        self.active[index] = hand
        away = mark.lifted(1)
        if hand.frames or self.clock:
            hand.put(0 if not hand.frames else hand.frames[-1].t / 1000 + 0.001, away, 0)
        hand.put(self.clock, away, 0)

    def _leave(self, index: int) -> None:
        hand = self.active.pop(index)
        last = mark_of(hand.frames[-1])
        hand.put(self.clock, last, 0)
        hand.put(self.clock + LIFT, last.lifted(1), 0)

    def _do(self, way: Way, stroke: Mapping[str, Any]) -> None:
        began = self.clock
        changes = {index for index, hand in self.active.items() if _differs(hand, index, stroke)}
        if changes or len(_places(way, stroke)) != len(self.active):
            self._enter(way, stroke)
        self._travel(way, stroke)
        self._moment(stroke["motion"], way.duration / 2, began, stroke_facts(stroke, way, self.technique))
        self._write(way, stroke)

    def _write(self, way: Way, stroke: Mapping[str, Any]) -> None:
        for index, hand in self.active.items():
            marks = _marks(way, index, stroke)
            for mark in marks:
                hand.put(self.clock + mark.t, mark, mark.pressure if mark.pressure else _pressure(index, stroke))
        self.clock += way.duration

    def _travel(self, way: Way, stroke: Mapping[str, Any]) -> None:
        """From where the hands are to where the stroke begins: on the skin, in a small step or through the air."""
        goals = _places(way, stroke)
        far = max(hypot(goals[i].x - h.frames[-1].x, goals[i].y - h.frames[-1].y) for i, h in self.active.items())
        turn = max(abs(goals[i].turn - h.frames[-1].turn) for i, h in self.active.items())
        if far <= STEP and turn <= STEP:
            return
        glides = self.technique["family"] == "stroke" and self.tempo.unit == "cm/s"
        stays = self.technique["family"] == "stroke" and stroke["motion"] != "hold"
        if stays:
            seconds = far * CENTIMETRES / (self.tempo.mean if glides else 4)
            self._slide(goals, max(seconds, RESETTLE))
        elif far <= NEAR:
            self._hop(goals, RESETTLE + far / 400, 0.35, stroke)
        else:
            self._hop(goals, RESETTLE + far / 450, IN_THE_AIR, stroke)

    def _slide(self, goals: Sequence[Mark], seconds: float) -> None:
        for index, hand in self.active.items():
            hand.put(self.clock + 0.01, mark_of(hand.frames[-1]), 1)
            hand.put(self.clock + seconds, goals[index], 1)
        self.clock += seconds

    def _hop(self, goals: Sequence[Mark], seconds: float, lift: float, stroke: Mapping[str, Any]) -> None:
        for index, hand in self.active.items():
            last, goal = mark_of(hand.frames[-1]), goals[index]
            if hypot(goal.x - last.x, goal.y - last.y) + abs(goal.turn - last.turn) <= STEP:
                continue
            hand.put(self.clock + 0.01, last, 0)
            hand.put(self.clock + seconds * 0.3, last.towards(goal, 0.2).lifted(lift), 0)
            hand.put(self.clock + seconds * 0.7, last.towards(goal, 0.8).lifted(lift), 0)
            hand.put(self.clock + seconds, goal, _pressure(index, stroke))
        self.clock += seconds

    def _go_back(self, run: Sequence[tuple[Way, Mapping[str, Any]]]) -> None:
        """The way back of a run: the same strokes from their end, or a light one on the same line."""
        kind = run[-1][1].get("returns", "none")
        if run[-1][1]["hands"]["share"] == "follow":
            self._follow(run)
            return
        if kind == "none":
            return
        began, facts = self.clock, {"returns": kind, "pressure": 1 if kind == "light" else run[-1][1]["pressure"]}
        total = sum(way.duration for way, _ in run)
        self._moment("back", total / 2, began, facts)
        for _way, stroke in reversed(run):
            lighter = {**stroke, "pressure": 1} if kind == "light" else stroke
            reverse = {**lighter, "points": stroke["points"][::-1], "hands": _turned(stroke)}
            back = move(reverse, self.tempo, self.effort)
            self._travel(back, lighter)
            self._write(back, lighter)

    def _follow(self, run: Sequence[tuple[Way, Mapping[str, Any]]]) -> None:
        """Hand after hand: as one ends, the other starts, and the first comes back above the skin."""
        up = [frame for frame in self.active[0].frames if frame.t >= round(self.start * 1000)]
        length = self.clock - self.start
        contact, lead = self.active[0].contact, self.active[0]
        other = self.hands[(1, contact, lead.along)] = _Hand(contact, not lead.is_left, False, lead.along, [])
        first, last = up[0], up[-1]
        start, end = mark_of(first), mark_of(last)
        other.put(0, start.lifted(1), 0)
        other.put(self.clock - LAY, start.lifted(1), 0)
        for repeat in range(3):
            hand, waiting = (other, lead) if repeat % 2 == 0 else (lead, other)
            for frame in up:
                hand.put(self.clock + frame.t / 1000 - self.start, mark_of(frame), frame.pressure)
            waiting.put(self.clock, end, 0)
            if repeat < 2:
                waiting.put(self.clock + 0.25 * length, end.lifted(IN_THE_AIR), 0)
                waiting.put(self.clock + 0.8 * length, start.lifted(IN_THE_AIR), 0)
            else:
                waiting.put(self.clock + LIFT, end.lifted(1), 0)
            if repeat == 0:
                self._moment("follow", length / 2, self.clock, {"pressure": up[-1].pressure})
            self.clock += length
        self.active = {1: other}

    def _end(self, first: Way) -> None:
        if self.shown[-1]["hands"]["closes"]:
            self._close(first)
            return
        facts = {"other_side": self._one_side(), "leaves": True}
        self._moment("end", 0, self.clock, facts)
        for index in list(self.active):
            self._leave(index)
        self.clock += LIFT

    def _close(self, first: Way) -> None:
        """The hands come back to the start on the skin and go round again without leaving it."""
        goals = _places(first, self.shown[0])
        far = max(hypot(goals[i].x - h.frames[-1].x, goals[i].y - h.frames[-1].y) for i, h in self.active.items())
        seconds = far * CENTIMETRES / self.tempo.high
        self._moment("close", seconds, self.clock, {"pressure": 1})
        self._slide(goals, seconds)

    def _one_side(self) -> bool:
        sides = {track.x > 500 for hand in self.hands.values() if not hand.is_under for track in hand.frames}
        return len(sides) == 1

    @property
    def start(self) -> float:
        return LAY

    def _moment(self, code: str, offset: float, since: float, facts: Mapping[str, Any]) -> None:
        self.moments.append(Moment(code, round(since * 1000), round((self.clock + offset) * 1000), facts))

    def _finished(self) -> Demonstration:
        duration = round((self.clock + PAUSE) * 1000)
        tracks = []
        for hand in self.hands.values():
            if self.shown[-1]["hands"]["closes"]:
                hand.frames[0] = replace(hand.frames[0], lift=0.0, pressure=1)
            first, last = hand.frames[0], hand.frames[-1]
            if last.t < duration:
                hand.frames.append(replace(first, t=duration))
            tracks.append(HandTrack(hand.contact, hand.is_left, thinned(hand.frames), hand.is_under, hand.along))
        shown_all = len(self.shown) == len(self.technique["path"])
        brief = {stroke["motion"] for stroke in self.shown} & {"taps", "tremble", "hold"}
        return Demonstration(
            duration, tuple(tracks), tuple(self.moments), bool(self.effort.is_short or brief or not shown_all)
        )


def _runs(shown: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """Strokes that come back together: each starts where the one before ended, or all come back the same way."""
    runs: list[list[int]] = []
    for number, stroke in enumerate(shown):
        before = shown[number - 1] if number else None
        joined = before and (
            hypot(*(a - b for a, b in zip(before["points"][-1], stroke["points"][0], strict=True))) < 5
            or (before.get("returns") == "same" == stroke.get("returns"))
        )
        if joined:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _turned(stroke: Mapping[str, Any]) -> dict[str, Any]:
    hands = stroke["hands"]
    return {**hands, "turns": hands["turns"][::-1], "way": hands["way"] and hands["way"][::-1]}


def _contact(index: int, stroke: Mapping[str, Any]) -> str:
    """A resting or carrying hand lies flat."""
    others = {"rest": "whole-palm", "carry": "whole-palm", "on-top": "second-hand-on-top"}
    contact = str(stroke["hands"]["contact"])
    return others.get(stroke["hands"]["share"], contact) if index == 1 else contact


def _differs(hand: _Hand, index: int, stroke: Mapping[str, Any]) -> bool:
    return (hand.contact, hand.along) != (_contact(index, stroke), _along(index, stroke))


def _along(index: int, stroke: Mapping[str, Any]) -> int:
    alone = index == 1 and stroke["hands"]["share"] in ("rest", "carry")
    return 0 if alone else int(stroke["hands"]["along"])


def _is_left(index: int, stroke: Mapping[str, Any]) -> bool:
    return bool((stroke["hands"]["lead"] == "left") == (index == 0))


def _is_carrying(index: int, stroke: Mapping[str, Any]) -> bool:
    return index == 1 and stroke["hands"]["share"] == "carry"


def _pressure(index: int, stroke: Mapping[str, Any]) -> int:
    return 1 if index == 1 and stroke["hands"]["share"] in ("rest", "carry") else int(stroke["pressure"])


def _places(way: Way, stroke: Mapping[str, Any]) -> list[Mark]:
    """Where each hand begins this stroke."""
    count = 2 if way.second or stroke["hands"]["share"] in PAIRS else 1
    return [_marks(way, index, stroke)[0] for index in range(count)]


def _marks(way: Way, index: int, stroke: Mapping[str, Any]) -> Sequence[Mark]:
    if index == 0:
        return way.lead
    hands = stroke["hands"]
    if hands["share"] in ("rest", "carry"):
        x, y = hands["other"]
        lies = Mark(0, x, y, hands["other_turn"], 0)
        return [lies, lies.at(way.duration)]
    if hands["share"] == "on-top":
        return [replace(mark, turn=mark.turn + hands["other_turn"]) for mark in way.lead]
    return way.second or [mark.mirrored() for mark in way.lead]


# --- what the sentences need -----------------------------------------------------------------------------------------
