"""The style guide: for staff and while debugging; nobody else learns of it."""

import pytest

from lessons.plate.svg import LAYERS, REGION_STATES, SILHOUETTES, TONES
from massage_site.pages.styleguide import PAPERS
from tests.whole_site.pages import HtmlPage

ADDRESS = "/styleguide/"


@pytest.fixture
def staff_client(content, alice, alice_client):
    alice.is_staff = True
    alice.save()
    return alice_client


def test_a_visitor_and_a_member_find_nothing(content, client, alice_client):
    assert client.get(ADDRESS).status_code == 404
    assert alice_client.get(ADDRESS).status_code == 404


def test_it_is_open_while_debugging(content, client, settings):
    settings.DEBUG = True
    assert client.get(ADDRESS).status_code == 200


def test_it_takes_no_posts(staff_client):
    assert staff_client.post(ADDRESS).status_code == 405


def test_search_engines_leave_it_out(staff_client):
    assert '<meta name="robots" content="noindex">' in staff_client.get(ADDRESS).content.decode()
    assert ADDRESS not in staff_client.get("/sitemap.xml").content.decode()


def test_it_shows_every_state_layer_tone_and_build(staff_client):
    html = staff_client.get(ADDRESS).content.decode()
    assert all(f"plate__region--{state}" in html for state in REGION_STATES)
    assert all(f"<code>{name}</code>" in html for name in (*LAYERS, *PAPERS))
    looks = {f"plate plate--{build} plate--tone-{tone}" for build in SILHOUETTES for tone in TONES}
    assert not [look for look in looks if look not in html]


def test_it_is_good_html(staff_client):
    page = HtmlPage(ADDRESS, staff_client.get(ADDRESS).content.decode())
    assert not page.html_errors
    assert len(page.ids()) == len(set(page.ids()))
    assert len(list(page.elements("h1"))) == 1
