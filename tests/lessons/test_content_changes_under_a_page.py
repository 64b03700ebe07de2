"""Content loaded while a page is made or open: each page is whole, and no answer goes without a word."""

import copy
import re
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import connection

from lessons.loading import load
from lessons.models import Lesson
from lessons.pack.read import read_pack
from lessons.pack.reader import PACK_DIR
from lessons.quiz.questions import quiz
from tests.progress.answers import a_right_answer, as_sent, form_of

pytestmark = pytest.mark.django_db(transaction=True)

LESSON, CHECK = "/lessons/stroking/", "/lessons/stroking/check/"
QUESTION = f"{CHECK}first-and-last-technique/"


@pytest.fixture(scope="module")
def packs():
    """The pack, and one in which the lesson has another title and its steps have other names."""
    shipped = read_pack(PACK_DIR)
    changed = copy.deepcopy(shipped)
    texts, lessons = changed.languages["en"].lessons, changed.lessons.lessons
    body = re.sub(r"\{#([a-z0-9-]+)\}", r"{#\1-too}", texts["stroking"].body)
    texts["stroking"] = texts["stroking"].model_copy(update={"title": "Stroking, told otherwise", "body": body})
    place = next(number for number, lesson in enumerate(lessons) if lesson.slug == "stroking")
    steps = [step.model_copy(update={"slug": f"{step.slug}-too"}) for step in lessons[place].steps]
    lessons[place] = lessons[place].model_copy(update={"steps": steps})
    return shipped, changed


def elsewhere(change):
    """In a process of its own, as far as the database can tell."""

    def run():
        try:
            change()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@contextmanager
def before_query(number, change):
    """The change is there for this query of a page and for those after it, not for those before."""
    asked = 0

    def counted(execute, sql, params, many, context):
        nonlocal asked
        if asked == number:
            elsewhere(change)
        asked += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        yield lambda: asked


def queries_of(client, address):
    with before_query(-1, lambda: None) as asked:
        client.get(address)
        return asked()


def test_a_page_that_meets_a_load_between_any_two_of_its_queries_is_whole(content, alice_client, packs):
    shipped, changed = packs
    alice_client.post("/progress/lessons/stroking/check/")
    for number in range(queries_of(alice_client, QUESTION)):
        other = changed if number % 2 == 0 else shipped
        with before_query(number, lambda other=other: load(other)):
            page = alice_client.get(QUESTION)
        assert page.status_code == 200
        assert 'name="shown"' in page.content.decode()
    load(shipped)


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_page_whose_lesson_comes_or_goes_between_two_queries_is_there_or_not_but_never_broken(
    content, alice_client, is_shown
):
    for address in (QUESTION, LESSON, CHECK):
        for number in range(queries_of(alice_client, address)):
            Lesson.objects.filter(slug="stroking").update(published=not is_shown)
            change = Lesson.objects.filter(slug="stroking").update
            with before_query(number, lambda change=change: change(published=is_shown)):
                assert alice_client.get(address).status_code in (200, 302, 404)
        Lesson.objects.filter(slug="stroking").update(published=True)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_answer_to_a_lesson_that_is_gone_meanwhile_gets_a_word(content, alice_client, alice, headers):
    alice_client.post("/progress/lessons/stroking/check/")
    question = quiz().question("first-and-last-technique")
    sent = form_of(alice_client, QUESTION) | as_sent(question, a_right_answer(question))
    Lesson.objects.filter(slug="stroking").update(published=False)
    answer = alice_client.post(QUESTION, sent, headers=headers)
    assert (answer.headers.get("HX-Redirect") or answer.url) == "/lessons/"
    assert (
        "This question is no longer asked here, so nothing was counted."
        in alice_client.get("/lessons/").content.decode()
    )
    assert not alice.learner.answers.exists()
    assert alice_client.get(QUESTION).status_code == 404


def test_an_answer_to_a_question_that_left_the_check_gets_a_word(content, alice_client):
    answer = alice_client.post(f"{CHECK}asked-no-longer/", {"shown": "x", "answer": "y"}, follow=True)
    assert "This question is no longer asked here, so nothing was counted." in answer.content.decode()
