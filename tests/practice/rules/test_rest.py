"""Between two whole massages lie two days: the pages say so and choose First strokes, and nothing is closed (R42)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from practice import log
from screening.rules.quick_check import QUESTIONS
from tests.practice.factories import PracticeSessionFactory
from tests.practice.visits import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

ADVICE = "one whole massage is enough for two days"


@pytest.fixture(params=["guest", "member"])
def visitor(request, client, alice):
    user = alice if request.param == "member" else None
    if user:
        client.force_login(user)
    return ready(client, user=user)


def note(client, minutes):
    """Noting a massage ends what the screening allowed; the six questions open it again."""
    client.post("/practice/after/", {"uuid": str(uuid4()), "minutes": str(minutes)})
    client.post("/screening/again/")
    for number in QUESTIONS:
        client.post(f"/screening/quick-check/{number}/", {"answer": "no"})


def plan_page(client, **query):
    answer = client.get("/practice/", query)
    return answer.context["page"].plan, ADVICE in answer.content.decode(), answer.context["form"]


@pytest.mark.parametrize(("minutes", "is_whole"), [(20, True), (36, True), (19, False), (7, False)])
def test_after_a_whole_massage_first_strokes_are_chosen_and_the_others_stay_open(visitor, minutes, is_whole):
    note(visitor, minutes)
    plan, is_advised, form = plan_page(visitor)
    assert (plan.key, is_advised) == (("first", True) if is_whole else ("short", False))
    assert [key for key, _name in form.fields["length"].choices] == ["first", "short", "full", "long"]
    plan, is_advised, _form = plan_page(visitor, length="full")
    assert (plan.key, is_advised) == ("full", is_whole)


@pytest.mark.parametrize(("hours", "rests"), [(47, True), (49, False)])
def test_the_rest_lasts_two_days(client, alice, hours, rests):
    client.force_login(alice)
    PracticeSessionFactory(learner=alice.learner, minutes=36, practised_at=timezone.now() - timedelta(hours=hours))
    plan, is_advised, _form = plan_page(ready(client, user=alice))
    assert (plan.key, is_advised) == (("first", True) if rests else ("short", False))


@pytest.mark.parametrize(("hours", "rests"), [(47, True), (49, False)])
def test_the_rest_lasts_as_long_for_a_guest(client, hours, rests):
    note(ready(client), 36)
    request = client.get("/practice/").wsgi_request
    assert log.is_time_to_rest(request, timezone.now() + timedelta(hours=hours)) is rests


def test_another_massage_on_the_same_day_begins_with_the_same_advice(visitor):
    assert ADVICE not in visitor.get("/screening/again/").content.decode()
    visitor.post("/practice/after/", {"uuid": str(uuid4()), "minutes": "36"})
    assert ADVICE in visitor.get("/screening/again/").content.decode()
