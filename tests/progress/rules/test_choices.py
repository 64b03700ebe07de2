"""What a person chose about learning: kept for members and guests, sound whatever is stored, joined at sign-in."""

from datetime import date

import pytest
from django.test import Client

from progress.models import LearningChoices
from progress.rules.choices import Choices, from_plain, in_order, pause_on
from tests.factories import PASSWORD
from tests.learners.guests import learning_by

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, SUNDAY = (date(2026, 6, day) for day in (1, 2, 3, 4, 7))
CHOSEN = Choices(20, True, ((MONDAY, TUESDAY), (THURSDAY, None)))
MARK = "/progress/techniques/stroke-long/read/"


@pytest.fixture
def choose(content):
    """choose(client, chosen) keeps choices for whoever sits at this browser."""

    def choose(client, chosen):
        client.post(MARK)
        learning_by(client).keep_choices(chosen)

    return choose


def choices_at(client):
    return learning_by(client).choices


def sign_in(client, user):
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302


def test_choices_come_back_from_plain_values_as_they_were():
    assert from_plain(CHOSEN.as_plain()) == CHOSEN


@pytest.mark.parametrize(
    "stored",
    [None, "", [], {}, {"cap": 7}, {"cap": "10"}, {"cap": None, "counts_days": "yes"}, {"pauses": 3}, {"pauses": "ab"}],
    ids=str,
)
def test_what_is_broken_is_as_if_it_had_not_been_chosen(stored):
    assert from_plain(stored) == Choices()


@pytest.mark.parametrize(
    "broken",
    [None, "2026-06-01", [], ["2026-06-01"], ["2026-06-01", 5], ["soon", None], ["2026-06-02", "2026-06-01"], [1, 2]],
    ids=str,
)
def test_a_broken_pause_takes_no_other_choice_with_it(broken):
    plain = {"cap": 15, "counts_days": True, "pauses": [broken, ["2026-06-04", None]]}
    assert from_plain(plain) == Choices(15, True, ((THURSDAY, None),))


@pytest.mark.parametrize(
    ("pauses", "joined"),
    [
        ([(THURSDAY, SUNDAY), (MONDAY, TUESDAY)], ((MONDAY, TUESDAY), (THURSDAY, SUNDAY))),
        ([(MONDAY, TUESDAY), (WEDNESDAY, SUNDAY)], ((MONDAY, SUNDAY),)),
        ([(MONDAY, SUNDAY), (TUESDAY, WEDNESDAY)], ((MONDAY, SUNDAY),)),
        ([(MONDAY, None), (THURSDAY, SUNDAY)], ((MONDAY, None),)),
        ([(MONDAY, WEDNESDAY), (TUESDAY, None)], ((MONDAY, None),)),
        ([(TUESDAY, MONDAY)], ()),
        ([(MONDAY, date.max), (TUESDAY, SUNDAY)], ((MONDAY, date.max),)),
    ],
    ids=["by time", "touching", "inside", "open first", "open later", "ends before it begins", "to the end of time"],
)
def test_pauses_are_joined_in_the_order_of_time(pauses, joined):
    assert in_order(pauses) == joined


