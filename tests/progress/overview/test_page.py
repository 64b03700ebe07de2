"""The progress page: today, the skill map, the path, massages and misses, as a guest and as a member."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from practice.models import PracticeSession
from progress.keeping import keep_answers
from progress.models import Progress
from progress.rules.checks import Fact
from progress.rules.standing import all_read, passed
from tests.learners.guests import guest_of
from tests.whole_site.pages import HtmlPage, compressed

ADDRESS = "/progress/"
LONGEST = 25 * 1024
MOST_QUERIES = 18
SIDES = "stroke-sides"


def fact(question, *, is_right=True, days_ago=0, number=0):
    moment = timezone.now() - timedelta(days=days_ago)
    return Fact(f"{question.slug}-{number}"[:32], question.slug, question.version, None, is_right, 1.0, 0, moment)


def answers(*, is_right=True, days_ago=0, questions=None):
    return [fact(question, is_right=is_right, days_ago=days_ago) for question in questions or quiz().questions]


def keep(learner, facts):
    keep_answers(learner, [Fact(**vars(one) | {"given": quiz().question(one.question).right}) for one in facts])


def page_of(client):
    return HtmlPage(ADDRESS, client.get(ADDRESS).content.decode())


def part(page, label):
    """The section that a heading names."""
    return next(section for section in page.elements("section") if section.get("aria-labelledby") == label)


def words(element):
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def member_page(content, alice_client):
    return lambda: page_of(alice_client)


@pytest.fixture
def of_skill():
    return lambda skill: list(quiz().of_skill(skill))


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_only_shows(content, client):
    assert client.post(ADDRESS).status_code == 405
    assert not client.cookies


def test_htmx_gets_the_same_page(content, client):
    assert "<html" in client.get(ADDRESS, headers={"HX-Request": "true"}).content.decode()


def test_the_browser_keeps_no_copy(content, alice_client):
    assert "no-store" in alice_client.get(ADDRESS)["Cache-Control"]


def test_the_thing_to_do_comes_first_and_the_map_before_all_other_pictures(member_page, alice):
    keep(alice.learner, answers())
    PracticeSession.objects.create(learner=alice.learner, minutes=30, felt="good")
    html = member_page().html
    places = [html.index(f'id="{name}"') for name in ("continue-title", "review", "skills", "path", "massages")]
    assert places == sorted(places)
    assert html.index('id="skills"') < html.index("skill-map__plate") < html.index("chart__drawing")


def test_the_drawing_stands_below_its_heading(content, client):
    html = page_of(client).html
    assert html.index("What you know on the back") < html.index("skill-map__plate")


def test_the_page_leads_to_choices_certificate_and_own_data(member_page):
    links = {link.get("href") for link in member_page().elements("a")}
    assert {"/progress/choices/", "/progress/certificate/", "/accounts/data/"} <= links


# --- today's review --------------------------------------------------------------------------------------------------


def test_without_answers_there_is_nothing_to_review_and_no_bars(content, client):
    review = part(page_of(client), "review")
    assert "Nothing to review yet" in words(review)
    assert not [link for link in review.iter("a") if link.get("href") == "/progress/review/"]


def test_what_is_due_is_said_with_its_minutes_and_the_rest_is_spread(member_page, alice):
    keep(alice.learner, answers(days_ago=60))
    page = member_page()
    card = part(page, "continue-title")
    assert "10 questions about what you learned. About 5 minutes." in words(card)
    assert "/progress/review/" in {link.get("href") for link in card.iter("a")}
    assert "more are spread over the coming days" in words(part(page, "review"))


def test_a_day_without_anything_due_says_so(member_page, alice, of_skill):
    keep(alice.learner, answers(questions=of_skill(SIDES)))
    assert "Nothing to review today" in words(part(member_page(), "review"))


# --- the skill map ---------------------------------------------------------------------------------------------------


def test_a_new_visitor_sees_an_empty_map_in_words(content, client):
    skills = words(part(page_of(client), "skills"))
    assert f"{len(quiz().skills)} skills, none known yet" in skills
    assert "Make an account" in page_of(client).text("main")


def test_a_right_answer_fills_its_cell_for_a_member(member_page, alice, of_skill):
    keep(alice.learner, answers(questions=of_skill(SIDES)))
    page = member_page()
    skills = words(part(page, "skills"))
    assert f"1 of {len(quiz().skills)} skills known" in skills
    assert "1 of 3 skills known" in skills
    assert page.html.count('skill-plate__place--known" href="#sk-flank"') == 1
    assert page.html.count("plate__region--part") == 2


def test_a_right_answer_fills_its_cell_for_a_guest(content, client, of_skill):
    client.post("/progress/lessons/stroking/practise/")
    keep(guest_of(client), answers(questions=of_skill(SIDES)))
    assert 'skill-plate__place--known" href="#sk-flank"' in page_of(client).html


def test_what_was_not_asked_for_long_is_fading(member_page, alice, of_skill):
    keep(alice.learner, answers(questions=of_skill(SIDES), days_ago=90))
    page = member_page()
    assert 'skill-plate__place--fading" href="#sk-flank"' in page.html
    assert "1 of 3 skills fading" in words(part(page, "skills"))


def test_a_place_that_is_not_tapped_is_crossed_and_never_filled(member_page, alice):
    keep(alice.learner, answers())
    page = member_page()
    assert page.html.count("skill-plate__place--out") == 3
    assert page.html.count("skill-plate__cross--known") == 4
    assert words(part(page, "skills")).count("knows to leave out") == 3


def test_each_family_leads_to_its_techniques(content, client):
    page = page_of(client)
    links = [link.get("href") for link in part(page, "skills").iter("a")]
    techniques = HtmlPage("", client.get("/techniques/").content.decode())
    named = [link.partition("#")[2] for link in links if link.startswith("/techniques/#")]
    assert len(named) == 6
    assert set(named) <= set(techniques.ids())


def test_the_table_says_every_cell_in_words(content, client):
    table = next(part(page_of(client), "skills").iter("table"))
    rows = [[words(cell) for cell in row] for row in table.iter("tr")]
    assert rows[0][0] == "Place"
    assert rows[0][-1] == "Reading the back"
    assert len(rows) == 9
    assert all(len(row) == 8 and all(row) for row in rows)


def test_each_skill_leads_to_the_step_that_teaches_it(content, client):
    links = {link.get("href") for link in part(page_of(client), "skills").iter("a")}
    question = quiz().of_skill(SIDES)[0]
    assert f"/lessons/{question.lesson}/#{question.step}" in links


def test_a_skill_is_started_again_only_once_it_was_asked(member_page, alice, of_skill):
    keep(alice.learner, answers(is_right=False, questions=of_skill(SIDES)))
    links = [link.get("href") for link in part(member_page(), "skills").iter("a")]
    assert [link for link in links if link.startswith("/progress/skills/")] == [f"/progress/skills/{SIDES}/reset/"]


def test_the_map_of_the_back_shows_the_same_states(content, alice_client, alice, of_skill):
    keep(alice.learner, answers(questions=of_skill(SIDES)))
    html = alice_client.get("/map/", {"layers": "1", "layer": "known"}).content.decode()
    assert html.count("plate__region--part") == 2
    assert html.count("plate__region--new") == 11
    assert "Known in part" in html


# --- path, massages, misses ------------------------------------------------------------------------------------------


def test_a_passed_check_is_marked(member_page, alice):
    Progress.keep(alice.learner, {"lesson": {"stroking": passed(datetime(2026, 3, 1, tzinfo=UTC))}}, {})
    assert "check passed" in words(part(member_page(), "path"))


def test_without_notes_the_page_says_what_will_be_drawn(content, client):
    massages = part(page_of(client), "massages")
    assert "No massage is noted yet" in words(massages)
    assert "/practice/" in {link.get("href") for link in massages.iter("a")}
    assert not list(massages.iter("table"))


def test_massages_are_drawn_and_stand_in_tables(member_page, alice):
    PracticeSession.objects.create(learner=alice.learner, minutes=36, felt="good", discomfort=2)
    PracticeSession.objects.create(learner=alice.learner, minutes=20)
    PracticeSession.objects.create(learner=alice.learner, minutes=40, practised_at=timezone.now() - timedelta(weeks=30))
    massages = part(member_page(), "massages")
    said = words(massages)
    assert "add up to 96 minutes" in said
    assert "Minutes a week: 56 minutes in 2 massages, in 1 of the last 12 weeks." in said
    assert "good: 1" in said
    assert "not noted: 2" in said
    assert "The highest was 2." in said
    weeks, log = list(massages.iter("table"))
    assert len(list(weeks.iter("tr"))) == 13
    assert [words(row[1]) for row in list(log.iter("tr"))[1:]] == ["20", "36", "40"]


def test_massages_of_another_member_are_not_shown(member_page, bob):
    PracticeSession.objects.create(learner=bob.learner, minutes=30)
    keep(bob.learner, answers())
    page = member_page()
    assert "No massage is noted yet" in page.text("main")
    assert f"{len(quiz().skills)} skills, none known yet" in words(part(page, "skills"))


def test_at_most_five_misses_stand_here_and_the_rest_behind_a_link(member_page, alice):
    missed = answers(is_right=False, questions=quiz().questions[:8])
    keep(alice.learner, missed)
    misses = part(member_page(), "misses")
    links = [link.get("href") for link in misses.iter("a")]
    assert (
        len({link for link in links if link.startswith("/progress/mistakes/") and link != "/progress/mistakes/"}) == 5
    )
    assert "See all 8" in words(misses)


def test_a_miss_that_was_answered_right_is_gone(member_page, alice):
    question = quiz().questions[0]
    keep(alice.learner, [fact(question, is_right=False, days_ago=1), fact(question, number=1)])
    assert "Nothing to answer again" in words(part(member_page(), "misses"))


def test_a_miss_of_an_older_version_is_not_asked_again(member_page, alice):
    question = quiz().questions[0]
    old = Fact(**vars(fact(question, is_right=False)) | {"version": question.version + 1})
    keep(alice.learner, [old])
    assert "Nothing to answer again" in words(part(member_page(), "misses"))


# --- what it costs ---------------------------------------------------------------------------------------------------


def queries(client):
    client.get(ADDRESS)  # names on the map are read anew once a minute; whoever comes then pays for it
    with CaptureQueriesContext(connection) as found:
        client.get(ADDRESS)
    return len(found)


def fill(user, rounds):
    read = {slug: all_read(timezone.now()) for slug in Lesson.objects.values_list("slug", flat=True)}
    Progress.keep(user.learner, {"lesson": read, "technique": {"stroke-long": all_read(timezone.now())}}, {})
    for number in range(rounds):
        facts = [fact(q, is_right=number % 3 != 0, days_ago=100 - number, number=number) for q in quiz().questions]
        keep(user.learner, [Fact(**vars(one) | {"key": f"{number}-{place}"}) for place, one in enumerate(facts)])
        user.learner.practice_sessions.create(minutes=30, practised_at=timezone.now() - timedelta(days=number))


def test_the_page_takes_as_many_queries_for_much_as_for_little(content, alice_client, alice, bob, client):
    queries(alice_client)
    empty = queries(alice_client)
    fill(alice, 1)
    little = queries(alice_client)
    fill(alice, 5)
    assert queries(alice_client) == little <= MOST_QUERIES
    assert empty <= little


def test_the_page_of_a_member_who_did_everything_weighs_little(content, alice_client, alice):
    fill(alice, 3)
    assert compressed(alice_client.get(ADDRESS).content) < LONGEST
