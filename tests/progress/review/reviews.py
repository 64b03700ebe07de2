"""What the tests here share."""

from datetime import timedelta

from django.utils import timezone

from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.rules.checks import Fact
from tests.learners.guests import learner_by, learning_by
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.whole_site.pages import HtmlPage

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


def question_at(address):
    return quiz().question(address.partition("?")[0].rstrip("/").rpartition("/")[2])
