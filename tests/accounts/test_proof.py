"""An address counts once it is proved: nothing is kept under an account before, nothing set before opens it after."""

import importlib
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from massage_site.accounts.proof import nobodys
from progress.models import Progress
from tests.accounts.test_pages import NEW_PASSWORD, read, sign_in
from tests.accounts.visits import heading, is_signed_in, mailed_code
from tests.factories import PASSWORD, UserFactory

OWNER = "owner@example.org"
CONFIRM = "/accounts/confirm-email/"
READ = "/progress/techniques/stroke-long/read/"

pytestmark = pytest.mark.django_db


def ask_for_account(client, address=OWNER):
    return client.post("/accounts/signup/", {"email": address})


def sign_in_by_code(client, address=OWNER):
    client.post("/accounts/login/code/", {"email": address})
    return client.post("/accounts/login/code/confirm/", {"code": mailed_code(address)})


def unproved(**facts):
    """An account as the site made them before: with a password, and an address that nobody proved."""
    user = UserFactory(email=OWNER, **facts)
    EmailAddress.objects.filter(user=user).update(verified=False)
    return user


def test_an_account_is_made_with_an_address_and_its_code(content, client):
    answer = ask_for_account(client)
    assert answer["Location"] == CONFIRM
    assert not is_signed_in(client)
    assert read(client, CONFIRM).text("h1") == "Type the code"
    assert client.post(CONFIRM, {"code": mailed_code()})["Location"] == "/progress/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get(email=OWNER).verified


@pytest.mark.parametrize("path", ["signup/", "login/code/", "password/reset/"])
def test_an_address_that_no_mail_reaches_is_told_and_never_cut(content, client, path):
    answer = client.post(f"/accounts/{path}", {"email": "x" * 250 + "@example.org"})
    assert "Type your e-mail address, for example name@example.org." in answer.content.decode()
    assert not mail.outbox
    assert not User.objects.exists()


def test_sign_up_leads_on_to_where_one_was_going(content, client):
    client.post("/accounts/signup/", {"email": OWNER, "next": "/lessons/"})
    assert client.post(CONFIRM, {"code": mailed_code()})["Location"] == "/lessons/"


