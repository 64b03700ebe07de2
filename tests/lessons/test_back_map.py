"""The one geometry: counts, edges of regions and zones, targets, marks along a path."""

import re
from math import hypot

import pytest

from lessons.back_map import (
    BACK_MAP,
    EDGE,
    expand_slugs,
    height_at,
    marks_along,
    mirror,
    mirror_polygon,
    samples,
    svg_points,
    zones_in,
)

REGIONS = [
    "cervical", "shoulder-l", "shoulder-r", "interscapular", "scapula-l", "scapula-r", "thoracic-l", "thoracic-r",
    "flank-l", "flank-r", "lumbar-l", "lumbar-r", "sacral",
]  # fmt: skip
FAR = 1e-3  # clearly outside an edge that allows 1e-6


def test_the_map_holds_what_the_reference_lists():
    assert list(BACK_MAP.regions) == REGIONS
    assert list(BACK_MAP.zones) == [f"z{number}" for number in range(1, 11)]
    assert (len(BACK_MAP.landmarks), len(BACK_MAP.muscles), len(BACK_MAP.divisions)) == (28, 8, 3)
    assert BACK_MAP.targets == {"supraclavicular": (345, 268), "axillary": (180, 575), "groin": (150, 1190)}
    assert BACK_MAP.spine == (27, 60, 1344)


@pytest.mark.parametrize(
    ("base", "cm2"),
    [
        ("cervical", 35), ("shoulder-l", 90), ("interscapular", 79), ("scapula-l", 121),
        ("thoracic-l", 59), ("flank-l", 157), ("lumbar-l", 171), ("sacral", 141),
    ],
)  # fmt: skip
def test_areas_are_those_of_the_reference(base, cm2):
    polygon = BACK_MAP.regions[base].polygons[0]
    twice = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1], strict=True))
    assert abs(twice) / 2 * 0.055**2 == pytest.approx(cm2, abs=1)


def test_the_divisions_hold_every_region_once():
    assert sorted(slug for slugs in BACK_MAP.divisions.values() for slug in slugs) == sorted(REGIONS)


@pytest.mark.parametrize("slug", REGIONS)
def test_corners_and_seams_belong_to_a_region_and_a_little_beyond_does_not(slug):
    region = BACK_MAP.regions[slug]
    for polygon in region.polygons:
        for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
            assert region.contains(ax, ay)
            x, y = (ax + bx) / 2, (ay + by) / 2
            along = hypot(bx - ax, by - ay)
            across = ((ay - by) / along, (bx - ax) / along)
            assert region.contains(x, y)
            beyond = [(x + sign * FAR * across[0], y + sign * FAR * across[1]) for sign in (1, -1)]
            assert sorted(region.contains(*point) for point in beyond) == [False, True]
            within_slack = [(x + sign * EDGE / 2 * across[0], y + sign * EDGE / 2 * across[1]) for sign in (1, -1)]
            assert all(region.contains(*point) for point in within_slack)


@pytest.mark.parametrize("slug", REGIONS)
def test_a_region_contains_its_own_centre(slug):
    region = BACK_MAP.regions[slug]
    assert region.contains(*region.centre)
    assert BACK_MAP.regions_at(*region.centre) == (slug,)


ON_THE_EDGE = [
    ("z1", (473, 700), (-1, 0)),
    ("z1", (527, 700), (1, 0)),
    ("z1", (500, 60), (0, -1)),
    ("z1", (500, 1344), (0, 1)),
    ("z2", (315, 800), (-1, 0)),
    ("z2", (455, 800), (1, 0)),
    ("z2", (400, 720), (0, -1)),
    ("z2", (400, 1000), (0, 1)),
    ("z2", (545, 800), (-1, 0)),
    ("z2", (685, 800), (1, 0)),
    ("z3", (473, 500), (1, 0)),
    ("z3", (430, 605), (0, 1)),
    ("z4", (220, 575), (1, 0)),
    ("z4", (780, 575), (-1, 0)),
    ("z6", (270, 393.6154), None),
    ("z6", (418, 1183), (0, 1)),
    ("z6", (145, 365), (0, -1)),
    ("z6", (855, 365), (0, -1)),
    ("z10", (473, 200), (1, 0)),
    ("z10", (527, 200), (-1, 0)),
]


@pytest.mark.parametrize(("zone", "point", "outward"), ON_THE_EDGE)
def test_the_edge_of_a_zone_belongs_to_it(zone, point, outward):
    x, y = point
    assert zone in BACK_MAP.zones_at(x, y)
    if outward:
        dx, dy = outward
        assert zone in BACK_MAP.zones_at(x + dx * EDGE / 2, y + dy * EDGE / 2)
        assert zone not in BACK_MAP.zones_at(x + dx * FAR, y + dy * FAR)


@pytest.mark.parametrize(
    ("point", "held"),
    [
        ((430, 109.9), True),
        ((430, 110), False),
        ((570, 100), True),
        ((500, 100), False),  # the spine strip, not the neck
    ],
)
def test_the_skull_base_ends_above_its_line(point, held):
    assert ("z8" in BACK_MAP.zones_at(*point)) is held


