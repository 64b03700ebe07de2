"""Erasing an account or a visit: all of it, and nobody else's."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from massage_site.settings import read_contact
from screening.models import ReceiverLink
from tests.factories import PASSWORD
from tests.pages.people import export, words
from tests.whole_site.pages import HtmlPage

ERASE_VISIT = "/accounts/data/erase-visit/"


def test_erasing_an_account_takes_everything_with_it_and_signs_out(member, alice):
    answer = member.post("/accounts/data/erase/", {"email": alice.email.upper()})
    assert answer.url == "/"
    assert not get_user_model().objects.exists()
    assert export(member) == export(Client())
    assert member.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}).status_code == 200


def test_other_devices_of_an_erased_account_are_signed_out(member, alice):
    other = Client()
    other.force_login(alice)
    member.post("/accounts/data/erase/", {"email": alice.email})
    assert export(other)["account"] is None


def test_a_wrong_address_erases_nothing_and_says_what_to_do(member, alice):
    answer = member.post("/accounts/data/erase/", {"email": "bob@example.org"})
    assert answer.status_code == 422
    page = HtmlPage("/accounts/data/erase/", answer.content.decode())
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in page.text("main")
    assert get_user_model().objects.filter(pk=alice.pk).exists()
    assert alice.learner.progress.count() == 2


def test_erasing_an_account_is_for_its_owner_alone(content, client):
    assert client.get("/accounts/data/erase/").url.startswith("/accounts/login/")


def test_a_sign_in_is_shown_and_in_the_export(content, alice, client):
    form = {"login": alice.email, "password": PASSWORD}
    assert client.post("/accounts/login/", form, headers={"user-agent": "Seaweed 1.0"}).status_code == 302
    (kept,) = export(client)["sign_ins"]
    assert (kept["browser"], kept["internet_address"]) == ("Seaweed 1.0", "127.0.0.1")
    assert kept["signed_in"].endswith("+00:00")
    assert "Seaweed 1.0" in words(client)
    assert "127.0.0.1" in words(client)


def signed_in_from(user, number):
    return UserSession.objects.create(user=user, ip=f"192.0.2.{number}", session_key=f"key {number}")


def test_one_member_s_sign_ins_are_nobody_else_s(member, alice, bob):
    signed_in_from(bob, 7)
    signed_in_from(alice, 8)
    assert [kept["internet_address"] for kept in export(member)["sign_ins"]] == ["192.0.2.8"]
    assert "192.0.2.7" not in words(member)
    assert export(Client())["sign_ins"] == []


def test_only_the_last_five_sign_ins_stand_on_the_page(member, alice):
    for number in range(5):
        signed_in_from(alice, number)
    assert "These are the last five." not in words(member)
    signed_in_from(alice, 5)
    assert len(export(member)["sign_ins"]) == 6
    assert "These are the last five." in words(member)
    assert [f"192.0.2.{number}" in words(member) for number in range(6)] == [False, True, True, True, True, True]


def test_erasing_an_account_takes_a_receiver_s_link_of_this_visit_too(member, alice):
    member.post("/screening/receiver/make/")
    assert ReceiverLink.objects.exists()
    member.post("/accounts/data/erase/", {"email": alice.email})
    assert not ReceiverLink.objects.exists()


def test_erasing_a_visit_leaves_no_cookie(guest):
    guest.get(ERASE_VISIT)
    guest.post("/appearance/", {"theme": "dark", "tone": "4", "silhouette": "broad"})
    assert {"csrftoken", "appearance"} <= guest.cookies.keys()
    assert any(name.startswith("learner-") for name in guest.cookies)
    assert guest.post(ERASE_VISIT).url == "/accounts/data/"
    left = {name for name, cookie in guest.cookies.items() if cookie["max-age"] != 0}
    assert left == {"messages"}  # the sentence that all is erased, shown once by the next page
    assert "Nothing is kept about you." in words(guest)


def test_whoever_only_looked_at_a_form_can_erase_its_cookie(content, client):
    client.get("/practice/after/")
    assert "csrftoken" in client.cookies
    assert "Erase all of it" in words(client)


def test_what_the_pages_say_about_days_is_so(settings):
    """The pages name 30 days for a visit and for the code that guards forms."""
    assert settings.SESSION_COOKIE_AGE == settings.CSRF_COOKIE_AGE == timedelta(days=30).total_seconds()


@pytest.mark.parametrize(
    ("contact", "link"),
    [("ada@example.org", "mailto:ada@example.org"), ("https://example.org/write", "https://example.org/write")],
)
def test_the_about_page_names_the_address_of_whoever_runs_the_site(content, client, settings, contact, link):
    assert "named no address" in words(client, "/about/")
    settings.CONTACT = contact
    assert f'<a href="{link}">{contact}</a>' in client.get("/about/").content.decode()
    assert "named no address" not in words(client, "/about/")


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "ada", "ada@example.org?cc=all@example.org"])
def test_a_contact_that_is_no_address_stops_the_start(monkeypatch, contact):
    monkeypatch.setenv("MASSAGE_CONTACT", contact)
    with pytest.raises(ImproperlyConfigured, match="MASSAGE_CONTACT"):
        read_contact()
