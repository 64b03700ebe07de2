"""Laws of the map under random points, against hit tests that are written again here from the words of map#regions."""

from itertools import pairwise
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from lessons.back_map import BACK_MAP, marks_along, mirror, mirror_polygon, samples

NUMBERS = {"allow_nan": False, "allow_infinity": False}
points = st.tuples(st.floats(-50, 1050, **NUMBERS), st.floats(-50, 1450, **NUMBERS))
whole_points = st.tuples(st.integers(0, 1000), st.integers(0, 1400))
paths = st.lists(points, min_size=1, max_size=12)

ACROSS = {
    "cervical": [(473, 60), (430, 75), (405, 120), (395, 215), (473, 260)],
    "shoulder": [
        (473, 260), (395, 215), (340, 278), (250, 322), (165, 358), (145, 385), (382, 405), (385, 346), (473, 346),
    ],
    "interscapular": [(473, 346), (385, 346), (382, 405), (355, 605), (473, 605)],
    "scapula": [(382, 405), (145, 385), (180, 575), (355, 605)],
    "thoracic": [(473, 605), (380, 605), (380, 853), (473, 776)],
    "flank": [(380, 605), (355, 605), (180, 575), (215, 760), (238, 929), (335, 890), (380, 853)],
    "lumbar": [
        (473, 776), (380, 853), (335, 890), (238, 929), (215, 1045), (251, 1058), (320, 1038), (418, 1168), (473, 1168),
    ],
    "sacral": [
        (473, 1168), (418, 1168), (320, 1038), (251, 1058), (215, 1045), (195, 1180), (300, 1240), (420, 1320),
        (473, 1344),
    ],
}  # fmt: skip
SHOULDER_LINE = [(27, 260), (105, 215), (160, 278), (250, 322), (335, 358), (355, 385)]
WHOLE = ("cervical", "interscapular", "sacral")
CLOSE = 1e-4  # points this near an edge are judged by the edge tests


def winding(polygon, x, y):
    """How often the outline runs round the point: not 0 means inside."""
    turns = 0
    for (ax, ay), (bx, by) in pairwise([*polygon, polygon[0]]):
        left_of = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
        if ay <= y < by and left_of > 0:
            turns += 1
        elif by <= y < ay and left_of < 0:
            turns -= 1
    return turns


def distance_to_line(line, x, y):
    return min(distance_to_piece(a, b, x, y) for a, b in pairwise(line))


def distance_to_piece(a, b, x, y):
    """By halving: the nearest point of a straight piece, without the formula that the map uses."""
    low, high = 0.0, 1.0
    for _ in range(80):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        if away(a, b, first, x, y) < away(a, b, second, x, y):
            high = second
        else:
            low = first
    return away(a, b, low, x, y)


def away(a, b, share, x, y):
    return hypot(a[0] + share * (b[0] - a[0]) - x, a[1] + share * (b[1] - a[1]) - y)


def near_an_edge(x, y):
    side = min(x, mirror(x))
    return any(distance_to_line([*polygon, polygon[0]], side, y) < CLOSE for polygon in ACROSS.values())


def regions_by_hand(x, y):
    side, letter = (x, "l") if x <= 500 else (mirror(x), "r")
    found = [name for name, polygon in ACROSS.items() if winding(polygon, side, y)]
    return tuple(name if name in WHOLE else f"{name}-{letter}" for name in found)


def zones_by_hand(x, y):
    """Once more and plainly (map#regions); only for points that are not on an edge."""
    d, left = abs(x - 500), min(x, mirror(x))
    found = regions_by_hand(x, y)
    held = {
        "z1": d <= 27 and 60 <= y <= 1344,
        "z2": 45 <= d <= 185 and 720 <= y <= 1000,
        "z3": "interscapular" in found,
        "z4": hypot(left - 180, y - 575) <= 40,
        "z6": distance_to_line([(382, 405), (145, 385)], left, y) <= 12
        or distance_to_line([(251, 1058), (320, 1038), (418, 1168)], left, y) <= 12
        or hypot(left - 418, y - 1168) <= 15
        or hypot(left - 145, y - 385) <= 20,
        "z7": distance_to_line([(335, 890), (238, 929)], left, y) <= 20,
        "z8": "cervical" in found and y < 110,
        "z10": "cervical" in found,
    }
    held["z5"] = "cervical" not in found and not held["z1"] and y < shoulder_height(d)
    return {name for name, inside in held.items() if inside}


def shoulder_height(d):
    for (ad, ay), (bd, by) in pairwise(SHOULDER_LINE):
        if ad <= d <= bd:
            return ay + (by - ay) * (d - ad) / (bd - ad)
    return 260 if d < 27 else 385


def on_a_zone_edge(x, y):
    step = CLOSE
    around = [(x + dx, y + dy) for dx in (-step, 0, step) for dy in (-step, 0, step)]
    return len({frozenset(zones_by_hand(*point)) for point in around}) > 1


@given(st.integers(-1000, 2000))
def test_mirroring_twice_is_identity(x):
    assert mirror(mirror(x)) == x


@given(st.lists(whole_points, min_size=3, max_size=9))
def test_mirroring_an_outline_twice_is_identity(polygon):
    assert mirror_polygon(mirror_polygon(tuple(polygon))) == tuple(polygon)


@given(points)
def test_regions_agree_with_the_winding_number(point):
    if not near_an_edge(*point):
        assert BACK_MAP.regions_at(*point) == regions_by_hand(*point)


@given(points)
def test_zones_agree_with_the_words_of_the_contract(point):
    if not near_an_edge(*point) and not on_a_zone_edge(*point):
        assert set(BACK_MAP.zones_at(*point)) == zones_by_hand(*point)


@given(whole_points)
def test_both_sides_are_alike(point):
    x, y = point
    swap = {"l": "r", "r": "l"}
    other = {slug[:-1] + swap[slug[-1]] if slug[-2:] in ("-l", "-r") else slug for slug in BACK_MAP.regions_at(x, y)}
    assert set(BACK_MAP.regions_at(mirror(x), y)) == other
    assert BACK_MAP.zones_at(mirror(x), y) == BACK_MAP.zones_at(x, y)


LEFT_EDGE = [
    (500, 60), (473, 60), (430, 75), (405, 120), (395, 215), (340, 278), (250, 322), (165, 358), (145, 385), (180, 575),
    (215, 760), (238, 929), (215, 1045), (195, 1180), (300, 1240), (420, 1320), (473, 1344), (500, 1344),
]  # fmt: skip


@given(points)
def test_every_point_of_the_trunk_is_in_a_region_or_the_spine_strip(point):
    x, y = point
    on_trunk = winding(LEFT_EDGE, min(x, mirror(x)), y) != 0
    if on_trunk:
        assert BACK_MAP.regions_at(x, y) or BACK_MAP.in_spine(x, y)


@given(paths)
def test_samples_are_short_and_follow_one_another(path):
    marks = marks_along(path)
    pieces = samples(path)
    assert all(0 < piece.weight <= 4 + 1e-6 for piece in pieces)
    assert marks[0] == path[0]
    length = sum(hypot(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(path))
    assert abs(len(marks) - 1 - length / 4) <= 1
    assert hypot(marks[-1][0] - path[-1][0], marks[-1][1] - path[-1][1]) <= 2e-6 or length < 1e-5


@given(points, points)
def test_a_straight_path_loses_no_length(a, b):
    length = hypot(b[0] - a[0], b[1] - a[1])
    total = sum(piece.weight for piece in samples([a, b]))
    assert abs(total - length) < 1e-5
