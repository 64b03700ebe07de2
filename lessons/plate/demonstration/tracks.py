"""A technique as moving hands: tracks of keyframes and numbered moments, made from the pack's path."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians, sin
from typing import Any

from lessons.back_map import BACK_MAP, mirror
from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.contact_hands import travelling_hands
from lessons.plate.curves import Point
from lessons.plate.demonstration.moves import CENTIMETRES, Effort, Mark, Move, Tempo, Way, move

LAY, LIFT, PAUSE, RESETTLE = 0.7, 0.6, 1.0, 0.5  # seconds
IN_THE_AIR = 0.75  # lift of a hand that comes back without touching; from 0.5 up it fades, at 1 it is away
NEAR, STEP = 150.0, 3.0  # canvas units: closer than NEAR the hand steps, closer than STEP it simply goes on
LONGEST = 25.0  # seconds of one pass; longer ones leave out repeats
ONCE = {"pace": "mean", "closes": False, "shown": True, "along": 0, "way": None}  # what holds for one stroke only
PAIRS = ("mirror", "rest", "carry", "on-top")
MARGIN, SMALLEST_VIEW = 20, 460  # canvas units


@dataclass(frozen=True)
class Frame:
    """Where a hand is at `t` milliseconds. `turn` is where the fingers point: 0 the head, 90 the receiver's right."""

    t: int
    x: float
    y: float
    turn: float
    lift: float
    pressure: int


@dataclass(frozen=True)
class HandTrack:
    """One hand from the start of the pass to the end of the pause. A left hand is the drawn right one, mirrored."""

    contact: str
    is_left: bool
    frames: tuple[Frame, ...]
    is_under: bool = False
    along: int = 0

    @property
    def touches(self) -> bool:
        """Neither a hand under the shoulder nor one on top of the other touches the back."""
        return not self.is_under and self.contact != "second-hand-on-top"

    def placed(self, point: Point, at: Frame) -> Point:
        """A point of the drawn hand on the canvas: lifted it is larger and a little further back, as in the browser."""
        size, angle = 1 + 0.12 * at.lift, radians(at.turn)
        x = point[0] * (-size if self.is_left else size)
        y = point[1] * size + self.along + 20 * at.lift
        return x * cos(angle) - y * sin(angle) + at.x, x * sin(angle) + y * cos(angle) + at.y

    def at(self, t: float) -> Frame:
        """The hand at any time, between its keyframes; the pressure is that of the keyframe before."""
        for before, after in zip(self.frames, self.frames[1:], strict=False):
            if before.t <= t <= after.t:
                share = (t - before.t) / (after.t - before.t)
                x, y, turn, lift = (_between(before, after, name, share) for name in ("x", "y", "turn", "lift"))
                return Frame(round(t), x, y, turn, lift, after.pressure if share == 1 else before.pressure)
        return self.frames[-1]


@dataclass(frozen=True)
class Moment:
    """A numbered moment: from `since` on its sentence holds, its picture shows the hands at `t`."""

    code: str
    since: int
    t: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Demonstration:
    """One pass, then a pause, again and again."""

    duration: int
    tracks: tuple[HandTrack, ...]
    moments: tuple[Moment, ...]
    is_shortened: bool

    @property
    def view(self) -> tuple[int, int, int, int]:
        """A part of the canvas that holds the hands all the time: x, y, width, height; never a narrow strip."""
        places = [corner for track in self.tracks for corner in _corners(track)]
        left, width = _span([x for x, _ in places], LEFT, RIGHT)
        top, height = _span([y for _, y in places], TOP, BOTTOM)
        wider = max(width, min(height * 0.7, RIGHT - LEFT))
        return round(min(max(left - (wider - width) / 2, LEFT), RIGHT - wider)), round(top), round(wider), round(height)


def _corners(track: HandTrack) -> Iterator[tuple[float, float]]:
    """The corners of the drawn hand wherever it is seen."""
    left, top, right, bottom = travelling_hands()[track.contact].box
    box = tuple(itertools.product((left, right), (top, bottom)))
    for frame in track.frames:
        yield from (track.placed(corner, replace(frame, lift=0)) for corner in box if frame.lift < 1)


