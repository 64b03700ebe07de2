"""The command fills the database as people would have, refuses to by mistake, and takes out only what it made."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from crowd import seeding
from lessons.models import Technique
from lessons.quiz.marking import right_answer
from lessons.quiz.questions import quiz
from practice.models import PracticeSession
from progress.keeping import keep_answers
from progress.models import Answer, LearningChoices, Progress, QuestionTally, ReviewCard
from progress.rules.checks import Fact, first_answers, noted_options, passes_of
from progress.rules.schedule import cards_of

pytestmark = pytest.mark.usefixtures("content")
UNTIL = datetime(2026, 3, 1, tzinfo=UTC)
MODELS = (Answer, ReviewCard, Progress, PracticeSession, LearningChoices)


@pytest.fixture
def small_batches(monkeypatch):
    """Four people a transaction, three histories for all."""
    monkeypatch.setattr(seeding, "BATCH", 4)
    monkeypatch.setattr(seeding, "HISTORIES", 3)


def fill(people=10, answers=203, seed=1):
    return list(seeding.fill(seeding.Crowd(people, answers, seed, UNTIL)))


def seed(*arguments):
    out = StringIO()
    call_command("seed_learners", *arguments, stdout=out)
    return out.getvalue()


def rows():
    """Everything that was made, without the numbers that the database gives."""
    found = {}
    for model in MODELS:
        names = [field.attname for field in model._meta.fields if field.name not in ("id", "learner")]
        found[model] = [
            tuple(map(str, values)) for values in model.objects.values_list("learner__user__username", *names)
        ]
        found[model].sort()
    found["people"] = list(
        get_user_model().objects.order_by("username").values_list("username", "email", "date_joined")
    )
    return found


def tallies():
    return {(row.question, row.version): (row.answered, row.missed, row.options) for row in QuestionTally.objects.all()}


def right_fact(key="real"):
    question = quiz().questions[0]
    given = right_answer(question)
    return Fact(key, question.slug, question.version, given, True, 1.0, 0, UNTIL)


def test_the_same_seed_makes_the_same_rows(small_batches):
    fill()
    first, tallied = rows(), tallies()
    list(seeding.remove())
    fill()
    assert (rows(), tallies()) == (first, tallied)
    list(seeding.remove())
    fill(seed=2)
    assert rows()[Answer] != first[Answer]


def test_batches_make_the_same_rows_as_one_go(small_batches, monkeypatch):
    assert fill() == [4, 8, 10]
    first, tallied = rows(), tallies()
    list(seeding.remove())
    monkeypatch.setattr(seeding, "BATCH", 100)
    assert fill() == [10]
    assert (rows(), tallies()) == (first, tallied)


def test_answers_are_shared_out_evenly(small_batches):
    fill(people=10, answers=203)
    counts = Counter(Answer.objects.values_list("learner__user__username", flat=True))
    assert sorted(counts.values()) == [20] * 7 + [21] * 3


def test_stored_cards_are_what_the_answers_make(small_batches):
    fill()
    for user in get_user_model().objects.all():
        assert user.learner.review_cards.all().cards() == cards_of(user.learner.answers.all().results(), quiz())


def test_passes_are_what_the_answers_make(small_batches):
    fill(answers=600)
    checks = {question.lesson: quiz().check_of(question.lesson) for question in quiz().questions}
    for user in get_user_model().objects.all():
        passed = user.learner.progress.filter(passed_at__isnull=False).values_list("slug", "passed_at")
        made = passes_of(checks, user.learner.answers.all().results())
        assert dict(passed) == {lesson: standing.passed_at for lesson, standing in made.items()}
    assert Progress.objects.filter(passed_at__isnull=False).exists()


def test_tallies_are_the_first_answers_of_everybody(small_batches):
    fill()
    found = {}
    for user in get_user_model().objects.all():
        for fact in first_answers(user.learner.answers.all().facts()):
            row = found.setdefault((fact.question, fact.version), [0, 0, Counter()])
            row[0] += 1
            row[1] += not fact.is_right
            row[2].update(noted_options(quiz().question(fact.question), fact.given))
    assert tallies() == {key: (answered, missed, dict(options)) for key, (answered, missed, options) in found.items()}


def test_people_who_share_a_history_have_keys_and_moments_of_their_own(small_batches):
    fill(answers=200)
    one, other = (get_user_model().objects.get(username=f"learner-00000{number}") for number in (1, 4))
    mine, theirs = one.learner.answers.all().facts(), other.learner.answers.all().facts()
    assert [fact.question for fact in mine] == [fact.question for fact in theirs]
    assert not {fact.key for fact in mine} & {fact.key for fact in theirs}
    shifts = {later.answered_at - fact.answered_at for fact, later in zip(mine, theirs, strict=True)}
    assert shifts == {timedelta(seconds=1)}


def test_every_row_passes_the_rules_of_its_model(small_batches):
    fill()
    for model in MODELS:
        assert model.objects.exists()
        for row in model.objects.all():
            row.full_clean(exclude=["pauses"])  # no pause is an empty list, which forms would call blank


def test_made_up_people_cannot_sign_in(small_batches):
    fill()
    assert get_user_model().objects.count() == 10
    for user in get_user_model().objects.all():
        assert not user.has_usable_password()
        assert user.email == f"{user.username}@example.org"


def test_the_command_says_how_far_it_is_and_what_it_made(small_batches):
    said = seed("--people", "10", "--answers", "100")
    assert "4 of 10 are there" in said
    assert said.endswith("Made 10 learners.\n")
    assert (seeding.made_up().count(), Answer.objects.count()) == (10, 100)
    assert Answer.objects.order_by("answered_at").last().answered_at < datetime.now(UTC)


def test_fifty_answers_a_person_is_what_nobody_has_to_say():
    seed("--people", "2")
    assert Answer.objects.count() == 100


def test_among_real_people_it_asks_first_and_says_how_to_undo_it(alice):
    with pytest.raises(CommandError, match=r"1 people who are not made up.*--yes; --remove"):
        seed("--people", "2", "--answers", "4")
    assert not seeding.made_up().exists()
    seed("--people", "2", "--answers", "4", "--yes")
    assert seeding.made_up().count() == 2


def test_a_second_time_it_wants_the_first_ones_removed():
    seed("--people", "2", "--answers", "4")
    with pytest.raises(CommandError, match="2 made-up learners are here already"):
        seed("--people", "2", "--answers", "4", "--yes")


def test_a_real_person_with_such_a_name_is_no_made_up_learner(alice):
    alice.username = "learner-000001"
    alice.save()
    with pytest.raises(CommandError, match="user name begins with"):
        seed("--people", "2", "--answers", "4", "--yes")
    assert seed("--remove").endswith("Removed 0 learners.\n")
    assert get_user_model().objects.get() == alice


@pytest.mark.parametrize(
    ("people", "answers"), [(0, 0), (-1, 5), (5, 4), (1, 1001), (2, 0)], ids=["none", "minus", "few", "many", "empty"]
)
def test_numbers_that_cannot_be_are_refused(people, answers):
    with pytest.raises(CommandError, match="1 to 1000 answers"):
        seed("--people", str(people), "--answers", str(answers))


def test_without_content_it_says_what_to_load():
    Technique.objects.update(published=False)
    with pytest.raises(CommandError, match="load_content"):
        seed("--people", "2")


def test_removing_leaves_real_people_and_their_counts_as_they_were(alice, small_batches):
    keep_answers(alice.learner, [right_fact()])
    alice.learner.practice_sessions.create(minutes=20)
    before, counted = rows(), tallies()
    seed("--people", "10", "--answers", "200", "--yes")
    assert rows() != before
    assert tallies() != counted
    said = seed("--remove")
    assert "8 of 10 are gone" in said
    assert said.endswith("Removed 10 learners.\n")
    assert (rows(), tallies()) == (before, counted)


def test_what_an_interrupted_run_has_made_is_whole_and_can_be_removed(alice, small_batches):
    keep_answers(alice.learner, [right_fact()])
    before, counted = rows(), tallies()
    steps = seeding.fill(seeding.Crowd(10, 203, 1, UNTIL))
    next(steps)
    steps.close()
    assert seeding.made_up().count() == 4
    for user in seeding.made_up():
        assert user.learner.answers.count() == 21 if user.username <= "learner-000003" else 20
        assert user.learner.review_cards.all().cards() == cards_of(user.learner.answers.all().results(), quiz())
    list(seeding.remove())
    assert (rows(), tallies()) == (before, counted)


def test_a_batch_is_written_as_a_whole_or_not_at_all(small_batches, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the power went off")

    monkeypatch.setattr(LearningChoices.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        fill()
    assert not get_user_model().objects.exists()
    assert not any(model.objects.exists() for model in (*MODELS, QuestionTally))


def test_an_answer_of_a_made_up_learner_that_came_later_is_taken_out_as_well(small_batches):
    fill(people=2, answers=4)
    keep_answers(get_user_model().objects.first().learner, [right_fact()])
    list(seeding.remove())
    assert not tallies()


def test_the_number_of_queries_for_a_batch_does_not_grow_with_its_people(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(seeding, "BATCH", 100)
    with django_assert_max_num_queries(60 if connection.vendor == "sqlite" else 40):
        fill(people=60, answers=600)
