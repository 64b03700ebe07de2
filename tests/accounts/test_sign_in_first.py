"""Who has to sign in before a button works comes back to a page that can be opened, and is told what to do there."""

import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.factories import PASSWORD
from tests.whole_site.pages import HtmlPage

SAMPLE = {"uuid": str(UUID(int=7)), "int": "1"}
CARDS = "/screening/cards/"
USE_A_CARD = f"/screening/cards/{SAMPLE['uuid']}/use/"

pytestmark = pytest.mark.django_db


def every_address(patterns, before="/"):
    """Every address of every app, ours and the libraries'; what an address names is made up."""
    for pattern in patterns:
        route = before + re.sub(r"<(?:(\w+):)?\w+>", lambda kind: SAMPLE.get(kind[1], "x"), str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from every_address(pattern.url_patterns, route)
        else:
            yield re.sub(r"<\w+>", "x", simplify_regex(route)).replace("//", "/")


def leads_to(answer):
    """Where signing in leads, if the answer is a redirect there."""
    address = urlsplit(answer.get("Location", ""))
    return parse_qs(address.query).get("next", [None])[0] if address.path == "/accounts/login/" else None


@pytest.mark.parametrize(("method", "example"), [("post", USE_A_CARD), ("get", CARDS)])
def test_after_signing_in_a_page_opens(content, alice, method, example):
    guest, member = Client(), Client()
    member.force_login(alice)
    every = every_address(get_resolver().url_patterns)
    found = {address: leads_to(getattr(guest, method)(address)) for address in every}
    asked = {address: page for address, page in found.items() if page}
    assert example in asked
    assert len(asked) > 10
    assert not {address: page for address, page in asked.items() if member.get(page).status_code == 405}


@pytest.mark.parametrize(
    ("came_from", "page"),
    [
        (f"http://testserver{CARDS}", f"http://testserver{CARDS}"),
        ("https://elsewhere.example/", "/progress/"),
        ("//elsewhere.example/", "/progress/"),
        ("", "/progress/"),
    ],
)
def test_signing_in_leads_to_the_page_that_holds_the_button_and_never_elsewhere(content, client, came_from, page):
    answer = client.post(USE_A_CARD, headers={"Referer": came_from} if came_from else {})
    assert leads_to(answer) == page


def test_the_way_there_and_back_says_what_to_do(content, client, alice):
    answer = client.post(USE_A_CARD, headers={"Referer": f"http://testserver{CARDS}"}, follow=True)
    page = HtmlPage("", answer.content.decode())
    assert page.text("h1") == "Sign in"
    assert "Then you come back to the page, and can press the button again." in page.text("main")
    fields = {field.get("name"): field.get("value") or "" for field in page.elements("input")}
    answer = client.post("/accounts/login/", fields | {"login": alice.email, "password": PASSWORD}, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, CARDS)
    assert "You are signed in" in answer.content.decode()


def test_htmx_leaves_the_page_for_it_too(content, client):
    answer = client.post(USE_A_CARD, headers={"HX-Request": "true", "Referer": f"http://testserver{CARDS}"})
    assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == [f"http://testserver{CARDS}"]
