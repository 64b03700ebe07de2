"""When a skill comes back: ratings from results, the 30 days of safety, the order and size of a day."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating

from lessons.quiz.questions import QUICK_SECONDS, quiz
from progress.rules.checks import Fact
from progress.rules.recall import kept_of
from progress.rules.schedule import (
    CAPS,
    DEFAULT_CAP,
    SAFETY_DAYS,
    SPREAD_DAYS,
    Card,
    cards_of,
    is_quick,
    queue,
    rating_of,
    task_for,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY_ENDS = datetime(2026, 3, 2, tzinfo=UTC)
SAFE, PLAIN = "pressure-and-pain", "rub-sides"
SAFE_QUESTION, PLAIN_QUESTION = quiz().of_skill(SAFE)[0], quiz().of_skill(PLAIN)[0]
SAFETY = frozenset({SAFE})


def answer(question=PLAIN_QUESTION, days=0.0, right=True, hints=0, seconds=None, **more):
    moment = NOW + timedelta(days=days)
    facts = (f"{question.slug} {days}", question.slug, question.version, None, right, float(right), hints, moment)
    return Fact(*facts, seconds=seconds, **more)


def card(skill=PLAIN, due=0.0, reviewed=-1.0, right=-1.0):
    moments = [NOW + timedelta(days=days) if days is not None else None for days in (due, reviewed, right)]
    return Card(skill, *moments, 1.0, 5.0)


def only_card(*facts):
    (found,) = cards_of(facts, quiz()).values()
    return found


def days_until_due(*facts):
    found = only_card(*facts)
    return (found.due_at - found.reviewed_at).total_seconds() / 86400


@pytest.mark.parametrize(
    ("result", "rating"),
    [
        ({"right": False}, Rating.Again),
        ({"right": False, "hints": 2, "seconds": 1}, Rating.Again),
        ({"right": True, "hints": 1, "seconds": 1}, Rating.Hard),
        ({"right": True}, Rating.Good),
        ({"right": True, "seconds": 600}, Rating.Good),
        ({"right": True, "seconds": 2}, Rating.Easy),
    ],
    ids=["miss", "quick miss with hints", "with a hint", "time unknown", "slow", "quick"],
)
def test_the_rating_comes_from_the_result_alone(result, rating):
    assert rating_of(PLAIN_QUESTION, answer(**result)) == rating


def test_a_case_has_more_time_to_read_before_it_is_slow():
    case = quiz().cases[0]
    limit = QUICK_SECONDS[case.kind]
    assert is_quick(case, limit + 20)
    assert not is_quick(case, limit + 21)
    plain = next(q for q in quiz().questions if q.kind == case.kind and not q.is_case)
    assert is_quick(plain, limit)
    assert not is_quick(plain, limit + 1)


def test_better_first_answers_come_back_later():
    waits = [
        days_until_due(answer(right=False)),
        days_until_due(answer(hints=1)),
        days_until_due(answer()),
        days_until_due(answer(seconds=1)),
    ]
    assert waits == [1, 1, 2, 8]


def test_right_answers_on_the_due_day_come_back_later_each_time():
    waits, day, facts = [], 0.0, []
    for _time in range(5):
        facts.append(answer(days=day))
        waits.append(days_until_due(*facts))
        day += waits[-1]
    assert waits == sorted(set(waits))


def test_a_safety_skill_is_due_early_enough_to_be_asked_within_30_days():
    facts = [answer(SAFE_QUESTION, days=days, seconds=1) for days in (0, 8, 31, 60, 100)]
    assert days_until_due(*facts) == SAFETY_DAYS - SPREAD_DAYS
    plain = [answer(days=days, seconds=1) for days in (0, 8, 31, 60, 100)]
    assert days_until_due(*plain) > SAFETY_DAYS


def test_every_question_about_safety_trains_a_skill_that_comes_back_within_30_days():
    assert {question.skill for question in quiz().questions if question.safety} == quiz().safety_skills
    assert SAFE in quiz().safety_skills
    assert PLAIN not in quiz().safety_skills


def test_a_week_of_the_smallest_day_holds_every_skill():
    assert min(CAPS) * SPREAD_DAYS >= len(quiz().skills)
    assert DEFAULT_CAP == 10
    assert DEFAULT_CAP in CAPS


def test_a_skill_is_new_until_right_then_known_then_fading():
    assert only_card(answer(right=False)).state(NOW) == "new"
    known = only_card(answer(right=False), answer(days=1))
    assert known.state(NOW + timedelta(days=1)) == "known"
    assert known.state(known.due_at) == "fading"
    missed = only_card(answer(), answer(days=1, right=False))
    assert missed.state(NOW + timedelta(days=1)) == "fading"


def test_answers_are_replayed_in_the_order_of_time():
    facts = [answer(days=0), answer(days=3, right=False), answer(days=5)]
    assert cards_of(facts, quiz()) == cards_of(facts[::-1], quiz())


def test_an_answer_to_a_question_that_left_the_pack_says_nothing():
    assert cards_of([replace(answer(), question="gone-for-good")], quiz()) == {}


def test_cards_of_some_skills_leave_out_the_others():
    facts = [answer(), answer(SAFE_QUESTION)]
    assert set(cards_of(facts, quiz())) == {PLAIN, SAFE}
    assert cards_of(facts, quiz(), [PLAIN]) == {PLAIN: cards_of(facts, quiz())[PLAIN]}


# --- the day ---------------------------------------------------------------------------------------------------------


def the_day(cards, *, done=0, cap=10):
    return queue(cards, day_ends=DAY_ENDS, done=done, cap=cap, safety=SAFETY)


def test_a_day_without_cards_is_done():
    found = the_day([])
    assert (found.today, found.coming, found.waiting, found.is_done) == ((), (0,) * 7, 0, True)


def test_whatever_is_due_before_the_day_ends_is_asked_today():
    found = the_day([card("tonight", due=0.4), card("tomorrow", due=0.5), card("long-ago", due=-9)])
    assert found.today == ("long-ago", "tonight")
    assert found.coming == (1, 0, 0, 0, 0, 0, 0)


def test_safety_comes_first_then_what_waited_longest():
    found = the_day([card("b", due=-2), card(SAFE, due=0), card("a", due=-3)])
    assert found.today == (SAFE, "a", "b")


def test_a_day_never_holds_more_than_its_cap_and_the_rest_is_spread():
    found = the_day([card(f"skill-{number:02}") for number in range(25)])
    assert (len(found.today), found.waiting, found.coming) == (10, 15, (10, 5, 0, 0, 0, 0, 0))
    later = the_day([card(f"skill-{number:02}") for number in range(4, 25)], done=4)
    assert (len(later.today), later.size, later.waiting) == (6, 10, 15)


def test_a_smaller_cap_chosen_in_the_middle_of_a_day_ends_it():
    found = the_day([card("a"), card("b")], done=8, cap=6)
    assert (found.today, found.waiting, found.coming[0]) == ((), 2, 2)


def test_a_skill_that_became_one_of_safety_is_not_late_although_its_card_is_old():
    old = Card(SAFE, NOW + timedelta(days=300), NOW - timedelta(days=24), NOW - timedelta(days=24), 300.0, 5.0)
    assert the_day([old]).today == (SAFE,)
    assert the_day([replace(old, skill=PLAIN)]).today == ()


def test_a_day_of_25_hours_asks_a_skill_once():
    auckland = ZoneInfo("Pacific/Auckland")
    just_after_midnight = datetime(2026, 4, 5, 0, 10, tzinfo=auckland)
    missed = replace(answer(right=False), answered_at=just_after_midnight)
    ends = datetime(2026, 4, 6, tzinfo=auckland)
    assert only_card(missed).due_at < ends
    assert queue([only_card(missed)], day_ends=ends, done=1, cap=10, safety=SAFETY).today == ()


# --- which question --------------------------------------------------------------------------------------------------

SKILL = "doctor-first"


def test_a_skill_first_asks_what_was_missed_then_what_is_new_then_what_is_oldest():
    asked = [question for question in quiz().of_skill(SKILL) if question.lesson == quiz().of_skill(SKILL)[0].lesson]
    assert len(asked) > 2
    facts = [answer(question, days=number) for number, question in enumerate(asked)]
    assert task_for(SKILL, facts, quiz()) == asked[0]
    assert task_for(SKILL, facts[:-1], quiz()) == asked[-1]
    assert task_for(SKILL, [*facts[1:], answer(asked[1], days=30, right=False)], quiz()) == asked[1]


def test_a_question_that_changed_counts_as_never_asked():
    asked = [question for question in quiz().of_skill(SKILL) if question.lesson == quiz().of_skill(SKILL)[0].lesson]
    facts = [answer(question, days=number) for number, question in enumerate(asked)]
    facts[1] = replace(facts[1], version=facts[1].version + 1)
    assert task_for(SKILL, facts, quiz()) == asked[1]


def test_nothing_is_asked_of_a_lesson_that_was_not_met():
    skill = next(s.slug for s in quiz().skills if len({q.lesson for q in quiz().of_skill(s.slug)}) > 1)
    asked = quiz().of_skill(skill)
    first = asked[0]
    met = [question for question in asked if question.lesson == first.lesson]
    facts = [answer(question, days=number) for number, question in enumerate(met)]
    assert task_for(skill, facts, quiz()).lesson == first.lesson


def test_a_skill_whose_lessons_all_changed_is_still_asked():
    assert task_for(SKILL, [], quiz()) == quiz().of_skill(SKILL)[0]


@dataclass(frozen=True)
class Exercise:
    """Something that is no question: drawing a stroke, say."""

    slug: str = "draw-stroke-long"
    version: int = 1
    skill: str = "stroke-long"
    lesson: str = "stroking"
    quick_seconds: int = 60


class Exercises:
    safety_skills = frozenset({"stroke-long"})
    rules = "exercises"

    def find(self, slug):
        return Exercise() if slug == Exercise().slug else None

    def of_skill(self, skill):
        return [Exercise()]


def test_an_exercise_comes_back_like_a_question():
    done = replace(answer(quiz().of_skill(SKILL)[0], days=0), question=Exercise().slug, version=1, seconds=50)
    kept = kept_of([done], Exercises())
    assert kept[Exercise().skill].card == cards_of([done], Exercises())[Exercise().skill]
    assert rating_of(Exercise(), done).name == "Easy"
    assert task_for(Exercise().skill, [done], Exercises()) == Exercise()
