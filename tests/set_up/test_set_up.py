"""A wrong set-up is refused by name, with what to do: before the start, at the start, and while it runs."""

import json
import re
import runpy
import socket
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from massage_site import settings as written
from massage_site.set_up import checks
from massage_site.set_up.checks import refuse_a_wrong_setup
from tests.set_up.site_copy import ROOT, bare_environment, manage

CONSOLE = "django.core.mail.backends.console.EmailBackend"


WRONG = {
    "no key": ({"SECRET_KEY_LASTS": False}, "E001", "MASSAGE_SECRET_KEY"),
    "proxy without count": ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, "E003", "MASSAGE_PROXY_COUNT"),
    "count without proxy": ({"BEHIND_PROXY": False}, "E005", "MASSAGE_BEHIND_PROXY"),
    "foreign address": ({"SITE_URL": "https://other.example:8443"}, "E006", "MASSAGE_ALLOWED_HOSTS"),
    "misspelled": ({"UNKNOWN_VARIABLES": ["MASSAGE_HTTP"]}, "E007", "MASSAGE_HTTP is set"),
    "debugging in public": ({"DEBUG": True}, "E008", "MASSAGE_DEBUG"),
    "no key for cards": ({"CARD_KEYS": []}, "W005", "MASSAGE_CARD_KEYS"),
    "no address": ({"SITE_URL": ""}, "W001", "MASSAGE_SITE_URL"),
    "no host": ({"ALLOWED_HOSTS": ["localhost"], "SITE_URL": "https://localhost"}, "W002", "MASSAGE_ALLOWED_HOSTS"),
    "no mail": ({"EMAIL_BACKEND": CONSOLE}, "W003", "MASSAGE_EMAIL_URL"),
    "no sender": ({"DEFAULT_FROM_EMAIL": "Warm Hands <warm-hands@localhost>"}, "W004", "MASSAGE_FROM_EMAIL"),
}


def found():
    return {message.id.removeprefix("warm_hands."): message for message in checks_of_ours()}


def checks_of_ours():
    return run_checks(tags=[checks.TAG], include_deployment_checks=True)


def test_a_right_set_up_is_not_complained_about(set_up):
    assert not found()
    refuse_a_wrong_setup()


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_set_up_is_named_with_what_to_do(set_up, name):
    values, number, words = WRONG[name]
    set_up(**values)
    (message,) = found().values()
    assert message.id == f"warm_hands.{number}"
    assert words in message.msg + message.hint
    if number.startswith("E"):
        with pytest.raises(ImproperlyConfigured, match=number):
            refuse_a_wrong_setup()
    else:
        refuse_a_wrong_setup()


@pytest.mark.parametrize(
    ("host", "is_refused"),
    [
        *((own, False) for own in ("localhost", "127.0.1.1", "desk", "[::1]")),
        *((known, True) for known in ("massage.example", "192.168.1.5", "[fe80::1]", "*")),
    ],
)
def test_debugging_is_for_this_machine_alone(set_up, host, is_refused):
    set_up(DEBUG=True, ALLOWED_HOSTS=[host], SITE_URL="", BEHIND_PROXY=False, ALLAUTH_TRUSTED_PROXY_COUNT=0)
    assert ("E008" in found()) is is_refused


def test_all_faults_are_told_at_once(set_up):
    set_up(SECRET_KEY_LASTS=False, BEHIND_PROXY=False)
    with pytest.raises(ImproperlyConfigured, match=r"(?s)E001.*E005"):
        refuse_a_wrong_setup()


@pytest.fixture
def hashed(settings, set_up, tmp_path):
    settings.HASHED_STATIC = True
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    return tmp_path / "collected"


def test_hashed_names_without_collected_files_are_refused(hashed):
    assert "collectstatic" in found()["E002"].hint


def test_what_is_missing_after_an_update_is_named(hashed):
    call_command("collectstatic", interactive=False, verbosity=0)
    assert not found()
    manifest = hashed / "staticfiles.json"
    kept = json.loads(manifest.read_text())
    gone = kept["paths"].pop("css/site.css")
    manifest.write_text(json.dumps(kept))
    assert "such as css/site.css" in found()["E002"].msg
    manifest.write_text(json.dumps(kept | {"paths": kept["paths"] | {"css/site.css": gone}}))
    assert not found()
    (hashed / gone).unlink()
    assert "such as css/site.css" in found()["E002"].msg


# --- a visitor's address ---------------------------------------------------------------------------------------------


def test_a_server_on_a_unix_socket_without_a_counted_proxy_is_refused(set_up, monkeypatch, tmp_path):
    set_up(BEHIND_PROXY=False, ALLAUTH_TRUSTED_PROXY_COUNT=0)
    monkeypatch.setattr(checks, "_listeners", lambda: iter([]))
    assert not found()
    with socket.socket(socket.AF_UNIX) as unix, socket.socket() as network:
        monkeypatch.setattr(checks, "_listeners", lambda: iter([unix, network]))
        assert not found()
        monkeypatch.setattr(checks, "_listeners", lambda: iter([unix]))
        assert "Set MASSAGE_PROXY_COUNT=1" in found()["E004"].hint


def test_what_this_process_listens_on_is_seen(tmp_path):
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        assert socket.AF_UNIX not in {one.family for one in checks._listeners()}
        unix.listen()
        assert socket.AF_UNIX in {one.family for one in checks._listeners()}


