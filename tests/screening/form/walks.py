"""What the tests here share."""

from django.urls import reverse

from tests.screening.visit.visit import OUTCOME, Visit, question
from tests.whole_site.pages import HtmlPage

FIRST, SECOND, THIRD = (question(slug) for slug in ("signs-now", "signs-today", "heart-and-vessels"))


DETAILS = {
    "em-trauma/checked": {"checked": "no"},
    "em-bp/reading": {"systolic": "185/110"},
    "em-bp/symptoms": {"symptoms": "no"},
    "sunburn/whole_back": {"whole_back": "no"},
    "sunburn/regions": {"regions": ["shoulder-l", "shoulder-r"]},
    "blood-thinner/aspirin_only": {"aspirin_only": "no"},
    "blood-thinner/go-ahead": {"said": "no"},
    "pregnancy/weeks": {"weeks": "20"},
    "pregnancy/complication": {"complication": "no"},
    "bp-high/reading": {"systolic": "150 over 95"},
    "bp-high/untreated_symptoms": {"untreated_symptoms": "no"},
    "neuro/limb": {"limb": "arm"},
    "neuro/side": {"side": "l"},
    "neuro/course": {"course": "old-known"},
    "postpartum/caesarean": {"caesarean": "no"},
}


def visit(client, **says):
    return Visit(client, {slug.replace("_", "-"): value for slug, value in says.items()}, DETAILS)


def outcome(client):
    return client.get(OUTCOME)


def text_of(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def erase(client):
    return client.post(reverse("screening:erase"))


def shown(client, slug):
    return client.get(question(slug)).context["shown"]
