"""What answers add up to: the pass rule, changed questions, the order of options, forms that count once."""

from datetime import UTC, datetime, timedelta

from lessons.quiz.questions import Question
from progress.rules.checks import Fact, Row, check_of, form_key, shown_order

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACTS = {"version": 1, "source": "L1.1", "lesson": "l", "step": "s", "skill": "k", "kind": "one"}


def question(slug, safety=False, **more):
    return Question(**FACTS | {"slug": slug, "safety": safety, "options": ["a", "b", "c"], "right": ["a"]} | more)


QUESTIONS = [question("safe", safety=True), *(question(f"q{n}") for n in range(1, 5))]


def answer(slug, right=True, minute=0, version=1):
    given = "a" if right else "b"
    return Fact(f"{slug}-{minute}", slug, version, given, right, float(right), 0, NOW + timedelta(minutes=minute))


def answers(**right):
    return [answer(slug, is_right, minute) for minute, (slug, is_right) in enumerate(right.items())]


def test_a_check_without_answers_is_new_and_asks_the_first_question():
    check = check_of(QUESTIONS, [])
    assert (check.state, check.right, check.is_answered) == ("new", 0, False)
    assert check.next_open().slug == "safe"
    assert (check.needed, check.minutes) == (4, 3)


def test_four_of_five_pass_when_every_safety_question_is_right():
    assert check_of(QUESTIONS, answers(safe=True, q1=True, q2=True, q3=True, q4=False)).state == "passed"
    assert check_of(QUESTIONS, answers(safe=True, q1=True, q2=True, q3=False, q4=False)).state == "answered"
    missed = check_of(QUESTIONS, answers(safe=False, q1=True, q2=True, q3=True, q4=True))
    assert (missed.state, missed.safety_missed, missed.right) == ("answered", 1, 4)


def test_the_last_answer_counts_and_a_passed_check_stays_passed():
    missed = answers(safe=False, q1=True, q2=True, q3=True, q4=True)
    mended = [*missed, answer("safe", True, 9)]
    assert check_of(QUESTIONS, mended).state == "passed"
    later = check_of(QUESTIONS, [*mended, answer("safe", False, 10)])
    assert (later.state, later.safety_missed) == ("passed", 1)
    assert [row.question.slug for row in later.missed] == ["safe"]


def test_a_check_is_passed_at_the_first_moment_that_was_enough():
    facts = answers(safe=True, q1=True, q2=True, q3=True)
    assert check_of(QUESTIONS, facts).passed_at == facts[-1].answered_at
    assert check_of(QUESTIONS, [*facts, answer("q4", True, 9)]).passed_at == facts[-1].answered_at


def test_answers_are_read_in_the_order_of_time_not_of_storage():
    facts = [answer("q1", True, 5), answer("q1", False, 1)]
    assert check_of(QUESTIONS, facts).row("q1").is_right
    assert check_of(QUESTIONS, facts[::-1]).row("q1").is_right


def test_an_answer_to_an_older_version_or_to_another_lesson_says_nothing():
    changed = [question("safe", safety=True, version=2)]
    check = check_of(changed, [answer("safe"), answer("elsewhere")])
    assert check.state == "new"
    assert check_of(changed, [answer("safe"), answer("safe", version=2, minute=1)]).state == "passed"


def test_the_next_question_is_the_next_without_an_answer_and_then_from_the_top():
    check = check_of(QUESTIONS, answers(q1=True, q3=False))
    assert check.next_open("q1").slug == "q2"
    assert check.next_open("q4").slug == "safe"
    full = check_of(QUESTIONS, answers(safe=True, q1=True, q2=True, q3=True, q4=True))
    assert full.next_open("q2") is None


def test_a_right_answer_is_offered_after_the_second_miss_only():
    row = Row(question("q")).then(answer("q", False, 1))
    assert not row.may_be_shown
    assert row.then(answer("q", False, 2)).may_be_shown
    assert not row.then(answer("q", False, 2)).then(answer("q", True, 3)).may_be_shown


def test_a_check_without_questions_is_not_passed():
    assert check_of([], []).is_passed is False


def test_the_name_of_a_form_differs_by_person_question_version_and_answer():
    row = Row(question("q"))
    names = [
        form_key("alice", row),
        form_key("bob", row),
        form_key("alice", Row(question("p"))),
        form_key("alice", Row(question("q", version=2))),
        form_key("alice", row.then(answer("q"))),
    ]
    assert len(set(names)) == len(names)
    assert form_key("alice", row) == names[0]
    assert all(len(name) == 32 for name in names)


def test_options_are_mixed_alike_for_one_person_and_otherwise_for_another():
    asked = question("q", options=list("abcdefgh"))
    orders = {shown_order(asked, f"person {n}") for n in range(20)}
    assert len(orders) > 10
    assert shown_order(asked, "alice") == shown_order(asked, "alice")
    assert all(sorted(order) == list("abcdefgh") for order in orders)


def test_lines_to_be_put_in_order_never_stand_in_the_right_one():
    asked = question("q", kind="order", options=["c", "a", "b"], right=["a", "b", "c"])
    assert all(shown_order(asked, f"person {n}") != ("a", "b", "c") for n in range(60))


def test_the_rows_of_a_plan_stay_in_their_order():
    rows = [{"key": key, "minutes": 2} for key in "dcba"]
    asked = question("q", kind="plan", options=rows, right=["d"])
    assert shown_order(asked, "alice") == ("d", "c", "b", "a")
