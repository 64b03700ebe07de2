"""Laws of the skill map: answers only help, time only fades, and nothing falls off."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lessons.quiz.questions import quiz
from progress.rules.checks import Fact
from progress.rules.schedule import cards_of
from progress.rules.skill_map import READING, SKILL_STATES, skill_map, skill_states

START = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS = st.sampled_from(quiz().questions)
ANSWERS = st.lists(st.tuples(QUESTIONS, st.booleans(), st.integers(0, 2), st.integers(0, 90)), max_size=20)


def fact(number, question, is_right, hints, day):
    moment = START + timedelta(days=day, seconds=number)
    return Fact(f"{number}", question.slug, question.version, None, is_right, 0.0, hints, moment)


def facts_of(answers):
    return [fact(number, *answer) for number, answer in enumerate(answers)]


def map_at(facts, moment):
    return skill_map(quiz().skills, skill_states(quiz().skills, cards_of(facts, quiz()), moment))


def ranks(found):
    """Every state on the page, by where it stands, as a number that grows with knowing."""
    cells = {(column.family, cell.place): cell.state for column in found.columns for cell in column.cells.values()}
    places = {("", place): count.state for place, count in found.places.items()}
    columns = {(column.family, ""): column.count.state for column in found.columns}
    return {key: SKILL_STATES.index(state) for key, state in (cells | places | columns).items()}


@given(ANSWERS, QUESTIONS, st.integers(0, 2), st.integers(91, 200))
def test_a_right_answer_never_makes_a_cell_worse(answers, question, hints, day):
    before = facts_of(answers)
    right = fact(len(answers), question, True, hints, day)
    first, then = map_at(before, right.answered_at), map_at([*before, right], right.answered_at)
    assert all(ranks(then)[key] >= rank for key, rank in ranks(first).items())
    assert then.count.known >= first.count.known


@given(ANSWERS, st.integers(91, 200), st.integers(0, 400))
def test_time_alone_never_makes_a_cell_better(answers, day, more_days):
    facts, moment = facts_of(answers), START + timedelta(days=day)
    now, later = map_at(facts, moment), map_at(facts, moment + timedelta(days=more_days))
    assert all(ranks(later)[key] <= rank for key, rank in ranks(now).items())


@given(ANSWERS)
def test_every_skill_counts_once_wherever_it_has_a_place(answers):
    found = map_at(facts_of(answers), START + timedelta(days=100))
    columns = sum(column.count.total for column in found.columns)
    assert columns + found.placeless_count.total == found.count.total == len(quiz().skills)
    known = sum(column.count.known for column in found.columns) + found.placeless_count.known
    assert known == found.count.known


@given(ANSWERS)
def test_a_place_is_known_with_all_its_cells_and_fades_where_none_of_them_is_known(answers):
    found = map_at(facts_of(answers), START + timedelta(days=100))
    families = [column for column in found.columns if column.family != READING]
    for place, count in found.places.items():
        cells = [column.cells[place] for column in families if place in column.cells]
        states = {cell.state for cell in cells}
        assert (count.state == "fading") == ("fading" in states and states <= {"fading", "new"})
        assert (count.state == "known") == all(cell.state == "known" for cell in cells)
