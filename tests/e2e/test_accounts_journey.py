"""Accounts in a real browser: sign-up, passkey, sign-in, erasure; and the admin under the strict content policy."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.accounts.visits import mailed_code
from tests.e2e.axe import violations, violations_by_day_and_night
from tests.e2e.conftest import PHONE
from tests.factories import PASSWORD, UserFactory

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _libraries_fetch_as_they_like(settings):
    """Django's admin and allauth fetch one session or person more than once; that is not for this project to mend."""
    settings.CARD_KEYS = [Fernet.generate_key().decode()]


def sign_in_by_password(page, user):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/login/"))


def open_guarded(page, address):
    """Pages that change how an account is protected ask for the password once more."""
    page.goto(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(re.compile(f"{address}$"))


def sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


@pytest.fixture
def named_site(site, settings):
    """Passkeys need a name, so the same server is called localhost here, over plain HTTP as in `make run`."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    return site.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def passkey_page(browser, named_site):
    """A page whose browser holds a passkey device that always says yes."""
    faults = []
    context = browser.new_context(base_url=named_site, viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    assert not faults


def test_a_newcomer_makes_an_account_without_script(no_script_page):
    page = no_script_page
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("new")
    page.get_by_role("button", name="Make my account").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Code").fill("0000 0000")
    page.get_by_role("button", name="Confirm the address").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Code").fill(mailed_code("new@example.org"))
    page.get_by_role("button", name="Confirm the address").click()
    expect(page).to_have_url(re.compile("/progress/$"))
    page.goto("/accounts/password/change/")
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_role("button", name="Keep this password").click()
    expect(page.get_by_role("heading", name="Change your password")).to_be_visible()


def test_the_error_summary_takes_the_focus(page):
    page.goto("/accounts/login/")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail address")).to_be_focused()


def test_without_script_no_button_promises_a_passkey(no_script_page):
    no_script_page.goto("/accounts/login/")
    expect(no_script_page.get_by_role("link", name="E-mail me a code")).to_be_visible()
    expect(no_script_page.locator("#passkey_login")).to_be_hidden()


def test_a_passkey_is_added_renamed_used_and_removed(passkey_page, alice):
    page = passkey_page
    sign_in_by_password(page, alice)
    open_guarded(page, "/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    assert not violations(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert page.locator(".account-codes li").count() == 10

    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Rename My phone").click()
    page.get_by_label("Name").fill("Blue phone")
    page.get_by_role("button", name="Keep this name").click()
    expect(page.get_by_role("heading", name="Blue phone")).to_be_visible()
    assert not violations(page)

    sign_out(page)
    page.goto("/accounts/login/?next=/lessons/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("^[^?]*/lessons/$"))

    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove Blue phone").click()
    page.get_by_role("link", name="Show a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()


def test_a_password_alone_no_longer_opens_an_account_with_a_passkey(passkey_page, alice):
    page = passkey_page
    sign_in_by_password(page, alice)
    open_guarded(page, "/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    sign_in_by_password(page, alice)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert not violations(page)
    page.goto("/accounts/data/")
    expect(page.get_by_text(alice.email)).to_have_count(0)
    page.goto("/accounts/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/progress/$"))


def test_a_passkey_that_cannot_work_is_explained_calmly(page):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("#status")).to_contain_text("Open the site by its name")


def test_the_code_for_an_app_is_drawn_inside_the_page(open_page, alice):
    page = open_page(viewport=PHONE)
    sign_in_by_password(page, alice)
    open_guarded(page, "/accounts/2fa/totp/activate/")
    drawing = page.get_by_role("img", name="QR code").locator("svg path")
    box = drawing.bounding_box()
    assert min(box["width"], box["height"]) > 150
    assert not violations_by_day_and_night(page)


def test_erasing_the_account_ends_it_on_every_device(open_page, sign_in, alice):
    here, there = open_page(), open_page()
    sign_in(here, alice)
    sign_in(there, alice)
    here.goto("/accounts/data/erase/")
    here.get_by_role("textbox").fill("someone.else@example.org")
    here.get_by_role("button", name="Erase my account now").click()
    expect(here).to_have_title(re.compile("^Error: "))
    assert get_user_model().objects.filter(pk=alice.pk).exists()
    here.get_by_role("textbox").fill(alice.email.upper())
    here.get_by_role("button", name="Erase my account now").click()
    expect(here.get_by_text("are erased")).to_be_visible()
    assert not get_user_model().objects.filter(pk=alice.pk).exists()
    there.goto("/accounts/email/")
    assert urlsplit(there.url).path == "/accounts/login/"


def app_code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def caretaker(site):
    return UserFactory(username="caretaker", is_staff=True, is_superuser=True)


def test_the_admin_works_under_the_strict_policy(page, caretaker, alice):
    """The page of this test is watched: whatever the policy blocks is a console error and fails it."""
    page.goto("/admin/")
    assert urlsplit(page.url).path == "/accounts/login/"
    page.get_by_label("E-mail address").fill(caretaker.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Set up an app or a passkey here first.")).to_be_visible()
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Authenticator code").fill(app_code(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/admin/")
    page.get_by_label("Code").fill(app_code(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(re.compile("/admin/$"))

    page.goto("/admin/auth/user/?q=alice")
    page.get_by_role("link", name="alice", exact=True).click()
    page.locator("#id_first_name").fill("Alice")
    page.locator("#id_last_login_0").locator("..").get_by_role("link", name="Today").first.click()
    expect(page.locator("#id_last_login_0")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    page.locator(".field-last_login .date-icon").first.click()
    expect(page.locator("#calendarbox0")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".field-last_login").get_by_role("link", name="Now").first.click()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("#id_first_name")).to_have_value("Alice")

    page.get_by_role("link", name="History").click()
    expect(page.locator("#change-history tbody tr")).to_have_count(1)
    page.goto(f"/admin/auth/user/{alice.pk}/delete/")
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert not get_user_model().objects.filter(pk=alice.pk).exists()


def test_every_list_and_form_of_the_admin_obeys_the_policy(page, caretaker, sign_in):
    sign_in(page, caretaker)
    page.goto("/admin/")
    lists = [link.get_attribute("href") for link in page.locator("#content-main th a[href^='/admin/']").all()]
    lists = [address for address in lists if address.count("/") == 4]
    assert len(lists) >= 3
    for address in lists:
        assert page.goto(address).status == 200
        rows = page.locator("#result_list tbody th a")
        if rows.count():
            assert page.goto(rows.first.get_attribute("href")).status == 200
