"""The contact hands: one hand in eleven contacts, from the touching side and from above."""

from __future__ import annotations

import re
from typing import get_args

import pytest
import shapely

from lessons.models import Technique
from lessons.names.contacts import contact_names
from lessons.pack.technique_shapes import Contact
from lessons.plate.contact_hands import ContactHand, contact_hands, travelling_hands
from lessons.plate.contact_hands.pens import closed_curve
from lessons.plate.contact_hands.skeleton import FINGERS, Pose, posed
from lessons.plate.contact_hands.text import WIDE, hand_text

pytestmark = pytest.mark.only_reads

SLUGS = get_args(Contact)
BOTH = pytest.mark.parametrize("drawings", [contact_hands, travelling_hands])


def area(hand: ContactHand) -> shapely.Polygon:
    return shapely.union_all([shapely.Polygon(curve.flat()).buffer(0) for curve in hand.outline])


def patch(hand: ContactHand) -> shapely.Polygon:
    return shapely.union_all([shapely.Polygon(curve.flat()).buffer(0) for curve in hand.patch])


@BOTH
def test_every_word_for_a_contact_has_its_hand(drawings):
    assert tuple(drawings()) == SLUGS
    assert tuple(contact_names()) == SLUGS


@BOTH
@pytest.mark.parametrize("slug", SLUGS)
def test_what_touches_lies_on_the_hand_round_zero(drawings, slug):
    hand = drawings()[slug]
    left, top, right, bottom = patch(hand).bounds
    assert abs(left + right) < 6
    assert abs(top + bottom) < 6
    assert patch(hand).difference(area(hand).buffer(4)).area < patch(hand).area * 0.05


@BOTH
@pytest.mark.parametrize("slug", SLUGS)
def test_a_hand_lies_in_its_box(drawings, slug):
    hand = drawings()[slug]
    assert shapely.box(*hand.box).contains(area(hand))


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "second-hand-on-top"])
def test_what_does_not_touch_is_lifted_above_its_shadow(slug):
    """A wrist that passes above the spine does not lie on it. The patch itself throws none."""
    hand = travelling_hands()[slug]
    shadow = shapely.union_all([shapely.Polygon(curve.flat()).buffer(0) for curve in hand.shadows])
    lifted = area(hand).difference(patch(hand).buffer(30))
    wrist = area(hand).intersection(shapely.box(-300, area(hand).bounds[3] - 50, 300, 400))
    assert lifted.difference(shadow).area < lifted.area * 0.02
    assert wrist.difference(shadow).area < wrist.area * 0.02
    assert shadow.difference(area(hand)).area > 1000  # it is seen beside the hand
    assert patch(hand).buffer(-8).intersection(shadow).area < patch(hand).area * 0.1


def test_shadows_are_for_hands_on_the_back_only():
    assert not any(hand.shadows for hand in contact_hands().values())


def test_the_open_hand_has_the_size_of_an_adult_hand():
    hand = posed(Pose())
    tip = hand.fingers["middle"][-1]
    assert 325 < tip.radius - tip.at[1] < 345


def test_the_middle_finger_is_the_longest_and_the_little_one_ends_at_the_last_joint_of_the_ring_finger():
    hand = posed(Pose())
    tips = {name: balls[-1].radius - balls[-1].at[1] for name, balls in hand.fingers.items()}
    assert max(tips, key=tips.__getitem__) == "middle"
    assert abs(tips["index"] - tips["ring"]) < 12
    assert abs(tips["little"] + hand.fingers["ring"][4].at[1]) < 20


def test_a_right_hand_has_its_thumb_on_the_right_in_front_and_on_the_left_from_behind():
    front, back = contact_hands()["heel"].box, travelling_hands()["heel"].box
    assert front[2] > -front[0]
    assert back[2] < -back[0]


def test_a_bent_finger_keeps_its_length():
    straight, bent = posed(Pose()), posed(Pose(dict.fromkeys(FINGERS, (70, 90, 40, 0))))
    for name, balls in bent.fingers.items():
        steps = zip(balls, balls[1:], straight.fingers[name], straight.fingers[name][1:], strict=False)
        for a, b, c, d in steps:
            assert distance(a.at, b.at) == pytest.approx(distance(c.at, d.at), rel=0.2)


def distance(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


def test_only_the_second_hand_on_top_shows_two_hands():
    assert {slug: len(hand.outline) for slug, hand in travelling_hands().items() if len(hand.outline) > 1} == {
        "second-hand-on-top": 2
    }


@BOTH
def test_both_hands_run_the_same_way_round_so_that_one_path_fills_their_overlap(drawings):
    turns = [shapely.LinearRing(curve.flat()).is_ccw for curve in drawings()["second-hand-on-top"].outline]
    assert len(set(turns)) == 1


def test_patches_differ_from_each_other():
    shapes = [patch(hand) for hand in contact_hands().values()]
    alike = [
        (a, b)
        for i, a in enumerate(shapes)
        for b in shapes[i + 1 :]
        if a.symmetric_difference(b).area < 0.2 * min(a.area, b.area)
    ]
    assert alike == []


def test_few_segments_stay_close_to_a_shape():
    circle = shapely.Point(40, 60).buffer(50)
    drawn = closed_curve(circle)
    assert len(drawn.segments) < 12
    assert shapely.Polygon(drawn.flat()).symmetric_difference(circle).area < circle.area * 0.03


def test_an_unknown_contact_has_no_hand():
    with pytest.raises(KeyError):
        contact_hands()["elbow"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_hand_is_light_and_all_frames_have_one_shape(slug):
    text = hand_text(slug)
    size = len(text.lines) + len(text.patch) + sum(map(len, text.outlines))
    _, _, width, height = map(float, text.view_box.split())
    assert size < (3100 if slug == "second-hand-on-top" else 2500)
    assert width / height == pytest.approx(WIDE / 5, abs=0.01)


@pytest.mark.django_db
def test_a_technique_shows_the_hand_of_each_of_its_contacts(client, content):
    technique = Technique.objects.get(slug="rub-heel")
    page = client.get(technique.get_absolute_url()).content.decode()
    for slug in ("heel", "loose-fist"):
        assert hand_text(slug).patch in page
        assert contact_names()[slug] in page
    assert hand_text("thumb-pad").patch not in page


@pytest.mark.django_db
def test_every_part_of_a_drawn_hand_finds_its_outline(client, content):
    page = client.get("/techniques/squeeze-weighted/").content.decode()
    drawn = "".join(re.findall(r'<svg class="contact-hand".*?</svg>', page, re.DOTALL))
    outlines = re.findall(r'<path id="([^"]+)"', drawn)
    assert len(outlines) == len(set(outlines)) == 5  # two hands lie on one another
    assert set(re.findall(r'href="#([^"]+)"', drawn)) == set(outlines)
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) == set(re.findall(r'<(?:clipPath|pattern) id="([^"]+)"', drawn))


@pytest.mark.django_db
def test_the_list_of_techniques_shows_all_eleven_hands(client, content):
    page = client.get("/techniques/").content.decode()
    assert page.count('<svg class="contact-hand"') == len(SLUGS)
