"""A second massage on the same day: whoever was cleared in this visit opens it by the six questions alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from screening.clearance import this_moment, write_record
from screening.rules.journey import Record
from screening.rules.quick_check import QUESTIONS, was_cleared_today
from screening.visit.current import visit_of
from screening.visit.state import MASSAGE_NOTED, PHONE, QUICK_CHECK, begin_link
from tests.practice.visits import answers, screened
from tests.screening.cards.cards import KEY, moment
from tests.screening.visit.kept import kept, writing
from tests.screening.visit.visit import OUTCOME, START, send
from tests.whole_site.pages import HtmlPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

AGAIN, CONTINUE, PRACTICE = reverse("screening:again"), reverse("screening:continue"), "/practice/"


@pytest.fixture(params=["guest", "member"])
def visitor(request, client, alice):
    if request.param == "member":
        client.force_login(alice)
    return client


def quick(number):
    return reverse("screening:quick_check", args=[number])


def check_all(client, **replies):
    for number in QUESTIONS:
        answer = client.post(quick(number), {"answer": replies.get(f"q{number}", "no")})
        assert answer.status_code == 302
    return answer


def note_massage(client):
    return client.post("/practice/after/", {"uuid": str(uuid4()), "minutes": "20"})


def permission(client):
    return client.get(PRACTICE).context["permission"]


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def cleared_yesterday(client, **yes):
    """Cleared 20 hours ago with answers of which the first are 25 hours old by now."""
    given = answers(hours_ago=20, **yes)
    older = answers(hours_ago=25, **yes)
    with writing(client) as request:
        write_record(request, Record(given | {slug: older[slug] for slug in ("em-chest", "fever", "skin-broken")}))
    return client


# --- the day is over


def test_answers_of_a_day_ago_are_renewed_by_six_questions(visitor):
    cleared_yesterday(visitor)
    found = permission(visitor)
    assert (str(found.reason), found.address) == ("Some answers are too old for today.", AGAIN)
    assert visitor.get(CONTINUE).url == AGAIN
    assert AGAIN in visitor.get(OUTCOME).content.decode()
    assert "six short questions are enough" in words(visitor.get(AGAIN))
    assert visitor.post(AGAIN).url == quick(1)
    assert check_all(visitor).url == OUTCOME
    assert visitor.get(OUTCOME).context["permission"].is_granted


def test_limits_of_longer_answers_stay(visitor):
    cleared_yesterday(visitor, osteoporosis={"spinal_fracture": False})
    visitor.post(AGAIN)
    check_all(visitor)
    assert visitor.get(OUTCOME).context["outcome"].level == 1
    assert "knead-two-thumbs" in visitor.get(OUTCOME).context["permission"].clearance.limits.banned


def test_whatever_is_new_is_asked_one_by_one(visitor):
    cleared_yesterday(visitor)
    visitor.post(AGAIN)
    check_all(visitor, q2="yes")
    assert not visitor.get(START).context["permission"].is_granted
    page = visitor.get(CONTINUE, follow=True)
    assert page.context["step"].page.slug in ("signs-today", "today")


def test_an_alarm_sign_ends_at_the_emergency_page(visitor):
    cleared_yesterday(visitor)
    visitor.post(AGAIN)
    visitor.post(quick(1), {"answer": "yes"})
    assert send(visitor, "signs-now", {"em-chest": "yes"}).url == OUTCOME
    assert "Stop and call for help now" in words(visitor.get(OUTCOME))


# --- the answers still hold


def test_the_start_page_offers_the_next_massage(visitor):
    screened(visitor, hours_ago=3)
    assert AGAIN in visitor.get(START).content.decode()


def test_a_noted_massage_makes_the_next_one_wait_for_the_six_questions(visitor):
    screened(visitor, hours_ago=3)
    assert permission_granted(visitor)
    note_massage(visitor)
    found = permission(visitor)
    assert (str(found.reason), found.address) == ("You have noted a massage since these answers.", AGAIN)
    assert found.clearance.limits.level == 0
    visitor.post(AGAIN)
    check_all(visitor)
    assert permission_granted(visitor)
    assert MASSAGE_NOTED not in kept(visitor)


def permission_granted(client):
    return client.get(OUTCOME).context["permission"].is_granted


def test_after_a_noted_massage_the_outcome_can_still_be_read(visitor):
    screened(visitor, hours_ago=3)
    note_massage(visitor)
    answer = visitor.get(OUTCOME)
    assert answer.status_code == 200
    assert "Answer six short questions" in words(answer)
    assert "Go to the massage plan" not in words(answer)


def test_after_a_noted_massage_a_card_can_still_be_kept(client, alice, settings):
    settings.CARD_KEYS = [KEY]
    client.force_login(alice)
    screened(client, hours_ago=3)
    note_massage(client)
    client.post(reverse("screening:keep_card"), {"nickname": "Sunny", "agrees": "on"})
    assert alice.receiver_cards.count() == 1


def test_answers_of_somebody_else_begin_without_the_noted_massage(visitor):
    screened(visitor, hours_ago=3)
    note_massage(visitor)
    assert "erase them and start again" in words(visitor.get(AGAIN))
    visitor.post(reverse("screening:erase"))
    screened(visitor)
    assert permission_granted(visitor)


def test_a_note_without_a_clearance_asks_for_nothing(visitor):
    note_massage(visitor)
    assert MASSAGE_NOTED not in kept(visitor)


# --- who has to answer everything


@pytest.mark.parametrize("yes", [{"fever": {}}, {"fracture": {"site": "rib"}}, {"em_chest": {}}])
def test_whoever_was_not_cleared_is_not_offered_it(visitor, yes):
    screened(visitor, hours_ago=3, **yes)
    assert visitor.post(AGAIN).url == CONTINUE
    assert QUICK_CHECK not in kept(visitor)


def test_unfinished_answers_are_no_clearance(visitor):
    send(visitor, "signs-now", {"none": "on"})
    assert visitor.post(AGAIN).url == CONTINUE
    assert AGAIN not in visitor.get(OUTCOME).content.decode()


def test_without_answers_it_leads_to_the_start(visitor):
    assert visitor.get(AGAIN).url == START
    assert visitor.post(AGAIN).url == START


def test_a_clearance_of_a_day_ago_is_none():
    for hours, is_recent in [(23.9, True), (24, False)]:
        given = answers(hours_ago=hours)
        assert was_cleared_today(given, this_moment()) is is_recent
    assert not was_cleared_today({}, this_moment())


def test_the_receiver_s_own_phone_asks_there_each_time(client):
    screened(client, hours_ago=3)
    with writing(client) as request:
        visit_of(request)[PHONE] = str(uuid4())
    assert client.get(AGAIN).status_code == 302
    with writing(client) as request:
        del visit_of(request)[PHONE]
        begin_link(visit_of(request), moment())
    client.post(AGAIN)
    assert QUICK_CHECK not in kept(client)


def test_a_check_that_is_under_way_is_not_begun_again(visitor):
    cleared_yesterday(visitor)
    visitor.post(AGAIN)
    visitor.post(quick(1), {"answer": "no"})
    assert visitor.get(AGAIN).url == CONTINUE
    assert visitor.get(CONTINUE).url == quick(2)


def test_the_page_takes_no_other_method(visitor):
    assert visitor.put(AGAIN).status_code == 405


def test_the_first_question_leads_back_to_the_start_where_no_card_is_open(visitor):
    cleared_yesterday(visitor)
    visitor.post(AGAIN)
    assert visitor.get(quick(1)).context["back"] == START


def test_long_held_answers_are_never_renewed(visitor):
    cleared_yesterday(visitor)
    visitor.post(AGAIN)
    check_all(visitor)
    limits = visitor.get(OUTCOME).context["permission"].clearance
    assert limits.expires_at < this_moment() + timedelta(hours=24, seconds=1)
