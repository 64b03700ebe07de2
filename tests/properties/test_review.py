"""Laws of the review: better is never sooner, the day's cap holds, safety returns, a rebuild is what was stored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.quiz.questions import quiz
from progress.rules.checks import Fact
from progress.rules.schedule import CAPS, SAFETY_DAYS, cards_of, queue, rating_of, task_for

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
QUESTIONS = quiz().questions
SAFETY = quiz().safety_skills
RESULTS = [(False, 0, None), (True, 2, 5), (True, 0, 500), (True, 0, 1)]  # right, hints, seconds: ever better


def fact(question, minutes, result, key="k", is_review=False):
    right, hints, seconds = result
    moment = START + timedelta(minutes=minutes)
    name = f"{key}-{minutes}"
    return Fact(
        name, question.slug, question.version, None, right, float(right), hints, moment, seconds, is_review=is_review
    )


minutes = st.integers(0, 500 * 24 * 60)
results = st.sampled_from(RESULTS)
histories = st.lists(st.tuples(st.sampled_from(QUESTIONS), minutes, results), max_size=25).map(
    lambda found: [fact(question, at, result, str(number)) for number, (question, at, result) in enumerate(found)]
)


@given(histories, st.sampled_from(QUESTIONS), st.integers(0, 400 * 24 * 60))
def test_a_better_answer_is_never_due_sooner(history, question, later):
    last = max((old.answered_at for old in history), default=START)
    at = (last - START) // timedelta(minutes=1) + later
    due = [
        cards_of([*history, fact(question, at, result, "last")], quiz())[question.skill].due_at for result in RESULTS
    ]
    assert due == sorted(due)
    ratings = [rating_of(question, fact(question, at, result)) for result in RESULTS]
    assert ratings == sorted(set(ratings))


@given(histories, st.randoms(use_true_random=False))
def test_cards_do_not_depend_on_the_order_of_storage(history, chance):
    mixed = list(history)
    chance.shuffle(mixed)
    assert cards_of(mixed, quiz()) == cards_of(history, quiz())


@given(histories)
def test_a_skill_alone_has_the_card_that_it_has_among_all(history):
    cards = cards_of(history, quiz())
    for skill, card in cards.items():
        assert cards_of(history, quiz(), [skill]) == {skill: card}


@given(histories)
def test_a_card_is_due_after_its_answer_and_a_safety_skill_within_30_days(history):
    for skill, card in cards_of(history, quiz()).items():
        assert card.due_at - card.reviewed_at >= timedelta(days=1)
        assert skill not in SAFETY or card.due_at - card.reviewed_at <= timedelta(days=SAFETY_DAYS)


@given(histories, minutes, st.sampled_from(CAPS), st.integers(0, 25))
def test_a_day_holds_at_most_its_cap_each_skill_once_and_safety_first(history, now, cap, done):
    ends = START + timedelta(minutes=now)
    cards = cards_of(history, quiz())
    found = queue(cards.values(), day_ends=ends, done=done, cap=cap, safety=SAFETY)
    assert len(found.today) <= max(cap - done, 0)
    assert len(set(found.today)) == len(found.today)
    kinds = [skill in SAFETY for skill in found.today]
    assert kinds == sorted(kinds, reverse=True)
    due = [card for card in cards.values() if card.due_at < ends or card.reviewed_at >= ends]
    assert len(found.today) + found.waiting == len(due)
    assert all(0 <= count <= cap for count in found.coming)
    if any(skill not in SAFETY for skill in found.today):
        assert not [card for card in due if card.skill in SAFETY - set(found.today)]


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(CAPS), st.integers(0, 10**6), st.floats(0.2, 1))
def test_who_answers_every_day_meets_each_safety_skill_at_least_every_30_days(cap, seed, skill_level):
    """A learner takes one check a day, in any order, and the whole review every evening for 80 days."""
    chance, facts, waiting = Random(seed), [], list(QUESTIONS)
    chance.shuffle(waiting)
    last, longest = {}, timedelta()
    for day in range(80):
        ends = START.replace(hour=0) + timedelta(days=day + 1)
        for _time in range(chance.randint(0, 6)):
            if waiting:
                facts.append(answered(waiting.pop(), day, chance, skill_level, is_review=False))
                last[quiz().question(facts[-1].question).skill] = facts[-1].answered_at
        found = queue(cards_of(facts, quiz()).values(), day_ends=ends, done=0, cap=cap, safety=SAFETY)
        assert found.size <= cap
        for skill in found.today:
            facts.append(answered(task_for(skill, facts, quiz()), day, chance, skill_level, is_review=True))
            if skill in SAFETY:
                longest = max(longest, facts[-1].answered_at - last[skill])
            last[skill] = facts[-1].answered_at
        left = [moment for skill, moment in last.items() if skill in SAFETY]
        longest = max([longest, *(ends - moment for moment in left)])
    assert longest <= timedelta(days=SAFETY_DAYS)


def answered(question, day, chance, skill_level, *, is_review):
    result = chance.choice(RESULTS[1:]) if chance.random() < skill_level else RESULTS[0]
    at = day * 24 * 60 + (600 if is_review else 60) + chance.randint(0, 100)
    return fact(question, at, result, f"{question.slug}-{day}-{chance.random()}", is_review)


@given(histories, st.data())
def test_more_answers_of_others_skills_change_nothing(history, data):
    question = data.draw(st.sampled_from(QUESTIONS))
    more = replace(fact(question, 10, RESULTS[2]), key="more")
    before, after = cards_of(history, quiz()), cards_of([*history, more], quiz())
    assert {skill: card for skill, card in after.items() if skill != question.skill} == {
        skill: card for skill, card in before.items() if skill != question.skill
    }
