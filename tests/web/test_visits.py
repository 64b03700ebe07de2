"""A visit's tabs write one after the other, and each only what it changed."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from web.visits import SessionStore, joined, visit_writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    visit = SessionStore()
    visit.update({"answers": ["no"], "marks": {"one": 1}})
    visit.save()
    return visit.session_key


def tab(key, **changes):
    visit = SessionStore(key)
    assert visit["answers"]
    visit.update(changes)
    return visit


def request_of(visit):
    request = RequestFactory().post("/", headers={"cookie": f"sessionid={visit.session_key}"})
    request.session = visit
    return request


def stored(key):
    return Session.objects.get(pk=key).get_decoded()


def test_a_tab_writes_what_it_changed_and_leaves_the_rest_to_the_others(key):
    late = tab(key, seen=True)
    tab(key, answers=["yes"]).save()
    late.save()
    assert stored(key) == {"answers": ["yes"], "marks": {"one": 1}, "seen": True}


def test_what_another_tab_erased_does_not_come_back(key):
    late = tab(key, seen=True)
    other = tab(key)
    del other["answers"]
    other.save()
    late.save()
    assert stored(key) == {"marks": {"one": 1}, "seen": True}


def test_what_is_changed_in_place_counts_as_changed(key):
    late = tab(key)
    tab(key, answers=["yes"]).save()
    late["marks"]["two"] = 2
    late.save()
    assert stored(key) == {"answers": ["yes"], "marks": {"one": 1, "two": 2}}


def test_saving_twice_writes_no_older_value_over_a_newer_one(key):
    late = tab(key, answers=["unsure"])
    late.save()
    tab(key, answers=["yes"]).save()
    late.save()
    assert stored(key)["answers"] == ["yes"]


def test_signing_in_takes_along_what_another_tab_wrote_meanwhile(key):
    signing_in = tab(key)
    tab(key, answers=["yes"]).save()
    signing_in.cycle_key()
    signing_in.save()
    assert signing_in.session_key != key
    assert stored(signing_in.session_key)["answers"] == ["yes"]


def test_an_ended_visit_is_not_made_again(key):
    late = tab(key, seen=True)
    tab(key).flush()
    with pytest.raises(UpdateError):
        late.save()
    with visit_writing(request_of(tab_without_look(key))) as is_there:
        assert not is_there
    assert not Session.objects.exists()


def tab_without_look(key):
    visit = SessionStore(key)
    visit["seen"] = True
    visit._session_key = key
    return visit


def test_writing_decides_on_what_is_stored_now(key):
    late = tab(key)
    tab(key, answers=["yes"]).save()
    with visit_writing(request_of(late)) as is_there:
        assert is_there
        assert late["answers"] == ["yes"]
        with visit_writing(request_of(late)) as is_still_there:
            assert is_still_there
            late["answers"] = ["yes", "no"]
    assert stored(key)["answers"] == ["yes", "no"]


def test_a_visitor_who_comes_without_a_visit_may_begin_one():
    request = RequestFactory().post("/")
    request.session = SessionStore()
    with visit_writing(request) as is_there:
        assert is_there
        request.session["answers"] = ["no"]
    assert stored(request.session.session_key) == {"answers": ["no"]}
    assert request.session.modified  # so the browser is told its name


def test_what_fails_leaves_nothing_behind(key):
    visit = tab(key)

    def fail():
        with visit_writing(request_of(visit)):
            visit["answers"] = ["yes"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not visit.modified
    assert visit["answers"] == ["no"]
    assert stored(key)["answers"] == ["no"]


def test_joined_keeps_the_last_word_on_each_key():
    seen = {"kept": 1, "mine": 1, "theirs": 1, "gone": 1, "erased": 1}
    mine = {"kept": 1, "mine": 2, "theirs": 1, "erased": 1, "new": 3}
    stored = {"kept": 1, "mine": 1, "theirs": 9, "gone": 1}
    assert joined(seen, mine, stored) == {"kept": 1, "mine": 2, "theirs": 9, "new": 3}
