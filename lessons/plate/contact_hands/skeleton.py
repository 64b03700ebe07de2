"""The one hand that every contact picture shows: bones and flesh of a right hand, and how a pose bends it.

Canvas units (1 = 0.55 mm). The palm looks along +z, the fingers point to -y, the thumb lies toward +x.
Zero is the wrist crease.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sin

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Ball:
    """A round piece of flesh: centre and radius, with the directions along the bone, across it and to the palm."""

    at: Vector
    radius: float
    along: Vector = (0, -1, 0)
    across: Vector = (1, 0, 0)
    palmar: Vector = (0, 0, 1)

    def point(self, degrees: float, share: float = 1, shift: float = 0) -> Vector:
        """On the skin round the bone: 0 is the thumb side, 90 the palm, 180 the little-finger side, 270 the back."""
        a, b = self.radius * share * cos(radians(degrees)), self.radius * share * sin(radians(degrees))
        return tuple(  # type: ignore[return-value]
            self.at[i] + self.across[i] * a + self.palmar[i] * b + self.along[i] * shift for i in range(3)
        )

    def pressed(self, degrees: float, share: float) -> Ball:
        """A smaller ball inside this one that touches the skin at the angle."""
        return Ball(self.point(degrees, 1 - share), self.radius * share, self.along, self.across, self.palmar)


@dataclass(frozen=True)
class Finger:
    knuckle: Vector
    bones: Vector
    girth: float
    abduction: float  # degrees toward the thumb, at rest
    curve: float  # degrees that each further bone turns toward the thumb


FINGERS = {
    "index": Finger((50, -160, 0), (74, 44, 39), 0.97, 3.4, -2.2),
    "middle": Finger((15, -166, -4), (81, 50, 42), 1.0, 0.6, -0.4),
    "ring": Finger((-19, -157, -3), (76, 47, 41), 0.95, -3, 1.6),
    "little": Finger((-50, -139, 3), (60, 34, 37), 0.84, -8.5, 3.2),
}
PROFILE = ((0, 0.0, 21.5), (0, 0.44, 19.9), (1, 0.0, 18.8), (1, 0.5, 17.6), (2, 0.0, 16.7), (2, 0.45, 16.2))
TIP = 12.2
VALLEY = 0.88  # the palm is thinner between the knuckles than at them
THUMB_BONES = (76.0, 54.0, 48.0)
THUMB_ROOT = (36.0, -38.0, 12.0)
THUMB_PROFILE = ((0, 0.55, 25), (1, 0.0, 23.5), (1, 0.5, 20), (2, 0.0, 20), (2, 0.5, 19.5))
THUMB_TIP = 13.5
PALM: dict[str, tuple[Vector, float]] = {
    "arm-thumb": ((33, 72, -4), 23),
    "arm-little": ((-33, 72, -4), 23),
    "fore-thumb": ((28, 30, -3), 24),
    "fore-little": ((-28, 30, -3), 24),
    "wrist-thumb": ((25, 4, -2), 26),
    "wrist-little": ((-25, 4, -2), 25),
    "heel-thumb": ((33, -30, 8), 30),
    "ball-thumb": ((42, -62, 12), 32),
    "heel-little": ((-34, -30, 7), 30),
    "ball-little": ((-45, -68, 7), 31),
    "side-little": ((-53, -108, 3), 25),
    "side-thumb": ((46, -120, 0), 24),
}
HULLS = (
    ("arm-thumb", "arm-little", "fore-thumb", "fore-little"),
    ("fore-thumb", "fore-little", "wrist-thumb", "wrist-little"),
    ("wrist-thumb", "wrist-little", "heel-thumb", "heel-little"),
    ("heel-thumb", "heel-little", "ball-little", "ball-thumb"),
    ("ball-little", "ball-thumb", "side-little", "side-thumb"),
    ("side-thumb", "side-little", "index", "middle", "ring", "little"),
)


@dataclass(frozen=True)
class Pose:
    """Degrees. Each finger: bend at knuckle, middle joint and end joint, and spread added to its rest.

    Thumb: the way its bones point as (away from the fingers, toward the palm).
    """

    fingers: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    thumb: tuple[tuple[float, float], ...] = ((45, 12), (25, 8), (26, 4))
    thumb_turn: float = 35  # how far the thumb's pad is turned toward the fingers


@dataclass(frozen=True)
class Hand:
    palm: dict[str, Ball]
    fingers: dict[str, tuple[Ball, ...]]  # six balls along the bones, then the tip
    thumb: tuple[Ball, ...]


def posed(pose: Pose) -> Hand:
    fingers = {name: _finger(finger, *pose.fingers.get(name, (0, 0, 0, 0))) for name, finger in FINGERS.items()}
    palm = {name: Ball(at, radius) for name, (at, radius) in PALM.items()}
    palm |= {name: Ball(balls[0].at, balls[0].radius * VALLEY) for name, balls in fingers.items()}
    return Hand(palm, fingers, _thumb(pose))


def _finger(finger: Finger, knuckle: float, middle: float, end: float, spread: float) -> tuple[Ball, ...]:
    bends = (knuckle, knuckle + middle, knuckle + middle + end)
    turns = [finger.abduction + spread + finger.curve * bone for bone in range(3)]
    frames = [_bent(radians(turn), radians(bend)) for turn, bend in zip(turns, bends, strict=True)]
    return _chain(finger.knuckle, finger.bones, frames, PROFILE, TIP, finger.girth)


def _bent(turn: float, bend: float) -> tuple[Vector, Vector, Vector]:
    """Along, across and palmar directions of a bone that was spread first and bent then."""
    forward, across = (sin(turn), -cos(turn), 0.0), (cos(turn), sin(turn), 0.0)
    along = (forward[0] * cos(bend), forward[1] * cos(bend), sin(bend))
    palmar = (-forward[0] * sin(bend), -forward[1] * sin(bend), cos(bend))
    return along, across, palmar


def _thumb(pose: Pose) -> tuple[Ball, ...]:
    frames = []
    for away, toward in pose.thumb:
        along, across, palmar = _bent(radians(away), radians(toward))
        turn = radians(pose.thumb_turn)  # the pad looks partly toward the index finger
        pad = tuple(palmar[i] * cos(turn) - across[i] * sin(turn) for i in range(3))
        side = tuple(across[i] * cos(turn) + palmar[i] * sin(turn) for i in range(3))
        frames.append((along, side, pad))
    return _chain(THUMB_ROOT, THUMB_BONES, frames, THUMB_PROFILE, THUMB_TIP, 1)  # type: ignore[arg-type]


def _chain(
    root: Vector,
    bones: tuple[float, ...],
    frames: list[tuple[Vector, Vector, Vector]],
    profile: tuple[tuple[int, float, float], ...],
    tip: float,
    girth: float,
) -> tuple[Ball, ...]:
    joints = [root]
    for length, (along, _, _) in zip(bones, frames, strict=True):
        joints.append(_moved(joints[-1], along, length))
    balls = [
        Ball(_moved(joints[bone], frames[bone][0], bones[bone] * share), radius * girth, *frames[bone])
        for bone, share, radius in profile
    ]
    last = _moved(joints[2], frames[2][0], bones[2] - tip * girth)
    return (*balls, Ball(last, tip * girth, *frames[2]))


def _moved(at: Vector, way: Vector, distance: float) -> Vector:
    return (at[0] + way[0] * distance, at[1] + way[1] * distance, at[2] + way[2] * distance)