@pytest.mark.parametrize(
    ("count", "came_from", "forwarded", "says"),
    [
        (0, "192.0.2.7", "", ""),
        (0, "192.0.2.7", "203.0.113.1", ""),  # anybody may send this
        (1, "", "203.0.113.1", ""),
        (1, "127.0.0.1", "203.0.113.1", ""),
        (1, "127.0.0.1", "", ""),  # from this machine, past the proxy
        (2, "127.0.0.1", "203.0.113.1, 192.0.2.7", ""),
        (0, "", "", "Set MASSAGE_PROXY_COUNT=1"),
        (0, "", "203.0.113.1", "Set MASSAGE_PROXY_COUNT=1"),
        (0, "127.0.0.1", "203.0.113.1", "Set MASSAGE_PROXY_COUNT=1"),
        (0, "::1", "203.0.113.1", "Set MASSAGE_PROXY_COUNT=1"),
        (1, "", "", "let the proxy send X-Forwarded-For"),
        (2, "127.0.0.1", "203.0.113.1", "MASSAGE_PROXY_COUNT is 2"),
    ],
)
def test_a_visitor_without_an_address_of_their_own_stops_the_site_and_not_the_sign_in(
    content, settings, caplog, count, came_from, forwarded, says
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    browser = Client(REMOTE_ADDR=came_from, **headers)
    answers = [browser.get(address).status_code for address in ("/accounts/login/", "/about/")]
    told = [record.getMessage() for record in caplog.records if record.name == "web.visitors.address"]
    assert answers == ([503, 503] if says else [200, 200])
    assert len(told) == bool(says)
    assert says in "".join(told)
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").json()["visitor_address"] is not bool(says)


def test_debugging_behind_a_forwarded_port_is_not_stopped(content, settings):
    settings.DEBUG = True
    assert Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.1").get("/about/").status_code == 200


def test_a_server_that_is_set_up_wrongly_does_not_start_and_says_why(site):
    command = [sys.executable, "-m", "gunicorn", "massage_site.wsgi", "--no-control-socket", "-b", "unix:socket"]
    environment = bare_environment(MASSAGE_HASHED_STATIC="on", MASSAGE_WORKERS="2")
    ended = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 3
    for number, words in (
        ("E001", "MASSAGE_SECRET_KEY is not set"),
        ("E002", "collectstatic"),
        ("E004", "Set MASSAGE_PROXY_COUNT=1"),
        ("E007", "MASSAGE_WORKERS is set, and no setting has this name"),
    ):
        assert number in ended.stderr
        assert words in ended.stderr


UNREADABLE = {
    "MASSAGE_HTTPS": "enabled",
    "MASSAGE_DEBUG": "maybe",
    "MASSAGE_KEEP_KEY": "please",
    "MASSAGE_BEHIND_PROXY": "nginx",
    "MASSAGE_HASHED_STATIC": "2",
    "MASSAGE_HSTS_SUBDOMAINS": "all",
    "MASSAGE_PROXY_COUNT": "-1",
    "MASSAGE_CONN_MAX_AGE": "x",
    "MASSAGE_LOG_LEVEL": "loud",
    "MASSAGE_FROM_EMAIL": "nonsense",
    "MASSAGE_EMAIL_URL": "nonsense",
    "MASSAGE_SECRET_KEY": "x" * 31,
    "MASSAGE_CARD_KEYS": "nonsense",
    "MASSAGE_TIME_ZONE": "Vienna",
    "MASSAGE_SITE_URL": "massage.example",
    "MASSAGE_CONTACT": "nonsense",
}


def test_what_cannot_be_read_is_refused_by_name(monkeypatch):
    for name, value in UNREADABLE.items():
        with monkeypatch.context() as changed:
            changed.setenv("MASSAGE_HTTPS", "on")
            changed.setenv(name, value)
            with pytest.raises(ImproperlyConfigured, match=name):
                runpy.run_path(str(ROOT / "massage_site" / "settings.py"))


@pytest.mark.parametrize("value", ["nonsense", "mysql://host/name", "postgres://host:port/name", "://"])
def test_an_unreadable_database_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        runpy.run_path(str(ROOT / "massage_site" / "settings.py"))


def test_a_command_tells_it_in_one_line(site):
    ended = manage(site, "check", MASSAGE_HTTPS="enabled")
    assert ended.returncode == 1
    assert ended.stderr.strip() == "MASSAGE_HTTPS: on or off, not 'enabled'."


@pytest.mark.parametrize(("word", "is_on"), [("on", True), ("YES", True), ("1", True), ("off", False), ("", False)])
def test_switches_are_read_in_any_case(monkeypatch, word, is_on):
    monkeypatch.setenv("MASSAGE_HTTPS", word)
    monkeypatch.setenv("MASSAGE_LOG_LEVEL", "debug")
    read = runpy.run_path(str(ROOT / "massage_site" / "settings.py"))
    assert read["HTTPS"] is is_on
    assert read["LOGGING"]["root"]["level"] == "DEBUG"
    assert read["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is False


def test_commands_work_without_any_setting(site):
    assert manage(site, "check").returncode == 0
    assert manage(site, "migrate", "--plan").returncode == 0


def test_every_variable_is_in_the_readme_and_every_one_of_the_readme_is_read():
    pages = "".join(page.read_text() for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))))
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", pages, re.MULTILINE))
    assert named == written.env.asked
