"""A clock that is put back or forward, by hours or days, while people are in the middle of something."""

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.rules.checks import Fact, none_after
from screening.clearance import permission, read_record
from screening.models import ReceiverLink
from screening.receiver import links as receiver_links
from screening.vault import CLOCK_SKEW, dated, is_too_old
from screening.visit.forgetting import forget_old_answers
from tests.learners.guests import learning_by
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.screening.cards.cards import KEY
from tests.screening.visit.visit import FIRST, START, Visit, well
from tests.whole_site.pages import HtmlPage

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MAKE, RECEIVER = (reverse(f"screening:{name}") for name in ("make_link", "receiver"))
CHECK = "/lessons/what-massage-can-do/check/"


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def goes(self, span):
        self.now += span


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", found)
    return found


def may_start(client):
    return permission(client.get(START).wsgi_request).is_granted


# --- the screening: what lies ahead of the clock is not trusted


def test_the_clock_put_back_with_a_link_waiting_ends_the_link_with_a_word(content, client, clock):
    client.post(MAKE)
    assert client.get(RECEIVER).context["state"] == "waiting"
    clock.goes(-HOUR)
    page = client.get(RECEIVER)
    assert (page.status_code, page.context["state"], page.context["is_over"]) == (200, "none", True)
    client.post(MAKE)
    assert client.get(RECEIVER).context["state"] == "waiting"


def test_a_link_whose_code_cannot_be_read_any_more_is_over(content, client, clock, settings):
    """The row is alive; only the token, sealed in the visit, is not."""
    client.post(MAKE)
    ReceiverLink.objects.update(created_at=clock.now - 2 * HOUR)
    clock.goes(-HOUR)
    assert client.get(RECEIVER).context["state"] == "none"


@pytest.mark.parametrize(("back", "is_alive"), [(CLOCK_SKEW, True), (CLOCK_SKEW + timedelta(seconds=1), False)])
def test_a_link_from_the_future_has_ended_and_is_tidied_away(db, back, is_alive):
    link, token = receiver_links.make(NOON)
    assert (receiver_links.alive(link.pk, NOON - back) is not None) == is_alive
    assert (receiver_links.of_token(token, NOON - back) is not None) == is_alive
    assert ReceiverLink.objects.expired(NOON - back).exists() != is_alive


def test_a_small_step_back_loses_no_answer(content, client, clock):
    well(client)
    clock.goes(-timedelta(seconds=59))
    assert may_start(client)


@pytest.mark.parametrize("span", [-HOUR, timedelta(days=-2), timedelta(days=2)])
def test_answers_that_do_not_fit_the_clock_let_nobody_start_and_can_be_given_again(content, client, clock, span):
    well(client)
    clock.goes(span)
    assert not may_start(client)
    Visit(client).walk()
    assert may_start(client)


def test_answers_from_the_future_are_forgotten_as_old_ones_are(content, client, clock):
    well(client)
    assert forget_old_answers(clock.now - timedelta(days=30)) == 1
    assert is_too_old(dated({}, NOON)["at"], NOON - HOUR)
    assert not is_too_old(dated({}, NOON)["at"], NOON - timedelta(seconds=59))


# --- learning: an answer from the future counts as now


def answer_of(question, is_right, moment, key):
    given = a_right_answer(question) if is_right else wrong_answer(question)
    return Fact(key, question.slug, question.version, given, is_right, float(is_right), 0, moment)


def test_answers_ahead_of_the_clock_get_the_present_in_their_order():
    question = quiz().check_of("stroking")[0]
    made = [answer_of(question, True, NOON + hours * HOUR, str(hours)) for hours in (3, -1, 1, -2)]
    found = none_after(made, NOON)
    assert [fact.key for fact in found] == ["-2", "-1", "1", "3"]
    assert [fact.answered_at <= NOON for fact in found] == [True] * 4
    assert len({fact.answered_at for fact in found}) == 4
    assert none_after(found, NOON) == found


@pytest.mark.parametrize("is_member", [True, False])
@pytest.mark.parametrize("span", [-HOUR, timedelta(days=-400)])
def test_the_answer_given_last_is_the_last_one_also_where_the_clock_was_put_back(
    content, client, alice, clock, is_member, span
):
    if is_member:
        client.force_login(alice)
    client.post("/progress/lessons/what-massage-can-do/check/")
    question = quiz().check_of("what-massage-can-do")[0]
    address = f"{CHECK}{question.slug}/"
    for answer, words in (
        (wrong_answer(question), "What could happen"),
        (a_right_answer(question), "That is right."),
    ):
        client.post(address, form_of(client, address) | as_sent(question, answer))
        assert words in client.get(address).content.decode()
        clock.goes(span)
    assert [fact.is_right for fact in learning_by(client).facts()] == [False, True]


