"""Sealed answers leave the stored visits when their time is over; the rest of the visit stays as it was."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from screening.clearance import SESSION_KEY, read_record
from screening.models import ReceiverLink
from screening.rules.quick_check import QUESTIONS
from screening.visit import forgetting
from screening.visit import state as visit_state
from screening.visit.consent_card import write_consent_card
from screening.visit.forgetting import forget_old_answers
from screening.visit.state import CARD, CONSENT_CARD, LINK, PHONE, QUICK_CHECK, QuickCheck
from tests.screening.visit.visit import well

pytestmark = pytest.mark.django_db

MARK = "/progress/techniques/stroke-long/practise/"
DAY = timedelta(hours=24, minutes=1)


@pytest.fixture
def visitor(content, client):
    """Has answered everything, agreed on a stop word, and marked a technique."""
    client.post(MARK)
    well(client)
    write(client, lambda session: write_consent_card(SimpleNamespace(session=session), {"stop_word": "plum"}))
    return client


def write(client, change):
    session = client.session
    change(session)
    session.save()


def stored(client):
    return Session.objects.get(pk=client.session.session_key)


def sealed(client):
    kept = stored(client).get_decoded()
    return [kept[key] for key in (SESSION_KEY, CONSENT_CARD) if key in kept]


def in_a(moment):
    return timezone.now() + moment


def test_the_sealed_text_is_gone_from_the_database_after_a_day(visitor):
    before = sealed(visitor)
    assert len(before) == 2
    assert forget_old_answers(in_a(DAY)) == 1
    left = [str(row.get_decoded()) for row in Session.objects.all()]
    assert not [text for text in before if any(text in row for row in left)]


def test_the_rest_of_the_visit_stays_with_its_end(visitor):
    write(visitor, lambda session: session.update({"note": "stays"}))
    ends = stored(visitor).expire_date
    forget_old_answers(in_a(DAY))
    assert stored(visitor).get_decoded()["note"] == "stays"
    assert stored(visitor).expire_date == ends


def test_answers_that_still_count_stay(visitor):
    before = stored(visitor).session_data
    assert forget_old_answers(in_a(timedelta(hours=23, minutes=59))) == 0
    assert stored(visitor).session_data == before
    assert read_record(SimpleNamespace(session=visitor.session)).answers


def test_what_was_written_meanwhile_is_kept(visitor):
    row = stored(visitor)
    write(visitor, lambda session: session.update({"note": "newer"}))
    assert forgetting._forget(row, in_a(DAY)) == 0
    assert (len(sealed(visitor)), visitor.session["note"]) == (2, "newer")


def test_an_old_quick_check_begins_anew_while_its_answers_count(visitor):
    long_ago = in_a(-DAY)
    write(visitor, lambda session: visit_state.write_quick_check(session, QuickCheck({QUESTIONS[0]: "no"}), long_ago))
    forget_old_answers(timezone.now())
    check = visit_state.read_quick_check(visitor.session, timezone.now())
    assert (check.next, visitor.session[QUICK_CHECK]) == (QUESTIONS[0], "")


def test_the_check_and_the_card_go_with_the_answers(visitor):
    write(visitor, lambda session: session.update({CARD: "some card", QUICK_CHECK: "sealed"}))
    forget_old_answers(in_a(DAY))
    assert not {CARD, QUICK_CHECK} & stored(visitor).get_decoded().keys()


def test_answers_on_a_phone_go_when_its_link_has_run_out(visitor):
    now = timezone.now()
    link = ReceiverLink.objects.create(token_hash="a", created_at=now, expires_at=now + timedelta(hours=2))
    write(visitor, lambda session: session.update({PHONE: str(link.uuid)}))
    assert forget_old_answers(now) == 0
    assert forget_old_answers(in_a(timedelta(hours=2, minutes=1))) == 1
    assert not sealed(visitor)


def test_a_stop_word_goes_with_the_link_it_was_agreed_for(content, client):
    client.post(reverse("screening:make_link"))
    write(client, lambda session: write_consent_card(SimpleNamespace(session=session), {"stop_word": "plum"}))
    assert forget_old_answers(timezone.now()) == 0
    forget_old_answers(in_a(timedelta(hours=2, minutes=1)))
    assert (CONSENT_CARD in stored(client).get_decoded(), LINK in stored(client).get_decoded()) == (False, True)


def test_the_command_says_how_many_visits_held_something_too_old(visitor, capsys):
    write(visitor, lambda session: session.update({SESSION_KEY: "bears no time"}))
    call_command("forget_answers")
    assert capsys.readouterr().out == "Erased: old answers of 1 visits.\n"
    call_command("forget_answers")
    assert capsys.readouterr().out == "Erased: old answers of 0 visits.\n"
