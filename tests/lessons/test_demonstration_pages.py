"""The moving hands on the page of a technique: what it says, what it weighs, and the moving picture to save."""

from io import BytesIO

import pytest
from PIL import Image

from lessons.demonstration_words import demonstration_of, shown
from lessons.models import Technique
from lessons.pictures import demonstration_picture
from lessons.plate.demonstration.image import LARGEST_BYTES, render_webp
from tests.whole_site.pages import HtmlPage, compressed, static_file
from web import pictures

pytestmark = pytest.mark.only_reads

LIMIT = 12 * 1024


@pytest.fixture
def techniques(content):
    return Technique.objects.published().with_words().select_related("family").prefetch_related("regions")


def page_of(client, slug):
    answer = client.get(f"/techniques/{slug}/")
    assert answer.status_code == 200
    return HtmlPage(f"/techniques/{slug}/", answer.content.decode())


def test_motion_of_every_technique_weighs_at_most_12_kib(techniques):
    fixed = sum(compressed(static_file(f"/static/{name}")) for name in ("js/hand_demo.js", "css/demonstration.css"))
    heavy = {}
    for technique in techniques:
        ready = shown(technique)
        weight = fixed + compressed(ready.tracks.encode()) + compressed(ready.moments.encode())
        if weight > LIMIT:
            heavy[technique.slug] = weight
    assert not heavy


def test_each_moment_is_said_in_words_and_drawn(techniques):
    for technique in techniques:
        for still in shown(technique).stills:
            assert still.sentence.endswith(".")
            assert "%(" not in still.sentence
            assert still.hands, (technique.slug, still.sentence)


def test_the_page_tells_the_movement_without_script(client, content):
    page = page_of(client, "stroke-long")
    moments = [" ".join("".join(item.itertext()).split()) for item in page.elements("li") if in_movement(item)]
    assert moments[0].startswith(
        "Lay down the whole palm, one on each side of the spine. The fingers point to the head."
    )
    assert "about 4 cm a second" in moments[1]
    assert "without lifting" in moments[-1]


def in_movement(item):
    return "movement__moment" in (item.get("class") or "")


def test_sentences_give_the_pace_of_the_pack(techniques):
    by_slug = {row.slug: " ".join(still.sentence for still in shown(row).stills) for row in techniques}
    assert "about 65 moves a minute" in by_slug["rub-saw"]
    assert "about 35 circles a minute" in by_slug["knead-thumb"]
    assert "about 4 taps a second with both hands" in by_slug["perc-fingertips"]
    assert "slowing from 5 to 2 cm a second" in by_slug["stroke-close"]
    assert "as lightly as you can" in by_slug["rub-rake"]
    assert "with the same moves" in by_slug["rub-long"]


def test_the_page_loads_the_module_that_moves_the_hands(client, content):
    page = page_of(client, "vib-flat")
    assert any(url.endswith("js/hand_demo.js") for url in page.loaded())
    assert "hand_demo.js" not in client.get("/map/").content.decode()


def test_less_movement_can_be_chosen_on_the_site_and_an_older_cookie_still_counts(client, content):
    assert "data-motion" not in client.get("/techniques/vib-flat/").content.decode()
    client.cookies["appearance"] = "dark.4.broad"
    page = client.get("/techniques/vib-flat/").content.decode()
    assert 'data-theme="dark"' in page
    assert "data-motion" not in page
    client.post("/appearance/", {"theme": "", "tone": "3", "silhouette": "narrow", "motion": "reduce"})
    assert 'data-motion="reduce"' in client.get("/techniques/vib-flat/").content.decode()


# --- the moving picture ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def picture(client, content, settings, folder):
    """Drawn for the first test that asks: it takes seconds."""
    settings.PICTURE_DIR = folder
    row = Technique.objects.select_related("family").get(slug="rub-rake")
    pictures.draw(demonstration_picture(demonstration_of(row)))
    return client.get("/techniques/rub-rake/demonstration.webp")


def test_the_picture_moves_and_stays_small(picture):
    image = Image.open(BytesIO(picture.content))
    assert picture["Content-Type"] == "image/webp"
    assert (image.format, image.is_animated) == ("WEBP", True)
    assert image.width <= 480
    assert len(picture.content) <= LARGEST_BYTES


def test_the_picture_lasts_as_long_as_the_demonstration(picture):
    image = Image.open(BytesIO(picture.content))
    length = 0
    for number in range(image.n_frames):
        image.seek(number)
        image.load()
        length += image.info["duration"]
    assert length == pytest.approx(demonstration_of(Technique.objects.get(slug="rub-rake")).duration, rel=0.05)


def test_who_has_the_picture_is_told_so(client, picture):
    again = client.get("/techniques/rub-rake/demonstration.webp", headers={"If-None-Match": picture["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not picture["ETag"].startswith("W/")


def test_an_unknown_technique_has_no_picture(client, content):
    assert client.get("/techniques/nothing/demonstration.webp").status_code == 404
    assert client.post("/techniques/rub-rake/demonstration.webp").status_code == 405


def test_a_busy_picture_is_pressed_below_the_limit(techniques):
    made = demonstration_of(techniques.get(slug="rub-scapula-border"))
    assert len(render_webp(made)) <= LARGEST_BYTES


def test_in_the_saved_picture_the_skin_is_seen_through_a_hand_under_the_shoulder(techniques):
    """Only its dashed line is drawn: filled it would lie on the shoulder."""
    made = demonstration_of(techniques.get(slug="knead-scapula"))
    moving = Image.open(BytesIO(render_webp(made)))
    left, top, width, _height = made.view
    scale = moving.width / width
    (under,) = (track for track in made.tracks if track.is_under)
    before, carrying = (pixels(moving, number) for number in (0, moving.n_frames // 2))
    for x, y in (under.placed(point, under.at(made.duration / 2)) for point in ((0, 0), (-40, 30), (30, 60))):
        spot = round((x - left) * scale), round((y - top) * scale)
        assert carrying[spot] == before[spot]


def pixels(moving, number):
    moving.seek(number)
    return moving.convert("RGB").load()
