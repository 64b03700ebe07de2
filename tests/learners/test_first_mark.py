"""The first mark is one tap: it makes the learner, from this site alone, and never two of one browser."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from learners.models import Learner
from learners.visitor import PREFIX
from progress.models import Progress
from tests.learners.guests import guest_of, learning_by

LESSON = "/lessons/what-massage-can-do/"
STEP = "/progress/lessons/what-massage-can-do/steps/for-comfort/read/"
TECHNIQUE = "/progress/techniques/stroke-long/read/"
OTHER = "/progress/techniques/knead-scapula/read/"
FROM_HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser(content):
    return Client(enforce_csrf_checks=True)


def cookie_of(client):
    return next(cookie for name, cookie in client.cookies.items() if name.startswith(PREFIX))


def techniques(client):
    return set(learning_by(client).standings["technique"])


def test_reading_makes_nobody(browser):
    for address in ("/", "/lessons/", LESSON, "/techniques/stroke-long/", "/progress/", "/progress/choices/"):
        assert "csrfmiddlewaretoken" not in browser.get(address).content.decode()
    assert not browser.cookies
    assert not Learner.objects.exists()


@pytest.mark.parametrize("address", [STEP, TECHNIQUE, "/progress/lessons/what-massage-can-do/check/"])
def test_one_tap_makes_the_learner_and_says_so(browser, address):
    answer = browser.post(address, headers=FROM_HERE, follow=True)
    assert answer.status_code == 200
    assert "keeps your place for 30 days" in answer.content.decode()
    assert "/accounts/data/" in answer.content.decode()
    assert "keeps your place" not in browser.get("/").content.decode()
    assert Learner.objects.count() == 1
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", [STEP, TECHNIQUE])
def test_by_htmx_the_whole_page_comes_anew_to_say_so(browser, address):
    answer = browser.post(address, headers=FROM_HERE | {"HX-Request": "true"})
    assert {"HX-Redirect", "HX-Refresh", "HX-Location"} & answer.headers.keys()
    assert "keeps your place for 30 days" in browser.get(LESSON).content.decode()


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_for_this_site_alone_and_for_thirty_days(browser, settings, https):
    settings.SESSION_COOKIE_SECURE = https
    browser.post(TECHNIQUE, headers=FROM_HERE)
    cookie = cookie_of(browser)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 24 * 60 * 60)
    assert bool(cookie["secure"]) is https
    assert cookie.value not in str(list(Learner.objects.values()))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {"Referer": "http://testserver/"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_no_other_site_makes_a_mark(browser, headers):
    assert browser.post(STEP, headers=headers).status_code == 403
    browser.post(TECHNIQUE, headers=FROM_HERE)
    assert browser.post(OTHER, headers=headers).status_code == 403
    assert (Learner.objects.count(), Progress.objects.count()) == (1, 1)


def test_a_form_opened_before_the_first_mark_counts_after_it_from_another_tab(browser):
    browser.post(TECHNIQUE, headers=FROM_HERE)
    assert browser.post(OTHER, headers=FROM_HERE).status_code == 302
    assert techniques(browser) == {"stroke-long", "knead-scapula"}
    assert Learner.objects.count() == 1


def test_a_wrong_token_is_refused_wherever_it_comes_from(browser):
    browser.post(TECHNIQUE, headers=FROM_HERE)
    browser.get(LESSON)
    assert browser.post(OTHER, {"csrfmiddlewaretoken": "x" * 64}, headers=FROM_HERE).status_code == 403
    assert techniques(browser) == {"stroke-long"}


def test_whoever_is_signed_in_needs_the_token(browser, alice):
    browser.force_login(alice)
    assert browser.post(TECHNIQUE, headers=FROM_HERE).status_code == 403
    token = browser.get("/techniques/stroke-long/").content.decode().split('csrfmiddlewaretoken" value="')[1][:64]
    assert browser.post(TECHNIQUE, {"csrfmiddlewaretoken": token}, headers=FROM_HERE).status_code == 302


def test_two_first_marks_at_once_become_one_learner(browser):
    """Neither tab knew of the other: the browser then holds both cookies, and the next request joins them."""
    other = Client(enforce_csrf_checks=True)
    browser.post(TECHNIQUE, headers=FROM_HERE)
    other.post(OTHER, headers=FROM_HERE)
    assert Learner.objects.count() == 2
    browser.cookies.update(other.cookies)
    browser.get("/progress/")
    assert techniques(browser) == {"stroke-long", "knead-scapula"}
    assert Learner.objects.count() == 1
    assert len([name for name, cookie in browser.cookies.items() if name.startswith(PREFIX) and cookie.value]) == 1


@pytest.mark.parametrize("value", ["", "x", "\u00e9", "x" * 5_000, "a b", "%00"])
def test_a_cookie_that_is_nobody_s_opens_nothing(content, client, value):
    guest = guest_of(Client())
    client.cookies[f"{PREFIX}1"] = value
    assert client.get("/progress/").status_code == 200
    assert client.post(TECHNIQUE, headers=FROM_HERE).status_code == 302
    assert not guest.progress.exists()


def test_more_cookies_than_a_browser_can_have_cost_no_more(content, client, django_assert_max_num_queries):
    for number in range(50):
        client.cookies[f"{PREFIX}{number}"] = "x" * 40
    request = client.get("/about/").wsgi_request
    with django_assert_max_num_queries(1):
        assert request.visitor.learner is None
    assert len(request.visitor.cookies.tokens) < 10


def test_the_cookie_lasts_no_longer_than_the_row(content, client):
    client.post(TECHNIQUE)
    assert cookie_of(client)["max-age"] <= settings.SESSION_COOKIE_AGE


def test_a_network_begins_so_many_an_hour_and_whoever_has_begun_goes_on(content, client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"begin_learning": "3/h/ip"}
    assert [Client().post(TECHNIQUE).status_code for _browser in range(2)] == [302, 302]
    client.post(TECHNIQUE)
    refused = Client().post(TECHNIQUE)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert client.post(OTHER).status_code == 302
    assert Learner.objects.count() == 3
