"""The three voices, each to its reader: the receiver alone, the giver who reads out, the receiver's own phone."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from screening.wording import load_wording
from tests.screening.visit.kept import cookies
from tests.screening.visit.visit import CHECK, FIRST, OUTCOME, START, Visit, question, send
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db

READ_OUT = "Read this out: “you” is the receiver."
LET_READ = "Let the receiver read this one, and answer it."
HAND_OVER = "Hand the phone to the giver."
ABOUT_GIVER = "This page is about you, the giver."
AS_GIVER = {"voice": "giver"}
SAYS = {"bp-high": "yes", "sunburn": "yes", "minor": "yes", "no-feedback": "unsure", "oil-allergy": "yes"}
DETAILS = {
    "bp-high/reading": {"systolic": "150/95"},
    "bp-high/untreated_symptoms": {"untreated_symptoms": "no"},
    "sunburn/whole_back": {"whole_back": "no"},
    "sunburn/regions": {"regions": ["shoulder-l"]},
    "minor/age": {"age": "17"},
    "minor/guardian": {"guardian": "yes"},
    "oil-allergy/oils": {"oils": ["nut"]},
}


def main(client, address):
    [found] = HtmlPage(address, client.get(address).content.decode()).elements("main")
    return " ".join("".join(found.itertext()).split())


def walked(client, **says):
    """The texts of all pages that were answered, by address."""
    visit = Visit(client, {**SAYS, **says}, DETAILS)
    visit.walk()
    assert any("/details/" in address for address in visit.seen)
    return {address: main(client, address) for address in visit.seen}


def test_the_receiver_alone_is_asked_to_hand_over_only_at_the_end(content, client):
    pages = walked(client)
    assert [address for address, text in pages.items() if HAND_OVER in text] == [question("giver-ready")]
    assert not [address for address, text in pages.items() if READ_OUT in text or ABOUT_GIVER in text]


def test_the_giver_reads_out_everything_but_consent_and_the_last_page(content, client):
    client.get(question(FIRST), AS_GIVER)
    pages = walked(client)
    own = {question("consent"): LET_READ, question("giver-ready"): ABOUT_GIVER}
    for address, text in pages.items():
        assert own.get(address, READ_OUT) in text, address
        assert HAND_OVER not in text, address
    assert "read them out" in main(client, CHECK)


def test_whether_somebody_can_say_what_hurts_is_asked_of_whoever_can_answer(content, client):
    Visit(client).walk()
    mine, givers = "Is it hard for you to say what hurts", "Is it hard for the receiver to say what hurts"
    assert mine in main(client, question("general-health"))
    assert givers not in main(client, question("general-health"))
    client.get(question(FIRST), AS_GIVER)
    assert f"You may answer this one. {givers}, or to ask you to stop?" in main(client, question("general-health"))
    assert mine not in main(client, question("general-health"))


@pytest.mark.parametrize(("value", "is_asked"), [("yes", False), ("unsure", True), ("no", True)])
def test_who_cannot_say_what_hurts_is_not_asked_to_agree(content, client, value, is_asked):
    visit = Visit(client, {"no-feedback": value} if value != "no" else {})
    visit.walk()
    assert (question("consent") in visit.seen) is is_asked
    found = client.get(OUTCOME).context["permission"]
    assert found.is_granted is (value == "no")
    assert ("consent" in found.clearance.missing) is not is_asked


def test_once_it_can_be_said_what_hurts_consent_is_asked(content, client):
    Visit(client, {"no-feedback": "yes"}).walk()
    page = client.get(send(client, "general-health", {"none": "on"}).url)
    assert page.context["step"].page.slug == "consent"


def test_the_outcome_of_a_giver_who_read_out_does_not_call_the_answers_theirs(content, client):
    client.get(question(FIRST), AS_GIVER)
    Visit(client, {"sunburn": "yes"}, DETAILS).walk()
    assert "Because of the answer: Sunburn" in main(client, OUTCOME)
    client.get(START, {"voice": "receiver"})
    assert "Because you said: Sunburn" in main(client, OUTCOME)


@pytest.fixture
def phone(content, client):
    client.post(reverse("screening:make_link"))
    link = client.get(reverse("screening:receiver")).context["address"].removeprefix("http://testserver")
    phone = Client()
    phone.post(link)
    return phone


def test_the_receivers_own_phone_speaks_to_the_receiver_alone(phone):
    for address, text in walked(phone).items():
        said = re.sub("receiver's (left|right)", "", text)  # the sides of the drawing
        assert not re.search(r"receiver|hand the phone|massaged|read this out", said, re.IGNORECASE), address
    assert "Other ways" not in main(phone, START)
    assert "on another device" in main(phone, START)


def test_on_the_own_phone_no_link_makes_the_voice_the_givers(phone):
    assert READ_OUT not in HtmlPage("", phone.get(question(FIRST), AS_GIVER).content.decode()).root.itertext()
    assert phone.get(question(FIRST), AS_GIVER).context["voice"] == "phone"


def test_an_emergency_on_the_own_phone_says_that_the_giver_knows(phone, client):
    Visit(phone, {"em-chest": "yes"}).walk()
    assert "The giver’s page says now that you need help." in main(phone, OUTCOME)
    assert "Go to the receiver now" in main(client, reverse("screening:receiver"))
    Visit(other := Client(), {"em-chest": "yes"}).walk()
    assert "giver’s page" not in main(other, OUTCOME)


def test_the_giver_to_whom_answers_are_shown_is_spoken_to_as_the_giver(phone, client):
    Visit(phone, {"sunburn": "yes"}, DETAILS).walk()
    phone.post(reverse("screening:receiver_finish"), {"shares": "on"})
    client.post(reverse("screening:receiver"), {"answer": "well"})
    assert "Because of the answer: Sunburn" in main(client, OUTCOME)


@pytest.mark.parametrize("kind", ["because", "outcomes"])
def test_what_giver_and_receiver_both_read_calls_nobody_you(kind):
    wording = load_wording()
    texts = {slug: item.because for slug, item in wording.items.items()}
    if kind == "outcomes":
        texts = {key: " ".join(text.model_dump().values()) for key, text in wording.outcomes.items()}
    assert {key: text for key, text in texts.items() if re.search(r"\byour?\b", text, re.IGNORECASE)} == {}


def test_the_voice_is_chosen_once_changed_by_a_link_and_forgotten_with_the_answers(content, client):
    client.get(question(FIRST), AS_GIVER)
    assert client.get(question(FIRST)).context["voice"] == "giver"
    assert "?voice=receiver#question" in client.get(START).content.decode()
    client.get(question(FIRST), {"voice": "receiver"})
    assert client.get(question(FIRST)).context["voice"] == "receiver"
    client.get(question(FIRST), AS_GIVER)
    client.post(reverse("screening:erase"))
    assert client.get(question(FIRST)).context["voice"] == "receiver"


@pytest.mark.parametrize("voice", ["", "receiver", "phone", "<script>"])
def test_no_other_voice_is_kept(content, client, voice):
    assert client.get(question(FIRST), {"voice": voice}).context["voice"] == "receiver"
    assert not cookies(client)
