"""The check of a lesson, page by page: as a guest and a member, with and without htmx, once and twice."""

import pytest
from django.test import Client

from lessons.quiz.questions import quiz
from progress.models import Answer
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.progress.questions.checks import (
    BEGIN,
    CHECK,
    KINDS,
    PRESSURE,
    address_of,
    kept,
    question_of,
    send,
    words,
)
from tests.whole_site.pages import HtmlPage

CHANGE = "One thing to change"


HTMX = {"HX-Request": "true"}


def test_the_check_says_before_it_starts_how_many_how_long_and_what_follows_a_wrong_answer(content, client):
    text = words(client, CHECK)
    assert "7 questions" in text
    assert "About 4 minutes" in text
    assert "A wrong answer It costs nothing. You read why straight away, and you can answer again" in text


def test_looking_at_a_check_keeps_nothing(content, client):
    client.get(CHECK)
    assert client.get(PRESSURE).url == CHECK
    assert not client.cookies


def test_a_visitor_begins_with_one_tap_and_gets_the_first_question(content):
    browser = Client(enforce_csrf_checks=True)
    assert "csrfmiddlewaretoken" not in browser.get(CHECK).content.decode()
    assert not browser.cookies
    answer = browser.post(BEGIN, headers={"Origin": "http://testserver"})
    assert answer.status_code == 302
    assert "csrfmiddlewaretoken" in browser.get(answer.url).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_answered_right_and_says_so(person, kind):
    question = question_of(kind)
    answer = send(person, question, a_right_answer(question))
    assert (answer.status_code, answer.url) == (302, address_of(question))
    text = words(person, address_of(question))
    assert "That is right." in text
    assert CHANGE not in text
    assert [(fact.question, fact.is_right, fact.share) for fact in kept(person)] == [(question.slug, True, 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_missed_and_says_what_to_change_why_and_where_it_is_taught(person, kind):
    question = question_of(kind)
    send(person, question, wrong_answer(question))
    text = words(person, address_of(question))
    given = wrong_answer(question)
    is_unsafe = bool(question.unsafe) if kind == "order" else as_sent(question, given).get("answer") in question.unsafe
    title = "What could happen" if is_unsafe else CHANGE
    assert text.index(title) < text.rindex("Why")
    html = person.get(address_of(question)).content.decode()
    assert f"/lessons/{question.lesson}/?step={question.step}#{question.step}" in html
    assert [fact.is_right for fact in kept(person)] == [False]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_of_each_kind_is_422_and_counts_nothing(person, kind):
    question = question_of(kind)
    address = address_of(question)
    answer = person.post(address, form_of(person, address))
    page = HtmlPage(address, answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in page.text("main")
    assert not kept(person)


def test_one_right_thing_of_several_comes_first(person):
    question = quiz().question("right-shoulder-blocked")
    send(person, question, ["tap"])
    text = words(person, address_of(question))
    assert "Partly right." in text
    assert text.index("What was right") < text.index(CHANGE) < text.rindex("Why")
    assert "You left out:" in text


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ({"rest": "1"}, "Give every line a number."),
        ({"rest": "1", "roll": "2", "sit": "3"}, "Give every line a number."),
        ({"rest": "1", "roll": "1", "sit": "2", "stand": "3"}, "Two lines have the same number."),
        ({"rest": "1", "roll": "9", "sit": "2", "stand": "3"}, "does not belong to this question"),
    ],
)
def test_an_order_with_gaps_or_twins_says_so_and_keeps_what_was_chosen(member, places, sentence):
    question = quiz().question("getting-up")
    address = address_of(question)
    form = form_of(member, address) | {f"place-{key}": number for key, number in places.items()}
    answer = member.post(address, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert '<option value="1" selected>' in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("x", "y"), [("0", "0"), ("3", "200"), ("999999", "1")])
def test_a_touch_beside_the_back_says_so_and_does_not_count(member, x, y):
    address = address_of(quiz().question("find-c7"))
    answer = member.post(address, form_of(member, address) | {"narrow.x": x, "narrow.y": y})
    assert answer.status_code == 422
    assert "No region is here" in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("name", "width"), [("narrow", 270), ("wide", 420)])
