"""Laws of the moving hands: all 31 techniques of the pack, and strokes that nobody has written yet."""

from functools import cache
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.back_map import BACK_MAP, mirror
from lessons.pack.read import read_pack
from lessons.pack.stroke_checks import stroke_faults
from lessons.pack.technique_shapes import Stroke, TechniqueEntry
from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.demonstration.moves import move
from lessons.plate.demonstration.tracks import PAUSE, demonstration, strokes
from lessons.plate.demonstration.ways import CENTIMETRES, Effort, Tempo

ENTRIES = {entry.slug: entry for entry in read_pack().techniques.techniques}
SLUGS = sorted(ENTRIES)
all_techniques = pytest.mark.parametrize("slug", SLUGS)
GLIDING = ("glide", "rake", "zigzag")


def facts(slug):
    return ENTRIES[slug].model_dump(mode="json")


@cache
def made(slug):
    return demonstration(facts(slug))


def touching(track):
    """Pairs of keyframes between which the hand is on the skin."""
    return [(a, b) for a, b in pairwise(track.frames) if a.pressure and a.lift == b.lift == 0]


@all_techniques
def test_time_always_goes_on(slug):
    for track in made(slug).tracks:
        assert all(before.t < after.t for before, after in pairwise(track.frames))
        assert track.frames[0].t == 0
        assert track.frames[-1].t >= made(slug).duration


@all_techniques
def test_a_pass_is_short_and_ends_with_a_pause_where_it_began(slug):
    assert made(slug).duration <= 30_000
    for track in made(slug).tracks:
        first, last = track.frames[0], track.frames[-1]
        assert (first.x, first.y, first.turn, first.lift) == (last.x, last.y, last.turn, last.lift)
        assert track.at(made(slug).duration - PAUSE * 500).lift in (first.lift, 1)


@all_techniques
def test_hands_stay_on_the_drawing(slug):
    for track in made(slug).tracks:
        assert all(LEFT <= frame.x <= RIGHT and TOP <= frame.y <= BOTTOM for frame in track.frames)


@all_techniques
def test_pressure_is_never_above_the_pack_s(slug):
    entry = ENTRIES[slug]
    assert all(frame.pressure <= entry.pressure.high for track in made(slug).tracks for frame in track.frames)


@all_techniques
def test_what_is_in_the_air_does_not_press_and_taps_do_not_blink(slug):
    """A hand that fades is not touching; one that taps keeps its mark, so nothing flashes."""
    for track in made(slug).tracks:
        assert all(frame.pressure == 0 for frame in track.frames if frame.lift >= 0.5)
        changes = [after.t for before, after in pairwise(track.frames) if before.pressure != after.pressure]
        assert not [t for t in changes if sum(t <= other < t + 1000 for other in changes) > 6]


@all_techniques
def test_hands_touch_only_where_the_pack_s_paths_may_go(slug):
    """Each place between the keyframes is held to the check that the pack's own paths pass."""
    entry = ENTRIES[slug]
    for track in made(slug).tracks:
        if not track.touches or (track.contact == "whole-palm" and "whole-palm" not in entry.contact):
            continue  # a hand that only carries or rests has no stroke
        for a, b in touching(track):
            place = Stroke(motion="hold", points=[left(a), left(b)], pressure=a.pressure)
            assert not stroke_faults(place, entry, BACK_MAP), (a, b)


def left(frame):
    """The place on the receiver's left, as the pack writes it; half a unit of rounding goes outward."""
    x = frame.x if frame.x <= 500 else mirror(frame.x)
    return int(x), round(frame.y)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if ENTRIES[slug].tempo.unit == "cm/s"])
def test_gliding_hands_keep_the_pace_of_the_pack(slug):
    tempo = Tempo.of(facts(slug)["tempo"])
    for stroke in strokes(facts(slug)):
        if stroke["motion"] in GLIDING:
            way = move(stroke, tempo, Effort(1, 1.0))
            speeds = [speed(a, b) for a, b in pairwise(way.lead) if b.t > a.t]
            assert min(speeds) >= tempo.low * 0.98
            assert max(speeds) <= tempo.high * 1.02


