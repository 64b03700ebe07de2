"""A demonstration in words and as ready values for its template, for readers, print and screen readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from lessons.models import Technique
from lessons.pack.pressures import pressures
from lessons.pack.technique_shapes import TechniqueEntry
from lessons.plate.body.figure_text import path_text
from lessons.plate.contact_hands import ContactHand, travelling_hands
from lessons.plate.demonstration.frames import Demonstration, HandTrack, Moment
from lessons.plate.demonstration.tracks import demonstration
from web.language import language_now


@dataclass(frozen=True)
class HandShape:
    """One contact as ready path text; `box` is its view box, `width` its share of the plate."""

    slug: str
    outline: str
    lines: str
    patch: str
    shadows: tuple[str, ...]
    box: str
    has_second: bool = False


@dataclass(frozen=True)
class StillHand:
    contact: str
    transform: str
    is_under: bool
    is_lifted: bool
    pressure: int


@dataclass(frozen=True)
class Still:
    """A numbered moment: its sentence and where the hands are."""

    sentence: str
    pressure: str
    hands: tuple[StillHand, ...]


@dataclass(frozen=True)
class Shown:
    """Everything the templates print."""

    stills: tuple[Still, ...]
    view: str
    shapes: tuple[HandShape, ...]
    layers: tuple[tuple[HandShape, HandTrack], ...]
    tracks: str
    moments: str
    pressures: tuple[str, ...]
    is_shortened: bool


def shown(technique: Technique) -> Shown:
    """The demonstration of a technique in the current language."""
    made = demonstration_of(technique)
    shapes = {slug: _shape(travelling_hands()[slug]) for slug in dict.fromkeys(track.contact for track in made.tracks)}
    return Shown(
        stills=tuple(_still(made, moment) for moment in made.moments),
        view=" ".join(map(str, made.view)),
        shapes=tuple(shapes.values()),
        layers=tuple((shapes[track.contact], track) for track in made.tracks),
        tracks=_compact([_track(track) for track in made.tracks]),
        moments=_compact([[moment.since, moment.t] for moment in made.moments]),
        pressures=tuple(pressure_words(level) for level in range(4)),
        is_shortened=made.is_shortened,
    )


FACTS = ("path", "contact", "hands", "pressure", "tempo")


def demonstration_of(technique: Technique) -> Demonstration:
    facts = {name: getattr(technique, name) for name in FACTS}
    facts |= {"family": technique.family.slug, "regions": sorted(region.slug for region in technique.regions.all())}
    return _made(json.dumps(facts, sort_keys=True))


def demonstration_in_pack(entry: TechniqueEntry) -> Demonstration:
    """The same before it is asked for: made now, and found made when the row of this entry is shown."""
    facts = entry.model_dump(mode="json", include={*FACTS, "family"})
    return _made(json.dumps(facts | {"regions": sorted(entry.regions)}, sort_keys=True))


@lru_cache(maxsize=64)
def _made(facts: str) -> Demonstration:
    return demonstration(json.loads(facts))


def _shape(hand: ContactHand) -> HandShape:
    left, top, right, bottom = hand.box
    return HandShape(
        slug=hand.slug,
        outline=path_text(hand.outline),
        lines=path_text(hand.lines),
        patch=path_text(hand.patch),
        shadows=tuple(curve.d() for curve in hand.shadows),
        box=f"{left} {top} {right - left} {bottom - top}",
    )


def _track(track: HandTrack) -> list[Any]:
    """[box, left hand, under, along, keyframes]; each keyframe as milliseconds since the one before and its values."""
    box = travelling_hands()[track.contact].box
    frames, before = [], 0
    for frame in track.frames:
        frames.append([frame.t - before, *map(_short, (frame.x, frame.y, frame.turn, frame.lift)), frame.pressure])
        before = frame.t
    return [list(box), int(track.is_left), track.along, frames]


def _short(value: float) -> float:
    return int(value) if value == int(value) else round(value, 2)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


# --- stills ----------------------------------------------------------------------------------------------------------


def _still(made: Demonstration, moment: Moment) -> Still:
    places = [(track, track.at(moment.t)) for track in made.tracks]
    hands = tuple(
        StillHand(
            contact=track.contact,
            transform=f"translate({_short(at.x)} {_short(at.y)})rotate({_short(at.turn)})"
            + (f"translate(0 {track.along})" if track.along else "")
            + ("scale(-1 1)" if track.is_left else ""),
            is_under=track.is_under,
            is_lifted=at.lift >= 0.5,
            pressure=at.pressure if track.touches else 0,
        )
        for track, at in places
        if at.lift < 1
    )
    level = max((hand.pressure for hand in hands), default=0)
    return Still(sentence(moment), pressure_words(moment.facts.get("pressure", level)), hands)


# --- sentences -------------------------------------------------------------------------------------------------------


def pressure_words(level: int) -> str:
    if level == 0:
        return _("In the air: no pressure.")
    return _("Pressure %(level)s of 3: %(name)s.") % {"level": level, "name": pressures(language_now())[level].name}


def sentence(moment: Moment) -> str:
    """What the hands do from this moment on, in one or two short sentences."""
    facts = moment.facts
    if moment.code == "lay":
        return _joined(_lay(facts), _fingers(facts["turn"]))
    if moment.code == "back":
        is_light = facts["returns"] == "light"
        light, same = (
            _("Come back the same way, as lightly as you can."),
            _("Go back the same way with the same moves."),
        )
        return light if is_light else same
    if moment.code == "follow":
        return _("As one hand ends, the other starts below. Each comes back lightly above the skin.")
    if moment.code == "close":
        return _("Bring the hands back to the start without lifting them. Go round again.")
    if moment.code == "end":
        return _joined(
            _("Lift off softly and begin again."), _("Later do the other side.") if facts["other_side"] else ""
        )
    return _joined(_movement(moment.code, facts), _where(facts["places"]))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _lay(facts: Mapping[str, Any]) -> str:
    hand = {
        "whole-palm": _("the whole palm"),
        "little-finger-edge": _("the little-finger edge of the hand"),
        "thumb-edge": _("the thumb edge of the hand"),
        "heel": _("the heel of the hand"),
        "four-finger-pads": _("the pads of four fingers"),
        "thumb-pad": _("the flat pad of the thumb"),
        "middle-phalanges": _("the flat backs of the bent fingers"),
        "loose-fist": _("a loose fist"),
        "spread-fingers": _("the spread fingers"),
        "cupped-palm": _("a hollow palm"),
    }[facts["contact"]]
    how = {
        "alone": _("Lay down %(hand)s."),
        "mirror": _("Lay down %(hand)s, one on each side of the spine."),
        "in-turn": _("Lay down %(hand)s, both hands side by side."),
        "follow": _("Lay down %(hand)s of one hand. The other follows later."),
        "cross": _("Lay down %(hand)s of both hands, one on each flank."),
        "saw": _("Set down %(hand)s, both hands side by side and 3 to 5 cm apart."),
        "apart": _("Lay down %(hand)s of both hands, each in its place."),
        "on-top": _("Lay down %(hand)s. The other hand lies on top."),
        "rest": _("Lay down %(hand)s. The other hand rests on the back."),
        "carry": _("One hand lies under the shoulder and carries it. Lay down %(hand)s of the other."),
    }[facts["share"]]
    if facts["share"] == "in-turn" and facts["contact"] == "thumb-pad":
        how = _("Lay down %(hand)s of each hand, one on each side of the spine.")
    return how % {"hand": hand}


def _fingers(turn: float) -> str:
    """On the receiver's left side, to the nearest eighth of a turn."""
    return (
        _("The fingers point to the head."),
        _("The fingers point to the head and a little inward."),
        _("The fingers point to the spine."),
        _("The fingers point inward and to the feet."),
        _("The fingers point to the feet."),
        _("The fingers point outward and to the feet."),
        _("The fingers point outward."),
        _("The fingers point to the head and a little outward."),
    )[round(turn / 45) % 8]


