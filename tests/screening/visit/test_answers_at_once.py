"""Answers of one visit sent at the same moment from several windows: none is lost, and nothing erased returns."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening import models
from screening.clearance import permission, read_record
from screening.rules.questionnaire import load_questionnaire
from screening.visit.current import visit_of
from screening.visit.forgetting import forget_old_answers
from screening.visit.state import ANSWERS, COUNTRY, VOICE, forget_link
from tests.factories import PASSWORD
from tests.screening.visit.kept import cookies, kept, writing
from tests.screening.visit.visit import FIRST, OUTCOME, START, Visit, path, question, send, well
from tests.tabs import at_once, tab_of

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
ERASE, AGREE, MAKE, CONTINUE = (reverse(f"screening:{name}") for name in ("erase", "agree", "make_link", "continue"))
MARK = "/progress/techniques/stroke-long/read/"
NOTE = {"uuid": "0d5ef33a-46c5-4dd0-9a4b-0d1f4d2bd0cf", "minutes": "20"}


@pytest.fixture
def visitor(content, client):
    """Everybody is well: every question is answered."""
    Visit(client).walk()
    assert may_start(client)
    return client


def may_start(client):
    return permission(client.get(START).wsgi_request).is_granted


def answers(client):
    return read_record(client.get(START).wsgi_request).answers


def filled_in(client, slug, data):
    """A post of that page as a window of its own shows it now."""
    tab = tab_of(client)
    shown = tab.get(question(slug), follow=True).context["shown"]
    return partial(tab.post, question(slug), {"shown": shown, **data})


def page_of(item):
    return load_questionnaire().page_of(item).slug


def items_by_theme():
    """Of each theme page the items that open no further question."""
    questions = load_questionnaire()
    openers = {item.asked_if for item in questions.items.values()}
    return {p.slug: [slug for slug in p.items if slug not in openers] for p in questions.pages if p.kind == "theme"}


def test_pages_sent_from_several_windows_at_once_are_all_kept(visitor):
    for turn in range(ROUNDS):
        ticked = {slug: items[turn % len(items)] for slug, items in items_by_theme().items()}
        at_once([filled_in(visitor, slug, {item: "unsure"}) for slug, item in ticked.items()])
        found = answers(visitor)
        assert {item: found[item].value for item in ticked.values()} == dict.fromkeys(ticked.values(), "unsure")


def test_very_high_blood_pressure_is_never_lost_to_what_other_windows_write(visitor):
    """Other pages, a mark, a note, stop word and clothes, a look at the log that changes the visit."""
    others = [slug for slug in items_by_theme() if slug != page_of("em-bp")][:3]
    visitor.post("/practice/after/", NOTE)
    for _turn in range(ROUNDS):
        send(visitor, page_of("em-bp"), {"none": "on"})
        visitor.post(f"/practice/log/{NOTE['uuid']}/delete/")
        at_once(
            [
                filled_in(visitor, page_of("em-bp"), {"em-bp": "yes"}),
                *(filled_in(visitor, slug, {"none": "on"}) for slug in others),
                partial(tab_of(visitor).post, MARK),
                partial(tab_of(visitor).post, AGREE, {"stop_word": "plum", "clothes": "on"}),
                partial(tab_of(visitor).get, "/practice/log/"),
                partial(tab_of(visitor).post, f"/practice/log/{NOTE['uuid']}/restore/"),
            ]
        )
        assert answers(visitor)["em-bp"].value == "yes"
        assert not may_start(visitor)


def test_what_is_erased_does_not_come_back_by_answers_that_come_late(visitor):
    for _turn in range(ROUNDS):
        well(visitor)
        late = [filled_in(visitor, slug, {"none": "on"}) for slug in items_by_theme()]
        at_once([*late, partial(tab_of(visitor).post, ERASE)])
        assert not answers(visitor)
        assert {answer.status_code for answer in at_once(late)} == {302}
        assert not answers(visitor)


def test_what_is_erased_with_the_whole_visit_does_not_come_back_by_late_answers(visitor):
    late = [filled_in(visitor, slug, {"none": "on"}) for slug in items_by_theme()]
    at_once([*late, partial(tab_of(visitor).post, "/accounts/data/erase-visit/")])
    assert {answer.status_code for answer in at_once(late)} == {302}
    assert not models.Visit.objects.exists()


def test_signing_in_takes_along_what_another_window_answers_at_that_moment(visitor, alice):
    late = filled_in(visitor, page_of("em-bp"), {"em-bp": "yes"})
    tab = tab_of(visitor)
    credentials = {"login": alice.email, "password": PASSWORD}
    kept, _signed_in = at_once([late, partial(tab.post, "/accounts/login/", credentials)])
    if START not in kept.url:  # refused with a word, because the visit had gone to the account already
        assert answers(tab)["em-bp"].value == "yes"


# --- a visit that begins, ends or is replaced at that moment


def test_two_first_answers_at_once_leave_two_visits_of_which_the_next_request_keeps_one(content, client):
    for _turn in range(ROUNDS):
        tabs = [Client(), Client()]
        first = [partial(tab.post, question(FIRST), {"shown": shown_in(tab), "none": "on"}) for tab in tabs]
        at_once(first)
        assert models.Visit.objects.count() == 2
        browser = Client()
        for tab in tabs:
            for name, token in cookies(tab).items():
                browser.cookies[name] = token
        again = [tab_of(browser), tab_of(browser), browser]
        found = at_once([partial(tab.get, CONTINUE) for tab in again])
        assert {path(answer) for answer in found} == {question("signs-today")}
        browser.get(CONTINUE)  # where another request was quicker, the one after it takes the cookie away
        assert models.Visit.objects.count() == len(cookies(browser)) == 1
        assert answers(browser)
        models.Visit.objects.all().delete()


def shown_in(tab):
    return tab.get(question(FIRST)).context["shown"]


def test_a_new_start_takes_nothing_of_an_answer_that_comes_late(visitor):
    """Before it, the answer goes with the others; after it, it is refused."""
    for _turn in range(ROUNDS):
        well(visitor)
        late = filled_in(visitor, page_of("em-bp"), {"em-bp": "yes"})
        at_once([late, partial(tab_of(visitor).post, MAKE)])
        with writing(visitor) as request:
            forget_link(visit_of(request))
        assert not answers(visitor)


def test_signing_out_ends_the_visit_and_no_late_answer_brings_it_back(visitor, alice):
    for _turn in range(ROUNDS):
        visitor.force_login(alice)
        well(visitor)
        late = [filled_in(visitor, slug, {"none": "on"}) for slug in items_by_theme()]
        at_once([*late, partial(tab_of(visitor).post, "/accounts/logout/")])
        assert {answer.status_code for answer in at_once(late)} == {302}
        assert not models.Visit.objects.exists()
        visitor.get(START)


def test_a_voice_and_a_country_chosen_at_once_are_both_kept_and_no_answer_is_lost_to_them(visitor):
    for _turn in range(ROUNDS):
        send(visitor, page_of("em-chest"), {"em-chest": "yes"})  # only an emergency asks for the country
        with writing(visitor) as request:
            for part in (VOICE, COUNTRY):
                visit_of(request).pop(part, None)
        at_once(
            [
                filled_in(visitor, page_of("em-chest"), {"em-chest": "yes"}),
                partial(tab_of(visitor).get, START, {"voice": "giver"}),
                partial(tab_of(visitor).get, OUTCOME, {"country": "nz"}),
            ]
        )
        found = kept(visitor)
        assert (found[VOICE], found[COUNTRY]) == ("giver", "nz")
        assert answers(visitor)["em-chest"].value == "yes"


def test_tidying_at_that_moment_takes_no_answer_away(visitor):
    for _turn in range(ROUNDS):
        send(visitor, page_of("em-bp"), {"none": "on"})
        models.Visit.objects.begin({ANSWERS: "bears no time"}, timezone.now())
        tidy = partial(forget_old_answers, timezone.now())
        at_once([filled_in(visitor, page_of("em-bp"), {"em-bp": "yes"}), tidy, tidy])
        assert answers(visitor)["em-bp"].value == "yes"
