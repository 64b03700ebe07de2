"""What the tests here share."""

from lessons.quiz.questions import quiz
from tests.learners.guests import learning_by
from tests.progress.answers import as_sent, form_of
from tests.whole_site.pages import HtmlPage

LESSON = "what-massage-can-do"


CHECK = f"/lessons/{LESSON}/check/"


BEGIN = f"/progress/lessons/{LESSON}/check/"


PRESSURE = f"{CHECK}who-decides-on-pressure/"


KINDS = {
    "one": "who-decides-on-pressure",
    "several": "answers-for-one-day",
    "order": "getting-up",
    "point": "find-c7",
    "mark": "the-widest-muscle",
    "plan": "right-shoulder-blocked",
    "overclaim": "sentences-from-a-leaflet",
}


def question_of(kind):
    question = quiz().question(KINDS[kind])
    assert question.kind == kind
    return question


def address_of(question):
    return f"/lessons/{question.lesson}/check/{question.slug}/"


def send(client, question, answer, headers=None, **more):
    address = address_of(question)
    return client.post(address, form_of(client, address) | as_sent(question, answer) | more, headers=headers or {})


def kept(client):
    return learning_by(client).facts()


def words(client, address):
    return HtmlPage(address, client.get(address).content.decode()).text("main")
