"""A lesson that is known already: its check does it, and the words stay true. And the one thing to do now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import Lesson
from lessons.quiz.questions import quiz
from progress.keeping import keep_answers
from progress.models import Progress
from progress.rules.checks import Fact
from progress.rules.standing import Standing, all_read, passed
from tests.learners.guests import learning_by
from tests.markup import compact
from tests.practice.visits import checked
from tests.progress.answers import a_right_answer
from tests.progress.questions.checks import send
from tests.whole_site.pages import HtmlPage

ONE, LAST = "what-massage-can-do", "after-care"
LESSON, CHECK = f"/lessons/{ONE}/", f"/lessons/{ONE}/check/"
KNOWS = "I know this: take the check"
NOW = timezone.now()


@pytest.fixture(params=["guest", "member"])
def person(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    client.post(f"/progress/lessons/{ONE}/check/")
    return client


def words(client, address):
    return HtmlPage(address, client.get(address).content.decode()).text("main")


def element(client, address, name):
    page = HtmlPage(address, client.get(address).content.decode())
    return next((found for found in page.elements() if found.get("id") == name), None)


def keep(client, **standings):
    """keep(client, stroking=all_read(NOW)): slugs with - are written with _."""
    known = {"lesson": {slug.replace("_", "-"): standing for slug, standing in standings.items()}}
    Progress.keep(learning_by(client).begin(), known, {})


def answer_long_ago(client, lesson, days=60):
    """The check of this lesson was answered right, so long ago that it is due again."""
    learner, at = learning_by(client).begin(), timezone.now() - timedelta(days=days)
    for number, question in enumerate(quiz().check_of(lesson)):
        fact = Fact(f"k{number}", question.slug, question.version, a_right_answer(question), True, 1.0, 0, at)
        keep_answers(learner, [fact])


# --- "I know this"


def test_whoever_looks_at_a_lesson_is_offered_its_check(content, client):
    assert element(client, LESSON, "i-know-this").get("href") == CHECK
    assert not client.cookies


def test_a_begun_lesson_still_offers_it_and_a_done_one_does_not(person):
    keep(person, stroking=all_read(NOW), kneading=passed(NOW), squeezing=Standing(NOW, NOW, step="x"))
    assert KNOWS in words(person, "/lessons/squeezing/")
    assert KNOWS not in words(person, "/lessons/stroking/")
    assert KNOWS not in words(person, "/lessons/kneading/")


def test_a_passed_check_does_the_lesson_and_no_page_calls_it_read(person):
    for question in quiz().check_of(ONE):
        send(person, question, a_right_answer(question))
    assert "1 of 14 lessons done" in words(person, "/")
    assert "Lesson 2:" in words(person, "/")
    text = words(person, LESSON)
    assert "You have passed the check of this lesson." in text
    assert "That makes it done." in text
    assert "You have read this lesson" not in text
    assert "check passed" in text
    assert KNOWS not in text


def test_reading_a_passed_lesson_says_both(person):
    keep(person, what_massage_can_do=passed(NOW))
    keep(person, what_massage_can_do=all_read(NOW))
    assert "You have read this lesson and passed its check." in words(person, LESSON)
    person.post(f"/progress/lessons/{ONE}/practise/")
    assert "You have read and practised this lesson, and passed its check." in words(person, LESSON)


def test_the_passed_page_offers_the_next_lesson_and_to_read_it_anyway(person):
    for question in quiz().check_of(ONE):
        send(person, question, a_right_answer(question))
    following = Lesson.objects.get(number=2)
    assert element(person, CHECK, "next-lesson").get("href") == following.get_absolute_url()
    assert element(person, CHECK, "read-anyway").get("href") == LESSON
    text = words(person, CHECK)
    assert text.count("Take the check of lesson") == 2  # of lessons 2 and 3
    keep(person, what_massage_can_do=all_read(NOW))
    assert element(person, CHECK, "read-anyway") is None


def test_the_third_of_the_first_checks_says_that_practice_is_open(content, client):
    client.post(f"/progress/lessons/{ONE}/check/")
    checked(client, (2, 3))
    for question in quiz().check_of(ONE):
        send(client, question, a_right_answer(question))
    text = words(client, CHECK)
    assert "practice on a person is open" in text
    assert "With a screening that allows it" in text


def test_after_the_check_of_the_last_lesson_comes_the_progress_page(person):
    for question in quiz().check_of(LAST):
        send(person, question, a_right_answer(question))
    page = f"/lessons/{LAST}/check/"
    assert element(person, page, "next-lesson").get("href") == "/progress/"
    assert "Practice on a person" not in words(person, page)


def test_a_check_says_before_it_starts_what_passing_does(content, client):
    opens = "Practice on a person opens after the checks of lessons 1 to 3"
    assert "If you pass, the lesson counts as done, even if you have not read it." in words(client, CHECK)
    assert opens in words(client, CHECK)
    assert opens not in words(client, "/lessons/stroking/check/")


def test_the_list_shows_and_filters_what_is_passed(person):
    keep(person, stroking=passed(NOW), kneading=all_read(NOW))
    assert words(person, "/lessons/").count("check passed") == 2  # the choice in the filter, and the mark
    for state, slug in (("passed", "stroking"), ("read", "kneading")):
        page = HtmlPage("/lessons/", person.get("/lessons/", {"state": state}).content.decode())
        found = {link.get("href") for link in page.elements("a") if "/lessons/" in (link.get("href") or "")}
        assert {f"/lessons/{slug}/"} == found & {"/lessons/stroking/", "/lessons/kneading/"}


def test_passed_lessons_cost_the_list_no_query(content, alice_client, alice):
    def count():
        with CaptureQueriesContext(connection) as queries:
            alice_client.get("/lessons/")
        return len(queries)

    count()
    before = count()
    Progress.keep(
        alice.learner, {"lesson": {slug: passed(NOW) for slug in Lesson.objects.values_list("slug", flat=True)}}, {}
    )
    assert count() == before


def test_when_all_is_done_but_not_all_read_the_card_says_done(content, alice_client, alice):
    slugs = Lesson.objects.values_list("slug", flat=True)
    Progress.keep(alice.learner, {"lesson": {slug: all_read(NOW) for slug in slugs} | {ONE: passed(NOW)}}, {})
    text = words(alice_client, "/")
    assert "All 14 lessons done" in text
    assert "lessons read" not in text


# --- the one thing to do now


def test_a_review_that_is_due_comes_first_and_the_lesson_is_a_quiet_link(person):
    answer_long_ago(person, ONE)
    keep(person, map_of_the_back=Standing(NOW, NOW, step="at-the-sides"))
    skills = {question.skill for question in quiz().check_of(ONE)}
    text = words(person, "/")
    assert f"{len(skills)} questions about what you learned." in text
    assert element(person, "/", "todays-review").get("href") == "/progress/review/"
    assert "".join(element(person, "/", "todays-review").itertext()).strip() == "Start today’s review"
    lesson = element(person, "/", "or-lesson")
    assert lesson.get("href") == "/lessons/map-of-the-back/?step=at-the-sides#at-the-sides"
    assert "button" not in lesson.get("class")
    links = HtmlPage("/", person.get("/").content.decode()).elements("a")
    assert sum("button--primary" in (link.get("class") or "") for link in links) == 1


def test_with_nothing_due_the_lesson_is_the_thing_to_do(person):
    answer_long_ago(person, ONE, days=0)
    assert element(person, "/", "todays-review") is None
    assert "Start lesson 2" in words(person, "/")


def test_with_all_lessons_done_a_review_stands_alone(content, alice_client, alice):
    answer_long_ago(alice_client, ONE)
    Progress.keep(
        alice.learner, {"lesson": {slug: passed(NOW) for slug in Lesson.objects.values_list("slug", flat=True)}}, {}
    )
    assert element(alice_client, "/", "todays-review") is not None
    assert element(alice_client, "/", "or-lesson") is None


def test_the_progress_page_shows_its_review_once(person):
    answer_long_ago(person, ONE)
    html = compact(person.get("/progress/").content.decode())
    assert html.count('id="todays-review"') == 1
    assert html.count("Today’s review</h2>") == 1
    assert html.count("button--primary") == 1
    assert "The next seven days</h2>" in html


def test_the_home_page_asks_nothing_of_a_visitor_without_a_session(content, client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    tables = [query["sql"].partition('FROM "')[2].partition('"')[0] for query in queries]
    assert len(tables) <= 2
    assert all(table.startswith("lessons_") for table in tables)


@pytest.mark.parametrize(("days", "queries"), [(0, 6), (60, 8)], ids=["nothing due", "due"])
def test_the_home_page_of_a_member_takes_few_queries(
    content, alice_client, days, queries, django_assert_max_num_queries
):
    """Visit, person, lessons, words, progress, cards; where something is due also what is done today, and choices."""
    answer_long_ago(alice_client, ONE, days)
    with django_assert_max_num_queries(queries):
        alice_client.get("/")
