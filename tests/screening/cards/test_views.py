"""Cards as a member without script meets them: keep, use with the quick check, rename, erase, and who may see what."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from screening import models
from screening.cards import views as card_views
from screening.models import ReceiverCard
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import QUESTIONS
from screening.visit.current import visit_of
from screening.visit.state import ANSWERS, QUICK_CHECK
from tests.factories import UserFactory
from tests.screening.cards.cards import KEY, PLANTED, aged, card_for, everything_stored, moment
from tests.screening.rules.documents import unsure, yes
from tests.screening.visit.kept import kept, writing
from tests.screening.visit.visit import CHECK, OUTCOME, START, Visit, path, question, send, well
from tests.staff import enter_as_staff
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db

CARDS, KEEP = reverse("screening:cards"), reverse("screening:keep_card")
PRACTICE = "/practice/"
AGREED = {"nickname": "Sunny", "agrees": "on"}


@pytest.fixture(autouse=True)
def _with_a_key(settings):
    settings.CARD_KEYS = [KEY]


@pytest.fixture
def member(content, alice_client):
    return alice_client


def address(name, card):
    return reverse(f"screening:{name}", args=[card.uuid])


def quick(number):
    return reverse("screening:quick_check", args=[number])


def words(answer):
    return " ".join("".join(HtmlPage("", answer.content.decode()).root.itertext()).split())


def use(client, card):
    return client.post(address("use_card", card))


def check_all(client, **replies):
    """The whole quick check: nothing to report but q4="yes" and the like. Gives the last answer."""
    answer = None
    for number in QUESTIONS:
        answer = client.post(quick(number), {"answer": replies.get(f"q{number}", "no")})
        assert answer.status_code == 302
    return answer


def may_practise(client):
    return client.get(OUTCOME, follow=True).context["permission"].is_granted


# --- keeping


def test_a_receiver_who_agrees_is_asked_less_next_time(member, alice):
    well(member)
    assert "What is kept" in words(member.get(KEEP))
    assert member.post(KEEP, AGREED).url == CARDS
    card = alice.receiver_cards.get()
    assert card.nickname == "Sunny"
    assert moment(seconds=5) <= card.agreed_at <= moment(seconds=-5)
    assert "Still holds" in words(member.get(CARDS))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"nickname": "Sunny"}, "The receiver has to tick this"),
        ({"agrees": "on"}, "Write a nickname"),
        ({"nickname": "x" * 21, "agrees": "on"}, "Write a shorter name"),
        ({"nickname": "rose@example.org", "agrees": "on"}, "not an address or a number"),
        ({"nickname": "0151 234567", "agrees": "on"}, "not an address or a number"),
        ({"nickname": "  suNNy ", "agrees": "on"}, "You have a card with this nickname"),
    ],
)
def test_what_is_missing_is_explained_and_nothing_is_kept(member, alice, data, fault):
    card_for(alice)
    well(member)
    answer = member.post(KEEP, data)
    page = HtmlPage(KEEP, answer.content.decode())
    assert answer.status_code == 422
    assert fault in words(answer)
    assert page.text("title").startswith("Error:")
    assert {"id_nickname", "id_agrees"} <= set(page.ids())
    assert alice.receiver_cards.count() == 1


def test_two_windows_cannot_keep_one_nickname_twice(member, alice, monkeypatch):
    card_for(alice)
    well(member)
    monkeypatch.setattr("screening.cards.forms.NicknameForm.clean_nickname", lambda form: "Sunny")
    answer = member.post(KEEP, AGREED)
    assert answer.status_code == 422
    assert "You have a card with this nickname" in words(answer)


def test_only_finished_answers_can_be_kept(member, alice):
    assert member.get(KEEP).url == CARDS
    send(member, "signs-now", {"none": "on"})
    assert member.post(KEEP, AGREED).url == CARDS
    assert not alice.receiver_cards.exists()


def test_an_emergency_is_not_kept(member, alice):
    well(member)
    send(member, "signs-now", {"em-chest": "yes"})
    assert member.post(KEEP, AGREED).url == CARDS
    assert not alice.receiver_cards.exists()


def test_without_a_key_nothing_is_kept_and_the_pages_say_so(member, alice, settings):
    settings.CARD_KEYS = []
    well(member)
    assert member.post(KEEP, AGREED).url == CARDS
    assert not alice.receiver_cards.exists()
    assert "This site does not keep cards" in words(member.get(CARDS))


def test_a_member_has_a_number_of_cards_that_stays_small(member, alice, monkeypatch):
    monkeypatch.setattr(card_views.cards, "MOST_CARDS", 1)
    card_for(alice)
    well(member)
    answer = member.post(KEEP, {**AGREED, "nickname": "Other"}, follow=True)
    assert "Erase one first" in words(answer)
    assert alice.receiver_cards.count() == 1


def test_after_its_use_a_card_is_renewed_with_a_new_agreement(member, alice):
    card = aged(card_for(alice), days=1)
    use(member, card)
    check_all(member)
    assert "Keep today's answers on the card" in words(member.get(KEEP))
    member.post(KEEP, AGREED)
    renewed = alice.receiver_cards.get()
    assert renewed.agreed_at > card.agreed_at
    assert renewed.created_at == card.created_at


# --- the quick check


def test_all_well_leads_from_the_card_to_the_outcome(member, alice):
    card = aged(card_for(alice), days=1)
    assert use(member, card).url == quick(1)
    assert check_all(member).url == OUTCOME
    assert may_practise(member)
    assert member.get(PRACTICE).status_code == 200


def test_the_check_says_whose_card_it_is_and_when_it_was_filled(member, alice):
    use(member, aged(card_for(alice, "Rosy"), days=1))
    assert "Quick check for today: Rosy" in words(member.get(quick(1)))
    for number in (1, 2, 3, 4):
        member.post(quick(number), {"answer": "no"})
    assert f"The last time was {alice.receiver_cards.get().agreed_at:%-d %B %Y}" in words(member.get(quick(5)))


def test_nothing_starts_before_the_quick_check_is_done_even_an_hour_later(member, alice):
    """The answers would still hold; what is true of today is asked all the same."""
    use(member, aged(card_for(alice), hours=1))
    for number in QUESTIONS:
        assert "quick check for today is not finished" in words(member.get(PRACTICE))
        assert member.get(OUTCOME).url == quick(number)
        assert member.get(CHECK).url == quick(number)
        assert member.get(reverse("screening:continue")).url == quick(number)
        member.post(quick(number), {"answer": "no"})
    assert may_practise(member)


@pytest.mark.parametrize("value", ["yes", "unsure"])
def test_one_report_opens_only_what_it_concerns(member, alice, value):
    card = aged(card_for(alice), days=1)
    use(member, card)
    answer = check_all(member, q3=value)
    assert path(member.get(answer.url)) == question("today")
    assert not may_practise_now(member)
    send(member, "today", {"meal": "yes"})
    assert member.get(OUTCOME).context["outcome"].level == 1
    assert may_practise(member)


def may_practise_now(client):
    return client.get(START).context["permission"].is_granted


def test_an_alarm_sign_is_asked_about_at_once_and_then_the_check_goes_on(member, alice):
    use(member, aged(card_for(alice), days=1))
    answer = member.post(quick(1), {"answer": "unsure"}, follow=True)
    assert answer.request["PATH_INFO"] == question("signs-now")
    assert path(send(member, "signs-now", {"none": "on"})) == question("signs-today")
    assert send(member, "signs-today", {"none": "on"}).url == quick(2)


def test_an_alarm_sign_that_is_there_ends_at_the_emergency_page(member, alice):
    use(member, aged(card_for(alice), days=1))
    member.post(quick(1), {"answer": "yes"})
    assert send(member, "signs-now", {"em-chest": "yes"}).url == OUTCOME
    assert "112" in words(member.get(OUTCOME))
    assert "Stop and call 112, 999 or 911 now" in words(member.get(PRACTICE))


def test_what_has_run_out_is_asked_after_the_check(member, alice):
    use(member, aged(card_for(alice), days=8))
    answer = member.get(check_all(member).url, follow=True)
    assert answer.request["PATH_INFO"].startswith("/screening/questions/")
    done = Visit(member)
    while "step" in (answer.context or {}):
        answer = done.post(answer)
    assert len(done.seen) < len(load_questionnaire().pages) - 2
    assert answer.request["PATH_INFO"] == CHECK
    assert may_practise(member)


def test_a_finding_on_the_card_still_counts(member, alice):
    use(member, aged(card_for(alice, osteoporosis=yes(spinal_fracture=False)), days=1))
    check_all(member)
    assert member.get(OUTCOME).context["outcome"].level == 1
    assert may_practise(member)


def test_not_sure_on_the_card_is_still_no_yes(member, alice):
    use(member, aged(card_for(alice, cancer=unsure()), days=1))
    check_all(member)
    assert member.get(OUTCOME).context["outcome"].level == 4
    assert not may_practise(member)


def test_consent_is_never_taken_from_a_card(member, alice):
    use(member, aged(card_for(alice), days=1))
    answer = check_all(member, q6="unsure")
    assert not may_practise_now(member)
    asked = []
    page = member.get(answer.url, follow=True)
    while "step" in (page.context or {}):
        asked.append(page.context["step"].page.items)
        page = Visit(member, {"consent": "no"}).post(page)
    assert {slug for items in asked for slug in items} >= {"touch-comfort", "consent", "giver-ready"}
    assert member.get(OUTCOME).context["outcome"].level == 3


def test_a_reply_can_be_changed_until_its_questions_are_open(member, alice):
    use(member, aged(card_for(alice), days=1))
    member.post(quick(1), {"answer": "no"})
    page = member.get(quick(1))
    assert page.context["form"]["answer"].value() == "no"
    member.post(quick(2), {"answer": "yes"})
    assert member.get(quick(2)).url == quick(3)
    assert member.get(quick(3)).context["back"] == quick(1)


def test_a_later_question_of_the_check_is_not_open_yet(member, alice):
    use(member, card_for(alice))
    assert member.get(quick(4)).url == quick(1)
    assert member.post(quick(6), {"answer": "no"}).url == quick(1)
    assert member.get(quick(9)).url == quick(1)


@pytest.mark.parametrize("data", [{}, {"answer": "perhaps"}])
def test_a_reply_that_is_none_is_explained(member, alice, data):
    use(member, card_for(alice))
    answer = member.post(quick(1), data)
    assert answer.status_code == 422
    assert "Choose" in words(answer)
    assert HtmlPage("", answer.content.decode()).text("title").startswith("Error:")


def test_a_check_that_cannot_be_read_begins_anew(member, alice):
    use(member, card_for(alice))
    member.post(quick(1), {"answer": "no"})
    with writing(member) as request:
        visit_of(request)[QUICK_CHECK] = "nonsense"
    assert member.get(OUTCOME).url == quick(1)
    assert not may_practise_now(member)


def test_without_a_card_there_is_no_quick_check(member):
    assert member.get(quick(1)).url == START
    well(member)
    assert member.get(quick(1)).url == reverse("screening:continue")
    assert member.post(quick(6), {"answer": "no"}).url == reverse("screening:continue")


def test_a_card_of_changed_questions_is_asked_from_the_start(member, alice):
    card = card_for(alice)
    ReceiverCard.objects.update(questions_version=0)
    answer = member.post(address("use_card", card), follow=True)
    assert answer.request["PATH_INFO"] == question("signs-now")
    assert "questions have changed" in words(answer)
    assert not may_practise_now(member)


def test_using_a_card_takes_the_place_of_what_was_answered(member, alice):
    well(member)
    send(member, "today", {"fever": "yes"})
    use(member, aged(card_for(alice), days=1))
    check_all(member)
    assert member.get(OUTCOME).context["outcome"].level == 0


def test_erasing_the_answers_ends_the_check_and_keeps_the_card(member, alice):
    use(member, card_for(alice))
    member.post(reverse("screening:erase"))
    assert member.get(quick(1)).url == START
    assert QUICK_CHECK not in kept(member)
    assert alice.receiver_cards.exists()


# --- the list, rename, erase


def test_the_list_says_what_holds_and_never_what_was_answered(member, alice):
    card_for(alice, "Rosy", cord_injury=yes(), blood_thinner=yes())
    text = words(member.get(CARDS))
    for said in ("Rosy", "Still holds", "Ask again", "six short questions", "Last answer", "Heart and blood vessels"):
        assert said in text
    assert not re.search("cord|thinner", text, re.IGNORECASE)


def test_two_cards_with_different_answers_look_the_same(member, alice):
    """Nothing on the list may depend on what was answered."""
    card_for(
        alice, "One", cord_injury=yes(), pregnancy=yes(weeks=20, complication=False), em_pregnancy={"answer": "no"}
    )
    card_for(alice, "Two")
    one, two = (summary.themes for summary in member.get(CARDS).context["cards"])
    assert one == two


def test_the_list_erases_what_has_run_out(member, alice):
    card_for(alice)
    ReceiverCard.objects.update(expires_at=moment(seconds=1))
    assert "You have no card yet" in words(member.get(CARDS))
    assert not ReceiverCard.objects.exists()


def test_the_list_needs_the_same_queries_for_any_number_of_cards(member, alice, django_assert_num_queries):
    member.get(CARDS)
    for name in "ABCDE":
        card_for(alice, name)
    with django_assert_num_queries(4):
        member.get(CARDS)


def test_every_form_of_the_list_carries_its_token(member, alice):
    card_for(alice, "One")
    card_for(alice, "Two")
    page = HtmlPage(CARDS, member.get(CARDS).content.decode())
    forms = [form for form in page.elements("form") if form.get("action", "").startswith(CARDS)]
    assert len(forms) == 2
    tokens = [
        next((i.get("value") for i in form.iter("input") if i.get("name") == "csrfmiddlewaretoken"), "")
        for form in forms
    ]
    assert all(tokens)


def test_a_card_gets_another_nickname(member, alice):
    card = card_for(alice)
    assert member.get(address("rename_card", card)).context["form"]["nickname"].value() == "Sunny"
    assert member.post(address("rename_card", card), {"nickname": "Rosy"}).url == CARDS
    card.refresh_from_db()
    assert card.nickname == "Rosy"
    assert member.post(address("rename_card", card), {"nickname": ""}).status_code == 422


def test_erasing_is_asked_about_and_once_more_does_no_harm(member, alice):
    card = card_for(alice)
    assert "Sunny" in words(member.get(address("erase_card", card)))
    assert "there is no way back" in words(member.get(CARDS))
    for _ in range(2):
        assert member.post(address("erase_card", card)).url == CARDS
    assert member.get(address("erase_card", card)).url == CARDS
    assert not ReceiverCard.objects.exists()


def test_a_card_that_no_key_opens_says_so_and_can_be_erased(member, alice, settings):
    card = card_for(alice)
    settings.CARD_KEYS = ["A" * 43 + "="]
    assert "cannot be opened any more" in words(member.get(CARDS))
    assert "Please erase it" in words(member.post(address("use_card", card), follow=True))
    member.post(address("erase_card", card))
    assert not ReceiverCard.objects.exists()


# --- who may


@pytest.mark.parametrize("name", ["use_card", "rename_card", "erase_card"])
def test_nobody_reaches_another_s_card(content, client, alice, bob, name):
    card = card_for(bob)
    client.force_login(alice)
    answer = client.post(address(name, card), {"nickname": "Mine"})
    assert answer.status_code == (302 if name == "erase_card" else 404)
    card.refresh_from_db()
    assert card.nickname == "Sunny"
    assert ANSWERS not in kept(client)


@pytest.mark.parametrize("name", ["use_card", "rename_card", "erase_card"])
def test_a_card_that_has_run_out_is_not_there(member, alice, name):
    card = card_for(alice)
    ReceiverCard.objects.update(expires_at=moment(seconds=1))
    assert member.post(address(name, card), {"nickname": "New"}).status_code == (302 if name == "erase_card" else 404)


def test_cards_are_for_members(content, client, alice):
    card = card_for(alice)
    for target in (CARDS, KEEP, address("rename_card", card), address("erase_card", card)):
        assert client.get(target).url.startswith("/accounts/login/")
    for name in ("use_card", "erase_card"):
        assert client.post(address(name, card)).url.startswith("/accounts/login/")
    assert ReceiverCard.objects.exists()


def test_pages_that_change_something_keep_to_their_methods(member, alice):
    card = card_for(alice)
    assert member.get(address("use_card", card)).status_code == 405
    assert member.post(CARDS).status_code == 405


# --- privacy


def private_pages(client, alice):
    card = aged(card_for(alice, cord_injury=yes(), left_open=["cord-injury/go-ahead"]), days=1)
    yield client.get(CARDS)
    yield client.get(address("rename_card", card))
    yield use(client, card)
    yield client.get(quick(1))
    yield client.post(quick(1), {})
    check_all(client)
    yield client.get(KEEP)
    yield client.post(KEEP, {})
    yield client.post(KEEP, AGREED)
    yield client.post(address("erase_card", card))


def test_no_page_may_be_kept_by_a_cache_or_by_htmx(member, alice):
    for answer in private_pages(member, alice):
        assert "no-store" in answer["Cache-Control"]
        if answer.status_code != 302:
            assert 'hx-history="false"' in answer.content.decode()


def test_answers_reach_no_log_no_address_and_no_message(member, alice, caplog):
    caplog.set_level(logging.DEBUG)
    answers = list(private_pages(member, alice))
    assert not [record for record in caplog.records if PLANTED.search(record.getMessage().encode())]
    assert not [a for a in answers if re.search("cord|answer=|yes", a.get("Location", ""))]
    assert "cord" not in str(member.cookies)


def test_answers_cannot_be_read_anywhere_in_the_database(member, alice):
    card = aged(card_for(alice, cord_injury=yes(), left_open=["cord-injury/go-ahead"]), days=1)
    use(member, card)
    check_all(member)
    member.post(KEEP, AGREED)
    assert models.Visit.objects.exists()
    assert not PLANTED.search(everything_stored())


def test_a_crash_report_shows_no_answer(member, alice, monkeypatch):
    reports = []

    def crash(*args, **kwargs):
        raise ZeroDivisionError

    def hear(*args, request, exception=None, **kwargs):
        reports.append((request, exception))

    monkeypatch.setattr(card_views, "next_step", crash)
    monkeypatch.setattr("django.core.handlers.exception.log_response", hear)
    use(member, aged(card_for(alice, cord_injury=yes()), days=1))
    member.raise_request_exception = False
    answers = [member.post(quick(number), {"answer": "no"}) for number in QUESTIONS]
    assert answers[-1].status_code == 500
    for request, exception in reports:
        report = ExceptionReporter(request, type(exception), exception, exception.__traceback__)
        for text in (report.get_traceback_text(), report.get_traceback_html()):
            assert "ZeroDivisionError" in text
            assert not re.search(r"cord-injury", text)
    assert reports


def test_the_admin_shows_neither_answers_nor_nicknames(content, alice):
    card = card_for(alice, "Rosy", cord_injury=yes())
    caretaker = enter_as_staff(Client(), UserFactory(is_staff=True, is_superuser=True))
    shown = caretaker.get("/admin/screening/receivercard/").content.decode()
    one = caretaker.get(f"/admin/screening/receivercard/{card.pk}/change/").content.decode()
    assert str(card.uuid) in shown
    for text in (shown, one):
        assert not re.search("cord|Rosy|sealed", text)
    assert caretaker.get("/admin/screening/receivercard/add/").status_code == 403


def test_the_export_holds_the_cards_whole(member, alice, bob):
    card_for(alice, "Rosy", cord_injury=yes())
    card_for(bob, "Other")
    (card,) = json.loads(member.get("/accounts/data/export/").content)["cards"]
    assert (card["nickname"], card["answers"]["cord-injury"]["answer"]) == ("Rosy", "yes")
    assert card.keys() == {"nickname", "created", "receiver_agreed", "kept_until", "questions_version", "answers"}
    assert "1 card" in words(member.get("/accounts/data/"))
    assert "cord" not in words(member.get("/accounts/data/"))


def test_erasing_the_account_erases_the_cards(member, alice):
    card_for(alice)
    member.post("/accounts/data/erase/", {"email": alice.email})
    assert not ReceiverCard.objects.exists()


def test_signing_in_keeps_the_answers_of_the_visit(content, client, alice):
    well(client)
    client.force_login(alice)
    assert client.post(KEEP, AGREED).url == CARDS
    assert alice.receiver_cards.get().expires_at > moment() + timedelta(days=300)