def test_no_password_is_older_than_the_proof_of_the_address(content, client):
    client.post("/accounts/signup/", {"email": OWNER, "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.get(email=OWNER).has_usable_password()


def test_who_asked_with_somebody_else_s_address_is_left_outside(content):
    stranger, owner = Client(), Client()
    ask_for_account(stranger)
    sign_in_by_code(owner)
    assert is_signed_in(owner)
    for address in ("/accounts/email/", "/accounts/data/", CONFIRM, "/accounts/login/", "/progress/"):
        stranger.get(address, follow=True)
        assert not is_signed_in(stranger)
    stranger.post(CONFIRM, {"code": "0000-0000"})
    assert not is_signed_in(stranger)


def test_marks_stay_in_the_browser_until_the_address_is_proved(content, client):
    client.post(READ)
    ask_for_account(client)
    client.post(READ)
    assert not Progress.objects.get().learner.is_member
    client.post(CONFIRM, {"code": mailed_code()})
    assert Progress.objects.get().learner.user.email == OWNER


@pytest.mark.parametrize("whose", ["first", "second"])
def test_asking_twice_is_one_account_and_either_code_opens_it(content, whose):
    first, second = Client(), Client()
    ask_for_account(first)
    code = mailed_code()
    ask_for_account(second)
    assert User.objects.filter(email=OWNER).count() == 1
    assert mail.outbox[-1].subject == "[Warm Hands] Confirm your e-mail address"
    browser, code = {"first": (first, code), "second": (second, mailed_code())}[whose]
    browser.post(CONFIRM, {"code": code})
    assert is_signed_in(browser)


def test_a_wrong_code_works_no_better_the_fourth_time(content, client):
    ask_for_account(client)
    for _ in range(3):
        client.post(CONFIRM, {"code": "0000-0000"})
    client.post(CONFIRM, {"code": mailed_code()})
    assert not is_signed_in(client)


def test_one_can_start_again_and_the_new_code_works(content, client):
    ask_for_account(client, "oner@example.org")
    form = next(form for form in read(client, CONFIRM).elements("form") if form.get("id") == "logout-from-stage")
    entries = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert client.post(form.get("action"), entries)["Location"] == "/accounts/signup/"
    ask_for_account(client)
    client.post(CONFIRM, {"code": mailed_code(OWNER)})
    assert is_signed_in(client)


def seen(client, address):
    """All that sign-up shows to whoever typed that address."""
    first = ask_for_account(client, address)
    page = client.get(first["Location"])
    wrong = client.post(first["Location"], {"code": "0000-0000"})
    again = client.post(first["Location"], {"action": "resend"})
    answers = (first, page, wrong, again)
    return [
        (answer.status_code, answer.get("Location"), sorted(answer.cookies), words(answer, address))
        for answer in answers
    ]


def words(answer, address):
    text = answer.content.decode().replace(address, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize("proved", [True, False], ids=["proved", "unproved"])
def test_sign_up_shows_the_same_whether_the_address_is_taken_or_not(content, proved):
    UserFactory(email=OWNER) if proved else unproved()
    assert seen(Client(), OWNER) == seen(Client(), "nobody@example.org")
    assert [message.to for message in mail.outbox] == [[OWNER], ["nobody@example.org"]]
    assert mail.outbox[0].subject == "[Warm Hands] You have an account already"
    assert User.objects.filter(email=OWNER).count() == 1


def test_the_first_proof_takes_the_password_and_the_sessions_of_before(content):
    stranger, owner = Client(), Client()
    user = unproved()
    stranger.force_login(user)
    sign_in_by_code(owner)
    assert owner.get("/accounts/email/").status_code == 200
    assert stranger.get("/accounts/email/").status_code == 302
    assert "do not match" in sign_in(Client(), user).content.decode()


def test_a_reset_by_code_is_a_proof_too(content):
    stranger, owner = Client(), Client()
    user = unproved()
    stranger.force_login(user)
    owner.post("/accounts/password/reset/", {"email": OWNER})
    owner.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    assert EmailAddress.objects.get(email=OWNER).verified
    assert stranger.get("/accounts/email/").status_code == 302
    owner.post("/accounts/password/reset/complete/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert is_signed_in_with(user, NEW_PASSWORD)
    assert not is_signed_in_with(user, PASSWORD)


def is_signed_in_with(user, password):
    client = Client()
    sign_in(client, user, password)
    return is_signed_in(client)


def test_a_password_typed_in_the_session_of_the_proof_stays(content, client):
    """As after `createsuperuser`: the address is proved at the first sign-in."""
    user = User.objects.create_superuser("caretaker", OWNER, PASSWORD)
    assert sign_in(client, user)["Location"] == CONFIRM
    assert not is_signed_in(client)
    client.post(CONFIRM, {"code": mailed_code()})
    assert is_signed_in(client)
    assert is_signed_in_with(user, PASSWORD)


def test_a_second_proof_takes_nothing(content, member, alice):
    member.post("/accounts/email/", {"action_add": "", "email": OWNER})
    member.post(CONFIRM, {"code": mailed_code(OWNER)})
    assert EmailAddress.objects.get(email=OWNER).user == alice
    assert is_signed_in_with(alice, PASSWORD)


def test_an_added_address_is_kept_nowhere_before_its_code(content, member):
    assert member.post("/accounts/email/", {"action_add": "", "email": OWNER})["Location"] == CONFIRM
    assert not EmailAddress.objects.filter(email=OWNER).exists()
    assert OWNER not in read(member, "/accounts/email/").text("main")


def test_somebody_else_s_address_cannot_be_added_without_its_code(content, member, bob):
    answer = member.post("/accounts/email/", {"action_add": "", "email": bob.email})
    assert (answer.status_code, answer["Location"]) == (302, CONFIRM)
    answer = member.post(CONFIRM, {"code": mailed_code(bob.email)})
    assert "has an account" in answer.content.decode()
    assert EmailAddress.objects.get(email=bob.email).user == bob


def test_an_account_that_nobody_proved_keeps_no_address_from_its_owner(content, member, alice):
    ask_for_account(Client())
    member.post("/accounts/email/", {"action_add": "", "email": OWNER})
    member.post(CONFIRM, {"code": mailed_code(OWNER)})
    assert EmailAddress.objects.get(email=OWNER).user == alice


@pytest.mark.parametrize("address", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_asking_for_a_code_shows_the_same_for_every_address(content, alice, address):
    shown = []
    for email in (alice.email, "nobody@example.org"):
        client = Client()
        first = client.post(address, {"email": email})
        page = client.get(first["Location"])
        wrong = client.post(first["Location"], {"code": "0000-0000"})
        shown.append([(a.status_code, a.get("Location"), words(a, email)) for a in (first, page, wrong)])
    assert shown[0] == shown[1]
    assert [message.to for message in mail.outbox] == [[alice.email], ["nobody@example.org"]]


def test_what_nobody_proved_within_a_day_is_erased_and_nothing_else(content, alice):
    User.objects.create_superuser("caretaker", "caretaker@example.org", PASSWORD)
    unproved(last_login=timezone.now())
    get_user_model().objects.create(username="made-up", password="!")
    ask_for_account(Client(), "new@example.org")
    ask_for_account(Client(), "old@example.org")
    old = User.objects.filter(email="old@example.org")
    old.update(date_joined=timezone.now() - timedelta(days=1, minutes=1))
    everybody = set(User.objects.values_list("pk", flat=True)) - {old.get().pk}
    User.objects.exclude(email__in=["old@example.org", "new@example.org"]).update(
        date_joined=timezone.now() - timedelta(9)
    )
    call_command("purge_accounts", verbosity=0)
    assert set(User.objects.values_list("pk", flat=True)) == everybody
    assert nobodys().get().email == "new@example.org"


def test_the_upgrade_ends_what_was_never_proved(content, alice):
    user, there, here = unproved(), Client(), Client()
    there.force_login(user)
    here.force_login(alice)
    run_upgrade()
    assert there.get("/accounts/email/").status_code == 302
    assert here.get("/accounts/email/").status_code == 200
    assert is_signed_in_with(alice, PASSWORD)
    assert not is_signed_in_with(user, PASSWORD)
    sign_in_by_code(there)
    assert is_signed_in(there)


def test_the_upgrade_leaves_proved_addresses_alone(content):
    """Somebody who signed up with another person's address and then added and proved their own."""
    user = unproved()
    EmailAddress.objects.create(user=user, email="own@example.org", verified=True, primary=False)
    run_upgrade()
    user.refresh_from_db()
    assert user.email == "own@example.org"
    assert user.has_usable_password()
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary) == ("own@example.org", True)
    assert ask_for_account(Client())["Location"] == CONFIRM
    assert mailed_code(OWNER)
    assert heading(Client().get("/accounts/signup/")) == "Make an account"


def run_upgrade():
    migration = importlib.import_module("massage_site.migrations.0001_prove_addresses")
    migration.let_only_proved_addresses_count(apps, SimpleNamespace(connection=connection))
