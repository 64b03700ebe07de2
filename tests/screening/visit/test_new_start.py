"""A new start: what was on the pages of one person's answers is not taken for another person's."""

import re

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import reverse

from screening.clearance import read_record
from screening.visit.consent_card import agreed
from tests.screening.visit.visit import FIRST, START, Visit, path, question, send, well

pytestmark = pytest.mark.django_db

ERASE, KEEP, AGREE, RECEIVER = (reverse(f"screening:{name}") for name in ("erase", "keep_card", "agree", "receiver"))
MAKE, FINISH = (reverse(f"screening:{name}") for name in ("make_link", "receiver_finish"))
GONE = "This page belonged to answers that are gone by now, so nothing was kept."


@pytest.fixture(autouse=True)
def _cards_can_be_kept(settings):
    settings.CARD_KEYS = [Fernet.generate_key().decode()]


@pytest.fixture
def visitor(content, client):
    well(client)
    return client


def answers(client):
    return read_record(client.get(START).wsgi_request).answers


def field(page, name="visit"):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def test_a_page_from_before_a_new_start_is_refused_with_a_word(visitor):
    shown = visitor.get(question(FIRST)).context["shown"]
    visitor.post(ERASE)
    answer = visitor.post(question(FIRST), {"shown": shown, "none": "on"})
    assert path(answer) == question(FIRST)
    assert not answers(visitor)


def test_the_first_page_too_is_refused_after_a_new_start_though_nothing_was_answered_on_it_yet(content, client):
    shown = client.get(question(FIRST)).context["shown"]
    send(client, FIRST, {"none": "on"})
    client.post(ERASE)
    client.post(question(FIRST), {"shown": shown, "none": "on"})
    assert not answers(client)


def test_a_stop_word_for_one_receiver_is_not_kept_for_the_next(visitor):
    visit = field(visitor.get(AGREE))
    visitor.post(ERASE)
    well(visitor)
    answer = visitor.post(AGREE, {"visit": visit, "stop_word": "plum", "clothes": "on"}, follow=True)
    assert GONE in answer.content.decode()
    assert not agreed(visitor.get(START).wsgi_request)
    visitor.post(AGREE, {"visit": field(visitor.get(AGREE)), "stop_word": "plum", "clothes": "on"})
    assert agreed(visitor.get(START).wsgi_request)["stop_word"] == "plum"


def test_the_consent_of_one_receiver_keeps_no_card_of_the_next(content, alice_client, alice):
    well(alice_client)
    sent = {"visit": field(alice_client.get(KEEP)), "nickname": "R", "agrees": "on"}
    alice_client.post(ERASE)
    well(alice_client)
    assert GONE in alice_client.post(KEEP, sent, follow=True).content.decode()
    assert not alice.receiver_cards.exists()


def test_a_quick_check_of_one_card_answers_nothing_for_another(content, alice_client, alice):
    cards = []
    for nickname in ("R", "S"):
        alice_client.post(ERASE)
        well(alice_client)
        alice_client.post(KEEP, {"nickname": nickname, "agrees": "on"})
        cards.append(alice.receiver_cards.get(nickname=nickname))
    first, second = (reverse("screening:use_card", args=[card.uuid]) for card in cards)
    check = reverse("screening:quick_check", args=[1])
    alice_client.post(first)
    visit = field(alice_client.get(check))
    alice_client.post(second)
    assert GONE in alice_client.post(check, {"visit": visit, "answer": "no"}, follow=True).content.decode()
    assert alice_client.get(check).context["number"] == 1
    assert alice_client.get(reverse("screening:quick_check", args=[2])).status_code == 302


def test_a_choice_made_for_one_giver_shows_nothing_to_another(content):
    givers, phone = [Client(), Client()], Client()
    pages = []
    for giver in givers:
        giver.post(MAKE)
        phone.post(giver.get(RECEIVER).context["address"].removeprefix("http://testserver"))
        Visit(phone).walk()
        pages.append(phone.get(FINISH))
    assert GONE in phone.post(FINISH, {"visit": field(pages[0]), "shares": "on"}, follow=True).content.decode()
    assert givers[1].get(RECEIVER).context["state"] == "opened"
    phone.post(FINISH, {"visit": field(pages[1])})
    assert givers[1].get(RECEIVER).context["state"] == "sent"


def test_what_a_giver_says_after_one_receiver_does_not_answer_for_the_next(content, client):
    client.post(MAKE)
    visits = []
    for _receiver in range(2):
        client.post(MAKE)
        phone = Client()
        phone.post(client.get(RECEIVER).context["address"].removeprefix("http://testserver"))
        Visit(phone).walk()
        phone.post(FINISH)
        visits.append(field(client.get(RECEIVER)))
    assert GONE in client.post(RECEIVER, {"visit": visits[0], "answer": "well"}, follow=True).content.decode()
    assert client.get(RECEIVER).context["state"] == "sent"


def test_the_page_of_a_card_sent_again_with_another_nickname_renames_the_card(content, alice_client, alice):
    well(alice_client)
    for nickname in ("R", "R", "Sunny"):
        answer = alice_client.post(KEEP, {"nickname": nickname, "agrees": "on"}, follow=True)
        assert "The card is kept." in answer.content.decode()
    assert [card.nickname for card in alice.receiver_cards.all()] == ["Sunny"]
