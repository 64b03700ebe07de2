"""What the database itself refuses, and what one write costs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection

from learners.models import LearnerGone
from lessons.quiz.questions import quiz
from progress.models import Progress
from progress.rules.checks import Fact
from progress.rules.standing import all_read, practised, step_read

MONDAY = datetime(2025, 5, 5, 12, tzinfo=UTC)
ROW = {"kind": "lesson", "slug": "stroking", "started_at": MONDAY, "touched_at": MONDAY}


def test_there_is_one_row_for_a_person_and_a_thing(alice):
    alice.learner.progress.create(**ROW)
    with pytest.raises(IntegrityError):
        alice.learner.progress.create(**ROW)


def test_practised_without_read_is_refused(alice):
    with pytest.raises(IntegrityError):
        alice.learner.progress.create(**ROW, practised_at=MONDAY)


def test_a_lesson_and_a_technique_of_one_name_are_two_things(alice):
    Progress.keep(alice.learner, {"lesson": {"same": all_read(MONDAY)}, "technique": {"same": practised(MONDAY)}}, {})
    known = alice.learner.progress.standings()
    assert (known["lesson"]["same"].state, known["technique"]["same"].state) == ("read", "practised")


def test_rows_go_with_the_account(alice):
    Progress.keep(alice.learner, {"lesson": {"stroking": all_read(MONDAY)}}, {})
    get_user_model().objects.get(pk=alice.pk).delete()
    assert not Progress.objects.exists()


def test_merging_a_whole_path_takes_no_more_queries_than_one_lesson(alice, django_assert_max_num_queries):
    many = {f"lesson-{number}": all_read(MONDAY) for number in range(45)}
    with django_assert_max_num_queries(5):
        Progress.keep(alice.learner, {"lesson": many}, {})
    assert alice.learner.progress.count() == 45


def test_a_person_s_rows_come_from_the_covering_index(alice):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever its indexes")
    facts = alice.learner.progress.values_list(
        "kind", "slug", "started_at", "touched_at", "read_at", "practised_at", "step"
    )
    assert "COVERING INDEX progress_covering" in facts.explain()


@pytest.mark.django_db(transaction=True)
def test_devices_that_write_at_the_same_moment_lose_nothing(alice):
    """Each of eight devices knows another technique, and all of them one lesson at another step."""
    order, learner = [f"step-{number}" for number in range(9)], alice.learner

    def write(number):
        known = {"lesson": {"same": step_read(order, f"step-{number}", MONDAY)}}
        with learner.writing():
            Progress.keep(learner, known | {"technique": {f"technique-{number}": all_read(MONDAY)}}, {"same": order})
        connection.close()

    with ThreadPoolExecutor(max_workers=8) as devices:
        list(devices.map(write, range(8)))
    known = alice.learner.progress.standings()
    assert known["lesson"]["same"].step == "step-8"
    assert len(known["technique"]) == 8


def test_nothing_is_kept_for_an_account_that_was_erased_meanwhile(alice):
    learner = alice.learner
    get_user_model().objects.get(pk=alice.pk).delete()
    with pytest.raises(LearnerGone), learner.writing():
        Progress.keep(learner, {"technique": {"stroke-long": all_read(MONDAY)}}, {})
    assert not Progress.objects.exists()


def test_a_pass_that_was_noted_earlier_stays_and_counts_as_no_change(alice):
    questions = quiz().check_of("what-massage-can-do")
    facts = [
        Fact(f"key-{q.slug}", q.slug, q.version, None, True, 1.0, 0, MONDAY + timedelta(days=3)) for q in questions
    ]
    assert Progress.note_passes(alice.learner, ["what-massage-can-do"], facts)
    assert not Progress.note_passes(alice.learner, ["what-massage-can-do"], facts)
    alice.learner.progress.update(passed_at=MONDAY)
    assert not Progress.note_passes(alice.learner, ["what-massage-can-do"], facts)
    assert alice.learner.progress.get().passed_at == MONDAY
    alice.learner.progress.update(passed_at=MONDAY + timedelta(days=9))
    assert Progress.note_passes(alice.learner, ["what-massage-can-do"], facts)
    assert alice.learner.progress.get().passed_at == MONDAY + timedelta(days=3)
