"""Laws of a check under random answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lessons.quiz.questions import Question
from progress.rules.checks import CHECK_STATES, Fact, check_of, shown_order

START = datetime(2026, 3, 1, tzinfo=UTC)
SLUGS = ["a", "b", "c", "d", "e", "f"]
FACTS = {"source": "L1.1", "lesson": "l", "step": "s", "skill": "k", "kind": "one", "options": ["x", "y", "z"]}

questions = st.lists(st.booleans(), min_size=1, max_size=6).map(
    lambda safety: [
        Question(**FACTS, slug=slug, version=1, safety=is_safe, right=["x"])
        for slug, is_safe in zip(SLUGS, safety, strict=False)
    ]
)
facts = st.lists(
    st.builds(
        lambda slug, right, minute, version: Fact(
            f"{slug}{minute}",
            slug,
            version,
            "x" if right else "y",
            right,
            float(right),
            0,
            START + timedelta(minutes=minute),
        ),
        st.sampled_from(SLUGS),
        st.booleans(),
        st.integers(0, 200),
        st.sampled_from([1, 1, 1, 2]),
    ),
    max_size=25,
    unique_by=lambda fact: fact.key,
)


def rank(check):
    return CHECK_STATES.index(check.state)


@given(questions, facts, st.data())
def test_a_better_answer_never_lowers_the_state(asked, given_answers, data):
    better = [replace(fact, is_right=fact.is_right or data.draw(st.booleans())) for fact in given_answers]
    before, after = check_of(asked, given_answers), check_of(asked, better)
    assert rank(after) >= rank(before)
    assert after.right >= before.right


@given(questions, facts, facts)
def test_more_answers_never_lower_the_state(asked, first, later):
    after_all = [replace(fact, key=f"{fact.key}+", answered_at=fact.answered_at + timedelta(days=1)) for fact in later]
    assert rank(check_of(asked, [*first, *after_all])) >= rank(check_of(asked, first))


@given(questions, facts)
def test_a_check_with_80_percent_and_all_safety_right_is_passed(asked, given_answers):
    check = check_of(asked, given_answers)
    is_enough = check.right >= check.needed and all(row.is_right for row in check.rows if row.question.safety)
    assert not is_enough or check.is_passed


@given(questions, facts, st.randoms())
def test_the_order_of_storage_says_nothing(asked, given_answers, random):
    mixed = list(given_answers)
    random.shuffle(mixed)
    assert check_of(asked, mixed) == check_of(asked, given_answers)


@given(questions, st.text(max_size=20))
def test_everybody_sees_every_option_once(asked, owner):
    for question in asked:
        assert sorted(shown_order(question, owner)) == sorted(question.keys)