def speed(a, b):
    return hypot(b.x - a.x, b.y - a.y) * CENTIMETRES / (b.t - a.t)


@pytest.mark.parametrize("slug", ["stroke-long", "stroke-contrast", "squeeze-neck", "rub-long", "stroke-circle"])
def test_two_hands_in_parallel_are_mirror_images(slug):
    lead, second = made(slug).tracks
    assert lead.is_left != second.is_left
    for t in range(0, made(slug).duration, 170):
        a, b = lead.at(t), second.at(t)
        assert (a.x, a.y, a.turn, a.lift) == pytest.approx((mirror(b.x), b.y, -b.turn, b.lift), abs=1)


@pytest.mark.parametrize("slug", ["perc-fingertips", "perc-clap", "vib-tap"])
def test_tapping_hands_take_turns_at_the_pace_of_the_pack(slug):
    tempo = Tempo.of(facts(slug)["tempo"])
    lands = [[b.t for a, b in pairwise(track.frames) if a.lift > 0.4 and b.lift == 0] for track in made(slug).tracks]
    taps = sorted(t for times in lands for t in times)
    gaps = [b - a for a, b in pairwise(taps) if b - a < 1000]
    assert sum(gaps) / len(gaps) / 1000 == pytest.approx(1 / tempo.mean, rel=0.1)
    assert not set(lands[0]) & set(lands[1])


def test_sawing_hands_oppose_each_other_three_to_five_centimetres_apart():
    for slug in ("rub-saw", "rub-saw-soft"):
        lead, second = made(slug).tracks[:2]
        moves = [(a.at(t + 400).x - a.at(t).x) for a in (lead, second) for t in (1200,)]
        assert moves[0] * moves[1] < 0
        middles = [sum(track.at(t).y for t in range(1000, 4600, 200)) / 18 for track in (lead, second)]
        assert 3 <= abs(middles[0] - middles[1]) * CENTIMETRES <= 5


def test_thumbs_work_in_turn_and_never_together():
    lead, second = made("knead-two-thumbs").tracks
    both = [t for t in range(800, 4000, 40) if moves_at(lead, t) and moves_at(second, t)]
    assert not both
    assert any(moves_at(lead, t) for t in range(800, 2300, 40))
    assert any(moves_at(second, t) for t in range(2500, 4000, 40))


def moves_at(track, t):
    return hypot(track.at(t + 30).x - track.at(t).x, track.at(t + 30).y - track.at(t).y) > 1


def test_a_circle_takes_the_time_of_the_pack():
    """35 circles a minute: the hand is back where it was after 60/35 seconds, as long as it stays in one place."""
    tempo = Tempo(30, 40, "circles/min")
    stroke = {
        "motion": "circles",
        "points": [[300, 340]],
        "radius": 20,
        "pressure": 2,
        **ANYWHERE,
    }
    way = move(stroke, tempo, Effort(3, 1.0))
    assert way.duration == pytest.approx(3 * 60 / 35)
    assert (way.lead[8].x, way.lead[8].y) == pytest.approx((way.lead[0].x, way.lead[0].y))


def test_half_circles_swing_away_from_the_spine():
    tempo = Tempo(60, 70, "moves/min")
    stroke = {
        "motion": "semicircles",
        "points": [[380, 1100], [380, 700]],
        "radius": 20,
        "pressure": 2,
        **ANYWHERE,
    }
    way = move(stroke, tempo, Effort(1, 1.0))
    assert max(mark.x for mark in way.lead) <= 380
    assert min(mark.x for mark in way.lead) == pytest.approx(360)


def test_tremor_is_small_and_as_fast_as_the_pack_says():
    tempo = Tempo(5, 8, "tremors/s")
    way = move(
        {"motion": "tremble", "points": [[300, 340]], "pressure": 1, **ANYWHERE},
        tempo,
        Effort(1, 1.0),
    )
    assert max(abs(mark.x - 300) for mark in way.lead) * CENTIMETRES < 0.3
    turns = sum((b.x - a.x) * (c.x - b.x) < 0 for a, b, c in zip(way.lead, way.lead[1:], way.lead[2:], strict=False))
    assert turns / 2 / way.duration == pytest.approx(6.5, abs=0.5)


