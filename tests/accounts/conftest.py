"""What every test of accounts stands on: alice's browser, and libraries that may fetch as they like."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet

from tests.accounts.pages import confirm_identity

KEY = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def _a_key_and_libraries_that_fetch_as_they_like(settings):
    settings.CARD_KEYS = [KEY]


@pytest.fixture
def member(content, client, alice):
    """alice's browser, minutes after she showed that it is her."""
    client.force_login(alice)
    confirm_identity(client)
    return client


@pytest.fixture
def with_app(member, alice):
    """alice signs in with a code from an app as well."""
    return TOTP.activate(alice, "JBSWY3DPEHPK3PXP").instance
