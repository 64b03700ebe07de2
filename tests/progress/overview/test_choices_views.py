"""The page of learning choices: how much a day, days in a row, pauses; for members, guests and new visitors."""

import pytest
from django.test import Client

from progress.models import LearningChoices
from progress.rules.choices import Choices
from tests.learners.guests import learning_by
from tests.progress.overview.choosing import CHOICES, END, PAUSE, choose, chosen_by, count_days, words
from tests.whole_site.pages import HtmlPage

# --- how many a day, and the switch ---


def test_at_first_it_is_ten_a_day_and_no_days_are_counted(person):
    page = HtmlPage(CHOICES, person.get(CHOICES).content.decode())
    ticked = [(found.get("name"), found.get("value")) for found in page.elements("input") if "checked" in found.attrib]
    assert ticked == [("cap", "10")]
    assert "A pause" not in page.text("main")


@pytest.mark.parametrize("cap", [6, 10, 15, 20])
def test_each_number_offered_can_be_chosen(person, cap):
    answer = choose(person, cap)
    assert (answer.status_code, answer.url) == (302, CHOICES)
    assert "Your choices are kept." in person.get(CHOICES).content.decode()
    assert chosen_by(person) == Choices(cap)


@pytest.mark.parametrize("cap", ["", "7", "ten", "-10", "10.0"])
def test_a_number_that_is_not_offered_is_refused_and_says_what_to_do(person, cap):
    choose(person, 15)
    answer = choose(person, cap)
    page = HtmlPage(CHOICES, answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in page.text("main")
    assert [link.get("href") for link in page.elements("a") if link.get("href") == "#id_cap_0"]
    assert "id_cap_0" in page.ids()
    assert chosen_by(person) == Choices(15)


def test_days_are_counted_once_switched_on_and_no_more_once_switched_off(person):
    count_days(person)
    assert chosen_by(person).counts_days
    assert "A pause" in words(person)
    choose(person)
    assert not chosen_by(person).counts_days
    assert "A pause" not in words(person)


def test_choosing_a_number_leaves_the_pauses_as_they_are(person, today):
    person.post(PAUSE)
    choose(person, 20)
    assert chosen_by(person) == Choices(20, False, ((today, None),))


def test_the_review_takes_the_chosen_number(content, alice_client):
    """The number reaches what asks for it."""
    choose(alice_client, 6)
    assert learning_by(alice_client).choices.cap == 6


def test_htmx_is_led_to_the_page_as_well(person):
    answer = person.post(CHOICES, {"cap": 6}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == CHOICES
    assert person.post(CHOICES, {"cap": 7}, headers={"HX-Request": "true"}).status_code == 422


def test_the_page_is_kept_by_no_cache(person):
    assert "no-store" in person.get(CHOICES)["Cache-Control"]


@pytest.mark.parametrize("address", [PAUSE, END])
def test_what_a_button_sends_cannot_be_opened(person, address):
    answer = person.get(address)
    assert answer.status_code == 405
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("address", [CHOICES, PAUSE, END])
def test_a_form_without_a_token_is_refused(content, address):
    assert Client(enforce_csrf_checks=True).post(address, {"cap": 6}).status_code == 403


# --- visitors ---


def test_a_visitor_chooses_with_one_tap_and_only_then_gets_a_cookie(content, client):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(CHOICES).content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert not browser.cookies
    answer = browser.post(CHOICES, {"cap": 15}, headers={"Origin": "http://testserver"}, follow=True)
    assert "keeps your place for 30 days" in answer.content.decode()
    assert chosen_by(browser).cap == 15


def test_a_choice_sent_after_the_visit_ended_is_kept_in_a_new_one(guest):
    guest.cookies.clear()
    assert choose(guest, 20).status_code == 302
    assert chosen_by(guest).cap == 20


def test_what_one_member_chooses_is_nobody_else_s(content, alice_client, bob):
    count_days(alice_client)
    alice_client.post(PAUSE)
    other = Client()
    other.force_login(bob)
    assert chosen_by(other) == Choices()
    assert LearningChoices.objects.count() == 1


# --- pauses ---


def test_a_pause_begins_today_and_runs_until_it_is_ended(person, today):
    count_days(person)
    assert person.post(PAUSE, {"last": ""}).url == CHOICES
    assert chosen_by(person).pauses == ((today, None),)
    text = words(person)
    assert "until you end it" in text
    assert "Pause from today" not in text
