"""The receiver's own phone: two visitors, one link that opens once, and what each of them sees."""

import logging
import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from screening.models import ReceiverLink
from screening.receiver import links as receiver_links
from screening.receiver.views import seen_by_giver
from screening.rules.questionnaire import load_questionnaire
from screening.visit.current import visit_of
from screening.visit.state import ANSWERS, CONSENT_CARD, LINK, PHONE
from screening.wording import load_wording
from tests.screening.cards.cards import PLANTED, everything_stored, moment, record_of
from tests.screening.rules.documents import unsure, yes
from tests.screening.visit.kept import kept, writing
from tests.screening.visit.visit import CHECK, FIRST, OUTCOME, START, Visit, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db

RECEIVER, MAKE, STOP = (reverse(f"screening:{name}") for name in ("receiver", "make_link", "stop_link"))
FINISH, SENT, WITHDRAW = (reverse(f"screening:receiver_{name}") for name in ("finish", "sent", "withdraw"))
PRACTICE = "/practice/"
DETAILS = {
    "cord-injury/go-ahead": {"said": "no"},
    "pregnancy/weeks": {"weeks": "20"},
    "pregnancy/complication": {"complication": "no"},
    "osteoporosis/spinal_fracture": {"spinal_fracture": "no"},
    "positions/can": {"can": ["nothing"]},
}


@pytest.fixture
def giver(content, client):
    client.post(MAKE)
    return client


@pytest.fixture
def phone():
    return Client()


def link(giver):
    return giver.get(RECEIVER).context["address"].removeprefix("http://testserver")


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def main_words(answer):
    [main] = HtmlPage("", answer.content.decode()).elements("main")
    return " ".join("".join(main.itertext()).split())


def state(giver):
    return giver.get(RECEIVER).context["state"]


def answer_on(phone, address, **says):
    """The receiver's part from the link to the last page before sending."""
    phone.post(address)
    visit = Visit(phone, {slug.replace("_", "-"): value for slug, value in says.items()}, DETAILS)
    return visit.walk()


def answered(giver, phone, shares=False, **says):
    address = link(giver)
    page = answer_on(phone, address, **says)
    assert page.request["PATH_INFO"] == FINISH
    assert phone.post(FINISH, {"shares": "on"} if shares else {}).url == SENT


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


# --- an emergency


