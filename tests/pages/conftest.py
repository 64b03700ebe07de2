"""What the tests here begin with."""

import pytest

from progress.keeping import keep_answers
from progress.models import LearningChoices
from tests.learners.guests import learner_by
from tests.pages.people import ANSWERED, CHOSEN, MARK


@pytest.fixture
def guest(content, client):
    client.post(MARK)
    return client


@pytest.fixture
def member(content, alice_client):
    alice_client.post(MARK)
    alice_client.post("/progress/lessons/stroking/practise/")
    return alice_client


@pytest.fixture(params=["guest", "member"])
def learner(request, content, client, alice):
    """Somebody who answered a question and chose something about learning."""
    if request.param == "member":
        client.force_login(alice)
    client.post(MARK)
    kept = learner_by(client, alice if request.param == "member" else None)
    keep_answers(kept, [ANSWERED])
    LearningChoices.keep(kept, CHOSEN)
    return client
