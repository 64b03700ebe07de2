"""The receiver's own phone: two visitors, one link that opens once, and what each of them sees."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from screening.models import ReceiverLink
from screening.rules.questionnaire import load_questionnaire
from screening.visit.current import visit_of
from screening.visit.state import ANSWERS, CONSENT_CARD, PHONE
from tests.screening.receiver.phones import (
    FINISH,
    MAKE,
    PRACTICE,
    RECEIVER,
    SENT,
    WITHDRAW,
    answer_on,
    answered,
    later,
    link,
    state,
    words,
)
from tests.screening.visit.kept import kept, writing
from tests.screening.visit.visit import CHECK, FIRST, OUTCOME, START, Visit, question, send

pytestmark = pytest.mark.django_db


# --- the way through


def test_the_giver_sees_the_outcome_after_one_question(giver, phone):
    assert state(giver) == "waiting"
    address = link(giver)
    phone.post(address)
    assert state(giver) == "opened"
    Visit(phone).walk()
    phone.post(FINISH, {})
    assert state(giver) == "sent"
    assert "still open" in words(giver.get(PRACTICE))
    assert giver.post(RECEIVER, {"answer": "well"}).url == RECEIVER
    page = giver.get(RECEIVER)
    assert page.context["state"] == "outcome"
    assert page.context["permission"].is_granted
    assert giver.get(PRACTICE).status_code == 200
    assert "one step" not in words(giver.get(PRACTICE))


def test_the_limits_reach_the_plan_without_the_reason(giver, phone):
    answered(giver, phone, osteoporosis="yes")
    giver.post(RECEIVER, {"answer": "well"})
    page = giver.get(RECEIVER)
    assert "At most gentle" in words(page)
    plan = giver.get(PRACTICE)
    assert plan.context["page"].clearance.limits.cap == 2
    for answer in (page, plan):
        assert not re.search("osteoporosis|thin bones|because you said", words(answer), re.IGNORECASE)


def test_pregnancy_limits_the_plan_and_stays_with_the_receiver(giver, phone):
    answered(giver, phone, pregnancy="yes")
    giver.post(RECEIVER, {"answer": "well"})
    assert giver.get(PRACTICE).context["page"].clearance.limits.max_minutes == 20
    for address in (RECEIVER, PRACTICE, START, CHECK, OUTCOME, "/accounts/data/export/"):
        assert not re.search(
            "pregnan", words(giver.get(address, follow=True)).replace("pregnancy is", ""), re.IGNORECASE
        )


@pytest.mark.parametrize(
    ("answer", "level", "may"), [("well", 0, True), ("gloved", 1, True), ("not-ready", 3, False), ("unsure", 3, False)]
)
def test_the_giver_answers_for_the_giver(giver, phone, answer, level, may):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": answer})
    page = giver.get(RECEIVER)
    assert page.context["outcome"].level == level
    assert page.context["permission"].is_granted is may


def test_a_no_is_told_without_its_reason(giver, phone):
    answered(giver, phone, cord_injury="yes")
    giver.post(RECEIVER, {"answer": "well"})
    page = giver.get(RECEIVER)
    assert page.context["outcome"].level == 4
    assert not page.context["outcome"].notes
    assert "doctor" in words(page)
    assert "spin" not in words(page)
    practice = giver.get(PRACTICE)
    assert practice.context["permission"].address == RECEIVER
    assert "no massage is planned today" in words(practice)
    assert "What opens practice" not in words(practice)


@pytest.mark.parametrize("says", ["no_feedback", "positions"])
def test_practice_tells_the_giver_no_reason_of_the_receiver(giver, phone, says):
    answered(giver, phone, **{says: "yes"})
    giver.post(RECEIVER, {"answer": "well"})
    practice = giver.get(PRACTICE)
    assert practice.context["permission"].reason == "With these answers no massage can be planned for now."
    assert practice.context["permission"].is_refused


def test_answers_are_shown_only_if_the_receiver_ticks_so(giver, phone):
    answered(giver, phone, shares=True, osteoporosis="yes")
    assert "osteoporosis" not in words(giver.get(RECEIVER)).lower()
    assert giver.post(RECEIVER, {"answer": "well"}).url == OUTCOME
    assert "Because of the answer" in words(giver.get(OUTCOME))
    assert giver.get(CHECK).status_code == 200
    assert "They end with the link" in words(giver.get(OUTCOME))
    assert ANSWERS not in kept(giver)


def showing(giver, phone, **says):
    answered(giver, phone, shares=True, **says)
    giver.post(RECEIVER, {"answer": "well"})
    assert giver.get(PRACTICE).context["page"]


def holds_nothing(giver):
    assert giver.get(PRACTICE).context["permission"].clearance is None
    assert giver.get(CHECK).url == START
    assert not giver.get("/accounts/data/export/").json()["screening"]


def test_taking_back_ends_answers_that_were_shown_and_the_plan(giver, phone):
    showing(giver, phone, osteoporosis="yes")
    assert giver.get("/accounts/data/export/").json()["screening"]
    assert "until you take them back" in words(phone.get(SENT))
    assert "the giver can no longer see it" in words(phone.post(WITHDRAW, follow=True))
    holds_nothing(giver)
    assert not giver.get("/practice/step/1/").context["permission"].is_granted
    assert not ReceiverLink.objects.exists()


def test_answers_that_were_shown_end_with_the_link(giver, phone):
    showing(giver, phone, osteoporosis="yes")
    later(hours=1, minutes=59)
    assert giver.get(CHECK).status_code == 200
    later(minutes=2)
    holds_nothing(giver)
    assert "The link has ended" in words(phone.get(SENT))


def test_an_answer_changed_by_the_giver_still_ends_with_the_link(giver, phone):
    showing(giver, phone, osteoporosis="yes")
    ends = ReceiverLink.objects.get().expires_at
    assert send(giver, "today", {"meal": "yes"}).status_code == 302
    assert "Sitting" in words(giver.get(OUTCOME))
    assert ReceiverLink.objects.get().expires_at == ends
    assert ANSWERS not in kept(giver)
    phone.post(WITHDRAW)
    holds_nothing(giver)


def test_a_change_does_not_bring_back_what_was_taken_back_meanwhile(giver, phone):
    showing(giver, phone)
    shown = giver.get(question("today")).context["shown"]
    phone.post(WITHDRAW)
    giver.post(question("today"), {"shown": shown, "meal": "yes"})
    holds_nothing(giver)


def test_what_the_giver_erased_cannot_be_taken_back_and_the_phone_says_so(giver, phone):
    showing(giver, phone)
    giver.post(reverse("screening:erase"))
    assert not ReceiverLink.objects.exists()
    assert "nothing left to take back" in words(phone.post(WITHDRAW, follow=True))


def test_answers_that_were_not_sent_are_gone_with_the_link(giver, phone):
    answer_on(phone, link(giver), osteoporosis="yes")
    assert phone.get("/accounts/data/export/").json()["screening"]
    later(hours=2, minutes=1)
    assert not phone.get("/accounts/data/export/").json()["screening"]
    assert ANSWERS not in kept(phone)
    assert "closed" in words(phone.get(CHECK, follow=True))


def test_a_stop_word_belongs_to_one_receiver(giver, phone):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": "well"})
    agree = reverse("screening:agree")
    giver.post(agree, {"stop_word": "Red", "clothes": "on"})
    assert "Red" in words(giver.get(PRACTICE))
    agreed = kept(giver)[CONSENT_CARD]
    giver.post(MAKE)
    assert CONSENT_CARD not in kept(giver)
    answered(giver, Client())
    giver.post(RECEIVER, {"answer": "well"})
    with writing(giver) as request:
        visit_of(request)[CONSENT_CARD] = agreed
    assert not giver.get(agree).context["form"].initial
    assert "Red" not in words(giver.get(PRACTICE))


def test_the_receiver_sees_what_the_giver_will_see_before_sending(giver, phone):
    page = answer_on(phone, link(giver), cord_injury="yes")
    assert "Nothing is sent yet" in words(page)
    assert "Why: only you see this" in words(page)
    assert page.context["outcome"].causes == ()
    assert page.context["own"].causes
    assert state(giver) == "opened"


def test_after_sending_the_phone_holds_no_answers(giver, phone):
    answered(giver, phone)
    assert ANSWERS not in kept(phone)
    assert PHONE not in kept(phone)
    assert "put the phone away" in words(phone.get(SENT))
    assert phone.get(FINISH).url == SENT


def test_the_receiver_can_take_back_what_was_sent(giver, phone):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": "well"})
    phone.post(WITHDRAW)
    assert giver.get(PRACTICE).context["permission"].clearance is None
    assert state(giver) == "none"
    assert not ReceiverLink.objects.exists()
    assert phone.post(WITHDRAW).status_code == 302


def test_the_phone_never_asks_the_giver_s_question(giver, phone):
    page = answer_on(phone, link(giver))
    giver_page = next(page.slug for page in load_questionnaire().pages if page.role == "giver")
    assert phone.get(question(giver_page)).url == FINISH
    assert phone.post(question(giver_page), {"answer": "no"}).url == FINISH
    assert phone.get(OUTCOME).url == FINISH
    assert phone.get(reverse("screening:continue")).url == FINISH
    assert page.context["form"]["shares"].value() is None


def test_the_receiver_can_change_an_answer_before_sending(giver, phone):
    answer_on(phone, link(giver))
    assert phone.get(CHECK).status_code == 200
    assert send(phone, "today", {"fever": "yes"}).url == FINISH
    assert phone.get(FINISH).context["outcome"].level == 3


def test_the_receiver_s_part_cannot_be_sent_unfinished(giver, phone):
    phone.post(link(giver))
    send(phone, FIRST, {"none": "on"})
    assert phone.post(FINISH, {}).status_code == 302
    assert state(giver) == "opened"
