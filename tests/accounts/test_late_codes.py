"""Whoever types a code that no longer counts is told so, and led to where a new one comes from."""

import pytest
from django.test import Client

from tests.accounts.visits import is_signed_in, mailed_code
from tests.whole_site.pages import HtmlPage

NO_LONGER = "This code no longer counts. Type your address once more, and a new one comes."
WAYS = [
    ("/accounts/signup/", "/accounts/confirm-email/", "new@example.org"),
    ("/accounts/login/code/", "/accounts/login/code/confirm/", "alice@example.org"),
    ("/accounts/password/reset/", "/accounts/password/reset/confirm/", "alice@example.org"),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked_at", "typed_at", "address"), WAYS)
def test_a_code_that_ran_out_leads_to_a_new_one(content, client, alice, settings, asked_at, typed_at, address):
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = -1
    client.post(asked_at, {"email": address})
    answer = client.post(typed_at, {"code": mailed_code(address)}, follow=True)
    assert answer.redirect_chain == [(asked_at, 302)]
    assert NO_LONGER in HtmlPage(asked_at, answer.content.decode()).text("main")
    assert not is_signed_in(client)


@pytest.mark.parametrize(("asked_at", "typed_at", "address"), WAYS)
def test_so_does_one_too_many_wrong_code(content, client, alice, asked_at, typed_at, address):
    client.post(asked_at, {"email": address})
    for _try in range(10):
        answer = client.post(typed_at, {"code": "0"}, follow=True)
        if answer.redirect_chain:
            break
    assert answer.redirect_chain == [(asked_at, 302)]
    assert NO_LONGER in answer.content.decode()


def test_a_right_code_is_left_alone(content, client, alice):
    client.post("/accounts/login/code/", {"email": alice.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": mailed_code()}, follow=True)
    assert NO_LONGER not in answer.content.decode()
    assert is_signed_in(client)


def test_signing_in_again_in_another_window_says_that_it_is_done(content, alice):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice)
    answer = careful.post("/accounts/login/", {"login": alice.email, "password": "whatever"})
    page = HtmlPage("", answer.content.decode())
    assert (answer.status_code, page.text("h1")) == (403, "You are signed in")
    assert f"in another window, as {alice.email}" in page.text("main")
    assert "/progress/" in [link.get("href") for link in page.elements("a")]