def _where(places: tuple[str, ...]) -> str:
    names = [_place_names()[base] for base in places]
    if len(names) > 1:
        return _("From %(start)s to %(end)s.") % {"start": names[0], "end": names[-1]}
    return _("On %(place)s.") % {"place": names[0]} if names else ""


def _place_names() -> dict[str, str]:
    return {
        "cervical": _("the back of the neck"),
        "shoulder": _("the top of the shoulder"),
        "interscapular": _("the part between the blades"),
        "scapula": _("the shoulder blade"),
        "thoracic": _("the lower chest part"),
        "flank": _("the side of the ribs"),
        "lumbar": _("the small of the back"),
        "sacral": _("the sacrum"),
    }


def _movement(motion: str, facts: Mapping[str, Any]) -> str:
    way = _directions()[facts["direction"]]
    pace = _pace(facts)
    if motion == "glide" and facts["tempo"]["unit"] == "moves/min":
        text = _("Move the skin in short pushes %(way)s, %(pace)s.")
    elif facts["share"] == "cross":
        text = _("The hands pass each other from flank to flank, %(pace)s. Over the spine they barely touch.")
    else:
        text = {
            "glide": _("Glide %(way)s, %(pace)s."),
            "rake": _("Draw the fingers %(way)s along the gaps between the ribs, %(pace)s."),
            "zigzag": _("Trace small zigzags %(way)s, %(pace)s."),
            "circles": _("Circle and move on %(way)s, %(pace)s."),
            "semicircles": _("Draw half circles that swing outward, and move on %(way)s, %(pace)s."),
            "lift-circles": _(
                "Lift the muscle a little, roll it in a circle and set it down. Move on %(way)s, %(pace)s."
            ),
            "saw": _("Saw to and fro, one hand against the other, and move on %(way)s, %(pace)s."),
            "hatch": _("Move the skin to and fro in short lines, and move on %(way)s, %(pace)s."),
            "grips": _("Close the hand round the fold, lift it a little, circle once and let go, %(pace)s."),
            "taps": _("Tap with loose wrists, one hand after the other, %(pace)s."),
            "tremble": _("Let the hand tremble finely on the spot, %(pace)s."),
            "hold": _("Let the hands lie still."),
        }[motion]
    if motion == "circles" and facts["share"] == "in-turn":
        text = _("Circle with one thumb, then with the other. Move on %(way)s, %(pace)s.")
    elif motion in ("circles", "lift-circles") and not facts["direction"]:
        text = _("Circle in small rounds, %(pace)s.")
    return text % {"way": way, "pace": pace}


