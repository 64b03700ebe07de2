"""Every code of digits is taken as it was meant, on each form that asks for one."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django import forms
from django.test import Client

from massage_site import settings as written
from tests.accounts.test_pages import sign_in
from tests.accounts.visits import is_signed_in, mailed_code

SECRET = "JBSWY3DPEHPK3PXP"
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
WAYS_TO_TYPE = {
    "with a no-break space": lambda digits: f"{digits[:3]}\u00a0{digits[3:]}",
    "full-width": lambda digits: digits.translate(FULL_WIDTH),
    "with a dash and a full stop": lambda digits: f" {digits[:3]} \u2013 {digits[3:]}.",
    "with what cannot be seen": lambda digits: f"\ufeff{digits[:3]}\u00ad\u200b{digits[3:]}",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(params=WAYS_TO_TYPE.values(), ids=WAYS_TO_TYPE)
def typed(request):
    return request.param


def app_code():
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30))


def digits(code):
    return code.replace("-", "")


def test_a_mailed_sign_in_code(content, client, alice, typed):
    client.post("/accounts/login/code/", {"email": alice.email})
    client.post("/accounts/login/code/confirm/", {"code": typed(digits(mailed_code()))})
    assert is_signed_in(client)


def test_a_mailed_code_to_show_that_it_is_you(content, alice_client, alice, typed):
    alice_client.post("/accounts/reauthenticate/code/", {"recipient": alice.email, "next": "/accounts/2fa/"})
    confirm = "/accounts/reauthenticate/code/confirm/?next=/accounts/2fa/"
    assert alice_client.post(confirm, {"code": typed(digits(mailed_code()))})["Location"] == "/accounts/2fa/"


def test_the_first_code_of_an_app(member, alice, typed):
    session = member.session
    session[totp.SECRET_SESSION_KEY] = SECRET
    session.save()
    member.post("/accounts/2fa/totp/activate/", {"code": typed(app_code())})
    assert Authenticator.objects.filter(user=alice, type="totp").exists()


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_the_second_step(content, alice, typed, kind):
    totp.TOTP.activate(alice, SECRET)
    browser = Client()
    sign_in(browser, alice)
    browser.post("/accounts/2fa/authenticate/", {"code": typed(second_code(alice, kind))})
    assert is_signed_in(browser)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_the_second_step_once_more(content, alice_client, alice, typed, kind):
    totp.TOTP.activate(alice, SECRET)
    entries = {"code": typed(second_code(alice, kind)), "next": "/accounts/2fa/"}
    assert alice_client.post("/accounts/2fa/reauthenticate/", entries)["Location"] == "/accounts/2fa/"


def second_code(user, kind):
    if kind == "app":
        return app_code()
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    return RecoveryCodes.activate(user).get_unused_codes()[0]


@pytest.mark.parametrize("code", ["", "no digits", "½", "\x00", "0" * 10_000])
def test_what_is_no_code_is_answered_calmly(content, client, alice, code):
    client.post("/accounts/login/code/", {"email": alice.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer.status_code == 200
    assert "Error:" in answer.content.decode()
    assert not is_signed_in(client)


def test_no_form_with_a_code_is_forgotten():
    """Forms of the library that this site uses and that ask for a code are all replaced by ours."""
    from allauth.account import forms as account_forms
    from allauth.mfa.base import forms as mfa_forms
    from allauth.mfa.totp import forms as totp_forms

    unused = {"VerifyPhoneForm", "BaseConfirmCodeForm", "BaseAuthenticateForm"}
    asking = {
        name
        for module in (account_forms, mfa_forms, totp_forms)
        for name, form in vars(module).items()
        if isinstance(form, type) and issubclass(form, forms.Form) and "code" in form.base_fields
    }
    assert asking - unused == {base.__name__ for form in our_forms() for base in form.__bases__ if is_asking(base)}


def our_forms():
    from django.utils.module_loading import import_string

    return [import_string(path) for path in [*written.ACCOUNT_FORMS.values(), *written.MFA_FORMS.values()]]


def is_asking(base):
    return "code" in getattr(base, "base_fields", {})
