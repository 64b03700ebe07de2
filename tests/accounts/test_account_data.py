"""One's own data from the account's pages: seen, taken, erased."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import translation

from tests.accounts.pages import sign_in
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


def test_one_gets_all_of_one_s_own_data_and_nobody_else_s(member, alice, bob):
    answer = member.get("/accounts/data/export/")
    assert answer["Content-Type"] == "application/json"
    assert re.match(r'attachment; filename="warm-hands-data-\d{4}-\d\d-\d\d\.json"', answer["Content-Disposition"])
    data = json.loads(answer.content)
    assert data["account"]["email"] == alice.email
    assert bob.email not in answer.content.decode()
    assert alice.password not in answer.content.decode()


def test_the_export_names_no_secret_of_a_sign_in_device(member, with_app):
    text = member.get("/accounts/data/export/").content.decode()
    assert json.loads(text)["account"]["sign_in_methods"][0]["kind"] == "totp"
    assert "JBSWY3DPEHPK3PXP" not in text


def test_a_visitor_s_export_holds_no_account(content, client):
    assert json.loads(client.get("/accounts/data/export/").content)["account"] is None


def test_the_account_is_erased_at_once_and_on_every_device(member, alice):
    there = Client()
    sign_in(there, alice)
    answer = member.post("/accounts/data/erase/", {"email": f" {alice.email.upper()} "})
    assert answer["Location"] == "/"
    assert not get_user_model().objects.filter(pk=alice.pk).exists()
    assert not EmailAddress.objects.filter(email=alice.email).exists()
    for browser in (member, there):
        assert browser.get("/accounts/email/").status_code == 302
        assert json.loads(browser.get("/accounts/data/export/").content)["account"] is None
    assert sign_in(Client(), alice).status_code == 200


def test_erasing_goes_by_the_right_address_only(member, alice, bob):
    answer = member.post("/accounts/data/erase/", {"email": bob.email})
    assert answer.status_code == 422
    assert HtmlPage("", answer.content.decode()).text("title").startswith("Error:")
    assert get_user_model().objects.filter(pk__in=[alice.pk, bob.pk]).count() == 2


def test_a_visitor_cannot_erase_an_account(content, client, alice):
    assert client.post("/accounts/data/erase/", {"email": alice.email})["Location"].startswith("/accounts/login/")
    assert get_user_model().objects.filter(pk=alice.pk).exists()


def test_erasing_a_visit_forgets_this_device(content, client):
    session = client.session
    session["anything"] = "kept"
    session.save()
    client.post("/accounts/data/erase-visit/")
    assert not Session.objects.exists() or "anything" not in client.session


def test_wrong_entries_are_explained_in_plain_words(content, client, alice):
    with translation.override("en"):
        answer = sign_in(client, alice, "not this one")
    assert "Address and password do not match" in answer.content.decode()