@all_techniques
def test_three_to_eight_moments_tell_the_movement(slug):
    moments = made(slug).moments
    assert 3 <= len(moments) <= 8
    assert all(a.since < b.since for a, b in pairwise(moments))
    assert all(moment.since <= moment.t < after.since for moment, after in pairwise(moments))
    assert moments[-1].since <= moments[-1].t <= made(slug).duration


def test_a_hand_on_top_travels_with_the_one_below():
    lower, upper = made("knead-weighted").tracks
    for t in range(700, 16_000, 90):
        assert (lower.at(t).x, lower.at(t).y) == pytest.approx((upper.at(t).x, upper.at(t).y), abs=1)


@all_techniques
def test_the_view_holds_every_hand_and_stays_on_the_canvas(slug):
    x, y, width, height = made(slug).view
    assert x >= LEFT
    assert y >= TOP
    assert x + width <= RIGHT + 1
    assert y + height <= BOTTOM + 1
    for track in made(slug).tracks:
        for frame in track.frames:
            assert frame.lift == 1 or (x <= frame.x <= x + width and y <= frame.y <= y + height)


# --- strokes that nobody has written yet -----------------------------------------------------------------------------

HANDS = {
    "contact": "four-finger-pads", "share": "mirror", "lead": "left", "turns": [0], "other": None, "other_turn": 0,
    "pace": "mean", "closes": False, "shown": True, "along": 0, "way": None,
}  # fmt: skip
ANYWHERE = {"hands": HANDS}
points = st.lists(st.tuples(st.integers(180, 440), st.integers(300, 1250)), min_size=2, max_size=6, unique=True)


@settings(max_examples=25, deadline=None)
@given(
    points=points,
    motion=st.sampled_from(["glide", "circles", "semicircles", "rake", "hatch", "zigzag", "lift-circles", "grips"]),
    unit=st.sampled_from([("cm/s", 2, 5), ("circles/min", 30, 40), ("moves/min", 60, 70), ("seconds/circle", 3, 4)]),
    pressure=st.integers(1, 3),
)
def test_any_stroke_becomes_a_demonstration(points, motion, unit, pressure):
    stroke = {"motion": motion, "points": points, "pressure": pressure, "radius": 20, "returns": "none"}
    technique = {
        "path": [stroke], "contact": ["thumb-pad"], "hands": 2, "family": "rub",
        "tempo": {"unit": unit[0], "low": unit[1], "high": unit[2]},
    }  # fmt: skip
    result = demonstration(technique)
    for track in result.tracks:
        assert all(a.t < b.t for a, b in pairwise(track.frames))
        assert all(frame.pressure in (0, pressure, 1) for frame in track.frames)
    first, second = result.tracks
    for t in range(0, result.duration, 500):
        assert (first.at(t).x, first.at(t).y) == pytest.approx((mirror(second.at(t).x), second.at(t).y), abs=1.5)


@given(points=points, speed=st.floats(1, 10))
@settings(max_examples=60, deadline=None)
def test_a_glide_is_as_fast_as_asked(points, speed):
    stroke = {
        "motion": "zigzag",
        "points": points,
        "pressure": 1,
        "hands": {**HANDS, "share": "cross"},
    }
    way = move(stroke, Tempo(speed, speed, "cm/s"), Effort(1, 1.0))
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)) * CENTIMETRES
    assert way.duration == pytest.approx(length / speed)


# --- what an author may write ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hands", "fault"),
    [
        ({"turns": [0, 10]}, "one for each point"),
        ({"contact": "heel"}, "not among this technique's contacts"),
        ({"shown": False}, "needs one stroke that is shown"),
        ({"share": "juggle"}, "Input should be"),
        ({"along": 900}, "less than or equal to 150"),
        ({"way": []}, "at least 1 item"),
        ({"way": [[430, 400]], "turns": [0, 10, 20]}, "one for each point"),
    ],
)
def test_hands_that_make_no_sense_are_refused(hands, fault):
    entry = facts("rub-interscapular")
    entry["path"][0]["hands"] = hands
    with pytest.raises(ValueError, match=fault):
        TechniqueEntry.model_validate(entry)
