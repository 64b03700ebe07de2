"""Today's review and the misses, page by page: as a guest and a member, once and twice, within the day's cap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import LearningChoices, ReviewCard
from progress.rules.checks import Fact
from progress.rules.choices import Choices
from tests.learners.guests import learner_by, learning_by
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.whole_site.pages import HtmlPage
from web.days import day_begins

HTMX = {"HX-Request": "true"}
REVIEW, MISTAKES = "/progress/review/", "/progress/mistakes/"
BEGIN = "/progress/lessons/what-massage-can-do/check/"
SKILLS = [skill.slug for skill in quiz().skills]


def old_answers(skills, *, days=40, right=True):
    """One answer to each skill so long ago that all of them are due."""
    moment = timezone.now() - timedelta(days=days)
    return [
        Fact(f"old-{skill}", question.slug, question.version, a_right_answer(question), right, float(right), 0, moment)
        for skill in skills
        for question in quiz().of_skill(skill)[:1]
    ]


class Person:
    """A guest or a member with a history, and what is kept of them."""

    def __init__(self, client, user=None):
        self.client, self.user = client, user

    def has_answered(self, facts):
        keep_answers(learner_by(self.client, self.user), facts)

    @property
    def facts(self):
        return learning_by(self.client).facts()

    def words(self, address):
        return HtmlPage(address, self.client.get(address).content.decode()).text("main")

    def next_address(self):
        """Where the button of the review leads to; empty when the day is done."""
        html = HtmlPage(REVIEW, self.client.get(REVIEW).content.decode())
        return next((a.get("href") for a in html.elements("a") if a.get("id") == "go-on"), "")

    def send(self, address, answer=None, *, right=True, headers=None, **more):
        question = question_at(address)
        given = answer or (a_right_answer(question) if right else wrong_answer(question))
        sent = form_of(self.client, address) | as_sent(question, given) | more
        return self.client.post(address, sent, headers=headers or {})


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    client.post(BEGIN)
    return Person(client, alice if request.param == "member" else None)


@pytest.fixture
def member(content, alice_client, alice):
    return Person(alice_client, alice)


def question_at(address):
    return quiz().question(address.partition("?")[0].rstrip("/").rpartition("/")[2])


def test_a_visitor_reads_what_a_review_is_and_gets_no_cookie(content, client):
    for address in (REVIEW, MISTAKES):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not client.cookies
    assert "Nothing to review yet" in client.get(REVIEW).content.decode()
    assert client.get(f"{REVIEW}find-c7/").url == REVIEW
    assert client.get(f"{MISTAKES}find-c7/").url == MISTAKES


def test_a_whole_day_asks_each_due_skill_once_and_then_is_done(person):
    person.has_answered(old_answers(SKILLS[:12]))
    assert "10 questions today" in person.words(REVIEW)
    assert "2 more are ready" in person.words(REVIEW)
    asked = []
    while address := person.next_address():
        asked.append(question_at(address))
        assert f"Question {len(asked)} of 10" in person.words(address)
        answer = person.send(address)
        assert answer.url == address
        assert "That is right." in person.words(address)
        assert f"Question {len(asked)} of 10" in person.words(address)
    assert len({question.skill for question in asked}) == len(asked) == 10
    text = person.words(REVIEW)
    assert "That is all for today." in text
    assert "10 of 10 were right." in text
    assert sum(fact.is_review for fact in person.facts) == 10


def test_safety_is_asked_first(person):
    person.has_answered(old_answers(SKILLS))
    asked = []
    while (address := person.next_address()) and len(asked) < 10:
        asked.append(question_at(address).skill)
        person.send(address)
    assert set(asked) <= quiz().safety_skills


def test_a_miss_comes_back_tomorrow_and_can_be_mended_now_without_counting_as_review(person):
    person.has_answered(old_answers(SKILLS[:2]))
    address = person.next_address()
    question = question_at(address)
    person.send(address, right=False)
    text = person.words(REVIEW)
    assert "Missed today" not in person.words(person.next_address())
    assert "1 done" in text
    assert question.slug in person.client.get(MISTAKES).content.decode()
    retry = f"{MISTAKES}{question.slug}/"
    answer = person.send(retry + "?answered", right=True)
    assert answer.url == f"{retry}?answered"
    assert "That is right." in person.words(answer.url)
    assert "You have no missed question." in person.words(MISTAKES)
    assert [fact.is_review for fact in person.facts][-2:] == [True, False]
    assert "1 done" in person.words(REVIEW)


def test_a_miss_that_is_mended_is_asked_no_more(person):
    question = quiz().question("find-c7")
    person.has_answered(
        [replace(old_answers(["landmarks"])[0], question="find-c7", is_right=False, given=wrong_answer(question))]
    )
    retry = f"{MISTAKES}{question.slug}/"
    assert person.client.get(retry).status_code == 200
    person.send(retry + "?answered")
    assert person.client.get(retry).url == MISTAKES


def test_sent_twice_counts_once_and_shows_the_reply_again(person):
    person.has_answered(old_answers(SKILLS[:3]))
    address = person.next_address()
    form = form_of(person.client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    assert person.client.post(address, form).url == address
    again = person.client.post(address, form, headers=HTMX)
    assert "That is right." in again.content.decode()
    assert sum(fact.is_review for fact in person.facts) == 1


def test_a_form_left_open_in_another_tab_until_the_day_is_done_counts_nothing(person):
    person.has_answered(old_answers(SKILLS[:2]))
    address = person.next_address()
    old_form = form_of(person.client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    person.client.post(f"{BEGIN}")
    lesson_address = f"/lessons/{question_at(address).lesson}/check/{question_at(address).slug}/"
    person.send(lesson_address + "?again", right=True)
    before = len(person.facts)
    answer = person.client.post(address, old_form, follow=True)
    assert answer.request["PATH_INFO"] == REVIEW
    assert "This page was not up to date, so nothing was counted." in answer.content.decode()
    assert len(person.facts) == before


def test_a_question_that_today_does_not_ask_cannot_be_answered(person):
    person.has_answered(old_answers(SKILLS[:2]))
    other = next(q for q in quiz().questions if q.skill not in SKILLS[:2])
    address = f"{REVIEW}{other.slug}/"
    assert person.client.get(address).url == REVIEW
    sent = {"shown": "a" * 32, "hints": "0"} | as_sent(other, a_right_answer(other))
    assert person.client.post(address, sent).url == REVIEW
    assert len(person.facts) == 2


def test_after_a_full_day_no_form_opens_for_what_was_answered_today(person):
    """A stale form once brought a fresh one, and with it an eleventh answer."""
    person.has_answered(old_answers(SKILLS))
    first = person.next_address()
    while address := person.next_address():
        person.send(address)
    answer = person.client.post(first, {"shown": "stale", "answer": "x"}, headers=HTMX)
    assert "That is right." in answer.content.decode()
    assert 'name="shown"' not in answer.content.decode()
    assert sum(fact.is_review for fact in person.facts) == 10


def test_a_miss_that_was_mended_takes_no_more_answers(person):
    question = quiz().question("find-c7")
    miss = replace(old_answers(["landmarks"])[0], question="find-c7", is_right=False, given=wrong_answer(question))
    person.has_answered([miss])
    address = f"{MISTAKES}{question.slug}/?answered"
    person.send(address)
    answer = person.client.post(address, {"shown": "stale", "answer": "x"}, headers=HTMX)
    assert 'name="shown"' not in answer.content.decode()
    assert len(person.facts) == 2


def test_a_clock_that_went_back_makes_no_answer_quick(member, monkeypatch):
    member.has_answered(old_answers(SKILLS[:3]))
    address = member.next_address()
    form = form_of(member.client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    earlier = timezone.now() - timedelta(seconds=90)
    monkeypatch.setattr("django.utils.timezone.now", lambda: earlier)
    member.client.post(address, form)
    assert [fact.seconds for fact in member.facts if fact.is_review] == [None]


@pytest.mark.parametrize("zone", ["Atlantic/Azores", "America/Havana", "Pacific/Auckland"])
def test_every_day_has_one_beginning_also_where_the_clock_is_changed_at_midnight(zone, monkeypatch):
    moment, begins = datetime(2026, 1, 1, 12, tzinfo=UTC), {}
    with timezone.override(zone):
        while moment.year == 2026:
            monkeypatch.setattr("django.utils.timezone.now", lambda now=moment: now)
            begins.setdefault(timezone.localdate(), set()).add(day_begins().astimezone(UTC))
            moment += timedelta(minutes=30)
    assert not {day: found for day, found in begins.items() if len(found) > 1}


def test_an_invented_form_is_422_and_counts_nothing(person):
    person.has_answered(old_answers(SKILLS[:2]))
    address = person.next_address()
    sent = {"shown": "a" * 32, "hints": "0"} | as_sent(question_at(address), a_right_answer(question_at(address)))
    answer = person.client.post(address, sent)
    assert answer.status_code == 422
    assert "nothing was counted" in answer.content.decode()
    assert len(person.facts) == 2


def test_the_form_of_another_person_is_refused(content, alice, bob):
    people = [Person(Client(), user) for user in (alice, bob)]
    for one in people:
        one.client.force_login(one.user)
        one.has_answered(old_answers(SKILLS[:2]))
    address = people[0].next_address()
    form = form_of(people[0].client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    assert people[1].client.post(address, form).status_code == 422
    assert [one.user.learner.answers.filter(is_review=True).count() for one in people] == [0, 0]


def test_an_answer_of_a_visit_that_ended_is_not_counted_and_says_so(content, client):
    for address in (f"{REVIEW}find-c7/", f"{MISTAKES}find-c7/", "/lessons/map-of-the-back/check/find-c7/"):
        page = client.post(address, {"shown": "a" * 32, "answer": "c7"}, follow=True)
        assert page.redirect_chain
        assert "nothing was counted" in page.content.decode()


def test_a_smaller_cap_ends_the_day_sooner(member):
    member.has_answered(old_answers(SKILLS[:9]))
    LearningChoices.keep(member.user.learner, Choices(cap=6))
    assert "6 questions today" in member.words(REVIEW)
    assert "At most 6 questions a day." in member.words(REVIEW)


def test_the_time_to_answer_is_kept_and_a_forged_one_is_not(member):
    member.has_answered(old_answers(SKILLS[:4]))
    member.send(member.next_address())
    first_form = form_of(member.client, "/lessons/map-of-the-back/check/find-c7/")["begun"]
    member.send(member.next_address(), begun="forged")
    member.send(member.next_address(), begun=first_form)
    member.send(member.next_address())
    assert [fact.seconds is not None for fact in member.facts[-4:]] == [True, False, False, True]
    assert 0 <= member.facts[-1].seconds < 60


def test_a_hint_keeps_what_was_chosen_and_is_counted(person):
    person.has_answered(old_answers(["with-limits"]))
    address = person.next_address()
    question = question_at(address)
    key = question.keys[0]
    answer = person.client.post(address, form_of(person.client, address) | {"hint": "1", "answer": [key]})
    assert answer.status_code == 302
    html = person.client.get(answer.url).content.decode()
    assert "Hint 1:" in html
    assert html.count("checked") == 1
    assert "csrf" not in answer.url
    swapped = person.client.post(
        address, form_of(person.client, address) | {"hint": "2", "answer": [key]}, headers=HTMX
    ).content.decode()
    assert "Hint 2:" in swapped
    assert 'value="2"' in swapped
    assert "<html" not in swapped
    person.send(address, hints="2")
    assert person.facts[-1].hints == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_empty_answer_is_422_and_says_what_to_do(person, headers):
    person.has_answered(old_answers(SKILLS[:1]))
    address = person.next_address()
    answer = person.client.post(address, form_of(person.client, address), headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in html
    assert ("<html" in html) is not bool(headers)


def test_the_review_and_the_misses_are_read_only_but_for_answers(content, client):
    assert client.post(REVIEW).status_code == 405
    assert client.post(MISTAKES).status_code == 405
    assert client.put(f"{REVIEW}find-c7/").status_code == 405
    assert client.get(f"{REVIEW}no-such-question/").status_code == 404
    assert client.get(f"{MISTAKES}no-such-question/").status_code == 404


def test_the_question_of_a_lesson_that_is_not_published_is_asked_without_a_link(member):
    member.has_answered(old_answers(["posture"]))
    address = member.next_address()
    Lesson.objects.filter(slug=question_at(address).lesson).update(published=False)
    member.send(address)
    assert "Read the step" not in member.words(address)
    assert member.words(MISTAKES)


def test_queries_do_not_grow_with_answers(member):
    counts = []
    for days in (300, 200, 100):
        member.has_answered([replace(fact, key=f"{fact.key}-{days}") for fact in old_answers(SKILLS, days=days)])
        address = member.next_address()
        with CaptureQueriesContext(connection) as found:
            member.client.get(REVIEW)
            member.client.get(address)
        counts.append(len(found))
    assert len(set(counts)) == 1
    assert counts[0] <= 14


# --- rebuild ---------------------------------------------------------------------------------------------------------


def test_rebuilding_changes_nothing_when_nothing_is_wrong(member, capsys):
    member.has_answered(old_answers(SKILLS))
    member.send(member.next_address())
    before = member.user.learner.review_cards.all().cards()
    call_command("rebuild_reviews", "--check")
    call_command("rebuild_reviews")
    assert member.user.learner.review_cards.all().cards() == before
    assert "1 learners looked at, 0 changed." in capsys.readouterr().out


def test_rebuilding_mends_cards_and_passes_from_the_answers(member, bob):
    for question in quiz().check_of("what-massage-can-do"):
        member.send(f"/lessons/what-massage-can-do/check/{question.slug}/?again")
    before = member.user.learner.review_cards.all().cards()
    passed = member.user.learner.progress.standings()["lesson"]["what-massage-can-do"].passed_at
    assert passed
    ReviewCard.objects.filter(learner=member.user.learner, skill="honest-claims").delete()
    ReviewCard.objects.filter(learner=member.user.learner).update(stability=1000)
    ReviewCard.objects.create(
        learner=member.user.learner, skill="never-answered", **vars_of(next(iter(before.values())))
    )
    member.user.learner.progress.update(passed_at=None)
    with pytest.raises(CommandError):
        call_command("rebuild_reviews", "--check")
    assert ReviewCard.objects.filter(skill="never-answered").exists()
    call_command("rebuild_reviews", "--user", "alice")
    assert member.user.learner.review_cards.all().cards() == before
    assert member.user.learner.progress.standings()["lesson"]["what-massage-can-do"].passed_at == passed


def test_after_an_update_only_people_without_any_card_are_rebuilt(member, bob, capsys):
    member.has_answered(old_answers(SKILLS[:3]))
    keep_answers(bob.learner, old_answers(SKILLS[:2]))
    before = bob.learner.review_cards.all().cards()
    ReviewCard.objects.filter(learner=bob.learner).delete()
    member.user.learner.review_cards.update(stability=1000)
    call_command("rebuild_reviews", "--missing")
    assert "1 learners looked at, 1 changed." in capsys.readouterr().out
    assert bob.learner.review_cards.all().cards() == before
    assert set(member.user.learner.review_cards.values_list("stability", flat=True)) == {1000}


def vars_of(card):
    names = ("due_at", "reviewed_at", "right_at", "stability", "difficulty")
    return {name: getattr(card, name) for name in names}


def test_rebuilding_an_unknown_person_says_so(db):
    with pytest.raises(CommandError, match="no user 'nobody'"):
        call_command("rebuild_reviews", "--user", "nobody")
