"""A mail server that is away: the page says so, nothing is half done, what was typed is kept, the log names it."""

import logging
import smtplib
from contextlib import contextmanager

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from tests.accounts.test_pages import NEW_PASSWORD, confirm_identity, sign_in
from tests.accounts.test_proof import OWNER, unproved
from tests.accounts.visits import heading, is_signed_in, mailed_code
from tests.factories import PASSWORD, UserFactory
from tests.whole_site.pages import HtmlPage

FAULTS = [
    ConnectionRefusedError(111, "Connection refused"),
    TimeoutError("timed out"),
    smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
    smtplib.SMTPResponseException(451, b"4.7.1 <owner@example.org>: try again later"),
    smtplib.SMTPRecipientsRefused({OWNER: (550, b"no such user")}),
]

pytestmark = pytest.mark.django_db


class AwayBackend(BaseEmailBackend):
    fault: Exception = FAULTS[0]

    def send_messages(self, messages):
        raise self.fault


@contextmanager
def mail_away(settings, fault=FAULTS[0]):
    before = settings.EMAIL_BACKEND
    AwayBackend.fault = fault
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"
    yield
    settings.EMAIL_BACKEND = before


@pytest.fixture
def lines(caplog):
    """What the log says above the level of a note."""
    logging.getLogger("django.request").setLevel(logging.WARNING)
    caplog.set_level(logging.WARNING)
    yield lambda: [record.getMessage() for record in caplog.records]
    logging.getLogger("django.request").setLevel(logging.ERROR)


ASKING_FOR_MAIL = {
    "sign-up": "/accounts/signup/",
    "sign-in code": "/accounts/login/code/",
    "new password": "/accounts/password/reset/",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("name", ASKING_FOR_MAIL)
def test_the_page_says_so_and_nothing_is_half_done(content, settings, lines, name, fault):
    address = ASKING_FOR_MAIL[name]
    client = Client()
    before = state(client)
    with mail_away(settings, fault):
        answer = client.post(address, {"email": OWNER})
    assert (answer.status_code, heading(answer)) == (503, "We couldn’t send the mail just now")
    (line,) = lines()
    assert type(fault).__name__ in line
    assert OWNER not in line
    assert state(client) == before


def state(client):
    accounts = sorted(User.objects.values_list("username", "email", "password"))
    return accounts, EmailAddress.objects.count(), dict(client.session) if client.cookies else {}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", ["sign-up", "sign-in code", "new password"])
def test_it_shows_the_same_whether_the_address_is_known_or_not(content, settings, name, known):
    address = ASKING_FOR_MAIL[name]
    if known:
        UserFactory(email=OWNER)
    with mail_away(settings):
        answer = Client().post(address, {"email": OWNER})
    assert (answer.status_code, heading(answer)) == (503, "We couldn’t send the mail just now")


def test_one_press_sends_again_what_was_typed(content, client, settings):
    with mail_away(settings):
        answer = client.post("/accounts/signup/", {"email": OWNER, "next": "/lessons/"})
    form = next(HtmlPage("", answer.content.decode()).elements("form"))
    typed = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert typed.pop("csrfmiddlewaretoken")
    assert typed == {"email": OWNER, "next": "/lessons/"}
    assert client.post(form.get("action"), typed)["Location"] == "/accounts/confirm-email/"
    assert client.post("/accounts/confirm-email/", {"code": mailed_code()})["Location"] == "/lessons/"


def test_a_password_is_not_in_the_page(content, client, settings):
    user = unproved()
    with mail_away(settings):
        answer = sign_in(client, user)
    assert answer.status_code == 503
    assert PASSWORD not in answer.content.decode()
    assert not client.cookies.get("sessionid")
    links = [link.get("href") for link in HtmlPage("", answer.content.decode()).elements("a")]
    assert "/accounts/login/" in links


def test_an_address_that_could_not_be_mailed_is_not_waiting(member, settings):
    with mail_away(settings):
        answer = member.post("/accounts/email/", {"action_add": "", "email": OWNER})
    assert answer.status_code == 503
    assert member.get("/accounts/confirm-email/")["Location"] == "/accounts/email/"


def test_a_code_to_show_that_it_is_you(content, alice_client, alice, settings):
    with mail_away(settings):
        answer = alice_client.post("/accounts/reauthenticate/code/", {"recipient": alice.email})
    assert answer.status_code == 503
    assert alice_client.get("/accounts/reauthenticate/code/confirm/").status_code == 302


def change_password(client, user):
    entries = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", entries)
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


def set_password(client, user):
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    client.post("/accounts/password/set/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


def reset_password(client, user):
    client.logout()
    session = client.session
    session["account_password_reset_verification"] = {
        "at": 9e9,
        "failed_attempts": 0,
        "resend_count": 0,
        "change_count": 0,
        "email": user.email,
        "user_id": str(user.pk),
        "code_confirmed": True,
    }
    session.save()
    client.post("/accounts/password/reset/complete/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)


def make_another_address_the_main_one(client, user):
    EmailAddress.objects.create(user=user, email=OWNER, verified=True)
    client.post("/accounts/email/", {"action_primary": "", "email": OWNER})
    assert User.objects.get(pk=user.pk).email == OWNER


def remove_an_address(client, user):
    EmailAddress.objects.create(user=user, email=OWNER, verified=True)
    client.post("/accounts/email/", {"action_remove": "", "email": OWNER})
    assert not EmailAddress.objects.filter(email=OWNER).exists()


def stop_the_app(client, user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    confirm_identity(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=user).exists()


def make_recovery_codes(client, user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    confirm_identity(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    assert Authenticator.objects.filter(user=user, type="recovery_codes").exists()


DONE_AND_TOLD = [
    change_password,
    set_password,
    reset_password,
    make_another_address_the_main_one,
    remove_an_address,
    stop_the_app,
    make_recovery_codes,
]


@pytest.mark.parametrize("act", DONE_AND_TOLD, ids=lambda act: act.__name__)
def test_what_a_message_only_tells_of_is_done_without_it(member, alice, settings, lines, act, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run: run())  # a test never commits
    with mail_away(settings):
        act(member, alice)
    assert [line for line in lines() if "was not sent: ConnectionRefusedError" in line and alice.email not in line]


def test_the_next_try_works(content, client, settings):
    with mail_away(settings):
        client.post("/accounts/login/code/", {"email": OWNER})
    client.post("/accounts/signup/", {"email": OWNER})
    client.post("/accounts/confirm-email/", {"code": mailed_code()})
    assert is_signed_in(client)
    assert len(mail.outbox) == 1
