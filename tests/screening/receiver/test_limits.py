"""What a stranger can make: a link has a row, so a visit has one at a time, and a network so many an hour."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from screening.models import ReceiverLink
from screening.visit.state import ANSWERS
from tests.screening.visit.kept import kept
from tests.screening.visit.visit import well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db

MAKE = reverse("screening:make_link")
MOST = int(settings.ACCOUNT_RATE_LIMITS["make_link"].partition("/")[0])


def make_links(times, address="203.0.113.7"):
    return [Client(REMOTE_ADDR=address).post(MAKE) for _ in range(times)]


def test_a_visit_has_one_link_at_a_time(content, client):
    for _ in range(3):
        client.post(MAKE)
    assert ReceiverLink.objects.count() == 1


def test_a_network_makes_so_many_links_an_hour_and_no_more(content):
    answers = make_links(MOST + 2)
    assert [answer.status_code for answer in answers] == [302] * MOST + [429] * 2
    assert ReceiverLink.objects.count() == MOST
    assert make_links(1, "203.0.113.8")[0].status_code == 302


def test_whoever_has_to_wait_reads_how_long_and_loses_nothing(content):
    make_links(MOST)
    browser = Client(REMOTE_ADDR="203.0.113.7")
    well(browser)
    answer = browser.post(MAKE)
    page = HtmlPage(MAKE, answer.content.decode())
    assert page.text("h1") == "Please wait up to an hour"
    assert "The receiver can also answer on this device." in page.text("main")
    assert (answer["Retry-After"], answer.get("Cache-Control", "").count("no-store")) == ("3600", 1)
    assert not page.html_errors
    assert ANSWERS in kept(browser)
    assert browser.get(reverse("screening:receiver")).status_code == 200
