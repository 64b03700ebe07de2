"""The keys of receivers' cards come from the environment, or are kept on a laptop as the secret key is."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from massage_site import settings as written
from tests.screening.cards.cards import KEY, OTHER_KEY


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(written, "STATE_DIR", tmp_path / "state")
    for name in ("MASSAGE_CARD_KEYS", "MASSAGE_KEEP_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_key_there_is_none():
    assert written.read_card_keys() == []
    assert not written.STATE_DIR.exists()


def test_several_keys_are_read_in_their_order(monkeypatch):
    monkeypatch.setenv("MASSAGE_CARD_KEYS", f"{KEY},{OTHER_KEY}")
    assert written.read_card_keys() == [KEY, OTHER_KEY]


@pytest.mark.parametrize("keys", ["short", f"{KEY},short", "x" * 44], ids=["short", "second short", "not base64"])
def test_a_key_that_is_none_is_refused(monkeypatch, keys):
    monkeypatch.setenv("MASSAGE_CARD_KEYS", keys)
    with pytest.raises(ImproperlyConfigured, match="MASSAGE_CARD_KEYS"):
        written.read_card_keys()


def test_a_laptop_keeps_one_key_that_only_its_owner_reads(monkeypatch):
    monkeypatch.setattr(written, "KEEP_KEY", True)
    (key,) = written.read_card_keys()
    assert Fernet(key)
    assert written.read_card_keys() == [key]
    assert (written.STATE_DIR / "card_keys").stat().st_mode & 0o777 == 0o600


def test_a_key_of_the_environment_comes_before_a_kept_one(monkeypatch):
    monkeypatch.setattr(written, "KEEP_KEY", True)
    monkeypatch.setenv("MASSAGE_CARD_KEYS", KEY)
    assert written.read_card_keys() == [KEY]
    assert not written.STATE_DIR.exists()
