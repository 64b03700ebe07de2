"""Keeping the answers of a visit, and saying whether a massage may start."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from screening import clearance as keeping
from screening.clearance import (
    erase_record,
    permission,
    read_record,
    write_record,
)
from screening.rules.assessment import parse
from screening.rules.journey import Record
from screening.rules.questionnaire import load_questionnaire
from screening.vault import KEPT_FOR, dated, in_time, seal, unseal
from screening.visit.state import ANSWERS
from tests.screening.rules.documents import everyone_well, yes
from web.written.json_document import write_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(db):
    request = RequestFactory().get("/practice/")
    request.screening_visit = {}
    return request


def record_of(hours_ago=0, **items):
    """Everybody well but for these items, answered that long ago."""
    moment = write_time(timezone.now() - timedelta(hours=hours_ago))
    said = everyone_well() | {slug.replace("_", "-"): answer for slug, answer in items.items()}
    dated = {slug: {"answered_at": moment, **answer} for slug, answer in said.items()}
    return Record(parse({"now": write_time(timezone.now()), "items": dated})[1])


def keep(request, record):
    write_record(request, record)
    return request


def test_without_answers_there_is_no_clearance(request_):
    found = permission(request_)
    assert found.clearance is None
    assert not found.is_granted
    assert found.address == reverse("screening:start")


def test_answers_come_back_as_they_were_kept(request_):
    record = record_of(sunburn=yes(whole_back=False, regions=["flank-l"]))
    kept = read_record(keep(request_, record))
    assert kept.answers == record.answers
    assert kept.visit


def test_a_well_person_may_start(request_):
    keep(request_, record_of())
    assert permission(request_).is_granted
    assert permission(request_).clearance.may_start


@pytest.mark.parametrize(
    ("items", "word", "address"),
    [
        ({"fever": yes()}, "not today", "outcome"),
        ({"cord_injury": yes()}, "doctor", "outcome"),
        ({"em_chest": yes()}, "call for help", "outcome"),
    ],
)
def test_a_refusal_says_why_and_where_to_go(request_, items, word, address):
    record = record_of(**items)
    keep(request_, Record(record.answers, frozenset({"cord-injury/go-ahead"})))
    found = permission(request_)
    assert word in str(found.reason)
    assert found.address == reverse(f"screening:{address}")


def test_open_questions_keep_a_massage_from_starting(request_):
    answers = dict(record_of().answers)
    del answers["giver-ready"]
    keep(request_, Record(answers))
    assert permission(request_).address == reverse("screening:continue")
    assert "still open" in str(permission(request_).reason)


def test_an_open_detail_keeps_a_massage_from_starting(request_):
    """Its strictest value would allow a start; still the person is asked first."""
    keep(request_, record_of(pain_sensitive=yes()))
    assert permission(request_).clearance.may_start
    assert not permission(request_).is_granted


def test_answers_that_are_too_old_keep_a_massage_from_starting(request_):
    keep(request_, record_of(hours_ago=24))
    assert "too old" in str(permission(request_).reason)


def test_the_verdict_is_worked_out_anew_each_time(request_, monkeypatch):
    keep(request_, record_of(hours_ago=23))
    assert permission(request_).is_granted
    later = keeping.this_moment() + timedelta(hours=1)
    monkeypatch.setattr(keeping, "this_moment", lambda: later)
    assert not permission(request_).is_granted


@pytest.mark.parametrize(
    "blob",
    [
        None,
        "",
        "nonsense",
        7,
        {"items": {}},
        {"at": "today", "is": {}},
        {"at": 2**31, "is": {}},
        dated([], timezone.now()),
    ],
)
def test_a_blob_that_cannot_be_opened_counts_as_no_answers(request_, blob):
    request_.screening_visit[ANSWERS] = blob
    assert read_record(request_) == Record()


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"version": 99},
        {"items": {"fever": {"answer": "perhaps"}}},
        {"items": None},
    ],
)
def test_a_blob_of_other_questions_counts_as_no_answers(request_, change):
    keep(request_, record_of())
    document = in_time(request_.screening_visit[ANSWERS], timezone.now())
    request_.screening_visit[ANSWERS] = dated(document | change, timezone.now())
    found = read_record(request_)
    assert not found.answers
    assert not found.left_open


def test_answers_of_an_older_version_are_asked_again_only_where_the_item_changed(request_, monkeypatch):
    record = record_of(sunburn=yes(whole_back=False), fever=yes())
    keep(request_, Record(record.answers, frozenset({"sunburn/regions"})))
    newer = changed_questions("sunburn")
    monkeypatch.setattr(keeping, "load_questionnaire", lambda: newer)
    kept = read_record(request_)
    assert kept.answers == {slug: answer for slug, answer in record.answers.items() if slug != "sunburn"}
    assert kept.left_open == frozenset()
    assert not permission(request_).is_granted


def test_a_visit_under_the_first_version_goes_on_with_what_the_second_left_as_it_was(request_):
    record = record_of(neuro=yes(limb="arm", side="l", course="new"), diabetes=yes(unstable_today=True))
    keep(request_, record)
    document = in_time(request_.screening_visit[ANSWERS], timezone.now())
    items = {slug: answer for slug, answer in document["items"].items() if slug != "no-feedback"}
    request_.screening_visit[ANSWERS] = dated({**document, "version": 1, "items": items}, timezone.now())
    kept = read_record(request_).answers
    assert kept["diabetes"] == record.answers["diabetes"]
    assert kept.keys() == load_questionnaire().unchanged_since(1) - {"em-pregnancy"}
    assert not permission(request_).is_granted


def changed_questions(slug):
    """The questionnaire one version on, in which that item changed."""
    now = load_questionnaire()
    items = {**now.items, slug: now.items[slug].model_copy(update={"since": now.version + 1})}
    return now.model_copy(update={"version": now.version + 1, "items": items})


def test_what_is_sealed_cannot_be_read_without_the_key(settings):
    sealed = seal({"planted": "answer"}, timezone.now(), b"a")
    assert b"planted" not in sealed
    assert unseal(sealed, b"b") is None
    assert unseal(sealed, b"a") == {"planted": "answer"}
    settings.SECRET_KEY = "another key, as long as it has to be, but another"
    assert unseal(sealed, b"a") is None


def test_a_key_that_was_replaced_still_opens(settings):
    sealed = seal({"planted": "answer"}, timezone.now(), b"a")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as it has to be, but another"
    assert unseal(sealed, b"a") == {"planted": "answer"}


def test_a_seal_holds_for_a_day():
    now = timezone.now().replace(microsecond=0)
    sealed, part = seal({"a": 1}, now, b"a"), dated({"a": 1}, now)
    assert unseal(sealed, b"a", within=(now + KEPT_FOR, KEPT_FOR)) == in_time(part, now + KEPT_FOR) == {"a": 1}
    late = now + KEPT_FOR + timedelta(seconds=1)
    assert unseal(sealed, b"a", within=(late, KEPT_FOR)) is in_time(part, late) is None


def test_erasing_leaves_nothing(request_):
    erase_record(keep(request_, record_of()))
    assert ANSWERS not in request_.screening_visit
    assert permission(request_).clearance is None
