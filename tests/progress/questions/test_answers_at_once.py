"""Answers that arrive at the same moment: one form counts once, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from learners.models import Learner
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import QuestionTally
from progress.rules.checks import Fact
from progress.rules.schedule import cards_of
from tests.learners.guests import learning_by
from tests.progress.answers import a_right_answer, as_sent, form_of

REVIEW = "/progress/review/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(content, alice):
    """Eight skills are due, each by a question of its own that was missed."""
    long_ago = timezone.now() - timedelta(days=50)
    asked = {question.skill: question for question in quiz().check_of("what-massage-can-do")}
    asked |= {question.skill: question for question in quiz().check_of("stroking")}
    with alice.learner.writing():
        keep_answers(
            alice.learner,
            [
                Fact(f"old-{q.slug}", q.slug, q.version, a_right_answer(q), False, 0.0, 0, long_ago)
                for q in asked.values()
            ],
        )
    return alice


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def due_questions(user):
    client = signed_in(user)
    missed = [quiz().question(slug) for slug in user.learner.answers.values_list("question", flat=True)]
    return [question for question in missed if client.get(f"{REVIEW}{question.slug}/").status_code == 200]


def at_once(posts):
    """Each post is (client, address, fields); all leave at the same time."""

    def send(post):
        client, address, fields = post
        try:
            return client.post(address, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(posts)) as tabs:
        return list(tabs.map(send, posts))


def test_one_form_sent_eight_times_at_once_counts_once(person):
    question = due_questions(person)[0]
    address = f"{REVIEW}{question.slug}/"
    tabs = [signed_in(person) for _tab in range(8)]
    fields = form_of(tabs[0], address) | as_sent(question, a_right_answer(question))
    assert set(at_once([(tab, address, fields) for tab in tabs])) == {302}
    assert person.learner.answers.filter(is_review=True).count() == 1
    assert person.learner.review_cards.all().cards() == cards_of(person.learner.answers.all().results(), quiz())
    assert QuestionTally.objects.get(question=question.slug).answered == 1


def test_what_is_no_longer_asked_when_its_turn_comes_is_not_kept(person, monkeypatch):
    """The answer waits for another device of the same person, which meanwhile ends the day."""
    question, tab = due_questions(person)[0], signed_in(person)
    address, reached, writing = f"{REVIEW}{question.slug}/", Event(), Learner.writing
    fields = form_of(tab, address) | as_sent(question, a_right_answer(question))

    def announced(learner):
        reached.set()
        return writing(learner)

    with ThreadPoolExecutor(max_workers=1) as other_device:
        with person.learner.writing():
            monkeypatch.setattr(Learner, "writing", announced)
            waiting = other_device.submit(at_once, [(tab, address, fields)])
            assert reached.wait(20)
            person.learner.review_cards.update(reviewed_at=timezone.now(), due_at=timezone.now() + timedelta(days=9))
        assert waiting.result() == [302]
    assert not person.learner.answers.filter(is_review=True).exists()


def test_different_forms_of_one_guest_at_once_all_count(content, client):
    client.post("/progress/lessons/what-massage-can-do/check/")
    posts = []
    for question in quiz().check_of("what-massage-can-do"):
        tab, address = Client(), f"/lessons/what-massage-can-do/check/{question.slug}/"
        tab.cookies = client.cookies
        posts.append((tab, address, form_of(tab, address) | as_sent(question, a_right_answer(question))))
    assert set(at_once(posts)) == {302}
    page = client.get("/lessons/what-massage-can-do/check/").content.decode()
    assert "You passed this check." in page
    assert len(learning_by(client).facts()) == len(posts)


def test_different_forms_at_once_all_count_and_the_cards_are_what_the_answers_say(person):
    posts = []
    for question in due_questions(person):
        tab, address = signed_in(person), f"{REVIEW}{question.slug}/"
        posts.append((tab, address, form_of(tab, address) | as_sent(question, a_right_answer(question))))
    assert len(posts) >= 4
    assert set(at_once(posts)) == {302}
    assert person.learner.answers.filter(is_review=True).count() == len(posts)
    assert person.learner.review_cards.all().cards() == cards_of(person.learner.answers.all().results(), quiz())
