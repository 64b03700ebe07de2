"""What is too old leaves the stored visits; the rest of a visit stays as it was, until its own end."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from screening.clearance import read_record
from screening.models import ReceiverLink, Visit
from screening.rules.quick_check import QUESTIONS
from screening.vault import CLOCK_SKEW, KEPT_FOR
from screening.visit import forgetting
from screening.visit.consent_card import write_consent_card
from screening.visit.current import visit_of
from screening.visit.forgetting import forget_old_answers, forget_old_visits
from screening.visit.state import (
    ANSWERS,
    CARD,
    CONSENT_CARD,
    LINK,
    PHONE,
    QUICK_CHECK,
    VOICE,
    QuickCheck,
    read_quick_check,
    write_quick_check,
)
from tests.screening.visit.kept import kept, request_of, writing
from tests.screening.visit.visit import START, well

pytestmark = pytest.mark.django_db

DAY = timedelta(hours=24, minutes=1)


@pytest.fixture
def visitor(content, client):
    """Has answered everything, and agreed on a stop word."""
    well(client)
    with writing(client) as request:
        write_consent_card(request, {"stop_word": "plum"})
    return client


def write(client, **parts):
    with writing(client) as request:
        visit_of(request).update(parts)


def in_a(moment):
    return timezone.now() + moment


def lives_on():
    """As if the visit had been written again just before its answers are a day old."""
    Visit.objects.update(expires_at=in_a(2 * KEPT_FOR))


def test_old_answers_leave_a_visit_that_goes_on(visitor):
    write(visitor, voice="giver")
    lives_on()
    ends = Visit.objects.get().expires_at
    assert forget_old_answers(in_a(DAY)) == 1
    assert Visit.objects.get().parts().keys() == {VOICE, "name"}
    assert Visit.objects.get().expires_at == ends


def test_answers_that_still_count_stay(visitor):
    before = bytes(Visit.objects.get().sealed)
    assert forget_old_answers(in_a(timedelta(hours=23, minutes=59))) == 0
    assert bytes(Visit.objects.get().sealed) == before
    assert read_record(request_of(visitor)).answers


def test_what_was_written_meanwhile_is_kept(visitor):
    row = Visit.objects.get()
    write(visitor, voice="giver")
    assert forgetting._forget(row, in_a(DAY)) == 0
    assert {ANSWERS, CONSENT_CARD, VOICE} <= kept(visitor).keys()


def test_each_write_takes_out_what_is_too_old_and_prolongs_nothing_else(visitor, monkeypatch):
    before = kept(visitor)[ANSWERS]["at"]
    almost, late = in_a(timedelta(hours=23)), in_a(timedelta(hours=46))
    monkeypatch.setattr("django.utils.timezone.now", lambda: almost)
    write(visitor, voice="giver")
    assert kept(visitor)[ANSWERS]["at"] == before
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert not read_record(request_of(visitor)).answers
    write(visitor, country="nz")
    assert Visit.objects.get().parts().keys() == {"name", "voice", "country"}


def test_a_visit_ends_a_day_after_it_was_written_last(visitor):
    assert forget_old_visits(in_a(timedelta(hours=23, minutes=59))) == 0
    assert forget_old_visits(in_a(DAY)) == 1
    assert not Visit.objects.exists()


def test_looking_does_not_prolong_a_visit(visitor):
    before = Visit.objects.get().expires_at
    visitor.get(START)
    visitor.get("/practice/")
    assert Visit.objects.get().expires_at == before


@pytest.mark.parametrize(("ahead", "goes"), [(CLOCK_SKEW, 0), (CLOCK_SKEW + timedelta(seconds=5), 1)])
def test_a_visit_from_ahead_of_the_clock_goes_too(visitor, ahead, goes):
    assert forget_old_visits(Visit.objects.get().expires_at - KEPT_FOR - ahead) == goes


def test_a_visit_that_no_key_opens_stays_until_its_end_and_is_asked_anew(visitor, settings):
    settings.SECRET_KEY = "another key, as long as it has to be, but another"
    assert not read_record(request_of(visitor)).answers
    assert forget_old_answers(in_a(timedelta(hours=23))) == 0
    well(visitor)
    assert Visit.objects.count() == 1
    assert read_record(request_of(visitor)).answers


def test_an_old_quick_check_begins_anew_while_its_answers_count(visitor):
    with writing(visitor) as request:
        write_quick_check(visit_of(request), QuickCheck({QUESTIONS[0]: "no"}), in_a(-DAY))
    forget_old_answers(timezone.now())
    check = read_quick_check(kept(visitor), timezone.now())
    assert (check.next, kept(visitor)[QUICK_CHECK]) == (QUESTIONS[0], None)


def test_the_check_and_the_card_go_with_the_answers(visitor):
    write(visitor, **{CARD: "some card", QUICK_CHECK: {}})
    lives_on()
    forget_old_answers(in_a(DAY))
    assert not {CARD, QUICK_CHECK} & Visit.objects.get().parts().keys()


def test_answers_on_a_phone_go_when_its_link_has_run_out(visitor):
    now = timezone.now()
    link = ReceiverLink.objects.create(token_hash="a", created_at=now, expires_at=now + timedelta(hours=2))
    write(visitor, **{PHONE: str(link.uuid)})
    assert forget_old_answers(now) == 0
    assert forget_old_answers(in_a(timedelta(hours=2, minutes=1))) == 1
    assert not {ANSWERS, CONSENT_CARD} & Visit.objects.get().parts().keys()


def test_a_stop_word_goes_with_the_link_it_was_agreed_for(content, client):
    client.post(reverse("screening:make_link"))
    with writing(client) as request:
        write_consent_card(request, {"stop_word": "plum"})
    assert forget_old_answers(timezone.now()) == 0
    forget_old_answers(in_a(timedelta(hours=2, minutes=1)))
    left = Visit.objects.get().parts()
    assert (CONSENT_CARD in left, LINK in left) == (False, True)


def test_the_command_says_what_it_erased(visitor, capsys):
    Visit.objects.begin({ANSWERS: "bears no time", VOICE: "giver"}, timezone.now())
    Visit.objects.begin({}, in_a(-DAY))
    call_command("forget_answers")
    assert capsys.readouterr().out == "Erased: 1 visits, old answers of 1 others.\n"
    call_command("forget_answers")
    assert capsys.readouterr().out == "Erased: 0 visits, old answers of 0 others.\n"
