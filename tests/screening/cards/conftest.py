"""What the tests here begin with."""

import pytest

from tests.screening.cards.cards import KEY


@pytest.fixture(autouse=True)
def _with_a_key(settings):
    settings.CARD_KEYS = [KEY]


@pytest.fixture
def member(content, alice_client):
    return alice_client
