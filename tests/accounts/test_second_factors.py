"""Second factors: sealed in the database, never shown, asked of staff before the admin opens."""

import importlib
import json
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from massage_site.accounts.second_factors import seal_all_anew
from tests.accounts.conftest import KEY
from tests.accounts.test_pages import sign_in
from tests.accounts.test_typed_codes import SECRET, app_code
from tests.accounts.visits import heading, is_signed_in
from tests.factories import PASSWORD, UserFactory
from tests.staff import enter_as_staff
from tests.whole_site.pages import HtmlPage

OTHER_KEY = Fernet.generate_key().decode()
SEED = "0123456789" * 8

pytestmark = pytest.mark.django_db


@pytest.fixture
def factors(alice):
    """An app and recovery codes as they were kept before anything was sealed."""
    Authenticator.objects.create(user=alice, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(user=alice, type="recovery_codes", data={"seed": SEED, "used_mask": 1})
    return Authenticator.objects.filter(user=alice).order_by("type")


def stored():
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def enters(user, code):
    client = Client()
    sign_in(client, user)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return is_signed_in(client)


# --- in use


@pytest.mark.parametrize(("half_minutes_old", "opens"), [(0, True), (1, True), (2, False)])
def test_a_code_that_runs_out_while_it_is_typed_still_counts(
    content, alice, factors, monkeypatch, half_minutes_old, opens
):
    shown_at = 60_000_000
    code = totp.format_hotp_value(totp.hotp_value(SECRET, shown_at // 30))
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: shown_at + 30 * half_minutes_old))
    assert enters(alice, code) is opens


# --- at rest


def test_what_an_app_and_recovery_codes_rest_on_is_sealed(content, alice):
    TOTP.activate(alice, SECRET)
    codes = RecoveryCodes.activate(alice).get_unused_codes()
    assert SECRET not in stored()
    assert stored().count("gAAAA") == 2
    assert enters(alice, app_code())
    assert enters(alice, codes[0])
    assert not enters(alice, codes[0])


def test_an_app_of_before_still_opens(content, alice, factors):
    assert enters(alice, app_code())


def test_the_update_seals_what_was_kept_open(content, alice, factors):
    codes = RecoveryCodes(factors[0]).get_unused_codes()
    upgrade()
    assert SECRET not in stored()
    assert SEED not in stored()
    assert enters(alice, app_code())
    assert RecoveryCodes(factors.all()[0]).get_unused_codes() == codes
    before = stored()
    upgrade_without_a_key_changes_nothing(before)


def upgrade_without_a_key_changes_nothing(before):
    from django.test import override_settings

    with override_settings(CARD_KEYS=[]):
        upgrade()
    assert stored() == before


def upgrade():
    migration = importlib.import_module("massage_site.migrations.0002_seal_second_factors")
    migration.seal_what_is_not_sealed(apps, SimpleNamespace(connection=connection))


def test_rotating_seals_everything_under_the_first_key(content, alice, factors, settings, capsys):
    call_command("rotate_card_keys")
    assert capsys.readouterr().out == "Sealed anew: 0 cards, 2 second factors.\n"
    settings.CARD_KEYS = [OTHER_KEY, KEY]
    call_command("rotate_card_keys")
    settings.CARD_KEYS = [OTHER_KEY]
    assert enters(alice, app_code())
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 1


def test_rotating_tells_of_what_no_key_opens_and_leaves_it(content, alice, settings):
    TOTP.activate(alice, SECRET)
    before = stored()
    settings.CARD_KEYS = [OTHER_KEY]
    with pytest.raises(CommandError, match="0 cards and 1 second factors open with none"):
        call_command("rotate_card_keys")
    assert stored() == before


def test_passkeys_hold_nothing_to_seal(alice):
    Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Phone", "credential": {}})
    assert seal_all_anew() == []


@pytest.mark.parametrize("keys", [[], [OTHER_KEY]], ids=["none", "another"])
def test_a_lost_key_is_said_calmly(content, alice, settings, keys):
    TOTP.activate(alice, SECRET)
    settings.CARD_KEYS = keys
    client = Client()
    sign_in(client, alice)
    answer = client.post("/accounts/2fa/authenticate/", {"code": app_code()})
    assert (answer.status_code, heading(answer)) == (503, "We can’t check codes just now")
    assert not is_signed_in(client)
    form = next(HtmlPage("", answer.content.decode()).elements("form"))
    entries = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert heading(client.post(form.get("action"), entries, follow=True)) == "Sign in"


def test_a_factor_taken_away_in_the_middle_leads_back_to_sign_in(content, alice):
    TOTP.activate(alice, SECRET)
    client = Client()
    assert sign_in(client, alice)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/login/")["Location"] == "/accounts/2fa/authenticate/"
    Authenticator.objects.all().delete()
    assert heading(client.get("/accounts/2fa/authenticate/", follow=True)) == "Sign in"
    sign_in(client, alice)
    assert is_signed_in(client)


def test_without_a_key_no_app_is_offered_and_passkeys_are(member, settings):
    settings.CARD_KEYS, settings.MFA_SUPPORTED_TYPES = [], ["webauthn"]
    page = HtmlPage("", member.get("/accounts/2fa/").content.decode())
    links = {link.get("href") for link in page.elements("a")}
    assert "/accounts/2fa/webauthn/add/" in links
    assert not [link for link in links if link and ("totp" in link or "recovery" in link)]
    assert "has set no key" in page.text("main")


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [("", ["webauthn"]), (KEY, ["webauthn", "totp", "recovery_codes"])],
    ids=["without a key", "with a key"],
)
def test_the_key_decides_what_can_be_set_up(keys, kinds):
    from tests.whole_site.test_security import PRODUCTION, run

    show = "from massage_site import settings; print(settings.MFA_SUPPORTED_TYPES)"
    answer = run("-c", show, **(PRODUCTION | {"MASSAGE_CARD_KEYS": keys}))
    assert answer.stdout.strip() == str(kinds), answer.stderr


