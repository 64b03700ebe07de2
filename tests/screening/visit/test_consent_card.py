"""The consent card: where yes, where no, a stop word, clothes."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.template import Context, Template
from django.urls import reverse

from screening.clearance import erase_record
from screening.models import Visit
from screening.rules.questionnaire import REGIONS
from screening.visit.consent_card import consent_card
from screening.visit.state import CONSENT_CARD
from tests.practice.visits import ready, screened
from tests.screening.visit.kept import kept, request_of, writing
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db
AGREE = reverse("screening:agree")


def card_of(client):
    return consent_card(request_of(client))


def shown(client):
    request = request_of(client)
    html = Template("{% load screening_tags %}{% consent_card %}").render(Context({"request": request}))
    return " ".join("".join(HtmlPage("", html).root.itertext()).split())


def choose(client, **data):
    return client.post(AGREE, {"stop_word": "Red", "clothes": "part", **data})


def test_without_a_clearance_there_is_no_card(content, client):
    assert card_of(client) is None
    assert shown(client) == ""
    assert client.get(AGREE).url == reverse("screening:start")
    assert choose(client).url == reverse("screening:start")
    assert CONSENT_CARD not in kept(client)


def test_the_card_names_every_place_once(content, client):
    screened(client, touch_comfort={"regions": ["sacral", "cervical"]})
    card = card_of(client)
    assert card.where_no == ("Back of the neck", "Sacrum and top of the buttocks")
    assert len(card.where_yes) == 11
    assert not set(card.where_yes) & set(card.where_no)


def test_the_card_names_the_fewer_places(content, client):
    screened(client, touch_comfort={"regions": ["sacral"]})
    assert "The rest of the back" in shown(client)
    screened(client, touch_comfort={"regions": sorted(REGIONS - {"sacral"})})
    assert "Yes to Sacrum and top of the buttocks" in shown(client)


def test_before_anything_is_chosen_stop_is_the_word(content, client):
    screened(client)
    words = shown(client)
    assert "The whole back" in words
    assert "Stop word Stop Then hands off at once" in words
    assert "Choose a stop word and the clothes" in words


def test_what_the_receiver_chooses_is_on_the_card(content, client):
    screened(client)
    assert choose(client).url == reverse("practice:plan")
    words = shown(client)
    assert "Red “Stop” counts too." in words
    assert "Only the part being massaged is bare" in words
    page = client.get(AGREE)
    assert page.context["form"]["stop_word"].value() == "Red"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("data", [{"clothes": ""}, {"clothes": "none"}, {"stop_word": "x" * 21}])
def test_a_wrong_choice_is_explained_and_keeps_what_was_typed(content, client, data):
    screened(client)
    answer = choose(client, **data)
    assert answer.status_code == 422
    assert answer.context["form"]["stop_word"].value() == data.get("stop_word", "Red")
    assert CONSENT_CARD not in kept(client)


def test_a_stop_word_is_shown_as_text(content, client):
    screened(client)
    choose(client, stop_word="<b>Red</b>")
    assert "<b>Red</b>" in shown(client)


def test_the_word_is_in_the_export_of_own_data(content, client):
    screened(client)
    choose(client)
    assert json.loads(client.get(reverse("export_data")).content)["consent_card"] == {
        "stop_word": "Red",
        "clothes": "part",
    }


def test_the_word_cannot_be_read_in_the_database(content, client):
    screened(client)
    choose(client, stop_word="planted-word")
    assert b"planted-word" not in bytes(Visit.objects.get().sealed)
    assert not Session.objects.exists()


def test_the_word_is_gone_with_the_answers(content, client):
    """The next person of this browser must not find it."""
    screened(client)
    choose(client)
    client.post(reverse("screening:erase"))
    assert CONSENT_CARD not in kept(client)
    assert card_of(client) is None
    screened(client)
    assert card_of(client).stop_word == ""


def test_a_word_of_another_visit_is_not_shown(content, client):
    screened(client)
    choose(client)
    with writing(client) as request:
        erase_record(request)
    screened(client)
    assert card_of(client).stop_word == ""


def test_the_card_opens_the_plan_and_its_first_step(content, client):
    ready(client)
    choose(client)
    for address, times in (("/practice/", 1), ("/practice/step/1/", 1), ("/practice/step/2/", 0)):
        assert client.get(address).content.decode().count("Read this aloud together") == times
    assert "Red" in client.get("/practice/step/1/").content.decode()
