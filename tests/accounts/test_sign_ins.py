"""Where one is signed in: a page of allauth in this site's words, and the button that ends all other sign-ins."""

from django.test import Client

from tests.accounts.test_pages import sign_in
from tests.factories import PASSWORD
from tests.whole_site.pages import HtmlPage

ADDRESS = "/accounts/sessions/"


def browser(user, name):
    client = Client(headers={"User-Agent": name})
    sign_in(client, user, PASSWORD)
    return client


def read(client):
    return HtmlPage(ADDRESS, client.get(ADDRESS).content.decode())


def test_every_sign_in_is_listed_and_this_one_is_named(content, alice):
    here, _there = browser(alice, "Here <b>"), browser(alice, "There")
    page = read(here)
    items = [
        " ".join("".join(item.itertext()).split())
        for item in page.elements("li")
        if "from 127.0.0.1" in "".join(item.itertext())
    ]
    assert page.text("h1") == "Where you are signed in"
    assert not page.html_errors
    assert len(items) == 2
    assert next(item for item in items if item.startswith("This browser")).endswith("Here <b>")


def test_all_others_can_be_signed_out(content, alice):
    here, there = browser(alice, "Here"), browser(alice, "There")
    answer = here.post(ADDRESS, follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert here.get("/accounts/email/").status_code == 200
    assert there.get("/accounts/email/").status_code == 302
    assert "Sign out everywhere else" not in read(here).html


def test_a_visitor_is_asked_to_sign_in(content, client):
    assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")


def test_my_data_leads_there(content, alice_client):
    assert f'href="{ADDRESS}"' in alice_client.get("/accounts/data/").content.decode()