# --- the admin


@pytest.fixture
def caretaker(content):
    return UserFactory(username="caretaker", is_staff=True, is_superuser=True)


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, caretaker):
    client.force_login(caretaker)
    answer = client.get("/admin/auth/user/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Set up an app or a passkey here first." in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "data", "asked"),
    [
        ("totp", {"secret": SECRET}, "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fauth%2Fuser%2F"),
        ("webauthn", {"name": "Phone"}, "/accounts/2fa/reauthenticate/webauthn/?next=%2Fadmin%2Fauth%2Fuser%2F"),
    ],
)
def test_staff_with_one_are_asked_for_it(client, caretaker, kind, data, asked):
    Authenticator.objects.create(user=caretaker, type=kind, data=data)
    client.force_login(caretaker)
    login = client.get("/admin/auth/user/")["Location"]
    assert client.get(login)["Location"] == asked.replace("2fa/reauthenticate/webauthn", "2fa/webauthn/reauthenticate")


def test_the_admin_opens_once_it_was_shown(client, caretaker):
    TOTP.activate(caretaker, SECRET)
    client.force_login(caretaker)
    asked = client.get(client.get("/admin/auth/user/")["Location"])["Location"]
    assert client.post(asked, {"code": "000000"}).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert client.post(asked, {"code": app_code(), "next": "/admin/auth/user/"})["Location"] == "/admin/auth/user/"
    assert client.get("/admin/auth/user/").status_code == 200


def test_a_password_or_a_mailed_code_alone_never_opens_it(client, caretaker):
    TOTP.activate(caretaker, SECRET)
    client.force_login(caretaker)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_a_second_factor_that_is_gone_opens_nothing(client, caretaker):
    enter_as_staff(client, caretaker)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/admin/").status_code == 302


def test_another_person_s_second_factor_does_not_count(client, caretaker, alice):
    enter_as_staff(client, caretaker)
    session = client.session
    other = UserFactory(is_staff=True, is_superuser=True)
    TOTP.activate(other, SECRET)
    session["_auth_user_id"], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()
    assert client.get("/admin/").status_code == 302


def test_sign_in_leads_to_no_other_site(client, caretaker):
    enter_as_staff(client, caretaker)
    assert client.get("/admin/login/?next=https://elsewhere.example/")["Location"] == "/admin/"


def test_the_admin_shows_no_secret_of_an_account(client, caretaker, alice):
    enter_as_staff(client, caretaker)
    TOTP.activate(alice, SECRET)
    RecoveryCodes.activate(alice)
    visit = UserSession.objects.create(user=alice, session_key="a-key-that-opens", ip="203.0.113.7")
    addresses = ["/admin/mfa/authenticator/", "/admin/usersessions/usersession/"]
    addresses += [f"/admin/mfa/authenticator/{factor.pk}/change/" for factor in Authenticator.objects.all()]
    addresses += [f"/admin/usersessions/usersession/{visit.pk}/change/", f"/admin/auth/user/{alice.pk}/change/"]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not [
            part for part in ("gAAAA", SECRET, "used_mask", visit.session_key) if part in answer.content.decode()
        ]


def test_staff_may_take_a_lost_second_factor_away_and_add_none(client, caretaker, alice):
    enter_as_staff(client, caretaker)
    factor = TOTP.activate(alice, SECRET).instance
    assert client.get("/admin/mfa/authenticator/add/").status_code == 403
    client.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=alice).exists()
