"""Laws of what is kept beside the answers: moved on step by step, it is what all answers give together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from fsrs import Card as FsrsCard
from hypothesis import given
from hypothesis import strategies as st

from learners.models import Learner, join
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Progress, ReviewCard
from progress.questions.answering import add, recall
from progress.rules.checks import Fact, check_of
from progress.rules.recall import Recall, kept_of, latest_from_plain
from progress.rules.schedule import SCHEDULER, cards_of, rating_of
from tests.factories import UserFactory

START = datetime(2026, 3, 1, tzinfo=UTC)
LESSONS = ("what-massage-can-do", "map-of-the-back")
ASKED = [question for lesson in LESSONS for question in quiz().check_of(lesson)]
NOTHING = Recall({}, False, 10, 0, False, True, False, False)

facts = st.lists(
    st.builds(
        lambda question, right, hints, seconds, is_review, gap: (
            Fact("", question.slug, question.version, None, right, float(right), hints, START, seconds, is_review),
            gap,
        ),
        st.sampled_from(ASKED),
        st.booleans(),
        st.integers(0, 2),
        st.none() | st.integers(1, 90),
        st.booleans(),
        st.timedeltas(timedelta(microseconds=1), timedelta(days=90)),
    ),
    max_size=30,
).map(lambda pairs: _in_time(pairs))


def _in_time(pairs):
    moment, found = START, []
    for number, (fact, gap) in enumerate(pairs):
        moment += gap
        found.append(replace(fact, key=f"form-{number}", answered_at=moment))
    return found


@given(facts)
def test_a_card_is_what_the_scheduler_makes_of_all_answers_in_one_go(found):
    """The scheduler's own card carries on here; on the site a new one is made for each step."""
    cards = {}
    for fact in found:
        question = quiz().question(fact.question)
        kept = cards.get(question.skill) or FsrsCard(card_id=0)
        cards[question.skill] = SCHEDULER.review_card(kept, rating_of(question, fact), fact.answered_at)[0]
    stepped = cards_of(found, quiz())
    assert {skill: (card.stability, card.difficulty) for skill, card in stepped.items()} == {
        skill: (card.stability, card.difficulty) for skill, card in cards.items()
    }
    for skill, card in stepped.items():
        assert card.due_at == cards[skill].due or skill in quiz().safety_skills
        assert skill not in quiz().safety_skills or card.due_at <= card.reviewed_at + timedelta(days=23)


@given(facts)
def test_one_answer_after_the_other_gives_what_all_give_together(found):
    known = NOTHING
    for fact in found:
        assert known.comes_last(fact, quiz().around([q.skill for q in ASKED]))
        known = known.then(quiz().question(fact.question), fact, quiz())
    assert known.kept == kept_of(found, quiz()) == kept_of(reversed(found), quiz())
    assert known.cards == cards_of(found, quiz())
    for question in ASKED:
        row, whole = known.row(question), check_of([question], found).rows[0]
        assert (row.times, row.misses, row.is_right, row.is_missed) == (
            *(whole.times, whole.misses),
            *(whole.is_right, whole.is_missed),
        )


@given(facts)
def test_the_latest_answers_come_back_from_plain_values_as_they_were(found):
    for kept in kept_of(found, quiz()).values():
        assert tuple(latest_from_plain(one.as_plain()) for one in kept.latest) == kept.latest


class Person:
    """Answers in turn, is joined by guests whose answers lie in between, and takes answers back."""

    def __init__(self, chance):
        self.chance, self.moment, self.number = chance, START, 0
        self.learner = UserFactory().learner

    def fact(self, moment):
        question, self.number = self.chance.choice(ASKED), self.number + 1
        right = self.chance.random() < 0.7
        hints, seconds = self.chance.choice([0, 0, 1]), self.chance.choice([None, 5, 80])
        key = f"form-{self.number}"
        return Fact(key, question.slug, question.version, "", right, float(right), hints, moment, seconds)

    def answer(self):
        self.moment += timedelta(seconds=self.chance.choice([1, 60, 10**5, 10**6]))
        self._add(self.fact(self.moment))

    def answer_by_a_clock_that_is_behind(self):
        self._add(self.fact(self.moment - timedelta(seconds=self.chance.choice([0, 1, 10**5]))))

    def _add(self, fact):
        with self.learner.writing():
            known = recall(self.learner, quiz().question(fact.question), fact.key)
            after = add(self.learner, fact, known)
        assert after.kept == kept_of(self.facts(), quiz())

    def facts(self):
        return self.learner.answers.all().results()

    def is_joined_by_a_guest(self):
        guest, _token = Learner.new_guest()
        begun = START + (self.moment - START) * self.chance.random()
        keep_answers(guest, [self.fact(begun + timedelta(hours=hour)) for hour in range(self.chance.randint(1, 5))])
        join([guest], self.learner)
        self.moment = max(self.moment, max(fact.answered_at for fact in self.facts()))

    def takes_a_skill_back(self):
        skill = self.chance.choice(ASKED).skill
        self.learner.answers.to(question.slug for question in quiz().of_skill(skill)).delete()
        ReviewCard.renew(self.learner, [skill])
        self.learner.progress.all().delete()
        Progress.renew_passes(self.learner)

    def meets_other_rules(self):
        self.learner.review_cards.update(basis="of-yesterday", stability=1.0, latest=[])


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_what_is_stored_is_what_a_replay_gives(content, seed):
    chance = Random(seed)
    person = Person(chance)
    ways = [person.answer] * 12 + [person.answer_by_a_clock_that_is_behind, person.is_joined_by_a_guest]
    ways += [person.takes_a_skill_back, person.meets_other_rules]
    for _step in range(40):
        way = chance.choice(ways)
        way()
        if way != person.meets_other_rules:
            continue
        person.answer()
    facts = person.facts()
    assert not ReviewCard.renew(person.learner)
    passed = {lesson: check_of(quiz().check_of(lesson), facts).passed_at for lesson in LESSONS}
    standings = person.learner.progress.standings()["lesson"]
    assert {slug: one.passed_at for slug, one in standings.items()} == {
        slug: moment for slug, moment in passed.items() if moment
    }
