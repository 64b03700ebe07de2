"""Laws of answering through the pages, with random visits: two people, tabs, double clicks, replays, foreign forms.

Whatever they do: each form counts once and for its owner only, a day's review keeps to its cap, and all that is kept
beside the answers is what the answers say.
"""

from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import LearningChoices, QuestionTally
from progress.rules.checks import Fact, check_of, first_answers, noted_options
from progress.rules.choices import Choices
from progress.rules.schedule import CAPS, cards_of
from tests.factories import UserFactory
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.whole_site.pages import HtmlPage

STEPS = 45
LESSONS = ("what-massage-can-do", "map-of-the-back", "after-care")
SKILLS = [skill.slug for skill in quiz().skills]


class Visitor:
    """One person at several tabs; every form that was ever seen may be sent at any later time."""

    def __init__(self, chance):
        self.chance, self.user, self.client, self.forms = chance, UserFactory(), Client(), []
        self.client.force_login(self.user)
        long_ago = timezone.now() - timedelta(days=50)
        due = [quiz().of_skill(skill)[0] for skill in chance.sample(SKILLS, chance.randint(0, 25))]
        keep_answers(
            self.user.learner,
            [Fact(f"old-{q.slug}", q.slug, q.version, a_right_answer(q), True, 1.0, 0, long_ago) for q in due],
        )
        self.cap = chance.choice(CAPS)
        LearningChoices.keep(self.user.learner, Choices(cap=self.cap))

    def open_a_form(self):
        address = self.chance.choice([self.in_a_check, self.in_the_review, self.among_misses])()
        if not address:
            return
        if self.client.get(f"{address}?again").status_code == 200:
            self.forms.append((address, form_of(self.client, address)))

    def in_a_check(self):
        question = self.chance.choice([q for lesson in LESSONS for q in quiz().check_of(lesson)])
        return f"/lessons/{question.lesson}/check/{question.slug}/"

    def in_the_review(self):
        return self.link_on("/progress/review/", "/progress/review/")

    def among_misses(self):
        return self.link_on("/progress/mistakes/", "/progress/mistakes/")

    def link_on(self, page, prefix):
        html = HtmlPage(page, self.client.get(page).content.decode())
        links = [
            a.get("href")
            for a in html.elements("a")
            if (a.get("href") or "").startswith(prefix) and a.get("href") != prefix
        ]
        return self.chance.choice(links) if links else None

    def review_the_whole_day(self):
        for _question in range(max(CAPS) + 5):
            address = self.link_on("/progress/review/", "/progress/review/")
            if not address:
                return
            self.forms.append((address, form_of(self.client, address)))
            self.send(self.forms[-1])
        pytest.fail("the review does not end")

    def send(self, form, times=1):
        address, fields = form
        question = quiz().question(address.rstrip("/").rpartition("/")[2])
        given = a_right_answer(question) if self.chance.random() < 0.6 else wrong_answer(question)
        sent = fields | as_sent(question, given) | {"hints": self.chance.choice(["0", "0", "1"])}
        for _time in range(times):
            answer = self.client.post(address, sent, headers=self.chance.choice([{}, {"HX-Request": "true"}]))
            assert answer.status_code in (200, 302, 422)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_two_people_do_answers_count_once_and_all_else_follows_from_them(content, seed):
    chance = Random(seed)
    people = [Visitor(chance), Visitor(chance)]
    sent_before = {person: person.user.learner.answers.count() for person in people}
    evening = chance.randrange(STEPS)
    for step in range(STEPS):
        person, other = chance.sample(people, 2)
        if step == evening:
            person.review_the_whole_day()
        match chance.choice(["open", "open", "send", "send", "twice", "foreign"]):
            case "open":
                person.open_a_form()
            case "send" if person.forms:
                person.send(chance.choice(person.forms))
            case "twice" if person.forms:
                person.send(person.forms[-1], times=2)
            case "foreign" if other.forms:
                kept = person.user.learner.answers.count()
                person.send(chance.choice(other.forms))
                assert person.user.learner.answers.count() == kept
    assert any(person.user.learner.answers.count() > sent_before[person] for person in people)
    for person in people:
        then_all_that_is_kept_follows_from_the_answers(person)
    then_the_tallies_are_the_first_answers_of_both(people)


def then_all_that_is_kept_follows_from_the_answers(person):
    facts = person.user.learner.answers.all().facts()
    shown = {fields["shown"] for _address, fields in person.forms}
    fresh = [fact for fact in facts if not fact.key.startswith("old-")]
    assert len({fact.key for fact in facts}) == len(facts)
    assert {fact.key for fact in fresh} <= shown
    assert sum(fact.is_review for fact in facts) <= person.cap
    assert person.user.learner.review_cards.all().cards() == cards_of(facts, quiz())
    standings = person.user.learner.progress.standings()["lesson"]
    passed = {lesson: check_of(quiz().check_of(lesson), facts).passed_at for lesson in LESSONS}
    assert {lesson: standings[lesson].passed_at for lesson in LESSONS if lesson in standings} == {
        lesson: moment for lesson, moment in passed.items() if moment
    }


def then_the_tallies_are_the_first_answers_of_both(people):
    first = [fact for person in people for fact in first_answers(person.user.learner.answers.all().facts())]
    for tally in QuestionTally.objects.all():
        answers = [fact for fact in first if fact.question == tally.question]
        assert (tally.answered, tally.missed) == (len(answers), sum(not fact.is_right for fact in answers))
        noted = [key for fact in answers for key in noted_options(quiz().question(fact.question), fact.given)]
        assert tally.options == {key: noted.count(key) for key in set(noted)}
    assert QuestionTally.objects.count() == len({fact.question for fact in first})
