"""The plate as SVG: what is drawn, in which order, and that the figure holds every region."""

from math import hypot
from xml.etree import ElementTree

import brotli
import pytest
from django.template.loader import render_to_string
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from lessons.back_map import BACK_MAP
from lessons.plate.body.figure import SILHOUETTES, figure
from lessons.plate.marks.directions import ROUTES
from lessons.plate.marks.paths import MOTIONS, hand_mark
from lessons.plate.marks.seams import region_shapes
from lessons.plate.marks.zones import zone_marks
from lessons.plate.svg import REGION_STATES, PlateWords, plate

SVG = "{http://www.w3.org/2000/svg}"
WORDS = PlateWords("head", "receiver's left", "receiver's right", "leave out", {"out": "leave out"})
LINKS = {slug: f"/map/{slug}/" for slug in BACK_MAP.regions}


def drawn(**options):
    made = plate(words=WORDS, title="The back", **options)
    return render_to_string("components/_plate.html", {"plate": made})


def parsed(**options):
    text = drawn(**options).strip().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(text)


def regions_of(tree):
    return [element for element in tree.iter() if "data-region" in element.attrib]


def body(silhouette):
    left = Polygon(figure(silhouette).skin.flat())
    right = Polygon(figure(silhouette).skin.mirrored().flat())
    return unary_union([left.buffer(0), right.buffer(0)])


@pytest.mark.parametrize("silhouette", SILHOUETTES)
def test_every_region_lies_inside_both_silhouettes(silhouette):
    outline = body(silhouette)
    for region in BACK_MAP.regions.values():
        for polygon in region.polygons:
            assert Polygon(polygon).difference(outline).area < 1, region.slug


@pytest.mark.parametrize("silhouette", SILHOUETTES)
def test_the_outline_does_not_cross_itself(silhouette):
    assert Polygon(figure(silhouette).skin.flat()).is_valid


def test_the_two_silhouettes_differ_at_shoulder_and_hip():
    narrow, broad = body("narrow").bounds, body("broad").bounds
    assert broad[0] < narrow[0]
    assert body("narrow").symmetric_difference(body("broad")).area > 5000


def test_regions_come_once_each_from_head_to_hip():
    slugs = [element.get("data-region") for element in regions_of(parsed(links=LINKS))]
    assert slugs == list(BACK_MAP.regions)
    assert len(slugs) == 13


def test_each_region_is_drawn_on_the_sides_it_has():
    for element in regions_of(parsed()):
        sides = [("transform" in use.attrib) for use in element.findall(f"{SVG}use")]
        expected = {"l": [False], "r": [True], "": [False, True]}
        assert sides == expected[BACK_MAP.regions[element.get("data-region")].side]


def test_linked_regions_are_named_links_in_a_labelled_group():
    tree = parsed(links=LINKS, names={"flank-l": "Left flank"})
    assert tree.get("role") == "group"
    link = next(element for element in regions_of(tree) if element.get("data-region") == "flank-l")
    assert (link.tag, link.get("href"), link.get("aria-label")) == (f"{SVG}a", "/map/flank-l/", "Left flank")


def test_without_links_the_plate_is_one_picture():
    tree = parsed()
    assert tree.get("role") == "img"
    assert not tree.findall(f".//{SVG}a")


def test_every_reference_finds_its_shape_and_ids_carry_the_prefix():
    tree = parsed(prefix="second", layers=("regions", "muscles", "directions", "leave-alone"), states={"sacral": "out"})
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("second") for name in ids)
    text = ElementTree.tostring(tree, encoding="unicode")
    used = {part.split(")")[0] for part in text.split("url(#")[1:]} | {
        element.get("href")[1:] for element in tree.iter() if (element.get("href") or "").startswith("#")
    }
    assert used <= set(ids)


@pytest.mark.parametrize("layer", ["muscles", "directions", "leave-alone"])
def test_a_layer_adds_its_marks(layer):
    assert len(drawn(layers=("regions", layer))) > len(drawn()) + 500


def test_without_the_regions_layer_only_marked_regions_are_drawn():
    assert [shape.slug for shape in plate(words=WORDS, title="t", layers=(), lit=("sacral",)).regions] == ["sacral"]


@pytest.mark.parametrize("state", REGION_STATES)
def test_a_state_is_a_class_and_is_explained_in_the_legend(state):
    made = plate(words=WORDS, title="t", states={"lumbar-l": state})
    assert state in made.legend
    assert f"plate__region--{state}" in drawn(states={"lumbar-l": state})


def test_where_hands_work_spine_kidneys_and_armpits_are_hatched_without_names():
    made = plate(words=WORDS, title="t", left_alone=True, names={"z1": "Spine strip"})
    assert [zone.slug for zone in made.left_alone] == ["z1", "z2", "z4"]
    assert {"zone-never", "zone-gentle"} <= set(made.legend)
    text = drawn(left_alone=True, names={"z1": "Spine strip"})
    assert "Spine strip" not in text
    assert all(f'data-zone="{slug}"' in text for slug in ("z1", "z2", "z4"))


def test_a_zone_that_is_named_is_drawn_once():
    assert drawn(left_alone=True, zones=("z1",)).count('data-zone="z1"') == 1


