"""What the tests here begin with."""

import pytest

from progress.keeping import keep_answers
from progress.models import Progress
from progress.rules.standing import all_read
from tests.progress.rules.xapi.statements import MONDAY, PRESSURE


@pytest.fixture
def member(content, alice, alice_client):
    Progress.keep(alice.learner, {"technique": {"stroke-long": all_read(MONDAY)}}, {})
    keep_answers(alice.learner, [PRESSURE])
    alice.learner.practice_sessions.create(minutes=36, plan="full", practised_at=MONDAY, note="Knee", discomfort=9)
    return alice_client
