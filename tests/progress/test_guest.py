"""What a guest did is kept on the device and goes into the account, once, when the guest signs up or in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from lessons.quiz_content import quiz
from progress import guest
from progress.checks import Fact
from progress.models import Progress
from progress.records import answerer, keep_answer
from progress.standing import Standing, all_read, practised
from tests.accounts.visits import mailed_code
from tests.factories import PASSWORD

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


def test_a_guest_s_marks_are_in_the_session_and_nowhere_else(client, read_step, steps):
    read_step(client, steps[0])
    assert client.session["progress"]["lesson"][SLUG]["step"] == steps[1]
    assert not Progress.objects.exists()


def test_signing_up_takes_a_guest_s_progress_along(client, read_step, steps):
    read_step(client, steps[0])
    client.post("/progress/techniques/stroke-long/practise/")
    carol = sign_up(client)
    known = carol.progress.standings()
    assert known["lesson"][SLUG].step == steps[1]
    assert known["technique"]["stroke-long"].practised_at
    assert "progress" not in client.session


def test_signing_in_takes_a_guest_s_progress_along(client, alice, read_step, steps):
    read_step(client, steps[0])
    sign_in(client, alice)
    assert alice.progress.standings()["lesson"][SLUG].step == steps[1]
    assert "progress" not in client.session


def test_signing_in_loses_nothing_of_either_and_makes_no_double_rows(client, alice, read_step, steps):
    Progress.keep(alice, {"lesson": {SLUG: Standing(YEARS_AGO, YEARS_AGO, step=steps[3])}}, {SLUG: steps})
    Progress.keep(alice, {"technique": {"stroke-long": practised(YEARS_AHEAD)}}, {})
    read_step(client, steps[0])
    client.post("/progress/techniques/stroke-long/read/")
    client.post("/progress/lessons/stroking/practise/")
    sign_in(client, alice)
    known = alice.progress.standings()
    assert alice.progress.count() == 3
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
    known = alice.progress.standings()
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
    assert not alice.progress.exists()


def test_a_member_s_marks_do_not_stay_on_the_device_after_signing_out(client, alice, read_step, steps):
    sign_in(client, alice)
    read_step(client, steps[0])
    client.post("/accounts/logout/")
    assert "Start lesson 1" in client.get("/").content.decode()


def test_a_merge_that_is_done_twice_changes_nothing(client, alice, read_step, steps):
    read_step(client, steps[0])
    guest = {"lesson": {SLUG: Standing(YEARS_AGO, YEARS_AGO, step=steps[1])}}
    first = Progress.keep(alice, guest, {SLUG: steps})
    assert Progress.keep(alice, guest, {SLUG: steps}) == first
    assert alice.progress.count() == 1


def test_signing_in_without_marks_writes_nothing(content, client, alice):
    sign_in(client, alice)
    assert not Progress.objects.exists()


def test_only_reading_makes_no_session_and_no_cookie(content, client):
    for address in ("/", "/lessons/", LESSON, "/techniques/stroke-long/", "/progress/", "/accounts/data/"):
        client.get(address)
    assert not client.cookies
    assert not Session.objects.exists()


def test_a_visitor_is_asked_before_the_first_cookie_and_the_mark_is_then_made(lesson, steps):
    browser = Client(enforce_csrf_checks=True)
    mark = f"/progress/lessons/{SLUG}/steps/{steps[0]}/read/"
    page = browser.get(LESSON).content.decode()
    assert f"/progress/first-mark/?for={mark}" in page
    assert "csrfmiddlewaretoken" not in page
    question = browser.get("/progress/first-mark/", {"for": mark})
    assert f'action="{mark}"' in question.content.decode()
    token = browser.cookies["csrftoken"].value
    assert browser.post(mark, {"csrfmiddlewaretoken": token}).status_code == 302
    assert "csrfmiddlewaretoken" in browser.get(LESSON).content.decode()


@pytest.mark.parametrize(
    "address", ["", "/", "//elsewhere.example/", "https://elsewhere.example/", "/progress/erase/", "/accounts/logout/"]
)
def test_the_question_never_posts_anywhere_but_to_a_mark(client, address):
    assert client.get("/progress/first-mark/", {"for": address}).status_code == 404


def test_a_mark_without_a_token_is_refused(lesson, read_step, steps):
    browser = Client(enforce_csrf_checks=True)
    assert read_step(browser, steps[0]).status_code == 403
    assert read_step(browser, steps[0], headers={"Origin": "http://testserver"}).status_code == 403
    assert not Session.objects.exists()


def test_the_last_reading_does_not_move_the_first(client, alice, content):
    Progress.keep(alice, {"lesson": {SLUG: all_read(YEARS_AGO)}}, {})
    client.post(f"/progress/lessons/{SLUG}/practise/")
    sign_in(client, alice)
    known = alice.progress.standings()["lesson"][SLUG]
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
        rows = alice.progress.count()
        client.session.delete()
        assert client.post(address, headers=headers).status_code in (200, 302)
        assert alice.progress.count() == rows


def test_a_guest_s_answers_have_an_end_and_the_pass_of_a_check_stays(content, client, monkeypatch):
    monkeypatch.setattr(guest, "MOST_FOR_A_GUEST", 8)
    session = client.session
    for number, question in enumerate([*quiz().check_of("what-massage-can-do"), *quiz().check_of("stroking")]):
        moment = datetime(2025, 5, 5, 12, tzinfo=UTC) + timedelta(minutes=number)
        facts = (f"key-{number}", question.slug, question.version, question.right[0], True, 1.0, 0, moment)
        guest.keep_answer(session, Fact(*facts))
    kept = guest.facts(session)
    assert len(kept) == 8
    assert kept[-1].question == quiz().check_of("stroking")[-1].slug
    assert guest.standings(session)["lesson"]["what-massage-can-do"].passed_at


def test_an_answer_that_arrives_after_the_visit_was_erased_in_another_tab_is_not_kept(content, client):
    client.post("/progress/lessons/what-massage-can-do/check/")
    request = client.get("/lessons/what-massage-can-do/check/").wsgi_request
    assert answerer(request)
    client.post("/accounts/data/erase-visit/")
    question = quiz().check_of("what-massage-can-do")[0]
    fact = Fact("late", question.slug, question.version, question.right[0], True, 1.0, 0, datetime.now(UTC))
    keep_answer(request, fact)
    assert not Session.objects.exists()


def test_what_another_tab_erased_meanwhile_does_not_come_back(content, client):
    client.post("/progress/lessons/what-massage-can-do/check/")
    questions = quiz().check_of("what-massage-can-do")
    session = client.session
    moment = datetime(2025, 5, 5, 12, tzinfo=UTC)
    answers = [Fact(q.slug, q.slug, q.version, q.right[0], True, 1.0, 0, moment) for q in questions]
    guest.keep_answer(session, answers[0])
    session.save()
    request = client.get("/lessons/what-massage-can-do/check/").wsgi_request
    client.post("/progress/erase/")
    keep_answer(request, answers[1])
    assert [fact.key for fact in guest.facts(client.session)] == [answers[1].key]
