"""The end of a lesson: which button is the main one, and what a pass is worth once questions have changed."""

from dataclasses import replace

import pytest
from django.test import Client

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from tests.progress.answers import a_right_answer
from tests.progress.questions.checks import BEGIN, CHECK, LESSON, kept, send, words
from tests.progress.questions.conftest import person as person
from tests.whole_site.pages import HtmlPage

PAGE = f"/lessons/{LESSON}/"
QUESTIONS = quiz().check_of(LESSON)


def main_buttons(client):
    """The addresses of the main buttons at the end of the lesson."""
    html = client.get(PAGE).content.decode().partition('id="lesson-end"')[2].partition("</article>")[0]
    return [
        link.get("href")
        for link in HtmlPage(PAGE, html).elements("a")
        if "button--primary" in (link.get("class") or "").split()
    ]


def when_it_is_read(client):
    for step in Lesson.objects.with_words().get(slug=LESSON).words.steps:
        client.post(f"/progress/lessons/{LESSON}/steps/{step['slug']}/read/")


def when_it_is_passed(client):
    for question in QUESTIONS:
        send(client, question, a_right_answer(question))


def test_before_the_end_is_read_nothing_there_is_the_main_button(person):
    assert main_buttons(person) == []


def test_once_read_the_check_is_the_main_button(person):
    when_it_is_read(person)
    assert main_buttons(person) == [CHECK]


@pytest.mark.parametrize("is_read", [True, False])
def test_once_passed_the_next_lesson_is_the_main_button(person, is_read):
    if is_read:
        when_it_is_read(person)
    when_it_is_passed(person)
    assert main_buttons(person) == ["/lessons/when-not-to-massage/"]
    assert "Check what you know passed" in words(person, PAGE)


def test_a_pass_outlives_changed_questions_and_the_check_says_so(content, client, alice):
    client.force_login(alice)
    client.post(BEGIN)
    when_it_is_passed(client)
    older = [replace(fact, key=f"old-{fact.key}"[:32], version=fact.version + 7) for fact in kept(client)]
    alice.learner.answers.all().delete()
    keep_answers(alice.learner, older)
    text = words(client, CHECK)
    assert "You passed this check before some of its questions changed. You keep your pass." in text
    assert "To pass" in text
    assert main_buttons(client) == ["/lessons/when-not-to-massage/"]
    assert "Check what you know passed" in words(client, PAGE)


def test_nobody_else_is_told_of_a_pass(content):
    assert "You keep your pass" not in words(Client(), CHECK)
