"""The reading pages: found, not found, narrowed by the address, the same number of questions however much there is."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lessons import models as rows
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db
LISTS = ["/lessons/", "/techniques/", "/map/", "/directions/", "/claims/", "/glossary/", "/preparation/"]
ONE_OF_EACH = [
    ("/lessons/squeezing/", rows.Lesson),
    ("/techniques/rub-saw/", rows.Technique),
    ("/map/flank-l/", rows.Region),
    ("/claims/toxins/", rows.Claim),
]
SWAPPED = [
    "/lessons/",
    "/lessons/squeezing/?step=second-hand",
    "/map/?layers=1&layer=muscles",
    "/claims/",
    "/glossary/",
]


@pytest.fixture(autouse=True)
def _content(content):
    """Every page of this file needs the pack."""


def text(response):
    return response.content.decode()


def lesson_slugs(response):
    return re.findall(r'href="/lessons/([a-z-]+)/"><span', text(response))


@pytest.mark.parametrize("address", [*LISTS, *(address for address, _ in ONE_OF_EACH)])
def test_a_page_opens(client, address):
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", [*LISTS, *(address for address, _ in ONE_OF_EACH), "/plate.png"])
def test_reading_pages_take_no_posts(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("folder", ["lessons", "techniques", "map", "claims"])
def test_an_unknown_slug_is_not_found(client, folder):
    assert client.get(f"/{folder}/no-such-page/").status_code == 404


@pytest.mark.parametrize(("address", "model"), ONE_OF_EACH)
def test_an_unpublished_page_is_not_found(client, address, model):
    model.objects.filter(slug=address.split("/")[2]).update(published=False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", SWAPPED)
def test_htmx_gets_the_part_alone(client, address):
    page = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})
    assert "<html" in text(page)
    assert "<html" not in text(part)
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in page["Vary"]


def test_all_lessons_stand_in_their_order(client):
    slugs = lesson_slugs(client.get("/lessons/"))
    assert slugs == list(rows.Lesson.objects.order_by("number").values_list("slug", flat=True))
    assert len(slugs) == 14


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"family": "knead"}, lambda lesson: lesson.families.filter(slug="knead").exists()),
        ({"region": "flank-l"}, lambda lesson: lesson.regions.filter(slug="flank-l").exists()),
        ({"minutes": "8"}, lambda lesson: lesson.minutes <= 8),
        ({"minutes": "10"}, lambda lesson: lesson.minutes <= 10),
        ({"state": "new"}, lambda lesson: True),
        ({"state": "practised"}, lambda lesson: False),
        (
            {"family": "rub", "region": "sacral", "minutes": "12"},
            lambda lesson: (
                lesson.families.filter(slug="rub").exists()
                and lesson.regions.filter(slug="sacral").exists()
                and lesson.minutes <= 12
            ),
        ),
    ],
)
def test_the_address_narrows_the_list_and_the_form_shows_it(client, query, found):
    response = client.get("/lessons/", query)
    assert lesson_slugs(response) == [lesson.slug for lesson in rows.Lesson.objects.order_by("number") if found(lesson)]
    for value in query.values():
        assert re.search(rf'<option value="{value}" selected', text(response))


def told(response):
    """The summary of errors: where each leads and what it says. It says the same beside the field, described by it."""
    page = HtmlPage("/lessons/", text(response))
    summary = next(element for element in page.elements("div") if element.get("role") == "alert")
    links = [(link.get("href"), link.text) for link in summary.iter("a")]
    for address, words in links:
        beside = next(element for element in page.elements("div") if element.get("id") == f"{address[1:]}_error")
        assert "".join(beside.itertext()).strip() == words
    assert page.text("title").startswith("Error:")
    assert all(name in page.ids() for element in page.elements() for name in described_by(element))
    return links


def described_by(element):
    return (element.get("aria-describedby") or "").split()


@pytest.mark.parametrize("name", ["family", "region", "minutes", "state"])
@pytest.mark.parametrize("value", ["nonsense", "-1", "99999999999999999999", "<b>", "\x00"])
def test_a_wrong_filter_is_told_and_breaks_nothing(client, name, value):
    response = client.get("/lessons/", {name: value})
    assert response.status_code == 200
    assert told(response) == [(f"#id_{name}", "This is not in the list. Choose something that is.")]
    assert "<b>" not in text(response).split("<h1>")[1].split("</form>")[0]


@pytest.mark.parametrize("words", ["effleurage", "поглаживание", "kidneys"])
def test_search_finds_lessons(client, words):
    response = client.get("/lessons/", {"q": words})
    assert 0 < len(lesson_slugs(response)) < 14
    assert f"“{words}”" in text(response)


def test_search_finds_techniques_too(client):
    assert 'href="/techniques/knead-lat/"' in text(client.get("/lessons/", {"q": "lat"}))


def test_nothing_found_offers_a_way_on(client):
    page = text(client.get("/lessons/", {"q": "xylophone"}))
    assert "No lesson fits all of that." in page
    assert "Show all fourteen lessons" in page


@pytest.mark.parametrize("words", ["x" * 101, "a\x00b"])
def test_a_search_that_cannot_be_is_told(client, words):
    response = client.get("/lessons/", {"q": words})
    assert response.status_code == 200
    assert told(response) == [("#id_q", "Search for one or two words, with up to 100 letters.")]


def test_the_glossary_is_searched_by_any_of_its_words(client):
    assert 'id="stroking"' in text(client.get("/glossary/", {"q": "Effleur"}))
    assert 'id="stroking"' in text(client.get("/glossary/", {"q": "поглаж"}))
    assert 'id="kneading"' not in text(client.get("/glossary/", {"q": "поглаж"}))
    assert "That word is not here yet." in text(client.get("/glossary/", {"q": "xylophone"}))


@pytest.mark.parametrize(("label", "count"), [("supported", 2), ("contradicted", 4), ("nonsense", 24), ("", 24)])
def test_claims_are_narrowed_by_label(client, label, count):
    assert f"{count} claims" in text(client.get("/claims/", {"label": label}))


def test_a_lesson_shows_the_step_that_was_asked_for(client):
    part = client.get("/lessons/squeezing/", {"step": "second-hand"}, headers={"HX-Request": "true"})
    assert "A second hand on top" in text(part)
    assert client.get("/lessons/squeezing/", {"step": "nonsense"}).status_code == 200


def test_words_older_than_the_facts_still_open(client):
    lesson = rows.Lesson.objects.get(slug="squeezing")
    lesson.steps = [*lesson.steps[:-1], {"slug": "brand-new", "regions": ["sacral"]}]
    lesson.save()
    assert client.get("/lessons/squeezing/").status_code == 200


def test_the_map_shows_the_layers_of_the_address(client):
    chosen = text(client.get("/map/", {"layers": "1", "layer": ["muscles", "nonsense"]}))
    assert re.search(r'value="muscles"[^>]*checked', chosen)
    assert not re.search(r'value="directions"[^>]*checked', chosen)


def test_the_map_shows_what_the_visitor_knows_when_asked(client):
    assert "plate__region--new" not in text(client.get("/map/"))
    asked = client.get("/map/", {"layers": "1", "layer": ["regions", "known"]})
    assert text(asked).count("plate__region--new") == 13
    assert "New to you" in text(asked)


def copies(count):
    """More lessons and techniques, each with its words and places."""
    lesson, technique = rows.Lesson.objects.get(slug="squeezing"), rows.Technique.objects.get(slug="rub-saw")
    for original, texts, relations in (
        (lesson, lesson.texts.get(), ("families", "regions", "claims")),
        (technique, technique.texts.get(), ("regions", "claims")),
    ):
        related = {name: list(getattr(original, name).all()) for name in relations}
        parent = "lesson" if original is lesson else "technique"
        slug = original.slug
        for number in range(count):
            original.pk, original.slug, original.position = None, f"{slug}-{number}", 100 + number
            original.save(force_insert=True)
            for name, targets in related.items():
                getattr(original, name).set(targets)
            texts.pk = None
            setattr(texts, parent, original)
            texts.save(force_insert=True)


def questions(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_ten_times_the_content_asks_no_more_questions(client, monkeypatch):
    monkeypatch.setattr("web.ready.version._is_changing", lambda connection: True)  # so that nothing is ready
    addresses = [
        "/lessons/",
        "/lessons/?q=slow",
        "/lessons/kneading/",
        "/techniques/",
        "/map/flank-l/",
        "/claims/toxins/",
    ]
    before = {address: questions(client, address) for address in addresses}
    copies(126)
    assert rows.Lesson.objects.count() == 140
    assert {address: questions(client, address) for address in addresses} == before


def test_an_anonymous_lesson_asks_at_most_three_questions(client):
    assert questions(client, "/lessons/squeezing/") <= 3


@pytest.mark.parametrize("asked", ["what-to-expect", "main-rule", "stop-signs", "x"])
def test_a_step_without_places_leaves_no_bare_plate(client, asked):
    page = client.get(f"/lessons/what-massage-can-do/?step={asked}")
    assert page.context["shown"]["title"] == "The main rule"
    assert page.context["shown"]["shows"]["zones"] == ["z1", "z2", "z3"]
    assert text(page).count("Show this on the drawing") == 1


def test_a_phone_leaves_out_the_plate_of_a_lesson_without_places(client):
    for slug in rows.Lesson.objects.published().values_list("slug", flat=True):
        is_bare = "beside__plate--bare" in text(client.get(f"/lessons/{slug}/"))
        assert is_bare is (slug == "after-care"), slug


def test_a_technique_says_its_pressure_once(client):
    """The dots stand beside the words, so they need none of their own; in the list they have them."""
    page = client.get("/techniques/knead-scapula/").content.decode()
    assert page.count("Level 2 to 3, gentle to medium.") == 1
    assert "pressure 2 to 3 of 3" not in page
    assert "pressure 2 to 3 of 3" in client.get("/techniques/").content.decode()