@pytest.mark.parametrize(
    ("point", "held"),
    [
        ((250, 321.9), True),
        ((250, 322), False),
        ((380, 200), True),
        ((620, 200), True),
        ((430, 150), False),  # the back of the neck is no side of the neck
        ((500, 100), False),
        ((145, 384.9), True),
        ((20, 384.9), True),  # level beyond the shoulder tip
        ((20, 385.1), False),
        ((396, 214.9), False),  # the corner of the neck region
        ((394.5, 210), True),
    ],
)
def test_front_and_side_of_the_neck_lie_above_the_shoulder_line(point, held):
    assert ("z5" in BACK_MAP.zones_at(*point)) is held


def test_the_lowest_ribs_reach_twenty_units_from_their_line():
    (ax, ay), (bx, by) = (335, 890), (238, 929)
    along = hypot(bx - ax, by - ay)
    across = ((by - ay) / along, (ax - bx) / along)
    middle = ((ax + bx) / 2, (ay + by) / 2)
    for sign in (1, -1):
        at = [(middle[0] + sign * reach * across[0], middle[1] + sign * reach * across[1]) for reach in (20, 20.001)]
        assert ["z7" in BACK_MAP.zones_at(*point) for point in at] == [True, False]


def test_direction_targets_are_never_a_tested_zone():
    for x, y in BACK_MAP.targets.values():
        assert "z9" not in BACK_MAP.zones_at(x, y)


@pytest.mark.parametrize(
    ("point", "target"),
    [
        ((430, 474), (345, 268)),
        ((430, 475), (180, 575)),
        ((570, 475), (820, 575)),
        ((570, 400), (655, 268)),
    ],
)
def test_between_the_blades_the_aim_changes_half_way(point, target):
    assert BACK_MAP.target_at(BACK_MAP.regions["interscapular"], *point) == target


@pytest.mark.parametrize(
    ("slug", "target"),
    [
        ("cervical", "supraclavicular"), ("shoulder-l", "supraclavicular"), ("scapula-l", "axillary"),
        ("thoracic-l", "axillary"), ("flank-l", "axillary"), ("lumbar-l", "groin"), ("sacral", "groin"),
    ],
)  # fmt: skip
def test_regions_aim_where_the_reference_says(slug, target):
    region = BACK_MAP.regions[slug]
    assert BACK_MAP.target_at(region, *region.centre) == BACK_MAP.targets[target]
    other = BACK_MAP.regions[re.sub("-l$", "-r", slug)]
    (x, y), (centre_x, centre_y) = BACK_MAP.targets[target], region.centre
    assert BACK_MAP.target_at(other, mirror(centre_x), centre_y) == (mirror(x), y)


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ([(0, 0), (10, 0)], [(0, 0), (4, 0), (8, 0), (10, 0)]),
        ([(0, 0), (8, 0)], [(0, 0), (4, 0), (8, 0)]),
        ([(0, 0), (8 + 5e-7, 0)], [(0, 0), (4, 0), (8, 0)]),
        ([(0, 0), (3, 0)], [(0, 0), (3, 0)]),
        ([(0, 0), (3, 0), (3, 4)], [(0, 0), (3, 1), (3, 4)]),
        ([(0, 0), (0, 0), (4, 0), (4, 0)], [(0, 0), (4, 0)]),
        ([(5, 5)], [(5, 5)]),
    ],
)
def test_marks_stand_every_four_units_and_at_the_end(path, marks):
    assert marks_along(path) == [pytest.approx(mark) for mark in marks]


def test_a_sample_is_the_middle_and_the_straight_step_between_two_marks():
    first, second = samples([(0, 0), (3, 0), (3, 4)])
    assert (first.x, first.y, first.dx, first.dy) == (1.5, 0.5, 3, 1)
    assert first.weight == pytest.approx(hypot(3, 1))
    assert (second.x, second.y, second.dx, second.dy, second.weight) == (3, 2.5, 0, 3, 3)


def test_a_path_that_stands_still_has_no_samples():
    assert samples([(5, 5), (5, 5)]) == []


def test_a_hairpin_shorter_than_a_step_weighs_nothing():
    assert samples([(0, 0), (2, 0), (0, 0)]) == []


def test_pairs_are_spelt_out():
    assert expand_slugs(["sacral", "flank-lr"]) == ("sacral", "flank-l", "flank-r")


def test_the_other_side_runs_the_other_way_round():
    assert mirror_polygon(((473, 60), (430, 75), (405, 120))) == ((595, 120), (570, 75), (527, 60))


def test_points_for_the_drawing_know_no_locale():
    assert svg_points([(473, 60.5), (1000, 0)]) == "473,60.5 1000,0"


def test_a_line_is_level_beyond_its_ends():
    line = [(10, 100), (20, 200)]
    assert [height_at(line, x) for x in (0, 10, 15, 20, 30)] == [100, 100, 150, 200, 200]


BESIDE_THE_SPINE = {"cervical", "shoulder", "interscapular", "thoracic", "lumbar", "sacral"}


def test_zones_in_a_region_are_those_that_its_corners_and_middle_lie_in():
    for region in BACK_MAP.regions.values():
        points = [*(corner for polygon in region.polygons for corner in polygon), region.centre]
        assert {zone for point in points for zone in BACK_MAP.zones_at(*point)} <= zones_in(region.base), region.slug


def test_the_spine_is_named_on_both_sides_of_it():
    assert {region.base for region in BACK_MAP.regions.values() if "z1" in zones_in(region.base)} == BESIDE_THE_SPINE
