"""Tabs at the same moment, over HTTP against gunicorn: nothing is lost, nothing comes back, new words show."""

import os

import pytest

from tests.server.new_words import seen_after_each_change
from tests.server.recipe import NGINX
from tests.server.scenarios import SCENARIOS
from tests.server.stage import Theatre
from tests.server.tabs import play, served_to_tabs

RUNS = 2  # a guest and a member; `python -m tests.server.tabs` plays more
pytestmark = [
    pytest.mark.database,  # of the kind that is configured, by processes of their own
    pytest.mark.skipif(NGINX is None, reason="nginx is missing: sudo apt install nginx-light"),
]


def test_nothing_is_lost_and_nothing_comes_back(tmp_path):
    """All in one test, so that one server is enough for them."""
    address = os.environ.get("DATABASE_URL", "")
    with served_to_tabs(tmp_path / "site", address if address.startswith("postgres") else "") as server:
        theatre = Theatre(server, members=RUNS * len(SCENARIOS))
        stages = {name: play(theatre, name, RUNS) for name in SCENARIOS}
        seen = seen_after_each_change(server, changes=3)
    assert {name: stage.faults for name, stage in stages.items() if stage.faults} == {}
    assert min(stage.asked for stage in stages.values()) > RUNS
    assert [title for title, old_pages in seen if old_pages] == []
