"""What the tests here begin with."""

import pytest

from tests.progress.questions.checks import BEGIN


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    client.post(BEGIN)
    return client


@pytest.fixture
def member(content, alice_client):
    return alice_client