def test_a_skill_answered_by_a_clock_that_was_ahead_comes_back_today(content, alice_client, alice, clock):
    question = quiz().check_of("stroking")[0]
    clock.goes(timedelta(days=400))
    keep_answers(alice.learner, [answer_of(question, True, clock.now, "ahead")])
    clock.goes(timedelta(days=-400))
    assert learning_by(alice_client).todays_review.today == (question.skill,)
    address = alice_client.get("/progress/review/").context["start"]
    asked = quiz().question(address.split("/")[-2])
    alice_client.post(address, form_of(alice_client, address) | as_sent(asked, a_right_answer(asked)))
    assert learning_by(alice_client).todays_review.today == ()
    card = alice.learner.review_cards.get()
    assert card.reviewed_at == clock.now
    assert clock.now < card.due_at < clock.now + timedelta(days=366)


# --- whole ways through the site

JUMPS = [timedelta(), timedelta(), HOUR, -HOUR, 2 * HOUR, -2 * HOUR, timedelta(days=1), timedelta(days=-1)]
JUMPS += [timedelta(days=3), timedelta(days=-3), timedelta(seconds=5), timedelta(seconds=-5)]


class Traveller:
    """Does what a visitor can do, one thing after the other, while the clock jumps before each request."""

    def __init__(self, client, clock, chance):
        self.client, self.phone, self.clock, self.chance = client, Client(), clock, chance

    def get(self, address, client=None):
        self.clock.goes(self.chance.choice(JUMPS))
        return self.checked((client or self.client).get(address, follow=True))

    def post(self, address, data=None, client=None):
        self.clock.goes(self.chance.choice(JUMPS))
        return self.checked((client or self.client).post(address, data or {}, follow=True))

    def checked(self, answer):
        assert answer.status_code < 500
        return answer

    def answers_a_page_of_the_screening(self, client=None):
        client = client or self.client
        page = self.get(reverse("screening:continue"), client)
        if page.request["PATH_INFO"] == START:
            page = self.get(reverse("screening:question", args=[FIRST]), client)
        if "step" in (page.context or {}):
            sent = {"shown": page.context["shown"], **Visit(client).reply(page.context["step"])}
            self.post(page.request["PATH_INFO"], sent, client)

    def answers_the_screening(self):
        for _page in range(14):
            self.answers_a_page_of_the_screening()

    def makes_a_link(self):
        self.post(MAKE)
        page = self.get(RECEIVER)
        if page.context["state"] == "waiting":
            self.post(page.context["address"].removeprefix("http://testserver"), client=self.phone)
        for _page in range(14):
            self.answers_a_page_of_the_screening(self.phone)
        self.post(reverse("screening:receiver_finish"), {"shares": "on"}, self.phone)
        self.post(RECEIVER, {"answer": "well"})
        self.get(RECEIVER)

    def keeps_and_uses_a_card(self):
        self.post(reverse("screening:keep_card"), {"nickname": "R", "agrees": "on"})
        page = self.get(reverse("screening:cards"))
        for summary in (page.context or {}).get("cards", [])[:1]:
            self.post(reverse("screening:use_card", args=[summary.card.uuid]))
            for number in range(1, 7):
                self.post(reverse("screening:quick_check", args=[number]), {"answer": "no"})

    def practises(self):
        for address in ("/practice/", "/practice/step/1/", "/practice/after/", "/practice/log/"):
            self.get(address)
        page = self.get("/practice/after/")
        self.post("/practice/after/", {"uuid": str(page.context["form"].initial["uuid"]), "minutes": "20"})
        self.get("/progress/")

    def answers_questions(self):
        self.post("/progress/lessons/what-massage-can-do/check/")
        for question in quiz().check_of("what-massage-can-do"):
            address = f"{CHECK}{question.slug}/"
            with suppress(TypeError):  # no form where the check is closed
                sent = form_of(self.client, address) | as_sent(question, a_right_answer(question))
                self.post(address, sent)
        self.get("/progress/review/")
        self.get("/progress/mistakes/")

    def pauses_and_counts(self):
        self.post("/progress/choices/", {"cap": "10", "counts_days": "on"})
        self.post("/progress/choices/pause/", {"last": str((self.clock.now + HOUR).date())})
        self.post("/progress/choices/pause/end/")
        self.get("/progress/choices/")

    def marks_and_looks(self):
        self.post("/progress/techniques/stroke-long/practise/")
        for address in ("/progress/certificate/", "/accounts/data/export/", "/accounts/data/xapi/", "/accounts/data/"):
            self.get(address)


WAYS = [name for name, found in vars(Traveller).items() if callable(found) and "_" in name and name[0] != "_"]
WAYS.remove("answers_a_page_of_the_screening")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_whole_ways_through_the_site_survive_a_clock_that_jumps(content, client, alice, clock, settings, seed):
    print("seed", seed)  # noqa: T201
    settings.CARD_KEYS = [KEY]
    if seed % 2:
        client.force_login(alice)
    chance = random.Random(seed)
    traveller = Traveller(client, clock, chance)
    for way in chance.sample(WAYS, len(WAYS)):
        getattr(traveller, way)()
        request = client.get(START).wsgi_request
        answers = read_record(request).answers
        assert all(answer.answered_at <= timezone.now() + CLOCK_SKEW for answer in answers.values())
    clock.now = NOON + timedelta(days=1)
    assert HtmlPage("/progress/", client.get("/progress/").content.decode()).text("h1")
