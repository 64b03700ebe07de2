"""Each message of the site says that no person wrote it."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_no_message_is_answered_by_a_holiday_note(content, client, alice, settings):
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    for address in ("/accounts/login/code/", "/accounts/password/reset/"):
        for email in (alice.email, "nobody@example.org"):
            Client().post(address, {"email": email})
    assert len(mail.outbox) >= 5
    assert {message.message()["Auto-Submitted"] for message in mail.outbox} == {"auto-generated"}


def test_a_message_is_numbered_under_the_site_s_own_name(content, settings):
    settings.SITE_URL = "https://massage.example:8443"
    for _ in range(2):
        Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first != second
    assert first.endswith("@massage.example>")


def test_a_message_keeps_the_headers_it_came_with(rf):
    with request_context(rf.get("/")):
        message = get_adapter().render_mail(
            "account/email/login_code", "a@example.org", {"code": "1"}, headers={"X-A": "b"}
        )
    assert message.extra_headers["X-A"] == "b"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_notice_says_when_and_from_where_as_the_site_does(content, alice_client):
    alice_client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "warm oil, slow hands", "password2": "warm oil, slow hands"},
    )
    [notice] = mail.outbox
    assert re.search(r"^When: \d{1,2} [A-Z]\w+ \d{4}, \d\d:\d\d UTC$", notice.body, re.MULTILINE)
    assert "Internet address: 127.0.0.1" in notice.body
