"""The forms of the review: whose they are, what they keep, what they refuse."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import LearningChoices, ReviewCard
from progress.rules.choices import Choices
from tests.progress.answers import a_right_answer, as_sent, form_of
from tests.progress.review.reviews import HTMX, MISTAKES, REVIEW, SKILLS, Person, old_answers, question_at


def test_the_form_of_another_person_is_refused(content, alice, bob):
    people = [Person(Client(), user) for user in (alice, bob)]
    for one in people:
        one.client.force_login(one.user)
        one.has_answered(old_answers(SKILLS[:2]))
    address = people[0].next_address()
    form = form_of(people[0].client, address) | as_sent(question_at(address), a_right_answer(question_at(address)))
    assert people[1].client.post(address, form).status_code == 422
    assert [one.user.learner.answers.filter(is_review=True).count() for one in people] == [0, 0]


def test_an_answer_of_a_visit_that_ended_is_not_counted_and_says_so(content, client):
    for address in (f"{REVIEW}find-c7/", f"{MISTAKES}find-c7/", "/lessons/map-of-the-back/check/find-c7/"):
        page = client.post(address, {"shown": "a" * 32, "answer": "c7"}, follow=True)
        assert page.redirect_chain
        assert "nothing was counted" in page.content.decode()


def test_a_smaller_cap_ends_the_day_sooner(member):
    member.has_answered(old_answers(SKILLS[:9]))
    LearningChoices.keep(member.user.learner, Choices(cap=6))
    assert "6 questions today" in member.words(REVIEW)
    assert "At most 6 questions a day." in member.words(REVIEW)


def test_the_time_to_answer_is_kept_and_a_forged_one_is_not(member):
    member.has_answered(old_answers(SKILLS[:4]))
    member.send(member.next_address())
    first_form = form_of(member.client, "/lessons/map-of-the-back/check/find-c7/")["begun"]
    member.send(member.next_address(), begun="forged")
    member.send(member.next_address(), begun=first_form)
    member.send(member.next_address())
    assert [fact.seconds is not None for fact in member.facts[-4:]] == [True, False, False, True]
    assert 0 <= member.facts[-1].seconds < 60


def test_a_hint_keeps_what_was_chosen_and_is_counted(person):
    person.has_answered(old_answers(["with-limits"]))
    address = person.next_address()
    question = question_at(address)
    key = question.keys[0]
    answer = person.client.post(address, form_of(person.client, address) | {"hint": "1", "answer": [key]})
    assert answer.status_code == 302
    html = person.client.get(answer.url).content.decode()
    assert "Hint 1:" in html
    assert html.count("checked") == 1
    assert "csrf" not in answer.url
    swapped = person.client.post(
        address, form_of(person.client, address) | {"hint": "2", "answer": [key]}, headers=HTMX
    ).content.decode()
    assert "Hint 2:" in swapped
    assert 'value="2"' in swapped
    assert "<html" not in swapped
    person.send(address, hints="2")
    assert person.facts[-1].hints == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_empty_answer_is_422_and_says_what_to_do(person, headers):
    person.has_answered(old_answers(SKILLS[:1]))
    address = person.next_address()
    answer = person.client.post(address, form_of(person.client, address), headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in html
    assert ("<html" in html) is not bool(headers)


def test_the_review_and_the_misses_are_read_only_but_for_answers(content, client):
    assert client.post(REVIEW).status_code == 405
    assert client.post(MISTAKES).status_code == 405
    assert client.put(f"{REVIEW}find-c7/").status_code == 405
    assert client.get(f"{REVIEW}no-such-question/").status_code == 404
    assert client.get(f"{MISTAKES}no-such-question/").status_code == 404


def test_the_question_of_a_lesson_that_is_not_published_is_asked_without_a_link(member):
    member.has_answered(old_answers(["posture"]))
    address = member.next_address()
    Lesson.objects.filter(slug=question_at(address).lesson).update(published=False)
    member.send(address)
    assert "Read the step" not in member.words(address)
    assert member.words(MISTAKES)


def test_queries_do_not_grow_with_answers(member):
    counts = []
    for days in (300, 200, 100):
        member.has_answered([replace(fact, key=f"{fact.key}-{days}") for fact in old_answers(SKILLS, days=days)])
        address = member.next_address()
        with CaptureQueriesContext(connection) as found:
            member.client.get(REVIEW)
            member.client.get(address)
        counts.append(len(found))
    assert len(set(counts)) == 1
    assert counts[0] <= 14


# --- rebuild ---------------------------------------------------------------------------------------------------------


def test_rebuilding_changes_nothing_when_nothing_is_wrong(member, capsys):
    member.has_answered(old_answers(SKILLS))
    member.send(member.next_address())
    before = member.user.learner.review_cards.all().cards()
    call_command("rebuild_reviews", "--check")
    call_command("rebuild_reviews")
    assert member.user.learner.review_cards.all().cards() == before
    assert "1 learners looked at, 0 changed." in capsys.readouterr().out


def test_rebuilding_mends_cards_and_passes_from_the_answers(member, bob):
    for question in quiz().check_of("what-massage-can-do"):
        member.send(f"/lessons/what-massage-can-do/check/{question.slug}/?again")
    before = member.user.learner.review_cards.all().cards()
    passed = member.user.learner.progress.standings()["lesson"]["what-massage-can-do"].passed_at
    assert passed
    ReviewCard.objects.filter(learner=member.user.learner, skill="honest-claims").delete()
    ReviewCard.objects.filter(learner=member.user.learner).update(stability=1000)
    ReviewCard.objects.create(
        learner=member.user.learner, skill="never-answered", **vars_of(next(iter(before.values())))
    )
    member.user.learner.progress.update(passed_at=None)
    with pytest.raises(CommandError):
        call_command("rebuild_reviews", "--check")
    assert ReviewCard.objects.filter(skill="never-answered").exists()
    call_command("rebuild_reviews", "--user", "alice")
    assert member.user.learner.review_cards.all().cards() == before
    assert member.user.learner.progress.standings()["lesson"]["what-massage-can-do"].passed_at == passed


def test_after_an_update_only_people_without_any_card_are_rebuilt(member, bob, capsys):
    member.has_answered(old_answers(SKILLS[:3]))
    keep_answers(bob.learner, old_answers(SKILLS[:2]))
    before = bob.learner.review_cards.all().cards()
    ReviewCard.objects.filter(learner=bob.learner).delete()
    member.user.learner.review_cards.update(stability=1000)
    call_command("rebuild_reviews", "--missing")
    assert "1 learners looked at, 1 changed." in capsys.readouterr().out
    assert bob.learner.review_cards.all().cards() == before
    assert set(member.user.learner.review_cards.values_list("stability", flat=True)) == {1000}


def vars_of(card):
    names = ("due_at", "reviewed_at", "right_at", "stability", "difficulty")
    return {name: getattr(card, name) for name in names}


def test_rebuilding_an_unknown_person_says_so(db):
    with pytest.raises(CommandError, match="no user 'nobody'"):
        call_command("rebuild_reviews", "--user", "nobody")
