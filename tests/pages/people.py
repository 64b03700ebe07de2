"""What the tests here share."""

import json
from datetime import UTC, date, datetime

from lessons.quiz.questions import quiz
from progress.rules.checks import Fact
from progress.rules.choices import Choices
from tests.whole_site.pages import HtmlPage

MARK = "/progress/techniques/stroke-long/practise/"


MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


NOW = quiz().question("who-decides-on-pressure").version


ANSWERED = Fact("form", "who-decides-on-pressure", NOW, "receiver", True, 1.0, 1, MONDAY, seconds=12, is_review=True)


CHOSEN = Choices(15, True, ((date(2026, 3, 1), None),))


def export(client):
    return json.loads(client.get("/accounts/data/export/").content)


def words(client, address="/accounts/data/"):
    return HtmlPage(address, client.get(address).content.decode()).text("main")
