"""The giver's page that waits, and what stays private on it."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from screening.receiver.views import seen_by_giver
from screening.rules.questionnaire import load_questionnaire
from screening.visit.state import CONSENT_CARD
from screening.wording import load_wording
from tests.screening.cards.cards import PLANTED, everything_stored, record_of
from tests.screening.receiver.phones import (
    FINISH,
    MAKE,
    PRACTICE,
    RECEIVER,
    SENT,
    answer_on,
    answered,
    link,
    state,
    words,
)
from tests.screening.rules.documents import unsure, yes
from tests.screening.visit.kept import kept
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


# --- the page that waits


def test_the_page_asks_again_every_few_seconds_and_stays_as_it_is_while_nothing_is_new(giver, phone):
    asks = {"headers": {"HX-Request": "true"}}
    assert 'hx-trigger="every 4s"' in giver.get(RECEIVER).content.decode()
    assert giver.get(RECEIVER, {"seen": "waiting"}, **asks).status_code == 204
    phone.post(link(giver))
    fresh = giver.get(RECEIVER, {"seen": "waiting"}, **asks)
    assert fresh.status_code == 200
    assert "<html" not in fresh.content.decode()
    assert "is answering" in fresh.content.decode()
    assert "HX-Request" in fresh["Vary"]


def test_the_page_stops_asking_once_there_is_something_to_do(giver, phone):
    answered(giver, phone)
    assert "hx-get" not in giver.get(RECEIVER).content.decode()
    giver.post(RECEIVER, {"answer": "well"})
    assert "hx-get" not in giver.get(RECEIVER).content.decode()


def test_a_missing_answer_of_the_giver_is_explained(giver, phone):
    answered(giver, phone)
    page = giver.post(RECEIVER, {})
    assert page.status_code == 422
    assert "Choose the answer that fits" in words(page)
    assert HtmlPage("", page.content.decode()).text("title").startswith("Error:")


def test_before_the_receiver_has_sent_an_answer_of_the_giver_counts_for_nothing(giver):
    assert giver.post(RECEIVER, {"answer": "well"}).url == RECEIVER
    assert state(giver) == "waiting"


def test_pages_that_change_something_keep_to_their_methods(content, client):
    assert client.get(MAKE).status_code == 405
    assert client.post(SENT).status_code == 405


# --- privacy


def test_neither_token_nor_answers_can_be_read_in_the_database(giver, phone):
    address = link(giver)
    token = address.rstrip("/").rpartition("/")[2]
    assert len(token) == 43
    assert token.encode() not in everything_stored()
    answer_on(phone, address, cord_injury="yes")
    assert token.encode() not in everything_stored()
    phone.post(FINISH, {})
    giver.post(RECEIVER, {"answer": "well"})
    assert not PLANTED.search(everything_stored())


def test_no_page_may_be_kept_by_a_cache_or_by_htmx(giver, phone):
    address = link(giver)
    pages = [giver.get(RECEIVER), phone.get(address), Client().get(reverse("screening:receiver_open", args=["x"]))]
    pages += [answer_on(phone, address), phone.post(FINISH, {}), phone.get(SENT), giver.get(RECEIVER)]
    for page in pages:
        assert "no-store" in page["Cache-Control"]
        if page.status_code != 302:
            assert 'hx-history="false"' in page.content.decode()


def test_answers_and_state_reach_no_address_and_no_log(giver, phone, caplog):
    caplog.set_level(logging.DEBUG)
    address = link(giver)
    answer_on(phone, address, cord_injury="yes")
    phone.post(FINISH, {})
    giver.post(RECEIVER, {"answer": "well"})
    assert not [record for record in caplog.records if PLANTED.search(record.getMessage().encode())]
    assert "seen=" not in giver.get(RECEIVER).content.decode()


def test_the_code_is_drawn_without_inline_style(giver):
    page = giver.get(RECEIVER).content.decode()
    assert '<svg viewBox="0 0 ' in page
    assert " style=" not in page


def test_a_link_to_this_computer_says_that_a_phone_cannot_reach_it(giver, settings):
    assert "Another phone cannot reach it" not in words(giver.get(RECEIVER))
    assert "Another phone cannot reach it" in words(giver.get(RECEIVER, headers={"host": "127.0.0.1:8000"}))


def test_what_one_receiver_agreed_on_does_not_turn_up_for_the_next(giver, phone):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": "well"})
    giver.post(reverse("screening:agree"), {"stop_word": "Planted", "clothes": "on"})
    assert CONSENT_CARD in kept(giver)
    giver.post(MAKE)
    assert CONSENT_CARD not in kept(giver)


@pytest.mark.parametrize("slug", sorted(load_questionnaire().items))
def test_what_the_giver_sees_names_no_answer(content, slug):
    """Limits have to be told, for the giver keeps them; the reason behind them has not."""
    said = unsure() if slug == "consent" else yes()
    shown = seen_by_giver(record_of(**{slug.replace("-", "_"): said}))
    texts = load_wording().items[slug]
    told = " ".join(map(str, [shown.heading, shown.what_to_do, *shown.notes, *shown.limits]))
    assert not shown.causes
    assert not any(limit.because for limit in shown.limits)
    assert not any(words in told for words in (texts.short, texts.because, texts.question))
    assert shown.level <= 2 or not (shown.limits or shown.notes)


def test_the_receiver_s_preview_speaks_to_the_receiver_and_tells_every_gentle_place(giver, phone):
    said = words(answer_on(phone, link(giver)))
    assert "The giver may go ahead. Say stop at any moment." in said
    assert "Keep talking" not in said
    assert "the kidney area are always worked gently" in said
    assert "The answers add no limits: the usual plan fits." in said
    assert "No limits" not in said


def test_the_practice_page_does_not_tell_the_giver_why_no_massage_is_planned(giver, phone):
    answered(giver, phone, no_feedback="yes")
    giver.post(RECEIVER, {"answer": "well"})
    said = words(giver.get(PRACTICE))
    assert "no massage can be planned for now" in said
    assert "This site plans no massage" not in said
