"""A stroke is measured where the hand goes: along its path, between its points and all around its circles."""

from math import hypot

import pytest

from lessons.back_map import BACK_MAP
from lessons.pack.checks import prose_faults, step_faults
from lessons.pack.promises import promises
from lessons.pack.read import read_pack
from lessons.pack.stroke_checks import rim, stroke_faults, stroke_points
from lessons.pack.technique_shapes import Stroke


@pytest.fixture(scope="module")
def techniques():
    return {technique.slug: technique for technique in read_pack().techniques.techniques}


def stroke(points, *, motion="glide", pressure=2, radius=None):
    return Stroke(motion=motion, points=points, pressure=pressure, radius=radius)


@pytest.mark.parametrize(
    ("slug", "drawn", "told"),
    [
        ("rub-long", stroke([(430, 1130)], motion="semicircles", radius=20), []),
        ("rub-long", stroke([(430, 1130)], motion="semicircles", radius=40), ["z6"]),
        ("rub-interscapular", stroke([(445, 480)], motion="circles", radius=25), []),
        ("rub-interscapular", stroke([(450, 480)], motion="circles", radius=25), ["z1"]),
        # the circle's ends are clear of the ridge, its way is not
        ("knead-scapula", stroke([(280, 360), (280, 440)], motion="circles", pressure=2, radius=10), ["z6"]),
        # both ends of a straight line are right, its middle crosses the spine
        ("squeeze-edge", stroke([(440, 1100), (560, 1100)]), ["z1"]),
        # the lower rim alone reaches the kidney
        ("knead-thumb", stroke([(420, 705)], motion="circles", pressure=3, radius=10), []),
        ("knead-thumb", stroke([(420, 705)], motion="circles", pressure=3, radius=20), ["z2"]),
        # the side of the rim that looks away from the spine
        ("knead-two-thumbs", stroke([(400, 700)], motion="circles", radius=25), ["flank-l"]),
        # places with a lower limit of the technique itself
        ("stroke-circle", stroke([(430, 480)], pressure=1), []),
        ("stroke-circle", stroke([(430, 480)], pressure=2), ["interscapular"]),
        ("vib-flat", stroke([(440, 180)], motion="tremble", pressure=2), ["cervical"]),
        # taps touch where they fall and not between
        ("perc-fingertips", stroke([(420, 690), (580, 690)], motion="taps"), []),
        ("perc-fingertips", stroke([(420, 690), (500, 690)], motion="taps"), ["z1"]),
        ("stroke-long", stroke([(500, 700), (480, 800)], pressure=1), []),
        ("stroke-long", stroke([(500, 700)], pressure=2), ["z1"]),
        ("stroke-long", stroke([(270, 394)], pressure=2), []),
        ("stroke-long", stroke([(185, 570)], pressure=1), ["z4"]),
        ("stroke-neck", stroke([(385, 180)], pressure=1), ["nowhere", "z5"]),
    ],
)
def test_a_stroke_is_measured_all_the_way(techniques, slug, drawn, told):
    faults = stroke_faults(drawn, techniques[slug], BACK_MAP)
    places = ["leaves every region" if place == "nowhere" else f"goes through '{place}'" for place in told]
    for place in places:
        assert any(place in fault for fault in faults), (place, faults)
    assert bool(faults) == bool(places), faults


def test_the_whole_rim_is_sampled_closely():
    points = list(rim(100, 100, 30))
    assert all(hypot(x - 100, y - 100) == pytest.approx(30) for x, y in points)
    for outermost in [(130, 100), (70, 100), (100, 130), (100, 70)]:
        assert min(hypot(x - outermost[0], y - outermost[1]) for x, y in points) < 1e-9
    gaps = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(points, points[1:] + points[:1], strict=True)]
    assert max(gaps) <= 8


def test_circles_are_sampled_between_their_points_too():
    drawn = stroke([(400, 1000), (400, 900)], motion="circles", radius=20)
    reached = list(stroke_points(drawn))
    for y in range(900, 1001, 5):
        assert min(hypot(px - 380, py - y) for px, py in reached) < 8


def test_every_stroke_of_the_pack_keeps_off_spine_armpit_and_throat_under_pressure(techniques):
    for technique in techniques.values():
        for drawn in technique.path:
            for x, y in stroke_points(drawn):
                zones = set(BACK_MAP.zones_at(x, y))
                assert not zones & {"z4", "z5"}, (technique.slug, x, y)
                assert "z1" not in zones or (technique.family == "stroke" and drawn.pressure == 1), technique.slug
                limit = min(
                    [BACK_MAP.zones[zone].max_pressure for zone in zones & {"z2", "z3", "z7", "z10"}], default=3
                )
                assert drawn.pressure <= limit, (technique.slug, x, y)


KNOWN = {"claim": {"toxins"}, "region": {"flank-l"}, "region-base": {"flank"}, "lesson": set()}


def test_faults_of_words_name_their_place_and_the_words():
    words = {"mistakes": [{"wrong": "It heals.", "instead": "Go [there](lesson:x)."}], "title": "A [b](claim:toxins)"}
    found = {place: at for place, _, at in prose_faults(words, KNOWN, promises("en"))}
    assert found == {
        ("mistakes", 0, "wrong"): "heals",
        ("mistakes", 0, "instead"): "lesson:x",
        ("title",): "claim:toxins",
    }


def test_a_region_may_be_named_without_its_side():
    assert not list(prose_faults({"body": "[a](region:flank) [b](region:flank-l)"}, KNOWN, promises("en")))


def test_the_article_may_be_quoted_with_its_promises():
    assert not list(prose_faults({"source": "It heals.", "article": "cures"}, KNOWN, promises("en")))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("## A {#a}\nx\n## B {#b}\ny", []),
        ("## B {#b}\nx\n## A {#a}\ny", ["the steps must be a, b in this order; found b, a"]),
        ("## A {#a}\n\n## B {#b}\ny", ["the step 'a' has no text; write it"]),
        ("## A\nx", ["the steps must be a, b in this order; found none", "this text stands before"]),
    ],
)
def test_steps_follow_the_facts(body, told):
    messages = [message for message, _ in step_faults(body, ["a", "b"])]
    assert len(messages) == len(told)
    assert all(message.startswith(start) for message, start in zip(messages, told, strict=True))
