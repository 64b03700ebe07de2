"""No hand that moves, lies still or is saved as a picture presses what is left alone: all techniques, every stroke."""

import re
from dataclasses import replace
from functools import cache

import pytest
import shapely
from shapely import affinity

from lessons.back_map import BACK_MAP
from lessons.demonstration_words import demonstration_of, shown
from lessons.models import Technique
from lessons.pack.facts import technique_facts
from lessons.pack.read import read_pack
from lessons.plate.demonstration.frames import Frame, HandTrack
from lessons.plate.demonstration.tracks import demonstration
from lessons.plate.marks.paths import hand_mark
from practice.rules.fit import reach
from practice.rules.hand_paths import strokes_for
from practice.rules.plan import load_plans
from tests.lessons.plate.contact_law import (
    closed_to,
    may_cross_the_spine,
    patch,
    patches,
    placed,
    rested_on,
    resting,
    zone_shapes,
)

pytestmark = pytest.mark.only_reads

ENTRIES = {entry.slug: entry for entry in read_pack().techniques.techniques}
all_techniques = pytest.mark.parametrize("slug", sorted(ENTRIES))
TWO_CENTIMETRES = 36  # units
NEVER = ("z1", "z4", "z5")  # on bone a line may glide where its technique may
WIDTHS = {False: (0, 9, 14, 19), True: (0, 6, 8, 11)}  # of a drawn path by level, as back_map.css says; fine ones


@cache
def closed(slug, pressure):
    entry = ENTRIES[slug]
    area = closed_to(entry, pressure, may_cross=may_cross_the_spine(entry))
    shapely.prepare(area)
    return area


@all_techniques
def test_what_presses_stays_off_every_zone_at_every_instant(slug):
    """From keyframe to keyframe as the browser moves the hand. A saved picture shows instants of the same movement."""
    found = list(patches(demonstration(ENTRIES[slug].model_dump(mode="json"))))
    assert found
    wrong = [(one.t, one.contact, one.pressure) for one in found if closed(slug, one.pressure).intersects(one.shape)]
    assert not wrong, wrong[:5]


RESTING = {"stroke-close", "rub-radial", "rub-scapula-border", "rub-interscapular", "knead-scapula"}


@all_techniques
def test_a_hand_that_rests_hides_nothing_that_is_left_alone(slug):
    """All of it, not only what presses: a wrist or a thumb that lies still would be taken for a place to lie on."""
    found = list(resting(demonstration(ENTRIES[slug].model_dump(mode="json"))))
    assert bool(found) is (slug in RESTING)
    wrong = [(one.t, one.contact, rested_on(one)) for one in found if rested_on(one)]
    assert not wrong, wrong


def test_the_law_sees_a_hand_that_rests_too_near():
    made = demonstration(ENTRIES["rub-interscapular"].model_dump(mode="json"))
    (hand,) = resting(made)
    for across, down, place in [(-90, 0, "z1"), (0, 36, "z2"), (36, 18, "z4"), (0, -36, "z5")]:
        moved = replace(hand, shape=affinity.translate(hand.shape, across, down))
        assert place in rested_on(moved)


@pytest.mark.parametrize("slug", ["stroke-grasp", "rub-radial"])
def test_strokes_up_the_side_stop_two_centimetres_below_the_armpit(slug):
    made = demonstration(ENTRIES[slug].model_dump(mode="json"))
    working = [one.shape for one in patches(made) if one.shape.centroid.x < 500]  # the other hand rests
    assert min(shape.distance(zone_shapes()["z4"]) for shape in working) >= TWO_CENTIMETRES


def test_the_law_sees_a_hand_that_is_a_centimetre_too_far_in():
    """The measure itself: the written hands keep their distance, the same hands nearer to the spine do not."""
    made = demonstration(ENTRIES["stroke-long"].model_dump(mode="json"))
    nearer = [affinity.translate(one.shape, 18 if one.shape.centroid.x < 500 else -18) for one in patches(made)]
    assert any(zone_shapes()["z1"].intersects(shape) for shape in nearer)


