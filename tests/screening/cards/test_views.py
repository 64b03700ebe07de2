"""Cards as a member without script meets them: keep, use with the quick check, rename, erase, and who may see what."""

import pytest
from django.urls import reverse

from screening.cards import views as card_views
from screening.models import ReceiverCard
from screening.rules.questionnaire import load_questionnaire
from screening.rules.quick_check import QUESTIONS
from screening.visit.current import visit_of
from screening.visit.state import QUICK_CHECK
from tests.screening.cards.cards import aged, card_for, moment
from tests.screening.cards.using import AGREED, CARDS, KEEP, address, check_all, quick, use, words
from tests.screening.rules.documents import unsure, yes
from tests.screening.visit.kept import kept, writing
from tests.screening.visit.visit import CHECK, OUTCOME, START, Visit, path, question, send, well
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.django_db


PRACTICE = "/practice/"


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
