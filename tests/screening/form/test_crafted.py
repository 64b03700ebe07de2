"""Requests that no page sends, and what stays private."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from screening import models
from screening.rules.questionnaire import load_questionnaire
from screening.visit.state import ANSWERS
from tests.screening.form.walks import FIRST, SECOND, erase, outcome, text_of, visit
from tests.screening.visit.kept import cookies, kept
from tests.screening.visit.visit import CHECK, OUTCOME, START, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


# --- crafted requests


def test_an_unknown_page_is_not_there(content, client):
    assert client.get(question("no-such-question")).status_code == 404


def test_a_later_page_is_not_open_yet(content, client):
    assert client.get(question("today")).url == START
    send(client, "signs-now", {"none": "on"})
    assert path(client.get(question("today"))) == SECOND
    assert path(client.post(question("today"), {"fever": "yes"})) == SECOND


def test_a_made_up_detail_leads_to_the_next_question(content, client):
    send(client, "signs-now", {"none": "on"})
    assert path(client.post("/screening/details/0123456789ab/", {"checked": "yes"})) == SECOND


def test_an_answer_in_the_address_is_ignored(content, client):
    client.get(FIRST, {"none": "on"})
    client.get(OUTCOME, {"items": "none"})
    assert ANSWERS not in kept(client)


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "maybe"}, {"answer": ["", "no", "perhaps"]}])
def test_a_wrong_answer_is_explained_and_keeps_the_page(content, client, data):
    well(client)
    answer = send(client, "consent", data)
    page = HtmlPage(question("consent"), answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in text_of(answer)
    assert "#id_answer_0" in {a.get("href") for a in page.elements("a")}
    assert "id_answer_0" in page.ids()


@pytest.mark.parametrize(
    "data", [{"none": "on", "diabetes": "yes"}, {"diabetes": ["yes", "unsure"]}, {"diabetes": "so-so"}]
)
def test_a_theme_page_refuses_what_contradicts_itself(content, client, data):
    well(client)
    answer = send(client, "general-health", data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert all(form[name].data in (ticked, [ticked], True) for name, ticked in data.items())
    assert "There is a problem" in text_of(answer)
    assert outcome(client).context["outcome"].level == 0


def test_a_page_without_a_tick_means_none_as_it_says(content, client):
    for page in load_questionnaire().pages:
        if page.kind == "theme":
            assert "No tick means no." in text_of(client.get(question(page.slug)))
            assert send(client, page.slug, {}).status_code == 302
            assert client.get(question(page.slug)).context["form"]["none"].value() is True


def test_a_contradiction_names_its_row(content, client):
    answer = send(client, "signs-now", {"em-aorta": ["yes", "unsure"]})
    assert "Sudden tearing pain: tick yes or not sure, not both." in text_of(answer)


def test_what_is_not_ticked_counts_as_no(content, client):
    well(client)
    send(client, "general-health", {"older-frail": "yes", "immune-low": "unsure"})
    clearance = outcome(client).context["permission"].clearance
    assert [reason.item for reason in clearance.reasons] == ["immune-low", "older-frail"]
    ticks = client.get(question("general-health")).context["form"]
    assert ticks["older-frail"].value() == ["yes"]
    assert ticks["diabetes"].value() is None
    assert not ticks["none"].value()


def test_outcomes_keep_to_their_methods(content, client):
    assert client.post(OUTCOME).status_code == 405
    assert client.post(CHECK).status_code == 405


# --- privacy


def test_no_page_may_be_kept_by_a_cache_or_by_htmx(content, client):
    done = visit(client, sunburn="yes", pregnancy="yes")
    done.walk()
    for address in {START, CHECK, OUTCOME, *done.seen}:
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert 'hx-history="false"' in answer.content.decode(), address
    assert "no-store" in send(client, "today", {"none": "on"})["Cache-Control"]
    assert "no-store" in erase(client)["Cache-Control"]


def test_no_address_names_what_was_answered(content, client):
    done = visit(client, sunburn="yes", pregnancy="yes", bp_high="yes")
    done.walk()
    details = {address for address in done.seen if not address.startswith("/screening/questions/")}
    assert len(details) == 6
    assert all(re.fullmatch(r"/screening/details/[0-9a-f]{12}/", address) for address in details)


def test_the_address_of_a_detail_differs_between_visits(content, client):
    one, other = visit(client, sunburn="yes"), visit(Client(), sunburn="yes")
    one.walk()
    other.walk()
    assert set(one.seen) & set(other.seen) == {address for address in one.seen if "/questions/" in address}


def test_answers_reach_no_log(content, client, caplog):
    caplog.set_level(logging.DEBUG)
    visit(client, sunburn="yes", bp_high="yes").walk()
    send(client, "today", {"fever": "planted-answer"})
    outcome(client)
    assert not [record for record in caplog.records if re.search("150|planted|shoulder-l", record.getMessage())]


def test_answers_cannot_be_read_in_the_database(content, client):
    visit(client, sunburn="yes").walk()
    sealed = bytes(models.Visit.objects.get().sealed)
    assert b"sunburn" not in sealed
    assert b"shoulder" not in sealed
    assert not Session.objects.exists()


def test_reading_the_start_leaves_no_session(content, client):
    client.get(START)
    assert not cookies(client)


# --- the pages as pages


def test_every_page_of_the_form_is_well_formed_with_one_heading(content, client):
    done = visit(client, sunburn="yes", pregnancy="yes", bp_high="yes", neuro="yes", blood_thinner="yes")
    done.walk()
    for address in [START, CHECK, OUTCOME, *done.seen]:
        page = HtmlPage(address, client.get(address).content.decode())
        assert not page.html_errors, address
        assert len(list(page.elements("h1"))) == 1, address
        assert len(page.ids()) == len(set(page.ids())), address
        named = {
            name
            for element in page.elements()
            for attribute in ("for", "aria-describedby", "aria-labelledby")
            for name in (element.get(attribute) or "").split()
        }
        assert named <= set(page.ids()), address


def test_a_page_takes_few_queries(content, client, django_assert_max_num_queries):
    visit(client, sunburn="yes", pregnancy="yes").walk()
    for address in (question("today"), CHECK, OUTCOME):
        with django_assert_max_num_queries(9, info=address):
            client.get(address)


def test_the_giver_answers_the_last_page(content, client):
    done = visit(client)
    done.walk()
    assert done.seen[-1] == question("giver-ready")
    assert "Hand the phone to the giver." in text_of(client.get(question("giver-ready")))
