"""Whoever is asked: a guest and a member, each with ways to answer."""

import pytest

from tests.progress.review.reviews import BEGIN, Person


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    client.post(BEGIN)
    return Person(client, alice if request.param == "member" else None)


@pytest.fixture
def member(content, alice_client, alice):
    return Person(alice_client, alice)
