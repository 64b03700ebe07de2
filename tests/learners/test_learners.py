"""A learner's life: kept while it is used, joined at sign-in, erased, and never brought back by a late request."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from learners.models import KEPT, Learner, LearnerGone, join
from learners.visitor import PREFIX
from massage_site.pages.personal_data import erase_guest
from practice.models import PracticeSession
from progress.models import Answer, LearningChoices, Progress, ReviewCard
from progress.rules.standing import all_read
from tests.factories import UserFactory
from tests.learners.guests import guest_of, learning_by
from tests.practice.visits import screened
from tests.tabs import tab_of

TECHNIQUE = "/progress/techniques/stroke-long/read/"
OTHER = "/progress/techniques/knead-scapula/read/"
REFUSED = "so nothing was kept now"


@pytest.mark.parametrize(
    "wrong", [{}, {"token_hash": "x"}, {"expires_at": timezone.now()}], ids=["neither", "no end", "no token"]
)
def test_the_database_keeps_members_and_guests_apart(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Learner.objects.create(**wrong)


def test_a_member_has_no_token(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Learner.objects.filter(pk=alice.learner.pk).update(token_hash="x")


def test_a_member_who_did_nothing_yet_gets_a_learner_by_the_first_mark(content, client):
    carol = UserFactory(username="carol", learning=False)
    client.force_login(carol)
    assert client.get("/progress/").status_code == 200
    assert not Learner.objects.exists()
    client.post(TECHNIQUE)
    assert Learner.objects.get().user == carol
    assert "keeps your place" not in client.get("/").content.decode()


def test_nothing_is_written_for_a_learner_who_is_gone(db):
    guest, _token = Learner.new_guest()
    Learner.objects.get().delete()
    with pytest.raises(LearnerGone), guest.writing():
        pytest.fail("nobody is there to write for")


def test_what_fails_while_writing_leaves_nothing_behind(alice):
    def fail_half_way():
        with alice.learner.writing():
            Progress.keep(alice.learner, {"technique": {"stroke-long": all_read(timezone.now())}}, {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert not Progress.objects.exists()


# --- thirty days -----------------------------------------------------------------------------------------------------


def test_a_mark_keeps_a_guest_for_thirty_more_days(content, client):
    client.post(TECHNIQUE)
    Learner.objects.update(expires_at=timezone.now() + timedelta(days=3))
    for cookie in client.cookies.values():
        cookie["max-age"] = 1
    client.get("/progress/")
    assert Learner.objects.get().expires_at < timezone.now() + timedelta(days=4)  # looking is no mark
    client.post(OTHER)
    assert Learner.objects.get().expires_at > timezone.now() + KEPT - timedelta(minutes=1)
    assert next(cookie for name, cookie in client.cookies.items() if name.startswith(PREFIX))["max-age"] == 30 * 86400


def test_a_guest_whose_days_are_over_is_nobody_and_is_erased_with_everything(content, client, alice):
    client.post(TECHNIQUE)
    client.post("/progress/choices/", {"cap": 15})
    PracticeSession.objects.create(learner=guest_of(client), minutes=20)
    alice.learner.practice_sessions.create(minutes=20)
    call_command("purge_guests", verbosity=0)
    assert Learner.objects.count() == 2
    Learner.objects.filter(user=None).update(expires_at=timezone.now())
    assert not learning_by(client).standings["technique"]
    call_command("purge_guests", verbosity=0)
    assert Learner.objects.get() == alice.learner
    assert not any(model.objects.exists() for model in (Progress, Answer, ReviewCard, LearningChoices))
    assert PracticeSession.objects.get().learner == alice.learner


def test_a_guest_who_came_back_in_time_is_not_erased(db):
    guest, _token = Learner.new_guest()
    Learner.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = Learner.objects.get()
    Learner.objects.update(expires_at=timezone.now() + KEPT)
    assert not late.expire(timezone.now())
    assert Learner.objects.get() == guest


# --- erased or joined meanwhile --------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize("address", [TECHNIQUE, "/progress/lessons/what-massage-can-do/check/", "/practice/after/"])
def test_a_mark_from_a_tab_that_does_not_know_it_was_erased_is_refused_and_says_so(content, client, address, headers):
    client.post(OTHER)
    late = tab_of(client)
    client.post("/accounts/data/erase-visit/")
    filled = {"uuid": "7d4c0b54-6d0e-4b8a-9f1e-0f6f0a3c5d21", "minutes": "20"}
    assert late.post(address, filled, headers=headers).status_code in (200, 302)
    assert REFUSED in late.get("/").content.decode()
    assert not Learner.objects.exists()
    late.post(address, filled)  # pressed again, it is a first mark
    assert Learner.objects.count() == 1
    assert not learning_by(late).standings["technique"].get("knead-scapula")


def test_a_mark_that_comes_with_a_token_that_was_joined_is_refused(content, client, alice):
    client.post(OTHER)
    late = tab_of(client)
    client.force_login(alice)
    client.get("/progress/")
    late.post(TECHNIQUE)
    assert REFUSED in late.get("/").content.decode()
    assert set(alice.learner.progress.values_list("slug", flat=True)) == {"knead-scapula"}
    assert Learner.objects.get() == alice.learner


def test_a_guest_s_cookie_beside_a_session_is_joined_by_the_next_request(content, client, alice):
    """A first mark may arrive while its browser signs in."""
    guest = Client()
    guest.post(TECHNIQUE)
    client.force_login(alice)
    client.cookies.update(guest.cookies)
    assert set(learning_by(client).standings["technique"]) == {"stroke-long"}
    assert Learner.objects.get() == alice.learner


def test_joining_who_is_gone_changes_nothing(alice, content):
    guest, _token = Learner.new_guest()
    Progress.keep(guest, {"technique": {"stroke-long": all_read(timezone.now())}}, {})
    Learner.objects.filter(pk=guest.pk).delete()
    join([guest], alice.learner)
    assert not alice.learner.progress.exists()


def test_signing_out_leaves_nothing_in_the_browser(content, client, alice):
    client.post(TECHNIQUE)
    client.force_login(alice)
    client.get("/")
    client.post("/accounts/logout/")
    assert not [name for name, cookie in client.cookies.items() if name.startswith(PREFIX) and cookie.value]
    assert not learning_by(client).standings["technique"]


def test_erasing_a_visit_takes_the_screening_along_where_another_tab_erased_the_learner(content, client):
    screened(client)
    client.post(TECHNIQUE)
    request = client.get("/progress/").wsgi_request
    assert request.visitor.learner
    Learner.objects.all().delete()
    erase_guest(request)
    assert "No answers of this visit are kept." in client.get("/screening/erase/").content.decode()
