"""Going back, changing an answer, two tabs, leaving and coming back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.visit.state import ANSWERS
from tests.screening.form.walks import FIRST, SECOND, erase, outcome, shown, text_of, visit
from tests.screening.visit.kept import kept
from tests.screening.visit.visit import CHECK, START, Visit, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """at(hours=25): from now on it is that much later."""
    real = timezone.now

    def move(**span):
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(**span))

    return move


# --- back, change, two tabs, leaving and coming back


def test_going_back_shows_the_earlier_answer(content, client):
    send(client, "signs-now", {"em-chest": "unsure"})
    page = client.get(FIRST)
    assert page.context["form"]["em-chest"].value() == ["unsure"]
    assert 'value="unsure" id="id_em-chest_1" checked' in page.content.decode()
    assert client.get(SECOND).context["back"] == FIRST


def test_after_continue_the_address_leads_to_the_question(content, client):
    answer = send(client, "signs-now", {"none": "on"})
    assert answer.url == f"{SECOND}#question"
    heading = next(HtmlPage("", client.get(SECOND).content.decode()).elements("h1"))
    assert (heading.get("id"), heading.get("tabindex")) == ("question", "-1")


def test_sending_leads_to_no_mark_that_would_hide_a_mistake(content, client):
    """With the mark in the address of the form, a browser would skip the summary of mistakes."""
    forms = HtmlPage("", client.get(FIRST).content.decode()).elements("form")
    assert next(form.get("action") for form in forms if form.get("method") == "post") == FIRST


def test_a_change_leads_back_to_the_check(content, client):
    well(client)
    assert question("today") in client.get(CHECK).content.decode()
    assert client.get(question("today")).context["back"] == CHECK
    assert path(send(client, "today", {"fever": "yes"})) == CHECK
    assert outcome(client).context["outcome"].level == 3


def test_a_change_that_opens_a_detail_asks_it_first(content, client):
    well(client)
    answer = send(client, "skin", {"sunburn": "yes"})
    assert answer.url.startswith("/screening/details/")
    assert "still open" in text_of(outcome(client))
    answer = client.post(path(answer), {"whole_back": "no"})
    assert path(client.post(path(answer), {"regions": ["flank-l"]})) == CHECK
    assert outcome(client).context["outcome"].states["flank-l"] == "out"


def test_a_changed_answer_drops_its_details(content, client):
    visit(client, sunburn="yes").walk()
    send(client, "skin", {"none": "on"})
    answer = send(client, "skin", {"sunburn": "yes"})
    assert client.get(path(answer)).context["form"]["whole_back"].value() is None


def test_a_changed_detail_drops_a_detail_that_no_longer_matters(content, client):
    page = visit(client, sunburn="yes").walk()
    change = next(row.address for part in page.context["sections"] for row in part.rows if "whole back" in row.label)
    assert path(client.post(change, {"whole_back": "yes"})) == CHECK
    labels = [row.label for part in client.get(CHECK).context["sections"] for row in part.rows]
    assert "Where is the sunburn?" not in labels
    assert outcome(client).context["outcome"].level == 3


def test_signs_in_pregnancy_are_asked_only_in_pregnancy(content, client):
    healthy, pregnant = visit(client), visit(Client(), pregnancy="yes")
    healthy.walk()
    pregnant.walk()
    assert question("em-pregnancy") not in healthy.seen
    assert question("em-pregnancy") in pregnant.seen


def test_signs_in_pregnancy_are_dropped_with_it(content, client):
    visit(client, pregnancy="yes", em_pregnancy="unsure").walk()
    assert outcome(client).context["outcome"].level == 4
    send(client, "signs-today", {"none": "on"})
    assert outcome(client).context["outcome"].level == 0


def test_signs_in_pregnancy_follow_right_after_pregnancy(content, client):
    done = visit(client, pregnancy="unsure")
    done.walk()
    assert done.seen[:3] == [FIRST, SECOND, question("em-pregnancy")]


def test_an_older_tab_answers_nothing_that_it_did_not_show(content, client):
    """One tab is behind the other: its page is shown again as it is now."""
    behind = shown(client, "signs-now")
    send(client, "signs-now", {"em-chest": "unsure"})
    answer = client.post(FIRST, {"shown": behind, "none": "on"}, follow=True)
    assert answer.redirect_chain == [(f"{FIRST}#question", 302)]
    assert "changed in another window" in text_of(answer)
    assert answer.context["form"]["em-chest"].value() == ["unsure"]


def test_a_tab_of_an_earlier_visit_answers_nothing_in_this_one(content, client):
    """Erased and begun again for somebody else: the first person's page does not count for the second."""
    send(client, "signs-now", {"none": "on"})
    behind = shown(client, "signs-today")
    erase(client)
    send(client, "signs-now", {"none": "on"})
    assert path(client.post(SECOND, {"shown": behind, "none": "on"})) == SECOND
    assert not client.get(SECOND).context["form"]["none"].value()


@pytest.mark.parametrize("sent", [{}, {"shown": ""}, {"shown": "0123456789ab"}])
def test_a_form_that_no_page_showed_answers_nothing(content, client, sent):
    assert path(client.post(FIRST, {**sent, "none": "on"})) == FIRST
    assert ANSWERS not in kept(client)


def test_sending_twice_does_no_harm(content, client):
    sent = {"shown": shown(client, "signs-now"), "none": "on"}
    first, second = client.post(FIRST, sent), client.post(FIRST, sent)
    assert path(first) == path(second) == SECOND
    assert "another window" not in text_of(client.get(SECOND))


def test_coming_back_goes_on_where_one_stopped(content, client):
    send(client, "signs-now", {"none": "on"})
    start = client.get(START)
    assert "10 pages are left" in text_of(start)
    assert path(client.get(start.context["permission"].address)) == SECOND


def test_an_unfinished_outcome_names_the_next_question(content, client):
    send(client, "signs-now", {"none": "on"})
    assert SECOND in outcome(client).content.decode()


def test_check_answers_shows_a_page_without_ticks_as_one_row(content, client):
    page = visit(client, bp_high="yes").walk()
    rows = [row for section in page.context["sections"] for row in section.rows]
    assert [row.answer for row in rows if row.label == "Skin"] == ["None of these"]
    assert [row.answer for row in rows if row.label == "The rest of “Heart and blood vessels”"] == ["No"]
    assert [row.answer for row in rows if row.label == "The reading"] == ["150 / 95"]
    assert all(client.get(row.address).status_code == 200 for row in rows)


def test_erasing_takes_one_step(content, client):
    well(client)
    assert erase(client).url == START
    assert outcome(client).url == START
    assert ANSWERS not in kept(client)


def test_an_answer_sent_after_erasing_starts_again_with_a_word(content, client):
    answer = client.post(question("today"), {"fever": "yes"}, follow=True)
    assert answer.request["PATH_INFO"] == START
    assert "no longer kept" in text_of(answer)
    assert ANSWERS not in kept(client)


def test_after_a_day_the_answers_are_forgotten(content, client, at):
    well(client)
    at(hours=25)
    assert client.get(CHECK).url == START


def test_answers_that_are_too_old_are_asked_again_by_six_questions_or_page_by_page(content, client, at):
    well(client)
    at(hours=23, minutes=30)
    send(client, "general-health", {"none": "on"})
    at(hours=24, minutes=30)
    assert client.get(reverse("screening:continue")).url == reverse("screening:again")
    assert FIRST in outcome(client).content.decode()
    assert "too old" in text_of(client.get(START))
    renewed = Visit(client).walk()
    assert renewed.request["PATH_INFO"] == CHECK
    assert outcome(client).context["permission"].is_granted