def test_a_pause_begins_today_and_covers_its_last_day():
    chosen = Choices().begin_pause(TUESDAY, THURSDAY)
    assert [bool(pause_on(day, chosen.pauses)) for day in (MONDAY, TUESDAY, THURSDAY, SUNDAY)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_pause_without_a_last_day_runs_until_it_is_ended():
    chosen = Choices().begin_pause(MONDAY)
    assert pause_on(SUNDAY, chosen.pauses) == (MONDAY, None)
    assert chosen.end_pause(THURSDAY).pauses == ((MONDAY, WEDNESDAY),)


def test_a_pause_that_runs_can_get_another_end():
    chosen = Choices().begin_pause(MONDAY, SUNDAY)
    assert chosen.begin_pause(TUESDAY, THURSDAY).pauses == ((MONDAY, THURSDAY),)
    assert chosen.begin_pause(TUESDAY).pauses == ((MONDAY, None),)


def test_a_pause_ended_on_the_day_it_began_leaves_no_trace():
    assert Choices().begin_pause(MONDAY, SUNDAY).end_pause(MONDAY) == Choices()


def test_ending_a_pause_that_does_not_run_changes_nothing():
    chosen = Choices(pauses=((MONDAY, TUESDAY),))
    assert chosen.end_pause(SUNDAY) == chosen


def test_nobody_has_chosen_anything_at_first(content, client):
    assert choices_at(client) == Choices(10, False, ())
    assert not client.cookies


def test_a_member_s_choices_are_on_every_device_and_nobody_else_s(choose, alice_client, alice, bob):
    choose(alice_client, CHOSEN)
    other, stranger = Client(), Client()
    other.force_login(alice)
    stranger.force_login(bob)
    assert choices_at(other) == CHOSEN
    assert choices_at(stranger) == Choices()


def test_choosing_again_replaces_what_was_chosen(choose, alice_client, alice):
    choose(alice_client, CHOSEN)
    choose(alice_client, Choices(6))
    assert choices_at(alice_client) == Choices(6)
    assert LearningChoices.objects.count() == 1


def test_choices_are_read_once_and_are_right_at_once_after_a_change(content, alice_client, django_assert_num_queries):
    learning = learning_by(alice_client)
    assert learning.choices == Choices()
    with django_assert_num_queries(0):
        assert learning.choices == Choices()
    learning.keep_choices(CHOSEN)
    assert learning.choices == CHOSEN
    learning.forget_all()
    assert learning.choices == Choices()
    assert not LearningChoices.objects.exists()


def test_a_row_that_another_version_wrote_is_read_without_an_error(alice):
    LearningChoices.objects.create(learner=alice.learner, counts_days=True, pauses={"since": "June"})
    assert LearningChoices.of(alice.learner) == Choices(counts_days=True)


def test_a_guest_s_choices_come_along_where_the_member_never_chose(choose, client, alice):
    choose(client, CHOSEN)
    sign_in(client, alice)
    assert choices_at(client) == CHOSEN
    assert LearningChoices.of(alice.learner) == CHOSEN


@pytest.mark.parametrize("own", [Choices(6), Choices()], ids=["something else", "the same as without a choice"])
def test_what_a_member_chose_wins_over_a_guest(choose, client, alice, own):
    LearningChoices.keep(alice.learner, own)
    choose(client, CHOSEN)
    sign_in(client, alice)
    assert choices_at(client) == own


@pytest.mark.parametrize("chooses_last", [False, True], ids=["member chooses first", "guest signs in first"])
def test_the_member_s_choice_wins_whichever_device_comes_first(choose, alice, chooses_last):
    phone, tablet = Client(), Client()
    choose(phone, CHOSEN)
    sign_in(tablet, alice)
    steps = [lambda: choose(tablet, Choices(6)), lambda: sign_in(phone, alice)]
    for step in reversed(steps) if chooses_last else steps:
        step()
    assert choices_at(phone) == choices_at(tablet) == Choices(6)


def test_signing_in_without_choices_writes_none(content, client, alice):
    client.post(MARK)
    sign_in(client, alice)
    assert not LearningChoices.objects.exists()


def test_a_member_s_choices_do_not_stay_on_the_device_after_signing_out(choose, client, alice):
    choose(client, CHOSEN)
    sign_in(client, alice)
    client.post("/accounts/logout/")
    assert choices_at(client) == Choices()


def test_erasing_progress_erases_a_guest_s_choices(choose, client):
    choose(client, CHOSEN)
    client.post("/progress/erase/")
    assert choices_at(client) == Choices()


def test_erasing_progress_erases_a_member_s_choices_and_no_other_s(choose, alice_client, bob):
    LearningChoices.keep(bob.learner, CHOSEN)
    choose(alice_client, CHOSEN)
    alice_client.post("/progress/erase/")
    assert choices_at(alice_client) == Choices()
    assert LearningChoices.of(bob.learner) == CHOSEN