def test_an_emergency_is_told_to_the_giver_at_once(giver, phone):
    phone.post(link(giver))
    assert send(phone, FIRST, {"em-chest": "yes"}).url == OUTCOME
    assert "112" in words(phone.get(OUTCOME))
    page = giver.get(RECEIVER)
    assert page.context["state"] == "help"
    assert "tel:112" in page.content.decode()
    assert "chest" not in words(page)
    practice = giver.get(PRACTICE)
    assert practice.context["permission"].calls_for_help
    assert practice.context["permission"].address == RECEIVER
    assert "Stop and call 112, 999 or 911 now" in words(practice)
    assert "chest" not in words(practice)
    assert "laid out" not in words(practice)
    assert "lessons" not in main_words(practice)
    assert "The answers say: stop and call for help." in main_words(giver.get(START))
    assert "call again at once" in words(page)
    assert not list(HtmlPage("", page.content.decode()).elements("nav", "header", "footer"))
    polled = giver.get(RECEIVER, {"seen": "opened"}, headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert giver.get(RECEIVER, {"country": "gb"}).content.decode().count("tel:999") == 1


def test_an_emergency_ticked_by_mistake_can_be_taken_back(giver, phone):
    phone.post(link(giver))
    send(phone, FIRST, {"em-chest": "yes"})
    send(phone, FIRST, {"none": "on"})
    assert state(giver) == "opened"
    assert not bytes(ReceiverLink.objects.get().sealed)


# --- once, one device, two hours


def test_a_link_opens_once(giver, phone):
    address = link(giver)
    assert phone.get(address).status_code == 200
    assert path(phone.post(address)) == question(FIRST)
    for other in (Client(), Client()):
        assert other.get(address).status_code == 410
        assert other.post(address).status_code == 410
        assert PHONE not in kept(other)
    assert phone.get(address).url == reverse("screening:continue")


def test_looking_at_a_link_does_not_use_it_up(giver, phone):
    address = link(giver)
    for _ in range(3):
        assert "Start on this phone" in words(Client().get(address))
    assert phone.post(address).status_code == 302


def test_of_two_phones_at_once_one_wins(giver, monkeypatch):
    address = link(giver)
    token = address.rstrip("/").rpartition("/")[2]
    found = receiver_links.of_token(token, moment())
    Client().post(address)
    monkeypatch.setattr(receiver_links, "of_token", lambda token, now: found)
    second = Client()
    assert second.post(address).status_code == 410
    assert PHONE not in kept(second)


def test_the_giver_does_not_use_up_the_link_by_opening_it(giver):
    address = link(giver)
    assert "This is your own link" in words(giver.get(address))
    assert "This is your own link" in words(giver.post(address))
    assert state(giver) == "waiting"


@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_a_made_up_link_is_closed(content, client, token):
    address = reverse("screening:receiver_open", args=[token])
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410


def later(**span):
    """Time travel: every link is that much older."""
    span = timedelta(**span)
    ReceiverLink.objects.update(created_at=F("created_at") - span, expires_at=F("expires_at") - span)


def test_a_link_lasts_two_hours(giver, phone):
    address = link(giver)
    later(hours=1, minutes=59)
    assert phone.get(address).status_code == 200
    later(minutes=2)
    assert phone.post(address).status_code == 410
    assert "time of the last link is over" in words(giver.get(RECEIVER))


def test_a_receiver_who_is_too_late_is_told_and_leaves_nothing(giver, phone):
    answer_on(phone, link(giver))
    later(hours=2, minutes=1)
    answer = phone.post(FINISH, {})
    assert answer.status_code == 410
    assert "Nothing was sent. Ask the giver to make a new one." in words(answer)
    assert ANSWERS not in kept(phone)


def test_too_late_is_noticed_on_any_page(giver, phone):
    phone.post(link(giver))
    page = phone.get(question(FIRST))
    later(hours=2, minutes=1)
    sent = phone.post(question(FIRST), {"shown": page.context["shown"], "none": "on"})
    assert sent.url == FINISH
    assert ANSWERS not in kept(phone)


def test_long_after_a_link_its_phone_is_a_phone_like_any_other(giver, phone):
    phone.post(link(giver))
    later(hours=2, minutes=1)
    assert "This link is closed" in words(phone.get(question(FIRST), follow=True))
    page = Visit(phone).walk()
    assert page.request["PATH_INFO"] == CHECK
    assert phone.get(OUTCOME).context["permission"].is_granted


def test_who_begins_as_a_giver_no_longer_answers_for_another_s_link(giver, phone):
    phone.post(link(giver))
    phone.post(MAKE)
    assert PHONE not in kept(phone)
    assert state(phone) == "waiting"


def test_the_outcome_ends_two_hours_after_sending(giver, phone):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": "well"})
    assert giver.get(RECEIVER).context["permission"].is_granted
    later(hours=2, minutes=1)
    page = giver.get(PRACTICE)
    assert page.context["permission"].clearance is None
    assert "The two hours of the receiver's own answers are over." in words(page)


def test_a_new_link_takes_the_place_of_the_old_one_and_sweeps(giver, phone):
    old = link(giver)
    ReceiverLink.objects.create(token_hash="a", created_at=moment(hours=3), expires_at=moment(hours=1))
    giver.post(MAKE)
    assert phone.get(old).status_code == 410
    assert ReceiverLink.objects.count() == 1


def test_closing_a_link_erases_what_was_sent(giver, phone):
    answered(giver, phone)
    giver.post(STOP)
    assert not ReceiverLink.objects.exists()
    assert LINK not in kept(giver)
    assert state(giver) == "none"


def test_answers_given_on_this_device_take_the_place_of_the_link(giver, phone):
    answered(giver, phone, cord_injury="yes")
    well(giver)
    send(giver, "today", {"none": "on"})
    assert giver.get(START).context["permission"].is_granted
    assert not ReceiverLink.objects.exists()


def test_making_a_link_erases_what_was_answered_here(content, client):
    well(client)
    client.post(MAKE)
    assert ANSWERS not in kept(client)


def test_erasing_a_visit_erases_its_link(giver):
    giver.post("/accounts/data/erase-visit/")
    assert not ReceiverLink.objects.exists()


def test_changed_questions_close_what_was_sent(giver, phone):
    answered(giver, phone)
    row = ReceiverLink.objects.get()
    newer = load_questionnaire().model_copy(update={"version": 99})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiver_links, "load_questionnaire", lambda: newer)
        assert receiver_links.sent(row, moment()) is None


def test_what_one_link_holds_opens_in_no_other(giver, phone):
    answered(giver, phone)
    row = ReceiverLink.objects.get()
    other, _ = receiver_links.make(moment())
    ReceiverLink.objects.filter(pk=other.pk).update(sealed=row.sealed, opened_at=moment(), sent_at=moment())
    other.refresh_from_db()
    assert receiver_links.sent(other, moment()) is None
    assert receiver_links.sent(row, moment())


def test_a_giver_s_answer_does_not_bring_back_what_was_taken_back(giver, phone):
    answered(giver, phone)
    row = ReceiverLink.objects.get()
    receiver_links.take_back(row)
    from screening.rules.answers import Answer

    receiver_links.answer_as_giver(row, Answer("no", moment()), moment())
    assert not bytes(ReceiverLink.objects.get().sealed)


# --- the page that waits


def test_the_page_asks_again_every_few_seconds_and_stays_as_it_is_while_nothing_is_new(giver, phone):
    asks = {"headers": {"HX-Request": "true"}}
    assert 'hx-trigger="every 4s"' in giver.get(RECEIVER).content.decode()
    assert giver.get(RECEIVER, {"seen": "waiting"}, **asks).status_code == 204
    phone.post(link(giver))
    fresh = giver.get(RECEIVER, {"seen": "waiting"}, **asks)
    assert fresh.status_code == 200
    assert "<html" not in fresh.content.decode()
    assert "is answering" in fresh.content.decode()
    assert "HX-Request" in fresh["Vary"]


