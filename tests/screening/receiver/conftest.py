"""What the tests here begin with."""

import pytest
from django.test import Client

from tests.screening.receiver.phones import MAKE


@pytest.fixture
def giver(content, client):
    client.post(MAKE)
    return client


@pytest.fixture
def phone():
    return Client()
