"""The site's own address has one source: what the operator set, and only where that is unset the request's host."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from massage_site import settings as written
from tests.factories import PASSWORD
from tests.folders import ROOT

OWN = "https://massage.example"
OTHER = "other.example"
WAYS_OUT = [
    "/robots.txt",
    "/sitemap.xml",
    "/lessons/stroking/",
    "/techniques/stroke-long/",
    "/screening/receiver/",
    "/certificates/AAAA-AAAA/",
    "/accounts/data/export/",
    "/accounts/data/xapi/",
]
ANOTHER_SOURCE = re.compile(r"build_absolute_uri|get_current_site|SITE_URL|\.get_host\(")
MAY_ASK = {
    "web/site_address.py",
    "massage_site/settings.py",
    "massage_site/set_up/checks.py",  # is it set, and is it allowed?
    "massage_site/pages/sitemaps.py",  # Django's sitemap wants it in two parts
    "progress/certificates/pictures.py",  # drawn where nobody asks for them
    "scripts/check",  # sets one
    "web/visitors/came_from.py",  # is it this host that a form came from?
    "web/readable.py",  # is the host one at all?
}


@pytest.fixture
def visitor(content, settings, alice, monkeypatch):
    """Signed in by a second host, which the site answers to; a certificate and a link to a phone are there."""
    settings.ALLOWED_HOSTS = ["massage.example", OTHER]
    monkeypatch.setattr("progress.rules.certificates.read_code", lambda text: text.replace("-", ""))
    alice.learner.certificates.create(
        code="AAAAAAAA", name="Alice", lessons=[], issued_at=datetime(2026, 3, 4, tzinfo=UTC)
    )
    browser = Client(HTTP_HOST=OTHER)
    browser.force_login(alice)
    browser.post("/progress/techniques/stroke-long/read/")
    browser.post("/screening/receiver/make/")
    return browser


@pytest.mark.parametrize("address", WAYS_OUT)
def test_what_leaves_the_site_names_its_own_address_and_no_other_host(visitor, settings, address):
    settings.SITE_URL = OWN
    answer = visitor.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"{OWN}/" in text
    assert OTHER not in text


@pytest.mark.parametrize("address", WAYS_OUT)
def test_without_a_set_address_the_one_that_was_asked_serves(visitor, settings, address):
    """At home a phone reaches the site by another address than the laptop does."""
    settings.SITE_URL = ""
    assert f"http://{OTHER}/" in visitor.get(address).content.decode()


def all_mails(email):
    """Every mail that names a page or the site, asked for through the second host."""
    entries = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for address, sent in [
        ("/accounts/signup/", entries),
        ("/accounts/signup/", entries | {"email": email}),
        ("/accounts/login/code/", {"email": email}),
        ("/accounts/login/code/", {"email": "nobody@example.org"}),
        ("/accounts/password/reset/", {"email": email}),
        ("/accounts/password/reset/", {"email": "nobody@example.org"}),
    ]:
        Client(HTTP_HOST=OTHER).post(address, sent)
    return [message.body for message in mail.outbox]


def test_links_in_mails_do_not_follow_the_host_of_the_request(visitor, alice, settings):
    settings.SITE_URL = OWN
    bodies = all_mails(alice.email)
    links = [link for body in bodies for link in re.findall(r"https?://\S+", body)]
    assert len(bodies) >= 5
    assert len(links) >= 2
    assert all(link.startswith(f"{OWN}/accounts/") for link in links)
    assert all(body.endswith("Warm Hands\nmassage.example") for body in bodies)
    assert not any(OTHER in body for body in bodies)


def test_a_link_of_a_mail_opens_what_it_names(visitor, settings):
    settings.SITE_URL = OWN
    Client(HTTP_HOST=OTHER).post("/accounts/login/code/", {"email": "nobody@example.org"})
    link = re.search(rf"{OWN}(/accounts/\S+)", mail.outbox[-1].body)
    assert Client(HTTP_HOST="massage.example").get(link[1], follow=True).status_code == 200


def test_nothing_else_asks_where_the_site_is():
    sources = [file for app in ROOT.glob("*/__init__.py") for file in app.parent.rglob("*.py")]
    sources += [*(ROOT / "templates").rglob("*.*"), *filter(Path.is_file, (ROOT / "scripts").iterdir())]
    asking = {str(file.relative_to(ROOT)) for file in sources if ANOTHER_SOURCE.search(file.read_text())}
    assert "web/site_address.py" in asking
    assert not {name for name in asking - MAY_ASK if not name.startswith("tests/")}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", ""),
        (OWN, OWN),
        (f"{OWN}/", OWN),
        ("HTTPS://Massage.Example", OWN),
        ("https://massage.example:8443", "https://massage.example:8443"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_address_is_read(monkeypatch, given, read):
    monkeypatch.setenv("MASSAGE_SITE_URL", given)
    assert written.read_site_url() == read


@pytest.mark.parametrize(
    "address",
    [
        "massage.example",
        "//massage.example",
        "ftp://massage.example",
        "https://",
        "https://massage.example/hands",
        "https://massage.example/?a=b",
        "https://massage.example#top",
        "https://somebody@massage.example",
        "https://massage.example https://other.example",
        "https://massage.example\n",
        "https://massage.example:99999",
    ],
)
def test_an_address_that_is_none_is_refused_with_the_right_form(monkeypatch, address):
    monkeypatch.setenv("MASSAGE_SITE_URL", address)
    with pytest.raises(
        ImproperlyConfigured, match="MASSAGE_SITE_URL: the scheme and the host and nothing else, such as"
    ):
        written.read_site_url()


def test_plain_http_is_refused_while_https_is_on(monkeypatch):
    monkeypatch.setattr(written, "HTTPS", True)
    monkeypatch.setenv("MASSAGE_SITE_URL", "http://massage.example")
    with pytest.raises(ImproperlyConfigured, match="MASSAGE_HTTPS is on"):
        written.read_site_url()
