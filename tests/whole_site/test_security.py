"""The security frame: headers on every kind of answer, cookies, limits on sign-in, hashing, the HTTPS switch."""

import json
import os
import subprocess
import sys

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache, caches
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from massage_site import settings as written
from tests.accounts.test_pages import ENTRANCES, MEMBERS_PAGES
from tests.factories import PASSWORD, UserFactory
from tests.folders import ROOT
from tests.staff import enter_as_staff
from tests.whole_site.pages import HtmlPage, is_elsewhere

LESSON = "/lessons/what-massage-can-do/"
KINDS_OF_ANSWER = ["/", LESSON, "/map/", "/healthz", "/robots.txt", "/sitemap.xml", "/offline/", "/no-such-page/"]
POLICY = {
    "default-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
PRODUCTION = {
    "MASSAGE_HTTPS": "true",
    "MASSAGE_SECRET_KEY": "only-a-test-key-2f8c1d9e7b6a5043f1e2d3c4b5a697887766554433221100",
    "MASSAGE_CARD_KEYS": "b25seS1hLXRlc3Qta2V5LW9ubHktYS10ZXN0LWtleS0=",
    "MASSAGE_ALLOWED_HOSTS": "massage.example",
    "MASSAGE_SITE_URL": "https://massage.example",
    "MASSAGE_EMAIL_URL": "smtp://mail.massage.example",
    "MASSAGE_FROM_EMAIL": "hands@massage.example",
    "DATABASE_URL": "sqlite://:memory:",
}
SHOW_SETTINGS = """
import json
from massage_site import settings
names = "DEBUG SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS".split()
names += "SECURE_HSTS_INCLUDE_SUBDOMAINS ACCOUNT_DEFAULT_HTTP_PROTOCOL MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN".split()
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def run(*command, **environment):
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MASSAGE_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=kept | environment, capture_output=True, text=True, timeout=120
    )


def settings_with(**environment):
    answer = run("-c", SHOW_SETTINGS, **environment)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture
def caretaker_client(db):
    return enter_as_staff(Client(), UserFactory(is_staff=True, is_superuser=True))


def assert_guarded(answer):
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(answer["Permissions-Policy"].split(", "))


@pytest.mark.parametrize("address", [*KINDS_OF_ANSWER, *ENTRANCES, "/admin/"])
def test_every_answer_carries_the_guarding_headers(content, client, address):
    assert_guarded(client.get(address))


@pytest.mark.parametrize("address", [*MEMBERS_PAGES, "/progress/"])
def test_members_pages_carry_them_too(content, alice_client, address):
    assert_guarded(alice_client.get(address))


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/password_change/"]
)
def test_the_admin_has_no_looser_policy(caretaker_client, address):
    answer = caretaker_client.get(address)
    assert answer.status_code == 200
    assert_guarded(answer)
    assert not any(map(is_elsewhere, HtmlPage(address, answer.content.decode()).loaded()))


def test_the_admin_is_entered_through_the_guarded_sign_in(content, client, alice):
    for address in ("/admin/", "/admin/login/"):
        assert client.get(address, follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")
    wrong = client.post("/admin/login/", {"username": "alice", "password": PASSWORD})
    assert wrong["Location"].startswith("/accounts/login/")
    client.force_login(alice)
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("address", ["/", LESSON, "/map/", "/claims/", "/about/", "/offline/"])
def test_a_reader_gets_no_cookie(content, client, address):
    client.get(address)
    assert not client.cookies


@pytest.mark.parametrize("address", ENTRANCES[:4])
def test_a_form_costs_a_visitor_one_cookie(content, client, address):
    cookies = client.get(address).cookies
    assert set(cookies) == {"csrftoken"}
    assert cookies["csrftoken"]["httponly"]
    assert cookies["csrftoken"]["samesite"] == "Lax"


def test_the_session_cookie_is_out_of_reach_of_scripts(content, client, alice):
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def try_to_sign_in(client, user, times, password="not this one"):
    return [client.post("/accounts/login/", {"login": user.email, "password": password}) for _ in range(times)]


def test_guessing_a_password_is_stopped_even_when_the_guess_is_right(content, alice, bob):
    cache.clear()
    here = Client(REMOTE_ADDR="203.0.113.7")
    try_to_sign_in(here, alice, 5)
    answer = try_to_sign_in(here, alice, 1, PASSWORD)[0]
    assert "too many tries" in answer.content.decode()
    assert "_auth_user_id" not in here.session
    assert try_to_sign_in(here, bob, 1, PASSWORD)[0].status_code == 302


def test_one_address_on_the_network_cannot_try_many_accounts(content):
    cache.clear()
    people = [UserFactory() for _ in range(31)]
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [try_to_sign_in(client, person, 1)[0] for person in people]
    assert "too many tries" in answers[15].content.decode()
    assert answers[-1].status_code == 429
    page = HtmlPage("", answers[-1].content.decode())
    assert page.text("h1") == "Please wait a moment"
    assert_guarded(answers[-1])


def test_asking_for_codes_is_limited(content, client, alice, mailoutbox):
    cache.clear()
    for _ in range(6):
        Client().post("/accounts/login/code/", {"email": alice.email})
    assert len(mailoutbox) == 3


def test_limits_are_counted_where_every_process_sees_them(content, alice):
    """Counters live in a table of the database, read anew by each process, and a flood does not push them out."""
    cache.clear()
    try_to_sign_in(Client(REMOTE_ADDR="203.0.113.7"), alice, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM django_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        keys = [row[0] for row in cursor.fetchall()]
    assert keys
    another_process = caches.create_connection("default")
    counted = [another_process.get(key.split(":", 2)[2]) for key in keys]
    assert all(len(tries) == 2 for tries in counted)
    for number in range(400):
        another_process.set(f"flood-{number}", number)
    assert all(another_process.get(key.split(":", 2)[2]) for key in keys)


def test_passwords_are_kept_as_argon2():
    with override_settings(PASSWORD_HASHERS=written.PASSWORD_HASHERS):
        assert make_password(PASSWORD).startswith("argon2$argon2id$")


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_weak_passwords_are_refused(content, alice_client, alice, password):
    entries = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    alice_client.post("/accounts/password/change/", entries)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_the_https_switch_turns_everything_on():
    assert settings_with(**PRODUCTION) == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    }


def test_names_below_this_one_are_bound_only_where_that_is_asked_for():
    assert settings_with(**PRODUCTION, MASSAGE_HSTS_SUBDOMAINS="on")["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_without_any_setting_the_site_is_cautious():
    bare = settings_with()
    assert not bare["DEBUG"]
    assert not bare["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]
    assert not bare["SECURE_SSL_REDIRECT"]


def test_debug_never_loosens_passkeys_under_https():
    assert not settings_with(**PRODUCTION, MASSAGE_DEBUG="true")["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]


def test_without_https_no_name_is_bound():
    assert not settings_with(MASSAGE_HSTS_SUBDOMAINS="on")["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_a_short_key_is_refused():
    answer = run("manage.py", "check", **PRODUCTION | {"MASSAGE_SECRET_KEY": "short"})
    assert answer.returncode != 0
    assert "MASSAGE_SECRET_KEY is too short" in answer.stderr


def test_the_deployment_check_finds_nothing():
    answer = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert answer.returncode == 0, answer.stderr


def test_plain_http_is_sent_on_to_https(content, client):
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=60):
        assert client.get("/lessons/")["Location"] == "https://testserver/lessons/"
        assert client.get("/lessons/", secure=True)["Strict-Transport-Security"].startswith("max-age=60")
        assert client.get("/healthz").status_code == 200


def crash(request):
    raise ZeroDivisionError


urlpatterns = [path("", crash), path("crash/", crash)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_crash_is_a_calm_page_that_needs_no_database():
    """Not marked for the database: any query would fail this test. The crashing address knows no other page either."""
    client = Client(raise_request_exception=False)
    answer = client.get("/crash/")
    page = HtmlPage("/crash/", answer.content.decode())
    assert answer.status_code == 500
    assert page.text("h1") == "Something went wrong here"
    assert not page.html_errors
    assert_guarded(answer)


def test_the_crash_page_needs_no_context():
    assert "Something went wrong" in render_to_string("500.html")


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/no-such-page/", 404, "There is no page at this address"),
        ("/lessons/no-such-lesson/", 404, "There is no page at this address"),
        ("/offline/", 200, "You are offline"),
        ("/progress/techniques/stroke-long/read/", 405, "There is nothing to open at this address"),
        (
            "/practice/log/7d4c0b54-6d0e-4b8a-9f1e-0f6f0a3c5d21/restore/",
            405,
            "There is nothing to open at this address",
        ),
    ],
)
def test_pages_for_bad_days_are_calm_and_offer_one_thing(content, client, address, status, heading):
    answer = client.get(address)
    page = HtmlPage(address, answer.content.decode())
    assert answer.status_code == status
    assert page.text("h1") == heading
    assert one_thing_to_do(page)


def test_what_cannot_be_read_is_answered_calmly(content, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = client.post("/appearance/", {"theme": "x" * 200})
    page = HtmlPage("/appearance/", answer.content.decode())
    assert (answer.status_code, page.text("h1")) == (400, "What was sent could not be read")
    assert one_thing_to_do(page)
    assert_guarded(answer)


def one_thing_to_do(page):
    return [*classes(page)].count("button--primary") == 1


def classes(page):
    for element in page.elements("a", "button"):
        yield from (element.get("class") or "").split()


def test_a_page_that_is_not_open_says_so(content, alice_client):
    answer = alice_client.get("/admin/", follow=True)
    page = HtmlPage("/admin/", answer.content.decode())
    assert (answer.status_code, page.text("h1")) == (403, "This page is not open to you")
    assert one_thing_to_do(page)


def test_a_form_without_its_token_is_refused_and_can_be_opened_afresh(content, alice):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    page = HtmlPage("/accounts/login/", answer.content.decode())
    assert (answer.status_code, page.text("h1")) == (403, "Please send it again")
    assert one_thing_to_do(page)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/lessons/stroking/?step=rest", "http://testserver/lessons/stroking/?step=rest"),
        ("https://elsewhere.example/", "/progress/lessons/stroking/practise/"),
        ("//elsewhere.example/", "/progress/lessons/stroking/practise/"),
        ("javascript:alert(1)", "/progress/lessons/stroking/practise/"),
        ("", "/progress/lessons/stroking/practise/"),
    ],
)
def test_a_refused_form_leads_back_to_its_own_page_and_never_elsewhere(content, came_from, leads_to):
    answer = Client(enforce_csrf_checks=True).post(
        "/progress/lessons/stroking/practise/", headers={"Referer": came_from} if came_from else {}
    )
    page = HtmlPage("/progress/", answer.content.decode())
    links = [link.get("href") for link in page.elements("a") if "button--primary" in (link.get("class") or "")]
    assert links == [leads_to]
