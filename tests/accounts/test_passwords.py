"""How passwords are hashed: strong enough, small enough, and older hashes move on by themselves."""

import argon2
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, check_password, make_password
from django.test import override_settings

from massage_site import settings as written

PASSWORD = "a quiet room and warm oil"  # nosec
MIB = 1024


@pytest.fixture(autouse=True)
def real_hashers():
    with override_settings(PASSWORD_HASHERS=written.PASSWORD_HASHERS):
        yield


def test_a_password_takes_19_mib_two_rounds_and_one_thread():
    found = argon2.extract_parameters(make_password(PASSWORD).removeprefix("argon2"))
    assert found.type is argon2.Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19 * MIB, 2, 1)


@pytest.mark.parametrize("older", [Argon2PasswordHasher, PBKDF2PasswordHasher])
def test_an_older_hash_opens_the_account_and_moves_on(older):
    before = older().encode(PASSWORD, "some-salt-of-22-letters")
    kept = []
    assert not check_password("wrong", before, kept.append)
    assert not kept
    assert check_password(PASSWORD, before, lambda password: kept.append(make_password(password)))
    assert kept[0].startswith(f"argon2$argon2id$v=19$m={19 * MIB},t=2,p=1$")
    assert check_password(PASSWORD, kept[0], kept.append)
    assert len(kept) == 1
