"""The pictures that pages link to: which there are, what a wrong wish is told, and that no request draws."""

import random
import re
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from lessons.pictures import plate_picture
from lessons.plate.image import parse_parameters
from lessons.plate.model import LAYERS
from tests.numbers import WRONG_NUMBERS
from tests.whole_site.pages import HtmlPage
from web import pictures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def text(response):
    return response.content.decode()


@pytest.fixture
def no_drawing(monkeypatch):
    """Drawing anything is a fault."""
    for drawing in ("lessons.pictures.render_png", "lessons.pictures.render_webp"):
        monkeypatch.setattr(drawing, None)


def test_the_picture_is_a_picture_with_a_strong_mark(client, settings, tmp_path):
    settings.PICTURE_DIR = tmp_path
    pictures.draw(plate_picture(parse_parameters({"layers": "muscles,regions"})))
    response = client.get("/plate.png", {"width": "700", "layers": "regions,muscles"})
    picture = Image.open(BytesIO(response.content))
    assert (response["Content-Type"], picture.format, picture.width) == ("image/png", "PNG", 700)
    assert re.fullmatch(r'"[^"]+"', response["ETag"])
    assert "max-age=" in response["Cache-Control"]
    assert "filename=" in response["Content-Disposition"]


@pytest.mark.usefixtures("pictures_drawn")
def test_a_kept_picture_is_not_sent_again(client):
    mark = client.get("/plate.png")["ETag"]
    again = client.get("/plate.png", headers={"If-None-Match": mark})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
    other = client.get("/plate.png", {"width": "1000"}, headers={"If-None-Match": mark})
    assert other.status_code == 200
    assert other["ETag"] != mark


@pytest.mark.usefixtures("pictures_drawn")
def test_the_same_layers_in_another_order_are_the_same_picture(client):
    one, other = (client.get("/plate.png", {"layers": layers}) for layers in ("muscles,regions", "regions,muscles"))
    assert one.status_code == other.status_code == 200
    assert one["ETag"] == other["ETag"]


@pytest.mark.usefixtures("pictures_drawn")
def test_every_picture_that_the_map_links_to_is_drawn(client):
    for layers in powerset(["regions", "leave-alone", "muscles", "directions", "known"]):
        page = HtmlPage("/map/", text(client.get("/map/", {"layers": "1", "layer": layers})))
        (address,) = [link.get("href") for link in page.elements("a") if "/plate.png" in link.get("href", "")]
        assert client.get(address).status_code == 200, address


def powerset(words):
    return [chosen for count in range(len(words) + 1) for chosen in combinations(words, count)]


@pytest.mark.usefixtures("no_drawing")
def test_a_picture_that_is_not_drawn_yet_is_said_so_and_drawn_by_no_request(client, settings, tmp_path):
    settings.PICTURE_DIR = tmp_path
    for address in ("/plate.png", "/techniques/rub-rake/demonstration.webp"):
        response = client.get(address)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert response["Cache-Control"] == "no-store"
        assert "This picture is still being drawn" in text(response)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_drawing")
def test_500_random_wishes_leave_the_same_pictures_behind(client, pictures_drawn):
    before, chance = sorted(pictures_drawn.iterdir()), random.Random(9)
    for _ in range(500):
        layers = ",".join(chance.choices([*LAYERS, "", "bones"], k=chance.randrange(9)))
        width = chance.choice(["700", "1000", *WRONG_NUMBERS])
        other = chance.choice([{}, {}, {chance.choice(["lit", "tone", "theme", "x"]): str(chance.random())}])
        response = client.get("/plate.png", {"width": width, "layers": layers, **other})
        assert response.status_code in (200, 400), (width, layers, other)
    assert sorted(pictures_drawn.iterdir()) == before


@pytest.mark.parametrize(
    "query",
    [
        {"width": "100000"},
        {"width": "0000012000"},
        *[{"width": text} for text in WRONG_NUMBERS],
        {"layers": "bones"},
        {"layers": "\x00"},
        {"layers": "regions;muscles"},
        {"lit": "flank-l"},
        {"tone": "0000000015"},
        {"unknown": "1"},
    ],
)
def test_a_wrong_wish_for_the_picture_is_told_in_plain_words(client, query):
    response = client.get("/plate.png", query)
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert 10 < len(text(response)) < 500
