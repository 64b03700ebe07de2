"""A visit's row and its cookie: begun by the first answer, kept for a day, ended by erasing and by signing out."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening import models
from screening.clearance import permission, read_record
from screening.models import ReceiverLink
from screening.visit.current import PREFIX, visit_of
from screening.visit.state import VOICE
from tests.factories import PASSWORD
from tests.practice.visits import screened
from tests.screening.visit.kept import cookies, kept, request_of, writing
from tests.screening.visit.visit import CHECK, FIRST, OUTCOME, START, Visit, path, question, send, well
from tests.tabs import tab_of

pytestmark = pytest.mark.django_db

ERASE, AGREE, MAKE = (reverse(f"screening:{name}") for name in ("erase", "agree", "make_link"))
RECEIVER = reverse("screening:receiver")
GONE = "This page belonged to answers that are gone by now"


def answers(client):
    return read_record(request_of(client)).answers


def rows():
    return models.Visit.objects.count()


# --- row and cookie


def test_the_first_answer_begins_a_visit_with_a_cookie_of_its_own(content, client):
    client.get(question(FIRST))
    assert (rows(), cookies(client)) == (0, {})
    send(client, FIRST, {"none": "on"})
    (name,) = cookies(client)
    cookie = client.cookies[name]
    assert cookie["max-age"] == 24 * 60 * 60
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    assert cookie.value not in models.Visit.objects.get().token_hash
    assert django_settings.SESSION_COOKIE_NAME not in client.cookies


def test_over_https_the_cookie_is_secure(content, client, settings):
    settings.SESSION_COOKIE_SECURE = True
    send(client, FIRST, {"none": "on"})
    (name,) = cookies(client)
    assert client.cookies[name]["secure"]


def test_each_write_keeps_it_for_one_more_day_and_looking_does_not(content, client):
    send(client, FIRST, {"none": "on"})
    (name,) = cookies(client)
    soon = timezone.now() + timedelta(hours=1)
    models.Visit.objects.update(expires_at=soon)
    assert name not in client.get(START).cookies
    assert models.Visit.objects.get().expires_at == soon
    version = models.Visit.objects.get().version
    assert client.post(question("signs-today"), {"shown": shown(client, "signs-today"), "none": "on"}).cookies[name]
    row = models.Visit.objects.get()
    assert row.expires_at > soon + timedelta(hours=22)
    assert row.version == version + 1
    assert list(cookies(client)) == [name]


def shown(client, slug):
    return client.get(question(slug)).context["shown"]


@pytest.mark.parametrize("address", [START, "/practice/", "/accounts/data/"])
def test_what_read_the_visit_differs_by_cookie_and_stays_in_no_cache(content, client, address):
    for visitor in (Client(), screened(client)):
        assert "Cookie" in visitor.get(address)["Vary"]
    assert "no-store" in client.get(address)["Cache-Control"]


def test_what_asks_no_visit_has_nothing_to_do_with_it(content, client):
    screened(client)
    request = client.get("/about/").wsgi_request
    assert not request.screening_visit.was_asked


# --- two first answers at once


def two_visits():
    """Of two tabs without a visit that answered at the same moment; the browser has both cookies."""
    first, second = Client(), Client()
    screened(first)
    well(second)
    second_kept = cookies(second)
    with writing(second) as request:
        visit_of(request)[VOICE] = "giver"
    browser = tab_of(first)
    for name, token in second_kept.items():
        browser.cookies[name] = token
    return browser, next(iter(cookies(first))), next(iter(second_kept))


def test_the_next_request_keeps_the_visit_written_last_and_erases_the_other(content):
    browser, older, newer = two_visits()
    assert (rows(), len(cookies(browser))) == (2, 2)
    browser.get(START)
    assert list(cookies(browser)) == [newer]
    assert older not in cookies(browser)
    assert rows() == 1
    assert kept(browser)[VOICE] == "giver"


def test_a_link_that_the_other_visit_made_goes_with_it(content, client):
    client.post(MAKE)
    other = Client()
    well(other)
    for name, token in cookies(other).items():
        client.cookies[name] = token
    client.get(START)
    assert not ReceiverLink.objects.exists()
    assert rows() == 1


def test_erasing_with_two_cookies_leaves_neither_row_nor_cookie(content):
    browser, _older, _newer = two_visits()
    browser.post(ERASE)
    assert (rows(), cookies(browser)) == (0, {})


# --- cookies that are nobody's


@pytest.mark.parametrize("value", ["", "x", "\u00e9", "x" * 5_000, "a b", "%00", "x" * 43])
def test_a_cookie_that_is_nobody_s_opens_nothing(content, client, value):
    other = screened(Client())
    client.cookies[f"{PREFIX}1"] = value
    assert client.get(START).status_code == 200
    assert client.post(question(FIRST), {"none": "on"}).status_code == 302
    assert not answers(client)
    assert answers(other)
    assert client.get("/practice/").status_code == 200


def test_the_hash_of_a_token_is_no_token(content, client):
    screened(Client())
    client.cookies[f"{PREFIX}1"] = models.Visit.objects.get().token_hash
    assert not answers(client)


def test_more_cookies_than_a_browser_can_have_cost_no_more(content, client, django_assert_max_num_queries):
    for number in range(50):
        client.cookies[f"{PREFIX}{number}"] = "x" * 40
    request = request_of(client)
    with django_assert_max_num_queries(1):
        assert not visit_of(request)
    assert len(visit_of(request).cookies.tokens) < 10


def test_what_is_sealed_opens_in_no_other_row(content, client):
    screened(client)
    other = screened(Client(), cord_injury={})
    mine, theirs = models.Visit.objects.order_by("pk")
    models.Visit.objects.filter(pk=mine.pk).update(sealed=theirs.sealed)
    assert not answers(client)
    assert answers(other)


def test_a_row_that_ran_out_is_nobody_s_though_its_cookie_is_still_there(content, client):
    screened(client)
    models.Visit.objects.update(expires_at=timezone.now())
    sent = {"shown": "", "none": "on"}
    answer = tab_of(client).post(question(FIRST), sent, follow=True)
    assert GONE in answer.content.decode()
    assert not answers(client)
    client.get(START)
    assert not cookies(client)
    assert Visit(client).walk().request["PATH_INFO"] == CHECK


# --- erased, replaced


def test_erasing_takes_row_cookie_and_link(content, client):
    screened(client)
    client.post(MAKE)
    assert client.get(RECEIVER).context["state"] == "waiting"
    client.post(ERASE)
    assert (rows(), cookies(client), ReceiverLink.objects.count()) == (0, {}, 0)


def test_erasing_what_is_not_there_begins_nothing(content, client):
    for _twice in range(2):
        assert client.post(ERASE).url == START
    assert (rows(), cookies(client)) == (0, {})


@pytest.mark.parametrize("address", [ERASE, "/accounts/data/erase-visit/"])
def test_an_answer_from_a_tab_that_does_not_know_of_the_erasing_is_refused_and_says_so(content, client, address):
    screened(client)
    late = tab_of(client)
    sent = {"shown": shown(late, FIRST), "em-chest": "yes"}
    client.post(address)
    assert path(late.post(question(FIRST), sent)) == START
    assert rows() == 0
    assert GONE in late.get(START).content.decode()
    assert not cookies(late)
    late.post(question(FIRST), sent)  # pressed again, it is from before the erasing
    assert not answers(late)


def test_looking_at_a_page_with_the_cookie_of_an_erased_visit_brings_nothing_back(content, client):
    screened(client)
    late = tab_of(client)
    client.post(ERASE)
    assert late.get(question(FIRST), {"voice": "giver"}).status_code == 200
    assert late.get(OUTCOME, {"country": "nz"}).status_code == 302
    assert rows() == 0


def test_a_receiver_s_phone_that_erases_its_answers_can_still_answer_the_link(content, client):
    client.post(MAKE)
    phone = Client()
    phone.post(client.get(RECEIVER).context["address"].removeprefix("http://testserver"))
    send(phone, FIRST, {"none": "on"})
    phone.post(ERASE)
    assert not answers(phone)
    Visit(phone).walk()
    phone.post(reverse("screening:receiver_finish"))
    phone.post(ERASE)
    phone.post(reverse("screening:receiver_withdraw"))
    assert not ReceiverLink.objects.exists()


# --- members


def sign_in(client, person):
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302


def test_signing_in_keeps_the_visit_and_signing_out_ends_it(content, client, alice):
    screened(client)
    sign_in(client, alice)
    assert answers(client)
    client.post("/accounts/logout/")
    assert (rows(), cookies(client)) == (0, {})


@pytest.mark.parametrize("is_answered_before", [True, False])
def test_a_member_s_visit_opens_for_nobody_once_the_sign_in_was_ended_elsewhere(
    content, client, alice, is_answered_before
):
    if is_answered_before:
        well(client)
    sign_in(client, alice)
    well(client)
    assert permission(request_of(client)).is_granted
    del client.cookies[django_settings.SESSION_COOKIE_NAME]  # as where another browser, or its end, took it
    assert "No answers of this visit are kept." in client.get(ERASE).content.decode()
    assert not permission(client.get("/practice/").wsgi_request).is_granted
    client.post(question(FIRST), {"none": "on"})
    assert (rows(), cookies(client)) == (0, {})


def test_another_member_in_the_same_browser_finds_nothing(content, client, alice, bob):
    sign_in(client, alice)
    well(client)
    client.force_login(bob)
    assert client.get("/accounts/data/export/").json()["screening"] == {}
    assert not permission(client.get("/practice/").wsgi_request).is_granted


def test_erasing_the_account_takes_the_visit_along(content, client, alice):
    sign_in(client, alice)
    screened(client)
    client.post("/accounts/data/erase/", {"email": alice.email})
    assert (rows(), cookies(client)) == (0, {})