def _span(values: Sequence[float], low: int, high: int) -> tuple[float, float]:
    """Start and length: all values, at least SMALLEST_VIEW, inside the canvas."""
    start, end = max(min(values) - MARGIN, low), min(max(values) + MARGIN, high)
    length = max(end - start, SMALLEST_VIEW)
    return min(max((start + end - length) / 2, low), high - length), length


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
        self._moment("lay", -0.02, 0, _hands_facts(stroke))

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
        last = _mark(hand.frames[-1])
        hand.put(self.clock, last, 0)
        hand.put(self.clock + LIFT, last.lifted(1), 0)

    def _do(self, way: Way, stroke: Mapping[str, Any]) -> None:
        began = self.clock
        changes = {index for index, hand in self.active.items() if _differs(hand, index, stroke)}
        if changes or len(_places(way, stroke)) != len(self.active):
            self._enter(way, stroke)
        self._travel(way, stroke)
        self._moment(stroke["motion"], way.duration / 2, began, _stroke_facts(stroke, way, self.technique))
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
            hand.put(self.clock + 0.01, _mark(hand.frames[-1]), 1)
            hand.put(self.clock + seconds, goals[index], 1)
        self.clock += seconds

    def _hop(self, goals: Sequence[Mark], seconds: float, lift: float, stroke: Mapping[str, Any]) -> None:
        for index, hand in self.active.items():
            last, goal = _mark(hand.frames[-1]), goals[index]
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
        start, end = _mark(first), _mark(last)
        other.put(0, start.lifted(1), 0)
        other.put(self.clock - LAY, start.lifted(1), 0)
        for repeat in range(3):
            hand, waiting = (other, lead) if repeat % 2 == 0 else (lead, other)
            for frame in up:
                hand.put(self.clock + frame.t / 1000 - self.start, _mark(frame), frame.pressure)
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
            tracks.append(HandTrack(hand.contact, hand.is_left, _thinned(hand.frames), hand.is_under, hand.along))
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


def _mark(frame: Frame) -> Mark:
    return Mark(0, frame.x, frame.y, frame.turn, 0)


def _thinned(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Without keyframes that lie on the straight way between their neighbours."""
    kept: list[Frame] = []
    for frame in frames:
        while len(kept) > 1 and _is_between(kept[-2], kept[-1], frame):
            kept.pop()
        kept.append(frame)
    return tuple(kept)


def _is_between(before: Frame, frame: Frame, after: Frame) -> bool:
    share = (frame.t - before.t) / (after.t - before.t)
    slack = {"x": 0.3, "y": 0.3, "turn": 0.3, "lift": 0.01}
    straight = all(
        abs(_between(before, after, name, share) - getattr(frame, name)) <= most for name, most in slack.items()
    )
    return straight and before.pressure == frame.pressure


def _between(before: Frame, after: Frame, name: str, share: float) -> float:
    low, high = getattr(before, name), getattr(after, name)
    return float(low + (high - low) * share)


# --- what the sentences need -----------------------------------------------------------------------------------------


def _hands_facts(stroke: Mapping[str, Any]) -> dict[str, Any]:
    hands = stroke["hands"]
    said = {name: hands[name] for name in ("contact", "share")}
    return {**said, "turn": hands["turns"][0], "pressure": stroke["pressure"]}


def _stroke_facts(stroke: Mapping[str, Any], way: Way, technique: Mapping[str, Any]) -> dict[str, Any]:
    (ax, ay), (bx, by) = stroke["points"][0], stroke["points"][-1]
    return {
        "pressure": stroke["pressure"],
        "contact": stroke["hands"]["contact"],
        "share": stroke["hands"]["share"],
        "pace": stroke["hands"]["pace"],
        "direction": direction(bx - ax, by - ay),
        "places": _regions(stroke["points"]),
        "radius": stroke.get("radius"),
        "tempo": dict(technique["tempo"]),
        "turns": way.turns,
    }


def direction(dx: float, dy: float) -> str:
    """One of eight ways on the receiver's left side, or "" where the hand ends near its start."""
    if hypot(dx, dy) < 20:
        return ""
    up = "up" if dy < -0.41 * abs(dx) else "down" if dy > 0.41 * abs(dx) else ""
    out = "out" if dx < -0.41 * abs(dy) else "in" if dx > 0.41 * abs(dy) else ""
    return "-".join(part for part in (out, up) if part)


def _regions(points: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """Where a stroke starts and ends, by the region's name without its side."""
    found = []
    for x, y in (points[0], points[-1]):
        found += [BACK_MAP.regions[slug].base for slug in BACK_MAP.regions_at(x, y)[:1]]
    return tuple(dict.fromkeys(found))


__all__ = ["Demonstration", "Frame", "HandTrack", "Moment", "Move", "demonstration", "direction", "mirror", "strokes"]
