"""An answer costs a few queries, and no more of them and no more rows however much was answered before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from learners.models import KEPT, Learner
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Progress, QuestionTally
from progress.rules.checks import Fact, check_of
from progress.rules.schedule import task_for
from tests.learners.guests import learner_by
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.rows import counted

MOST = 8
LESSON = "what-massage-can-do"
HTMX = {"HX-Request": "true"}
PAGES = {
    "check": "/lessons/{lesson}/check/{}/",
    "review": "/progress/review/{}/",
    "mistake": "/progress/mistakes/{}/",
}
visitors = pytest.mark.parametrize("who", ["guest", "member"])
headers = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
pages = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def learner(content, client, alice, who):
    if who == "member":
        client.force_login(alice)
    return learner_by(client, alice if who == "member" else None)


def answered(question, key, *, is_right=False, days=9.0):
    given = a_right_answer(question) if is_right else wrong_answer(question)
    moment = timezone.now() - timedelta(days=days)
    return Fact(key, question.slug, question.version, given, is_right, float(is_right), 0, moment)


def keep(learner, facts):
    with learner.writing():
        keep_answers(learner, facts)


def sent(client, page, question, headers):
    """What the answer costs, once the names of its lesson are known, as they are to a server that has just asked."""
    address = PAGES[page].format(question.slug, lesson=question.lesson)
    form = form_of(client, address) | as_sent(question, a_right_answer(question))
    client.get(address)
    with counted() as found:
        reply = client.post(f"{address}?answered", form, headers=headers)
    assert reply.status_code == (200 if headers else 302)
    assert "That is right." in (reply if headers else client.get(reply.url)).content.decode()
    return found


@visitors
@pages
@headers
def test_an_answer_takes_few_queries(client, learner, page, headers):
    question = quiz().check_of(LESSON)[0]
    keep(learner, [answered(question, "old")])
    found = sent(client, page, question, headers)
    assert len(found.queries) == (5 if learner.token_hash else 6)
    assert learner.answers.count() == 2


@visitors
@pytest.mark.parametrize("page", ["check", "review"])
@headers
def test_even_a_first_answer_that_passes_a_check_does(client, learner, page, headers):
    """It writes what an answer can write: itself, the card, the pass, and of a member the tally."""
    last, others = _asked_last(page)
    keep(learner, [answered(question, question.slug, is_right=True, days=60) for question in others])
    Learner.objects.filter(expires_at__isnull=False).update(expires_at=timezone.now() + KEPT - timedelta(days=3))
    found = sent(client, page, last, headers)
    assert len(found.queries) <= MOST
    assert Progress.objects.get(learner=learner, slug=last.lesson).passed_at == learner.answers.latest("pk").answered_at
    assert QuestionTally.objects.filter(question=last.slug).exists() == learner.is_member


def _asked_last(page):
    """A question whose check lacks only its answer, with the others; one that the review asks next, for the review."""
    for lesson in dict.fromkeys(question.lesson for question in quiz().questions):
        for last in quiz().check_of(lesson):
            others = [question for question in quiz().check_of(lesson) if question != last]
            facts = [answered(question, question.slug, is_right=True) for question in others]
            is_passed = check_of(quiz().check_of(lesson), facts).is_passed
            if (
                not is_passed
                and (page == "check" or task_for(last.skill, facts, quiz()) == last)
                and any(page == "check" or question.skill == last.skill for question in others)
            ):
                return last, others
    pytest.fail("no question is like this")


@visitors
@headers
def test_the_very_first_answer_does(client, learner, headers):
    found = sent(client, "check", quiz().check_of(LESSON)[0], headers)
    assert len(found.queries) <= MOST


@visitors
@pages
@headers
def test_a_thousand_answers_take_no_more_queries_and_no_more_rows_than_one(client, learner, page, headers):
    question = quiz().check_of(LESSON)[0]
    keep(learner, [answered(question, "old")])
    one = sent(client, page, question, headers)
    learner.answers.all().delete()
    learner.review_cards.all().delete()
    keep(learner, [answered(question, f"old-{number}", days=9 + number / 10) for number in range(1000)])
    many = sent(client, page, question, headers)
    assert (len(many.queries), many.rows) == (len(one.queries), one.rows)


@visitors
@pages
def test_nor_where_all_questions_were_answered_often(client, learner, page):
    """Every question there is, then each of them eight times: as many rows as there are skills, and a handful."""
    question = quiz().check_of(LESSON)[0]
    every = quiz().questions
    costs = []
    for times in (1, 8):
        learner.answers.all().delete()
        learner.review_cards.all().delete()
        learner.progress.all().delete()
        keep(
            learner,
            [
                answered(q, f"{every.index(q)}-{n}", days=9 + n, is_right=q != question)
                for q in every
                for n in range(times)
            ],
        )
        if page != "review":
            costs.append(sent(client, page, question, {}))
        else:
            address = client.get("/progress/review/").context["start"]
            costs.append(sent(client, page, quiz().question(address.split("/")[-2]), {}))
    few, many = costs
    assert len(few.queries) == len(many.queries) <= MOST
    assert few.rows == many.rows <= len(quiz().skills) + 6  # visit, member, lock, keys of new rows
