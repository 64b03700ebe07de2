"""Crossed pictures of mistakes: each mistake has one, each shows what it should, and none breaks the page."""

import pytest
import yaml

from lessons.models import Technique
from lessons.pack.read import read_pack
from lessons.pack.reader import PACK_DIR
from lessons.plate.body.figure import BOTTOM, LEFT, RIGHT, TOP
from lessons.plate.mistake_hands import HEIGHT, POSES, WIDTH, side_views
from lessons.plate.mistakes import mistake_picture

PICTURES = yaml.safe_load((PACK_DIR / "mistakes.yaml").read_text())["techniques"]
DRAWN = [(slug, index, facts) for slug, pictures in PICTURES.items() for index, facts in enumerate(pictures)]


@pytest.fixture(scope="module")
def pack():
    return read_pack()


def test_every_mistake_of_every_technique_is_drawn(pack):
    told = {slug: len(words.mistakes) for slug, words in pack.languages["en"].techniques.items()}
    assert {slug: len(pictures) for slug, pictures in PICTURES.items()} == told


def test_every_wrong_hand_is_used():
    assert {facts.get("hand") for _, _, facts in DRAWN} - {None} == set(POSES)


@pytest.mark.parametrize(("slug", "index", "facts"), DRAWN)
def test_a_picture_is_three_wide_to_two_high_and_lies_on_the_canvas(slug, index, facts):
    left, top, width, height = map(float, mistake_picture(facts).view_box.split())
    assert width / height == pytest.approx(1.5, rel=0.01)
    if "path" in facts:
        assert left >= LEFT
        assert top >= TOP
        assert left + width <= RIGHT + 1
        assert top + height <= BOTTOM + 1


@pytest.mark.parametrize("facts", [facts for _, _, facts in DRAWN if "path" in facts])
def test_a_wrong_way_is_inside_its_picture(facts):
    left, top, width, height = map(float, mistake_picture(facts).view_box.split())
    for stroke in facts["path"]:
        assert all(left < x < left + width and top < y < top + height for x, y in stroke["points"])


@pytest.mark.parametrize("pose", POSES)
def test_a_wrong_hand_stays_near_its_picture_and_touches_or_nears_the_skin(pose):
    view = side_views()[pose]
    points = [point for shape in view.hand for point in shape.flat()]
    assert min(x for x, _ in points) > -40
    assert max(x for x, _ in points) < WIDTH + 60
    assert max(y for _, y in points) < HEIGHT + 10
    assert view.signs, "an arrow or line says what is wrong"


def test_a_technique_page_shows_its_pictures_beside_the_words(content, client):
    page = client.get("/techniques/stroke-long/").content.decode()
    assert page.count('class="plate plate--tone-3 mistake"') == len(PICTURES["stroke-long"])
    assert 'id="plate-f"' in page, "the pictures borrow the figure of the page's plate"


def test_a_mistake_added_in_the_admin_is_shown_without_a_picture(content, client):
    row = Technique.objects.get(slug="stroke-long")
    words = row.texts.get(language="en")
    words.mistakes = [*words.mistakes, {"wrong": "The hands are cold.", "instead": "Warm them first."}]
    words.save()
    page = client.get("/techniques/stroke-long/").content.decode()
    assert page.count('class="plate plate--tone-3 mistake"') == len(PICTURES["stroke-long"])