@pytest.mark.parametrize("state", ["out", "stroke-only"])
def test_what_today_forbids_lies_over_a_gentle_place_and_under_one_that_is_never_pressed(state):
    text = drawn(left_alone=True, states={"lumbar-l": state})
    order = [text.index(part) for part in ('data-zone="z2"', 'data-region="lumbar-l"', 'data-zone="z1"')]
    assert order == sorted(order)
    assert text.index('data-region="lumbar-r"') < order[0]


def test_the_legend_says_gentle_once():
    made = plate(words=WORDS, title="t", left_alone=True, states={"cervical": "gentle"})
    assert "gentle" in made.legend
    assert "zone-gentle" not in made.legend


def test_a_region_left_out_is_tagged_in_words():
    assert "leave out</text>" in drawn(states={"lumbar-l": "out"})


def test_no_inline_style_and_no_script():
    text = drawn(layers=("regions", "muscles", "directions", "leave-alone"), links=LINKS)
    assert "style=" not in text
    assert "<script" not in text


def test_names_are_escaped():
    assert "<b>" not in drawn(names={"sacral": "<b>"}, links=LINKS)


@pytest.mark.parametrize("motion", MOTIONS)
@pytest.mark.parametrize("points", [[[430, 700]], [[430, 1100], [430, 900], [400, 640]]])
def test_every_motion_is_drawn_near_its_points(motion, points):
    mark = hand_mark({"motion": motion, "points": points, "pressure": 2, "radius": 25, "returns": "light"})
    curves = [*mark.lines, *mark.thin, *mark.dots, *mark.heads]
    assert curves
    for curve in curves:
        for x, y in curve.flat():
            assert min(abs(x - px) for px, _ in points) < 60
            assert 560 < y < 1160


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layers": ("moon",)}, "Unknown layer: moon"),
        ({"silhouette": "tall"}, "Unknown silhouette: tall"),
        ({"tone": 9}, "Unknown skin tone: 9"),
        ({"states": {"sacral": "odd"}}, "Unknown state of sacral: odd"),
    ],
)
def test_wrong_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        plate(words=WORDS, title="t", **options)


def test_seams_are_shared_so_neighbours_do_not_gape():
    shapes = {base: Polygon(curve.flat(16)) for base, curve in region_shapes().items()}
    whole = unary_union(list(shapes.values())).buffer(0.5)
    assert whole.geom_type == "Polygon"
    assert sum(Polygon(hole).area for hole in whole.interiors) < 5
    assert sum(shape.area for shape in shapes.values()) == pytest.approx(
        unary_union(list(shapes.values())).area, rel=0.002
    )


def test_the_rounded_shape_stays_close_to_its_polygon():
    for base, curve in region_shapes().items():
        region = next(region for region in BACK_MAP.regions.values() if region.base == base)
        truth, shape = Polygon(region.polygons[0]), Polygon(curve.flat(16))
        assert truth.intersection(shape).area / truth.union(shape).area > 0.9, base


def test_the_spine_strip_shows_its_vertebrae_and_the_kidney_areas_their_kidneys():
    zones = {zone.slug: zone for zone in plate(words=WORDS, title="t", layers=("leave-alone",)).zones}
    assert (zones["z1"].detail.count("M"), zones["z2"].detail.count("M")) == (29, 2)
    for slug, left, right in (("z1", 473, 527), ("z2", 315, 685)):
        for curve in zone_marks()[slug].detail:
            assert all(left <= x <= right for x, _ in curve.flat()), slug


def test_a_long_name_stands_in_short_lines():
    names = {"z3": "Soft place between the blades"}
    (zone,) = plate(words=WORDS, title="t", layers=(), zones=("z3",), names=names).zones
    assert [name.text for name in zone.names] == ["Soft place", "between the", "blades"]


def test_movements_that_go_on_share_a_number():
    steps = [[[430, 1150], [430, 300]], [[430, 300], [300, 345]], [[250, 1000], [250, 700]]]
    paths = [{"motion": "glide", "points": points, "pressure": 1} for points in steps]
    hands = plate(words=WORDS, title="t", paths=paths).hands
    assert [[number.text for number in hand.numbers] for hand in hands] == [["1"], [], ["2"]]


def test_a_path_for_both_sides_is_numbered_on_both():
    path = {"motion": "glide", "points": [[430, 900], [430, 500]], "pressure": 3, "side": "both"}
    (hand,) = plate(words=WORDS, title="t", paths=[path]).hands
    assert [(number.x, number.y) for number in hand.numbers] == [("430", "900"), ("570", "900")]


@pytest.mark.parametrize("base", ROUTES)
def test_every_direction_line_ends_at_the_target_of_its_region(base):
    region = next(region for region in BACK_MAP.regions.values() if region.base == base)
    for way in ROUTES[base]:
        (begin_x, begin_y), (end_x, end_y) = way[0], way[-1]
        target_x, target_y = BACK_MAP.target_at(region, begin_x, begin_y)
        assert hypot(end_x - target_x, end_y - target_y) < 75
        assert Polygon(region.polygons[0]).distance(Point(begin_x, begin_y)) == 0


def test_the_plate_stays_within_its_share_of_a_page():
    links = {slug: f"/map/{slug}/" for slug in BACK_MAP.regions}
    assert len(brotli.compress(drawn(links=links).encode())) < 9 * 1024
