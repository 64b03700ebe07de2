"""What the tests here share."""

from django.urls import reverse

from screening.rules.quick_check import QUESTIONS
from tests.whole_site.pages import HtmlPage

CARDS, KEEP = reverse("screening:cards"), reverse("screening:keep_card")


AGREED = {"nickname": "Sunny", "agrees": "on"}


def address(name, card):
    return reverse(f"screening:{name}", args=[card.uuid])


def quick(number):
    return reverse("screening:quick_check", args=[number])


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def use(client, card):
    return client.post(address("use_card", card))


def check_all(client, **replies):
    """The whole quick check: nothing to report but q4="yes" and the like. Gives the last answer."""
    answer = None
    for number in QUESTIONS:
        answer = client.post(quick(number), {"answer": replies.get(f"q{number}", "no")})
        assert answer.status_code == 302
    return answer
