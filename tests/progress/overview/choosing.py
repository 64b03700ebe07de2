"""What the tests here share."""

from tests.learners.guests import learning_by
from tests.whole_site.pages import HtmlPage

BEGIN = "/progress/lessons/what-massage-can-do/check/"


CHOICES, PAUSE, END = (f"/progress/choices/{end}" for end in ("", "pause/", "pause/end/"))


def chosen_by(client):
    return learning_by(client).choices


def words(client, address=CHOICES):
    return HtmlPage(address, client.get(address).content.decode()).text("main")


def choose(client, cap=10, **sent):
    return client.post(CHOICES, {"cap": cap, **sent})


def count_days(client):
    return choose(client, counts_days="on")
