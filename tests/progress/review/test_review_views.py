"""Today's review and the misses, page by page: as a guest and a member, once and twice, within the day's cap."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from lessons.quiz.questions import quiz
from tests.progress.answers import a_right_answer, as_sent, form_of, wrong_answer
from tests.progress.review.reviews import BEGIN, HTMX, MISTAKES, REVIEW, SKILLS, old_answers, question_at
from web.days import day_begins


def test_a_visitor_reads_what_a_review_is_and_gets_no_cookie(content, client):
    for address in (REVIEW, MISTAKES):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not client.cookies
    assert "Nothing to review yet" in client.get(REVIEW).content.decode()
    assert client.get(f"{REVIEW}find-c7/").url == REVIEW
    assert client.get(f"{MISTAKES}find-c7/").url == MISTAKES


def test_a_whole_day_asks_each_due_skill_once_and_then_is_done(person):
    person.has_answered(old_answers(SKILLS[:12]))
    assert "10 questions today" in person.words(REVIEW)
    assert "2 more are ready" in person.words(REVIEW)
    asked = []
    while address := person.next_address():
        asked.append(question_at(address))
        assert f"Question {len(asked)} of 10" in person.words(address)
        answer = person.send(address)
        assert answer.url == address
        assert "That is right." in person.words(address)
        assert f"Question {len(asked)} of 10" in person.words(address)
    assert len({question.skill for question in asked}) == len(asked) == 10
    text = person.words(REVIEW)
    assert "That is all for today." in text
    assert "10 of 10 were right." in text
    assert sum(fact.is_review for fact in person.facts) == 10


def test_safety_is_asked_first(person):
    person.has_answered(old_answers(SKILLS))
    asked = []
    while (address := person.next_address()) and len(asked) < 10:
        asked.append(question_at(address).skill)
        person.send(address)
    assert set(asked) <= quiz().safety_skills


def test_a_miss_comes_back_tomorrow_and_can_be_mended_now_without_counting_as_review(person):
    person.has_answered(old_answers(SKILLS[:2]))
    address = person.next_address()
    question = question_at(address)
    person.send(address, right=False)
    text = person.words(REVIEW)
    assert "Missed today" not in person.words(person.next_address())
    assert "1 done" in text
    assert question.slug in person.client.get(MISTAKES).content.decode()
    retry = f"{MISTAKES}{question.slug}/"
    answer = person.send(retry + "?answered", right=True)
    assert answer.url == f"{retry}?answered"
    assert "That is right." in person.words(answer.url)
    assert "You have no missed question." in person.words(MISTAKES)
    assert [fact.is_review for fact in person.facts][-2:] == [True, False]
    assert "1 done" in person.words(REVIEW)


def test_a_miss_that_is_mended_is_asked_no_more(person):
    question = quiz().question("find-c7")
    person.has_answered(
        [replace(old_answers(["landmarks"])[0], question="find-c7", is_right=False, given=wrong_answer(question))]
    )
    retry = f"{MISTAKES}{question.slug}/"
    assert person.client.get(retry).status_code == 200
    person.send(retry + "?answered")
    assert person.client.get(retry).url == MISTAKES


def test_sent_twice_counts_once_and_shows_the_reply_again(person):
    person.has_answered(old_answers(SKILLS[:3]))
    address = person.next_address()
    form = form_of(person.client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    assert person.client.post(address, form).url == address
    again = person.client.post(address, form, headers=HTMX)
    assert "That is right." in again.content.decode()
    assert sum(fact.is_review for fact in person.facts) == 1


def test_a_form_left_open_in_another_tab_until_the_day_is_done_counts_nothing(person):
    person.has_answered(old_answers(SKILLS[:2]))
    address = person.next_address()
    old_form = form_of(person.client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    person.client.post(f"{BEGIN}")
    lesson_address = f"/lessons/{question_at(address).lesson}/check/{question_at(address).slug}/"
    person.send(lesson_address + "?again", right=True)
    before = len(person.facts)
    answer = person.client.post(address, old_form, follow=True)
    assert answer.request["PATH_INFO"] == REVIEW
    assert "This page was not up to date, so nothing was counted." in answer.content.decode()
    assert len(person.facts) == before


def test_a_question_that_today_does_not_ask_cannot_be_answered(person):
    person.has_answered(old_answers(SKILLS[:2]))
    other = next(q for q in quiz().questions if q.skill not in SKILLS[:2])
    address = f"{REVIEW}{other.slug}/"
    assert person.client.get(address).url == REVIEW
    sent = {"shown": "a" * 32, "hints": "0"} | as_sent(other, a_right_answer(other))
    assert person.client.post(address, sent).url == REVIEW
    assert len(person.facts) == 2


def test_after_a_full_day_no_form_opens_for_what_was_answered_today(person):
    """A stale form once brought a fresh one, and with it an eleventh answer."""
    person.has_answered(old_answers(SKILLS))
    first = person.next_address()
    while address := person.next_address():
        person.send(address)
    answer = person.client.post(first, {"shown": "stale", "answer": "x"}, headers=HTMX)
    assert "That is right." in answer.content.decode()
    assert 'name="shown"' not in answer.content.decode()
    assert sum(fact.is_review for fact in person.facts) == 10


def test_a_miss_that_was_mended_takes_no_more_answers(person):
    question = quiz().question("find-c7")
    miss = replace(old_answers(["landmarks"])[0], question="find-c7", is_right=False, given=wrong_answer(question))
    person.has_answered([miss])
    address = f"{MISTAKES}{question.slug}/?answered"
    person.send(address)
    answer = person.client.post(address, {"shown": "stale", "answer": "x"}, headers=HTMX)
    assert 'name="shown"' not in answer.content.decode()
    assert len(person.facts) == 2


def test_a_clock_that_went_back_makes_no_answer_quick(member, monkeypatch):
    member.has_answered(old_answers(SKILLS[:3]))
    address = member.next_address()
    form = form_of(member.client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    earlier = timezone.now() - timedelta(seconds=90)
    monkeypatch.setattr("django.utils.timezone.now", lambda: earlier)
    member.client.post(address, form)
    assert [fact.seconds for fact in member.facts if fact.is_review] == [None]


@pytest.mark.parametrize("zone", ["Atlantic/Azores", "America/Havana", "Pacific/Auckland"])
def test_every_day_has_one_beginning_also_where_the_clock_is_changed_at_midnight(zone, monkeypatch):
    moment, begins = datetime(2026, 1, 1, 12, tzinfo=UTC), {}
    with timezone.override(zone):
        while moment.year == 2026:
            monkeypatch.setattr("django.utils.timezone.now", lambda now=moment: now)
            begins.setdefault(timezone.localdate(), set()).add(day_begins().astimezone(UTC))
            moment += timedelta(minutes=30)
    assert not {day: found for day, found in begins.items() if len(found) > 1}


def test_an_invented_form_is_422_and_counts_nothing(person):
    person.has_answered(old_answers(SKILLS[:2]))
    address = person.next_address()
    sent = {"shown": "a" * 32, "hints": "0"} | as_sent(question_at(address), a_right_answer(question_at(address)))
    answer = person.client.post(address, sent)
    assert answer.status_code == 422
    assert "nothing was counted" in answer.content.decode()
    assert len(person.facts) == 2
