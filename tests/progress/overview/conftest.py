"""What the tests here begin with."""

import pytest
from django.utils import timezone

from tests.progress.overview.choosing import BEGIN


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def guest(content, client):
    client.post(BEGIN)
    return client


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    """Whoever has begun, with an account or without."""
    if request.param == "member":
        client.force_login(alice)
    else:
        client.post(BEGIN)
    return client
