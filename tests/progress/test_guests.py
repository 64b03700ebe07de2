"""What a guest did is kept on the device and goes into the account, once, when the guest signs up or in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from learners.models import Learner
from progress.models import Progress
from progress.rules.standing import Standing, all_read, practised
from tests.accounts.visits import mailed_code
from tests.factories import PASSWORD
from tests.learners.guests import guest_of

LESSON = "/lessons/what-massage-can-do/"
SLUG = "what-massage-can-do"
YEARS_AGO = datetime(2020, 1, 1, tzinfo=UTC)
YEARS_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


def sign_up(client, email="carol@example.org"):
    assert client.post("/accounts/signup/", {"email": email}).status_code == 302
    assert client.post("/accounts/confirm-email/", {"code": mailed_code(email)}).status_code == 302
    return get_user_model().objects.get(email=email)


def sign_in(client, user):
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def test_a_guest_s_marks_are_rows_and_no_session(client, read_step, steps):
    read_step(client, steps[0])
    assert guest_of(client).progress.standings()["lesson"][SLUG].step == steps[1]
    assert not Session.objects.exists()


def test_signing_up_takes_a_guest_s_progress_along(client, read_step, steps):
    read_step(client, steps[0])
    client.post("/progress/techniques/stroke-long/practise/")
    carol = sign_up(client)
    known = carol.learner.progress.standings()
    assert Learner.objects.count() == 1
    assert known["lesson"][SLUG].step == steps[1]
    assert known["technique"]["stroke-long"].practised_at


def test_signing_in_takes_a_guest_s_progress_along(client, alice, read_step, steps):
    read_step(client, steps[0])
    sign_in(client, alice)
    assert alice.learner.progress.standings()["lesson"][SLUG].step == steps[1]


def test_signing_in_loses_nothing_of_either_and_makes_no_double_rows(client, alice, read_step, steps):
    Progress.keep(alice.learner, {"lesson": {SLUG: Standing(YEARS_AGO, YEARS_AGO, step=steps[3])}}, {SLUG: steps})
    Progress.keep(alice.learner, {"technique": {"stroke-long": practised(YEARS_AHEAD)}}, {})
    read_step(client, steps[0])
    client.post("/progress/techniques/stroke-long/read/")
    client.post("/progress/lessons/stroking/practise/")
    sign_in(client, alice)
    known = alice.learner.progress.standings()
    assert alice.learner.progress.count() == 3
    assert (known["lesson"][SLUG].step, known["lesson"][SLUG].started_at) == (steps[3], YEARS_AGO)
    assert known["technique"]["stroke-long"].practised_at == YEARS_AHEAD
    assert known["technique"]["stroke-long"].read_at < YEARS_AHEAD
    assert known["lesson"]["stroking"].state == "practised"


def test_two_devices_come_together(content, alice, read_step, steps):
    phone, tablet = Client(), Client()
    read_step(phone, steps[0])
    read_step(tablet, steps[2])
    tablet.post("/progress/techniques/stroke-long/read/")
    for device in (phone, tablet):
        sign_in(device, alice)
    known = alice.learner.progress.standings()
    assert known["lesson"][SLUG].step == steps[3]
    assert "stroke-long" in known["technique"]
    for device in (phone, tablet):
        assert "Continue lesson 1" in device.get("/").content.decode()


def test_signing_in_again_does_not_bring_back_what_was_reset(client, alice, read_step, steps):
    read_step(client, steps[0])
    sign_in(client, alice)
    client.post(f"/progress/lessons/{SLUG}/restart/")
    client.post("/accounts/logout/")
    sign_in(client, alice)
    assert not alice.learner.progress.exists()


def test_a_member_s_marks_do_not_stay_on_the_device_after_signing_out(client, alice, read_step, steps):
    sign_in(client, alice)
    read_step(client, steps[0])
    client.post("/accounts/logout/")
    assert "Start lesson 1" in client.get("/").content.decode()


def test_a_merge_that_is_done_twice_changes_nothing(client, alice, read_step, steps):
    read_step(client, steps[0])
    guest = {"lesson": {SLUG: Standing(YEARS_AGO, YEARS_AGO, step=steps[1])}}
    first = Progress.keep(alice.learner, guest, {SLUG: steps})
    assert Progress.keep(alice.learner, guest, {SLUG: steps}) == first
    assert alice.learner.progress.count() == 1


def test_signing_in_without_marks_writes_nothing(content, client, alice):
    sign_in(client, alice)
    assert not Progress.objects.exists()


def test_only_reading_makes_no_session_and_no_cookie(content, client):
    for address in ("/", "/lessons/", LESSON, "/techniques/stroke-long/", "/progress/", "/accounts/data/"):
        client.get(address)
    assert not client.cookies
    assert not Session.objects.exists()


def test_the_last_reading_does_not_move_the_first(client, alice, content):
    Progress.keep(alice.learner, {"lesson": {SLUG: all_read(YEARS_AGO)}}, {})
    client.post(f"/progress/lessons/{SLUG}/practise/")
    sign_in(client, alice)
    known = alice.learner.progress.standings()["lesson"][SLUG]
    assert known.read_at == YEARS_AGO
    assert known.practised_at > YEARS_AGO + timedelta(days=1)


MARKS = [
    "/progress/lessons/what-massage-can-do/steps/for-comfort/read/",
    "/progress/lessons/what-massage-can-do/practise/",
    "/progress/lessons/what-massage-can-do/restart/",
    "/progress/techniques/stroke-long/practise/",
    "/progress/techniques/stroke-long/unmark/",
    "/progress/erase/",
]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize("address", MARKS)
def test_a_mark_on_a_page_whose_session_has_ended_is_still_answered(client, alice, content, address, headers):
    """The visit ran out, or was ended on another device, while the page stayed open: nobody's rows are touched."""
    for sign_in_first in (False, True):
        if sign_in_first:
            client.force_login(alice)
        client.post("/progress/techniques/stroke-long/read/")
        rows = alice.learner.progress.count()
        client.cookies.clear()
        assert client.post(address, headers=headers).status_code in (200, 302)
        assert alice.learner.progress.count() == rows
