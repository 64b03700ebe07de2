"""Accounts: the pages' shared rules, the ways in, the words of messages, and what happens to a person's data."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.accounts.pages import confirm_identity, sign_in
from tests.factories import PASSWORD
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


ENTRANCES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
]


MEMBERS_PAGES = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/totp/activate/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
    "/accounts/data/",
    "/accounts/data/erase/",
]


NEW_PASSWORD = "slow circles, light hands"


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.get("Location"))
    return HtmlPage(address, answer.content.decode())


def test_account_pages_keep_the_rules_of_every_page(content, member):
    pages = [read(Client(), address) for address in ENTRANCES] + [read(member, address) for address in MEMBERS_PAGES]
    for page in pages:
        assert len(list(page.elements("h1"))) == 1, page.address
        assert not page.html_errors, (page.address, page.html_errors)
        assert len(page.ids()) == len(set(page.ids())), page.address
    titles = [page.text("title") for page in pages]
    assert len(titles) == len(set(titles)), titles


def test_no_account_page_holds_code_or_style_of_its_own(member):
    for address in MEMBERS_PAGES:
        for element in read(member, address).elements():
            assert not [name for name in element.keys() if re.match("on|style$", name)], address  # noqa: SIM118
            assert element.tag != "style", address
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/json", address


def test_a_page_with_marks_is_kept_nowhere_but_a_reader_s_page_may_be(content, member):
    assert "no-store" in member.get("/lessons/stroking/")["Cache-Control"]
    assert "no-store" not in Client().get("/lessons/stroking/").get("Cache-Control", "")


def test_a_picture_may_be_kept_by_a_member_s_browser_too(pictures_drawn, member):
    assert "no-store" not in member.get("/plate.png")["Cache-Control"]


@pytest.mark.parametrize("address", [*ENTRANCES, *MEMBERS_PAGES])
def test_account_pages_are_kept_nowhere(member, address):
    client = Client() if address in ENTRANCES else member
    answer = client.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert next(HtmlPage(address, answer.content.decode()).elements("body")).get("hx-history") == "false"


def autocompletes(page):
    return {element.get("name"): element.get("autocomplete") for element in page.elements("input")}


def test_fields_tell_password_managers_what_they_are(member):
    assert autocompletes(read(Client(), "/accounts/login/"))["login"] == "email"
    assert autocompletes(read(Client(), "/accounts/login/"))["password"] == "current-password"
    assert autocompletes(read(Client(), "/accounts/signup/"))["email"] == "email"
    change = autocompletes(read(member, "/accounts/password/change/"))
    assert (change["oldpassword"], change["password1"]) == ("current-password", "new-password")
    assert autocompletes(read(member, "/accounts/2fa/totp/activate/"))["code"] == "one-time-code"


@pytest.mark.parametrize(
    ("address", "entries"),
    [
        ("/accounts/login/", {}),
        ("/accounts/login/", {"login": "nobody@example.org", "password": "not this one"}),
        ("/accounts/signup/", {"email": "not an address"}),
        ("/accounts/login/code/", {"email": ""}),
        ("/accounts/password/reset/", {"email": "?"}),
    ],
)
def test_a_form_with_errors_says_so_first(content, client, address, entries):
    answer = client.post(address, entries)
    page = HtmlPage(address, answer.content.decode())
    assert page.text("title").startswith("Error:")
    summary = next(element for element in page.elements("div") if element.get("role") == "alert")
    links = [link.get("href", "") for link in summary.iter("a")]
    assert {link[1:] for link in links} <= set(page.ids())
    assert list(summary.iter("li"))


@pytest.mark.parametrize("address", [*ENTRANCES, "/accounts/email/"])
def test_every_page_names_an_address_in_the_same_words(member, address):
    client = Client() if address in ENTRANCES else member
    page = read(client, address)
    labels = {" ".join(label.itertext()).strip(" :") for label in page.elements("label")}
    assert "Email" not in page.text("main")
    assert ("E-mail address" in labels) == (address not in ("/accounts/password/reset/done/", "/accounts/inactive/"))


@pytest.mark.parametrize(("address", "field"), [("login", "login"), ("signup", "email"), ("login/code", "email")])
def test_an_address_that_is_none_is_answered_with_what_to_type(content, client, address, field):
    for entry in ("", "not an address", "a\x00@example.org", "x" * 10_000):
        answer = client.post(f"/accounts/{address}/", {field: entry})
        page = HtmlPage(address, answer.content.decode())
        summary = next(element for element in page.elements("div") if element.get("role") == "alert")
        assert "name@example.org" in " ".join(summary.itertext()), entry[:20]


@pytest.mark.parametrize("address", [address for address in MEMBERS_PAGES if "reauth" not in address])
def test_signing_out_is_at_hand_on_every_page_of_an_account(member, address):
    confirm_identity(member)
    navigation = next(nav for nav in read(member, address).elements("nav") if nav.get("class") == "account-nav")
    links = {link.get("href"): link.get("aria-current") for link in navigation.iter("a")}
    assert "/accounts/logout/" in links
    assert [current for current in links.values() if current] in (["page"], ["true"])


def test_a_visitor_s_data_page_speaks_of_no_account(content, client):
    assert "account-nav" not in client.get("/accounts/data/").content.decode()


def test_signing_in_and_out(content, client, alice):
    assert sign_in(client, alice)["Location"] == "/progress/"
    assert client.get("/accounts/email/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/email/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/accounts/email/")["Location"].startswith("/accounts/login/")


def test_sign_in_leads_back_but_never_to_another_site(content, client, alice):
    entries = {"login": alice.email, "password": PASSWORD}
    answer = client.post("/accounts/login/", entries | {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/progress/"
    client.post("/accounts/logout/")
    assert client.post("/accounts/login/", entries | {"next": "/lessons/"})["Location"] == "/lessons/"


def test_a_code_by_e_mail_signs_in(content, client, alice):
    client.post("/accounts/login/code/", {"email": alice.email})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    page = read(client, "/accounts/login/code/confirm/")
    field = next(element for element in page.elements("input") if element.get("name") == "code")
    assert (field.get("inputmode"), field.get("autocomplete")) == ("numeric", "one-time-code")
    wrong = client.post("/accounts/login/code/confirm/", {"code": "0000-0000"})
    assert "Error:" in wrong.content.decode()
    answer = client.post("/accounts/login/code/confirm/", {"code": code.replace("-", " ")})
    assert answer["Location"] == "/progress/"


def test_a_wrong_code_works_no_better_the_fourth_time(content, client, alice):
    client.post("/accounts/login/code/", {"email": alice.email})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "0000-0000"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code})
    assert answer["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced(content, client, alice):
    client.post("/accounts/password/reset/", {"email": alice.email})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    assert read(client, "/accounts/password/reset/confirm/").text("h1") == "Type the code"
    address = client.post("/accounts/password/reset/confirm/", {"code": code})["Location"]
    assert read(client, address).text("h1") == "Choose a new password"
    answer = client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert read(client, answer["Location"]).text("h1") == "Your password is changed"
    assert mail.outbox[-1].subject == "[Warm Hands] Your password was changed"
    assert sign_in(Client(), alice).status_code == 200
    assert sign_in(Client(), alice, NEW_PASSWORD).status_code == 302
    assert client.get(address, follow=True).redirect_chain[-1][0] == "/accounts/password/reset/"


def test_a_changed_password_ends_other_sessions_and_is_reported(content, alice):
    here, there = Client(), Client()
    sign_in(here, alice)
    sign_in(there, alice)
    entries = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post("/accounts/password/change/", entries)
    assert here.get("/accounts/email/").status_code == 200
    assert there.get("/accounts/email/").status_code == 302
    assert mail.outbox[-1].subject == "[Warm Hands] Your password was changed"


def test_addresses_are_added_and_removed(member, alice):
    member.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    member.post("/accounts/confirm-email/", {"code": code})
    assert "second@example.org" in read(member, "/accounts/email/").html
    member.post("/accounts/email/", {"action_remove": "", "email": "second@example.org"})
    assert not EmailAddress.objects.filter(email="second@example.org").exists()


def test_the_app_s_secret_is_a_drawing_in_the_page_and_a_text(member):
    page = read(member, "/accounts/2fa/totp/activate/")
    secret = member.session["mfa.totp.secret"]
    assert secret in page.text("main")
    assert any(tag.rpartition("}")[2] == "path" for tag in (str(element.tag) for element in page.elements()))
    assert "data:image" not in page.html


def test_a_code_from_the_app_is_asked_after_the_password(with_app, alice):
    browser = Client()
    assert sign_in(browser, alice)["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in browser.session
    assert read(browser, "/accounts/2fa/authenticate/").text("h1") == "One more step"


def test_recovery_codes_are_made_shown_and_saved(member, with_app):
    member.post("/accounts/2fa/recovery-codes/generate/")
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page = read(member, "/accounts/2fa/recovery-codes/")
    assert all(code in page.html for code in codes)
    assert read(member, "/accounts/2fa/recovery-codes/generate/").text("h1") == "Make new recovery codes"
    assert member.get("/accounts/2fa/recovery-codes/download/").content.decode().split() == codes


def test_messages_are_calm_and_name_the_site(content, client, alice):
    for address in ("/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"):
        for email in (alice.email, "nobody@example.org"):
            Client().post(address, {"email": email})
    assert len(mail.outbox) == 6
    for message in mail.outbox:
        assert message.subject.startswith("[Warm Hands] ")
        assert message.body.startswith("Hello,\n\n")
        assert message.body.endswith("Warm Hands\ntestserver")
        assert "!" not in message.body
        assert "&#" not in message.body
        assert not message.alternatives


def test_messages_go_to_the_console_unless_told_otherwise():
    from massage_site import settings

    assert settings.EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