def _directions() -> dict[str, str]:
    return {
        "": _("to and fro"),
        "up": _("toward the head"),
        "down": _("toward the feet"),
        "out": _("outward"),
        "in": _("inward"),
        "out-up": _("outward and toward the head"),
        "out-down": _("outward and toward the feet"),
        "in-up": _("inward and toward the head"),
        "in-down": _("inward and toward the feet"),
    }


def _pace(facts: Mapping[str, Any]) -> str:
    tempo = facts["tempo"]
    mean, unit = (tempo["low"] + tempo["high"]) / 2, tempo["unit"]
    number = f"{mean:g}"
    if facts["pace"] == "fast":
        return _("about %(n)s cm a second") % {"n": f"{tempo['high']:g}"}
    if facts["pace"] == "slowing":
        ends = {"high": f"{tempo['high']:g}", "low": f"{tempo['low']:g}"}
        return _("slowing from %(high)s to %(low)s cm a second") % ends
    return {
        "cm/s": _("about %(n)s cm a second"),
        "seconds/circle": _("one circle in about %(n)s seconds"),
        "circles/min": _("about %(n)s circles a minute"),
        "moves/min": _("about %(n)s moves a minute"),
        "taps/s": _("about %(n)s taps a second with both hands"),
        "tremors/s": _("about %(n)s tremors a second"),
    }[unit] % {"n": number}