def test_the_page_stops_asking_once_there_is_something_to_do(giver, phone):
    answered(giver, phone)
    assert "hx-get" not in giver.get(RECEIVER).content.decode()
    giver.post(RECEIVER, {"answer": "well"})
    assert "hx-get" not in giver.get(RECEIVER).content.decode()


def test_a_missing_answer_of_the_giver_is_explained(giver, phone):
    answered(giver, phone)
    page = giver.post(RECEIVER, {})
    assert page.status_code == 422
    assert "Choose the answer that fits" in words(page)
    assert HtmlPage("", page.content.decode()).text("title").startswith("Error:")


def test_before_the_receiver_has_sent_an_answer_of_the_giver_counts_for_nothing(giver):
    assert giver.post(RECEIVER, {"answer": "well"}).url == RECEIVER
    assert state(giver) == "waiting"


def test_pages_that_change_something_keep_to_their_methods(content, client):
    assert client.get(MAKE).status_code == 405
    assert client.post(SENT).status_code == 405


# --- privacy


def test_neither_token_nor_answers_can_be_read_in_the_database(giver, phone):
    address = link(giver)
    token = address.rstrip("/").rpartition("/")[2]
    assert len(token) == 43
    assert token.encode() not in everything_stored()
    answer_on(phone, address, cord_injury="yes")
    assert token.encode() not in everything_stored()
    phone.post(FINISH, {})
    giver.post(RECEIVER, {"answer": "well"})
    assert not PLANTED.search(everything_stored())


def test_no_page_may_be_kept_by_a_cache_or_by_htmx(giver, phone):
    address = link(giver)
    pages = [giver.get(RECEIVER), phone.get(address), Client().get(reverse("screening:receiver_open", args=["x"]))]
    pages += [answer_on(phone, address), phone.post(FINISH, {}), phone.get(SENT), giver.get(RECEIVER)]
    for page in pages:
        assert "no-store" in page["Cache-Control"]
        if page.status_code != 302:
            assert 'hx-history="false"' in page.content.decode()


def test_answers_and_state_reach_no_address_and_no_log(giver, phone, caplog):
    caplog.set_level(logging.DEBUG)
    address = link(giver)
    answer_on(phone, address, cord_injury="yes")
    phone.post(FINISH, {})
    giver.post(RECEIVER, {"answer": "well"})
    assert not [record for record in caplog.records if PLANTED.search(record.getMessage().encode())]
    assert "seen=" not in giver.get(RECEIVER).content.decode()


def test_the_code_is_drawn_without_inline_style(giver):
    page = giver.get(RECEIVER).content.decode()
    assert '<svg viewBox="0 0 ' in page
    assert " style=" not in page


def test_a_link_to_this_computer_says_that_a_phone_cannot_reach_it(giver, settings):
    assert "Another phone cannot reach it" not in words(giver.get(RECEIVER))
    assert "Another phone cannot reach it" in words(giver.get(RECEIVER, headers={"host": "127.0.0.1:8000"}))


def test_what_one_receiver_agreed_on_does_not_turn_up_for_the_next(giver, phone):
    answered(giver, phone)
    giver.post(RECEIVER, {"answer": "well"})
    giver.post(reverse("screening:agree"), {"stop_word": "Planted", "clothes": "on"})
    assert CONSENT_CARD in kept(giver)
    giver.post(MAKE)
    assert CONSENT_CARD not in kept(giver)


@pytest.mark.parametrize("slug", sorted(load_questionnaire().items))
def test_what_the_giver_sees_names_no_answer(content, slug):
    """Limits have to be told, for the giver keeps them; the reason behind them has not."""
    said = unsure() if slug == "consent" else yes()
    shown = seen_by_giver(record_of(**{slug.replace("-", "_"): said}))
    texts = load_wording().items[slug]
    told = " ".join(map(str, [shown.heading, shown.what_to_do, *shown.notes, *shown.limits]))
    assert not shown.causes
    assert not any(limit.because for limit in shown.limits)
    assert not any(words in told for words in (texts.short, texts.because, texts.question))
    assert shown.level <= 2 or not (shown.limits or shown.notes)


def test_the_receiver_s_preview_speaks_to_the_receiver_and_tells_every_gentle_place(giver, phone):
    said = words(answer_on(phone, link(giver)))
    assert "The giver may go ahead. Say stop at any moment." in said
    assert "Keep talking" not in said
    assert "the kidney area are always worked gently" in said
    assert "The answers add no limits: the usual plan fits." in said
    assert "No limits" not in said


def test_the_practice_page_does_not_tell_the_giver_why_no_massage_is_planned(giver, phone):
    answered(giver, phone, no_feedback="yes")
    giver.post(RECEIVER, {"answer": "well"})
    said = words(giver.get(PRACTICE))
    assert "no massage can be planned for now" in said
    assert "This site plans no massage" not in said
