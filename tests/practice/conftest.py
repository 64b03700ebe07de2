"""What the tests here begin with."""

import pytest

from tests.practice.visits import ready


@pytest.fixture
def well(content, client):
    return ready(client)
