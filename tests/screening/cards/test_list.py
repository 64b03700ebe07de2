"""The list of kept cards: what it shows, who may see it, what stays private."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.views.debug import ExceptionReporter

from screening import models
from screening.cards import views as card_views
from screening.models import ReceiverCard
from screening.rules.quick_check import QUESTIONS
from screening.visit.state import ANSWERS
from tests.factories import UserFactory
from tests.screening.cards.cards import PLANTED, aged, card_for, everything_stored, moment
from tests.screening.cards.using import AGREED, CARDS, KEEP, address, check_all, quick, use, words
from tests.screening.rules.documents import yes
from tests.screening.visit.kept import kept
from tests.screening.visit.visit import well
from tests.staff import enter_as_staff
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


# --- the list, rename, erase


def test_the_list_says_what_holds_and_never_what_was_answered(member, alice):
    card_for(alice, "Rosy", cord_injury=yes(), blood_thinner=yes())
    text = words(member.get(CARDS))
    for said in ("Rosy", "Still holds", "Ask again", "six short questions", "Last answer", "Heart and blood vessels"):
        assert said in text
    assert not re.search("cord|thinner", text, re.IGNORECASE)


def test_two_cards_with_different_answers_look_the_same(member, alice):
    """Nothing on the list may depend on what was answered."""
    card_for(
        alice, "One", cord_injury=yes(), pregnancy=yes(weeks=20, complication=False), em_pregnancy={"answer": "no"}
    )
    card_for(alice, "Two")
    one, two = (summary.themes for summary in member.get(CARDS).context["cards"])
    assert one == two


def test_the_list_erases_what_has_run_out(member, alice):
    card_for(alice)
    ReceiverCard.objects.update(expires_at=moment(seconds=1))
    assert "You have no card yet" in words(member.get(CARDS))
    assert not ReceiverCard.objects.exists()


def test_the_list_needs_the_same_queries_for_any_number_of_cards(member, alice, django_assert_num_queries):
    member.get(CARDS)
    for name in "ABCDE":
        card_for(alice, name)
    with django_assert_num_queries(4):
        member.get(CARDS)


def test_every_form_of_the_list_carries_its_token(member, alice):
    card_for(alice, "One")
    card_for(alice, "Two")
    page = HtmlPage(CARDS, member.get(CARDS).content.decode())
    forms = [form for form in page.elements("form") if form.get("action", "").startswith(CARDS)]
    assert len(forms) == 2
    tokens = [
        next((i.get("value") for i in form.iter("input") if i.get("name") == "csrfmiddlewaretoken"), "")
        for form in forms
    ]
    assert all(tokens)


def test_a_card_gets_another_nickname(member, alice):
    card = card_for(alice)
    assert member.get(address("rename_card", card)).context["form"]["nickname"].value() == "Sunny"
    assert member.post(address("rename_card", card), {"nickname": "Rosy"}).url == CARDS
    card.refresh_from_db()
    assert card.nickname == "Rosy"
    assert member.post(address("rename_card", card), {"nickname": ""}).status_code == 422


def test_erasing_is_asked_about_and_once_more_does_no_harm(member, alice):
    card = card_for(alice)
    assert "Sunny" in words(member.get(address("erase_card", card)))
    assert "there is no way back" in words(member.get(CARDS))
    for _ in range(2):
        assert member.post(address("erase_card", card)).url == CARDS
    assert member.get(address("erase_card", card)).url == CARDS
    assert not ReceiverCard.objects.exists()


def test_a_card_that_no_key_opens_says_so_and_can_be_erased(member, alice, settings):
    card = card_for(alice)
    settings.CARD_KEYS = ["A" * 43 + "="]
    assert "cannot be opened any more" in words(member.get(CARDS))
    assert "Please erase it" in words(member.post(address("use_card", card), follow=True))
    member.post(address("erase_card", card))
    assert not ReceiverCard.objects.exists()


# --- who may


@pytest.mark.parametrize("name", ["use_card", "rename_card", "erase_card"])
def test_nobody_reaches_another_s_card(content, client, alice, bob, name):
    card = card_for(bob)
    client.force_login(alice)
    answer = client.post(address(name, card), {"nickname": "Mine"})
    assert answer.status_code == (302 if name == "erase_card" else 404)
    card.refresh_from_db()
    assert card.nickname == "Sunny"
    assert ANSWERS not in kept(client)


@pytest.mark.parametrize("name", ["use_card", "rename_card", "erase_card"])
def test_a_card_that_has_run_out_is_not_there(member, alice, name):
    card = card_for(alice)
    ReceiverCard.objects.update(expires_at=moment(seconds=1))
    assert member.post(address(name, card), {"nickname": "New"}).status_code == (302 if name == "erase_card" else 404)


def test_cards_are_for_members(content, client, alice):
    card = card_for(alice)
    for target in (CARDS, KEEP, address("rename_card", card), address("erase_card", card)):
        assert client.get(target).url.startswith("/accounts/login/")
    for name in ("use_card", "erase_card"):
        assert client.post(address(name, card)).url.startswith("/accounts/login/")
    assert ReceiverCard.objects.exists()


def test_pages_that_change_something_keep_to_their_methods(member, alice):
    card = card_for(alice)
    assert member.get(address("use_card", card)).status_code == 405
    assert member.post(CARDS).status_code == 405


def private_pages(client, alice):
    card = aged(card_for(alice, cord_injury=yes(), left_open=["cord-injury/go-ahead"]), days=1)
    yield client.get(CARDS)
    yield client.get(address("rename_card", card))
    yield use(client, card)
    yield client.get(quick(1))
    yield client.post(quick(1), {})
    check_all(client)
    yield client.get(KEEP)
    yield client.post(KEEP, {})
    yield client.post(KEEP, AGREED)
    yield client.post(address("erase_card", card))


def test_no_page_may_be_kept_by_a_cache_or_by_htmx(member, alice):
    for answer in private_pages(member, alice):
        assert "no-store" in answer["Cache-Control"]
        if answer.status_code != 302:
            assert 'hx-history="false"' in answer.content.decode()


def test_answers_reach_no_log_no_address_and_no_message(member, alice, caplog):
    caplog.set_level(logging.DEBUG)
    answers = list(private_pages(member, alice))
    assert not [record for record in caplog.records if PLANTED.search(record.getMessage().encode())]
    assert not [a for a in answers if re.search("cord|answer=|yes", a.get("Location", ""))]
    assert "cord" not in str(member.cookies)


def test_answers_cannot_be_read_anywhere_in_the_database(member, alice):
    card = aged(card_for(alice, cord_injury=yes(), left_open=["cord-injury/go-ahead"]), days=1)
    use(member, card)
    check_all(member)
    member.post(KEEP, AGREED)
    assert models.Visit.objects.exists()
    assert not PLANTED.search(everything_stored())


def test_a_crash_report_shows_no_answer(member, alice, monkeypatch):
    reports = []

    def crash(*args, **kwargs):
        raise ZeroDivisionError

    def hear(*args, request, exception=None, **kwargs):
        reports.append((request, exception))

    monkeypatch.setattr(card_views, "next_step", crash)
    monkeypatch.setattr("django.core.handlers.exception.log_response", hear)
    use(member, aged(card_for(alice, cord_injury=yes()), days=1))
    member.raise_request_exception = False
    answers = [member.post(quick(number), {"answer": "no"}) for number in QUESTIONS]
    assert answers[-1].status_code == 500
    for request, exception in reports:
        report = ExceptionReporter(request, type(exception), exception, exception.__traceback__)
        for text in (report.get_traceback_text(), report.get_traceback_html()):
            assert "ZeroDivisionError" in text
            assert not re.search(r"cord-injury", text)
    assert reports


def test_the_admin_shows_neither_answers_nor_nicknames(content, alice):
    card = card_for(alice, "Rosy", cord_injury=yes())
    caretaker = enter_as_staff(Client(), UserFactory(is_staff=True, is_superuser=True))
    shown = caretaker.get("/admin/screening/receivercard/").content.decode()
    one = caretaker.get(f"/admin/screening/receivercard/{card.pk}/change/").content.decode()
    assert str(card.uuid) in shown
    for text in (shown, one):
        assert not re.search("cord|Rosy|sealed", text)
    assert caretaker.get("/admin/screening/receivercard/add/").status_code == 403


def test_the_export_holds_the_cards_whole(member, alice, bob):
    card_for(alice, "Rosy", cord_injury=yes())
    card_for(bob, "Other")
    (card,) = json.loads(member.get("/accounts/data/export/").content)["cards"]
    assert (card["nickname"], card["answers"]["cord-injury"]["answer"]) == ("Rosy", "yes")
    assert card.keys() == {"nickname", "created", "receiver_agreed", "kept_until", "questions_version", "answers"}
    assert "1 card" in words(member.get("/accounts/data/"))
    assert "cord" not in words(member.get("/accounts/data/"))


def test_erasing_the_account_erases_the_cards(member, alice):
    card_for(alice)
    member.post("/accounts/data/erase/", {"email": alice.email})
    assert not ReceiverCard.objects.exists()


def test_signing_in_keeps_the_answers_of_the_visit(content, client, alice):
    well(client)
    client.force_login(alice)
    assert client.post(KEEP, AGREED).url == CARDS
    assert alice.receiver_cards.get().expires_at > moment() + timedelta(days=300)
