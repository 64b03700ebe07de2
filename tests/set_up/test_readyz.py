"""/readyz names what a server still needs."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from lessons.models import Lesson
from massage_site.set_up import readiness
from screening.models import ReceiverCard, Visit


@pytest.fixture
def server(content, set_up, settings, tmp_path):
    settings.PICTURE_DIR = tmp_path / "pictures"
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client()


def facts(server):
    answer = server.get("/readyz")
    return answer.status_code, {name for name, holds in answer.json().items() if not holds}


def test_a_server_that_is_ready_says_so_and_nothing_secret(server, settings):
    answer = server.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()) == {
        *("database", "migrations", "content", "card_keys", "tidied"),
        *("static_files", "secret_key", "visitor_address", "pictures", "content_version"),
    }
    assert set(answer.json().values()) == {True}
    assert "no-store" in answer["Cache-Control"]


def test_a_key_that_goes_with_the_process_is_told(server, settings):
    settings.SECRET_KEY_LASTS = False
    assert facts(server) == (503, {"secret_key"})


def test_a_folder_for_pictures_that_cannot_be_written_is_told(server, settings, monkeypatch):
    monkeypatch.setattr(readiness.os, "access", lambda folder, _mode: str(folder) not in str(settings.PICTURE_DIR))
    assert facts(server) == (503, {"pictures"})


def test_a_file_that_cannot_tell_of_new_content_is_told(server, settings, monkeypatch):
    version = str(settings.CONTENT_VERSION_FILE)
    monkeypatch.setattr(readiness.os, "access", lambda place, _mode: str(place) not in version)
    assert facts(server) == (503, {"content_version"})
    settings.READY_PAGES = False  # then nobody needs it
    assert facts(server) == (200, set())


def test_uncollected_files_are_told(server, monkeypatch):
    monkeypatch.setattr(readiness, "uncollected_files", lambda: ["css/site.css"])
    assert facts(server) == (503, {"static_files"})


def test_an_empty_site_is_told(server):
    Lesson.objects.update(published=False)
    assert facts(server) == (503, {"content"})


def test_a_migration_that_waits_is_told_and_nothing_is_asked_of_tables_that_may_not_be_there(server, monkeypatch):
    monkeypatch.setattr(readiness, "own_migrations", lambda: frozenset({("lessons", "9999_next")}))
    assert facts(server) == (503, {"migrations", "content", "card_keys", "tidied"})


def test_a_database_that_is_away_is_told(server, monkeypatch):
    def away(*_given):
        raise OperationalError

    monkeypatch.setattr(readiness.MigrationRecorder, "applied_migrations", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert facts(server) == (503, {"database", "migrations", "content", "card_keys", "tidied"})


@pytest.mark.parametrize(("hours", "is_told"), [(-1, False), (1, False), (3, True)])
def test_erasing_that_was_missed_is_told(server, hours, is_told):
    ended = timezone.now() - timedelta(hours=hours)
    Visit.objects.create(token_hash="over", sealed=b"", expires_at=ended)
    assert facts(server) == ((503, {"tidied"}) if is_told else (200, set()))


def test_what_was_begun_just_now_is_not_overdue(server, client):
    client.post("/screening/receiver/make/")
    assert facts(server) == (200, set())


@pytest.mark.parametrize("keys", [[], [Fernet.generate_key().decode()]], ids=["no key", "another key"])
def test_cards_that_no_key_opens_are_told(server, settings, alice, keys):
    key, now = Fernet.generate_key().decode(), timezone.now()
    settings.CARD_KEYS = [key]
    times = {"created_at": now, "agreed_at": now, "expires_at": now + timedelta(days=1)}
    sealed = Fernet(key).encrypt(b"{}")
    ReceiverCard.objects.create(user=alice, nickname="Bo", sealed=sealed, questions_version=1, **times)
    assert facts(server) == (200, set())
    settings.CARD_KEYS = keys
    assert facts(server) == (503, {"card_keys"})
