"""An emergency on the receiver's phone, and a link's one device and two hours."""

import pytest
from django.test import Client
from django.urls import reverse

from screening.models import ReceiverLink
from screening.receiver import links as receiver_links
from screening.rules.questionnaire import load_questionnaire
from screening.visit.state import ANSWERS, LINK, PHONE
from tests.screening.cards.cards import moment
from tests.screening.receiver.phones import (
    FINISH,
    MAKE,
    PRACTICE,
    RECEIVER,
    STOP,
    answer_on,
    answered,
    later,
    link,
    state,
    words,
)
from tests.screening.visit.kept import kept
from tests.screening.visit.visit import CHECK, FIRST, OUTCOME, START, Visit, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


def main_words(answer):
    [main] = HtmlPage("", answer.content.decode()).elements("main")
    return " ".join("".join(main.itertext()).split())


# --- an emergency


def test_an_emergency_is_told_to_the_giver_at_once(giver, phone):
    phone.post(link(giver))
    assert send(phone, FIRST, {"em-chest": "yes"}).url == OUTCOME
    assert "112" in words(phone.get(OUTCOME))
    page = giver.get(RECEIVER)
    assert page.context["state"] == "help"
    assert "tel:112" in page.content.decode()
    assert "chest" not in words(page)
    practice = giver.get(PRACTICE)
    assert practice.context["permission"].calls_for_help
    assert practice.context["permission"].address == RECEIVER
    assert "Stop and call 112, 999 or 911 now" in words(practice)
    assert "chest" not in words(practice)
    assert "laid out" not in words(practice)
    assert "lessons" not in main_words(practice)
    assert "The answers say: stop and call for help." in main_words(giver.get(START))
    assert "call again at once" in words(page)
    assert not list(HtmlPage("", page.content.decode()).elements("nav", "header", "footer"))
    polled = giver.get(RECEIVER, {"seen": "opened"}, headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert giver.get(RECEIVER, {"country": "gb"}).content.decode().count("tel:999") == 1


def test_an_emergency_ticked_by_mistake_can_be_taken_back(giver, phone):
    phone.post(link(giver))
    send(phone, FIRST, {"em-chest": "yes"})
    send(phone, FIRST, {"none": "on"})
    assert state(giver) == "opened"
    assert not bytes(ReceiverLink.objects.get().sealed)


# --- once, one device, two hours


def test_a_link_opens_once(giver, phone):
    address = link(giver)
    assert phone.get(address).status_code == 200
    assert path(phone.post(address)) == question(FIRST)
    for other in (Client(), Client()):
        assert other.get(address).status_code == 410
        assert other.post(address).status_code == 410
        assert PHONE not in kept(other)
    assert phone.get(address).url == reverse("screening:continue")


def test_looking_at_a_link_does_not_use_it_up(giver, phone):
    address = link(giver)
    for _ in range(3):
        assert "Start on this phone" in words(Client().get(address))
    assert phone.post(address).status_code == 302


def test_of_two_phones_at_once_one_wins(giver, monkeypatch):
    address = link(giver)
    token = address.rstrip("/").rpartition("/")[2]
    found = receiver_links.of_token(token, moment())
    Client().post(address)
    monkeypatch.setattr(receiver_links, "of_token", lambda token, now: found)
    second = Client()
    assert second.post(address).status_code == 410
    assert PHONE not in kept(second)


def test_the_giver_does_not_use_up_the_link_by_opening_it(giver):
    address = link(giver)
    assert "This is your own link" in words(giver.get(address))
    assert "This is your own link" in words(giver.post(address))
    assert state(giver) == "waiting"


@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_a_made_up_link_is_closed(content, client, token):
    address = reverse("screening:receiver_open", args=[token])
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410


def test_a_link_lasts_two_hours(giver, phone):
    address = link(giver)
    later(hours=1, minutes=59)
    assert phone.get(address).status_code == 200
    later(minutes=2)
    assert phone.post(address).status_code == 410
    assert "time of the last link is over" in words(giver.get(RECEIVER))


def test_a_receiver_who_is_too_late_is_told_and_leaves_nothing(giver, phone):
    answer_on(phone, link(giver))
    later(hours=2, minutes=1)
    answer = phone.post(FINISH, {})
    assert answer.status_code == 410
    assert "Nothing was sent. Ask the giver to make a new one." in words(answer)
    assert ANSWERS not in kept(phone)


def test_too_late_is_noticed_on_any_page(giver, phone):
    phone.post(link(giver))
    page = phone.get(question(FIRST))
    later(hours=2, minutes=1)
    sent = phone.post(question(FIRST), {"shown": page.context["shown"], "none": "on"})
    assert sent.url == FINISH
    assert ANSWERS not in kept(phone)


def test_long_after_a_link_its_phone_is_a_phone_like_any_other(giver, phone):
    phone.post(link(giver))
    later(hours=2, minutes=1)
    assert "This link is closed" in words(phone.get(question(FIRST), follow=True))
    page = Visit(phone).walk()
    assert page.request["PATH_INFO"] == CHECK
    assert phone.get(OUTCOME).context["permission"].is_granted


def test_who_begins_as_a_giver_no_longer_answers_for_another_s_link(giver, phone):
    phone.post(link(giver))
    phone.post(MAKE)
    assert PHONE not in kept(phone)
    assert state(phone) == "waiting"


def test_the_outcome_ends_two_hours_after_sending(giver, phone):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": "well"})
    assert giver.get(RECEIVER).context["permission"].is_granted
    later(hours=2, minutes=1)
    page = giver.get(PRACTICE)
    assert page.context["permission"].clearance is None
    assert "The two hours of the receiver's own answers are over." in words(page)


def test_a_new_link_takes_the_place_of_the_old_one_and_sweeps(giver, phone):
    old = link(giver)
    ReceiverLink.objects.create(token_hash="a", created_at=moment(hours=3), expires_at=moment(hours=1))
    giver.post(MAKE)
    assert phone.get(old).status_code == 410
    assert ReceiverLink.objects.count() == 1


def test_closing_a_link_erases_what_was_sent(giver, phone):
    answered(giver, phone)
    giver.post(STOP)
    assert not ReceiverLink.objects.exists()
    assert LINK not in kept(giver)
    assert state(giver) == "none"


def test_answers_given_on_this_device_take_the_place_of_the_link(giver, phone):
    answered(giver, phone, cord_injury="yes")
    well(giver)
    send(giver, "today", {"none": "on"})
    assert giver.get(START).context["permission"].is_granted
    assert not ReceiverLink.objects.exists()


def test_making_a_link_erases_what_was_answered_here(content, client):
    well(client)
    client.post(MAKE)
    assert ANSWERS not in kept(client)


def test_erasing_a_visit_erases_its_link(giver):
    giver.post("/accounts/data/erase-visit/")
    assert not ReceiverLink.objects.exists()


def test_changed_questions_close_what_was_sent(giver, phone):
    answered(giver, phone)
    row = ReceiverLink.objects.get()
    newer = load_questionnaire().model_copy(update={"version": 99})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiver_links, "load_questionnaire", lambda: newer)
        assert receiver_links.sent(row, moment()) is None


def test_what_one_link_holds_opens_in_no_other(giver, phone):
    answered(giver, phone)
    row = ReceiverLink.objects.get()
    other, _ = receiver_links.make(moment())
    ReceiverLink.objects.filter(pk=other.pk).update(sealed=row.sealed, opened_at=moment(), sent_at=moment())
    other.refresh_from_db()
    assert receiver_links.sent(other, moment()) is None
    assert receiver_links.sent(row, moment())


def test_a_giver_s_answer_does_not_bring_back_what_was_taken_back(giver, phone):
    answered(giver, phone)
    row = ReceiverLink.objects.get()
    receiver_links.take_back(row)
    from screening.rules.answers import Answer

    receiver_links.answer_as_giver(row, Answer("no", moment()), moment())
    assert not bytes(ReceiverLink.objects.get().sealed)