@pytest.mark.parametrize(
    ("slug", "pressure", "place", "is_closed"),
    [
        ("knead-lat", 3, (400, 900), True),  # the kidneys take level 2 at most
        ("knead-lat", 2, (400, 900), False),
        ("perc-fingertips", 1, (400, 900), True),  # and no tapping at all
        ("stroke-long", 2, (500, 800), True),
        ("stroke-cross", 1, (500, 800), False),  # the lightest stroke may cross the spine
        ("knead-four-pads", 2, (260, 395), True),  # the bony ridge
        ("stroke-circle", 2, (430, 470), True),  # between the blades this one is light
    ],
)
def test_the_law_knows_each_limit_of_map_and_technique(slug, pressure, place, is_closed):
    assert closed(slug, pressure).contains(shapely.Point(place)) is is_closed


def test_the_law_s_zones_are_the_map_s():
    """Drawn as shapes here, asked point by point there; on both sides of the body."""
    for slug, shape in zone_shapes().items():
        if slug != "z9":  # a target holds no point of the map
            for x in range(60, 941, 44):
                for y in range(65, 1340, 41):
                    near_edge = shape.boundary.distance(shapely.Point(x, y)) < 1
                    assert near_edge or shape.contains(shapely.Point(x, y)) is BACK_MAP.zones[slug].contains(
                        x, y, BACK_MAP
                    ), (slug, x, y)


# --- stills ----------------------------------------------------------------------------------------------------------

MOVE = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)rotate\(([-\d.]+)\)(?:translate\(0 (-?\d+)\))?(scale\(-1 1\))?$")


@pytest.mark.django_db
def test_stills_keep_the_law(content):
    for technique in Technique.objects.published().prefetch_related("regions").select_related("family"):
        for still in shown(technique).stills:
            for hand in still.hands:
                if hand.pressure:
                    x, y, turn, along, is_left = MOVE.match(hand.transform).groups()
                    at = Frame(0, float(x), float(y), float(turn), 0, hand.pressure)
                    shape = placed(patch(hand.contact), at, is_left=bool(is_left), along=int(along or 0))
                    assert not closed(technique.slug, hand.pressure).intersects(shape), (technique.slug, still.sentence)


@pytest.mark.django_db
def test_the_saved_picture_puts_hands_where_the_law_measures_them(content):
    for technique in Technique.objects.published().prefetch_related("regions").select_related("family"):
        made = demonstration_of(technique)
        for track in made.tracks:
            at = track.at(made.duration / 3)
            corner = (30.0, -50.0)
            expected = placed(shapely.Point(corner), at, is_left=track.is_left, along=track.along)
            assert track.placed(corner, at) == pytest.approx((expected.x, expected.y), abs=1e-6)


def test_a_left_hand_is_the_mirror_image_of_a_right_one():
    at = Frame(0, 300, 400, 0, 0, 1)
    right, left = (HandTrack("heel", is_left, (at,)).placed((40.0, 10.0), at) for is_left in (False, True))
    assert (right[0] - 300, right[1]) == (300 - left[0], left[1])


# --- lines -----------------------------------------------------------------------------------------------------------


@all_techniques
def test_drawn_paths_stay_off_what_is_never_pressed(slug):
    for stroke in ENTRIES[slug].path:
        assert not _meets(slug, stroke.model_dump()), stroke


@pytest.mark.parametrize("key", ["full", "short", "long", "neck"])
def test_the_drawing_of_every_step_keeps_the_law_on_both_sides(key):
    for step in load_plans()[key].steps:
        path = [stroke.model_dump() for stroke in technique_facts()[step.technique].path]
        for blocked in (frozenset(), frozenset({"flank-l", "lumbar-l"}), frozenset({"shoulder-r", "scapula-r"})):
            for stroke in strokes_for(path, reach(step), blocked):
                assert not _meets(step.technique, stroke), (step, stroke)


def _meets(slug, stroke):
    """A drawn path with its width, against the zones that no line of this technique may enter."""
    mark = hand_mark(stroke)
    width = WIDTHS[mark.is_fine][mark.pressure]
    drawn = [shapely.LineString(curve.flat()).buffer(width / 2) for curve in (*mark.lines, *mark.dots)]
    crosses = may_cross_the_spine(ENTRIES[slug])
    return [
        zone for zone in NEVER if not (crosses and zone == "z1") for one in drawn if zone_shapes()[zone].intersects(one)
    ]
