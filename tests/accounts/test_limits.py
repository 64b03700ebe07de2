"""Limits keep guessing and floods small, and a stranger cannot use them to keep the owner out."""

import pytest
from allauth.core.internal.ratelimit import parse_rates
from django.core import mail
from django.test import Client

from massage_site import settings as written
from tests.accounts.test_pages import sign_in
from tests.accounts.visits import is_signed_in, mailed_code
from tests.factories import PASSWORD

LIMITS = written.ACCOUNT_RATE_LIMITS
HOUR = 60 * 60
MAILING = ["/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]

pytestmark = pytest.mark.django_db


def at(network):
    return Client(REMOTE_ADDR=network)


def guess(user, network, times):
    return [sign_in(at(network), user, "not this one").content.decode() for _ in range(times)]


def enters_by_password(user, network):
    client = at(network)
    sign_in(client, user)
    return is_signed_in(client)


def test_a_stranger_s_wrong_passwords_stop_the_stranger_and_not_the_owner(content, alice):
    answers = guess(alice, "203.0.113.7", 6)
    assert "do not match" in answers[4]
    assert "or sign in by e-mailed code or passkey" in answers[5]
    assert not enters_by_password(alice, "203.0.113.7")
    assert enters_by_password(alice, "203.0.113.8")


def test_networks_of_the_new_kind_are_counted_and_not_single_addresses(content, alice):
    for number in range(5):
        guess(alice, f"2001:db8::{number}", 1)
    assert not enters_by_password(alice, "2001:db8::99")
    assert enters_by_password(alice, "2001:db8:0:1::1")


def test_guessing_from_many_networks_is_bounded_and_a_code_still_opens(content, alice, bob):
    for number in range(12):
        guess(alice, f"198.51.100.{number}", 5)
    assert not enters_by_password(alice, "203.0.113.8")
    assert enters_by_password(bob, "203.0.113.8")
    owner = at("203.0.113.8")
    owner.post("/accounts/login/code/", {"email": alice.email})
    owner.post("/accounts/login/code/confirm/", {"code": mailed_code(alice.email)})
    assert is_signed_in(owner)


@pytest.mark.parametrize("address", MAILING)
def test_one_network_floods_no_mailbox_and_uses_up_nothing_of_the_owner_s(content, alice, address):
    for _ in range(6):
        at("203.0.113.7").post(address, {"email": alice.email})
    assert len(mail.outbox) == 3
    owner = at("203.0.113.8")
    owner.post("/accounts/login/code/", {"email": alice.email})
    owner.post("/accounts/login/code/confirm/", {"code": mailed_code(alice.email)})
    assert is_signed_in(owner)


@pytest.mark.parametrize("address", MAILING)
def test_a_limit_does_not_tell_who_has_an_account(content, alice, address):
    def answers(email):
        return [at("203.0.113.7").post(address, {"email": email}).status_code for _ in range(5)]

    assert answers(alice.email) == answers("nobody@example.org") == [302, 302, 302, 429, 429]


def test_what_was_begun_is_taken_back_where_no_mail_goes(content, alice):
    from django.contrib.auth.models import User

    for _ in range(3):
        at("203.0.113.7").post("/accounts/login/code/", {"email": "new@example.org"})
    at("203.0.113.7").post("/accounts/signup/", {"email": "new@example.org"})
    assert list(User.objects.all()) == [alice]


def test_a_message_about_what_was_done_is_never_held_back(content, alice, member):
    for _ in range(6):
        Client().post("/accounts/login/code/", {"email": alice.email})
    entries = {"oldpassword": PASSWORD, "password1": "slow circles here", "password2": "slow circles here"}
    member.post("/accounts/password/change/", entries)
    assert mail.outbox[-1].subject == "[Warm Hands] Your password was changed"


@pytest.mark.parametrize(
    ("here", "in_all"), [("login_failed", "wrong_passwords"), ("mail_from_one_network", "mail_to_one_address")]
)
def test_one_network_alone_never_reaches_the_limit_of_an_account(here, in_all):
    assert 3 * in_an_hour(LIMITS[here]) <= in_an_hour(LIMITS[in_all])


def in_an_hour(rates):
    return min(rate.amount * max(1, HOUR / rate.duration) for rate in parse_rates(rates) if rate.per == "key")


def test_no_limit_counts_by_address_alone_what_a_stranger_may_do():
    """Other limits of the library go by network or by signed-in person."""
    from allauth.account import app_settings

    by_key = {name for name, rates in app_settings.RATE_LIMITS.items() if rates and "/key" in rates}
    no_phones = by_key - {"verify_phone"}
    assert no_phones == {"login_failed", "wrong_passwords", "mail_from_one_network", "mail_to_one_address"}