def test_a_touch_on_the_plate_is_the_same_place_on_a_phone_and_a_desk(member, alice, name, width):
    from progress.questions.places import VIEW_BOX

    left, top, across, _down = map(float, VIEW_BOX.split())
    address = address_of(quiz().question("find-c7"))
    touch = {f"{name}.x": round((500 - left) * width / across), f"{name}.y": round((260 - top) * width / across)}
    member.post(address, form_of(member, address) | touch)
    answer = alice.learner.answers.get()
    assert answer.is_right
    assert answer.given == pytest.approx([500, 260], abs=4)
    assert "where you touched" in words(member, address)


@pytest.mark.parametrize("touch", [{"narrow.x": "ten", "narrow.y": "10"}, {"narrow.x": "-1", "narrow.y": "5"}])
def test_a_touch_that_is_no_number_is_refused(member, touch):
    address = address_of(quiz().question("find-c7"))
    assert member.post(address, form_of(member, address) | touch).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("answer", ["no-such-option", ["giver", "receiver", "x"], "🙂"])
def test_an_answer_that_no_form_offers_is_refused(person, answer):
    question = quiz().question("sentences-from-a-leaflet")
    assert send(person, question, answer).status_code == 422
    assert not kept(person)


def test_a_double_click_a_replay_and_two_tabs_count_once(person):
    first_tab, second_tab = form_of(person, PRESSURE), form_of(person, PRESSURE)
    for form in (first_tab, first_tab, second_tab):
        assert person.post(PRESSURE, form | {"answer": "giver"}).status_code == 302
    late = person.post(PRESSURE, second_tab | {"answer": "receiver"})
    assert late.status_code == 422  # another answer on a page that was answered: refused with a word
    assert [fact.is_right for fact in kept(person)] == [False]


def test_answering_again_adds_a_fact_and_changes_none(person):
    question = quiz().question("who-decides-on-pressure")
    send(person, question, "giver")
    (first,) = kept(person)
    send(person, question, "receiver")
    assert kept(person)[0] == first
    assert [fact.is_right for fact in kept(person)] == [False, True]
    assert "That is right." in words(person, PRESSURE)


@pytest.mark.parametrize("shown", ["", "0" * 32, "x"])
def test_a_form_that_nobody_was_shown_counts_nothing(person, shown):
    answer = person.post(PRESSURE, {"shown": shown, "answer": "receiver"})
    assert answer.status_code == 422
    assert "was not up to date" in answer.content.decode()
    assert not kept(person)


def test_nobody_answers_with_the_form_of_another(content, alice, bob):
    hers, his = Client(), Client()
    hers.force_login(alice)
    his.force_login(bob)
    form = form_of(hers, PRESSURE) | {"answer": "receiver"}
    assert his.post(PRESSURE, form).status_code == 422
    assert not Answer.objects.exists()


def test_htmx_gets_the_reply_as_a_fragment(person):
    answer = send(person, quiz().question("who-decides-on-pressure"), "receiver", headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert "That is right." in text
    assert "HX-Request" in answer["Vary"]
    refused = person.post(f"{CHECK}hurts-but-go-on/", form_of(person, f"{CHECK}hurts-but-go-on/"), headers=HTMX)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()


def test_hints_open_one_by_one_and_are_noted(person):
    question = quiz().question("who-decides-on-pressure")
    hints = quiz().words_of(question.slug).hints
    assert hints[0] not in words(person, PRESSURE)
    assert hints[0] in words(person, f"{PRESSURE}?again&hints=1")
    second = words(person, f"{PRESSURE}?again&hints=2")
    assert hints[1] in second
    assert "Show one more hint" not in second
    send(person, question, "receiver", hints="2")
    assert [fact.hints for fact in kept(person)] == [2]


@pytest.mark.parametrize("hints", ["-1", "99", "³", "many", "9" * 5000])
def test_a_number_of_hints_that_makes_no_sense_harms_nothing(person, hints):
    assert send(person, quiz().question("who-decides-on-pressure"), "receiver", hints=hints).status_code == 302
    assert kept(person)[0].hints in (0, 2)
