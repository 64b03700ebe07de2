"""What every test of accounts stands on: alice's browser, and libraries that may fetch as they like."""

import pytest

from tests.test_accounts import LIBRARY_MODELS, confirm_identity


@pytest.fixture(autouse=True)
def _libraries_fetch_as_they_like(settings):
    settings.ZEAL_ALLOWLIST = [{"model": model, "field": "*"} for model in LIBRARY_MODELS]


@pytest.fixture
def member(content, client, alice):
    """alice's browser, minutes after she showed that it is her."""
    client.force_login(alice)
    confirm_identity(client)
    return client
