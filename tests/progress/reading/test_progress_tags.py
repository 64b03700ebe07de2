"""The pieces that other pages show, and what they cost."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from lessons.models import Lesson
from progress.models import Progress
from progress.rules.standing import all_read
from tests.markup import compact
from tests.whole_site.pages import HtmlPage

LESSON = "/lessons/what-massage-can-do/"
MONDAY = datetime(2025, 5, 5, 12, tzinfo=UTC)


def render(source, request, **context):
    return Template("{% load progress_tags %}" + source).render(Context({"request": request, **context}))


@pytest.fixture
def visitor():
    return RequestFactory().get(LESSON)


def progress_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [query["sql"] for query in queries if "progress_progress" in query["sql"]]


def test_a_lesson_is_marked_in_words_and_by_class(content, visitor):
    assert (
        compact(render('{% lesson_mark "stroking" %}', visitor)).strip()
        == '<span class="mark mark--new">not started</span>'
    )


@pytest.mark.parametrize("address", ["/", "/lessons/", LESSON, "/techniques/stroke-long/", "/progress/"])
def test_a_member_s_progress_is_read_once_a_page(content, alice_client, alice, address, lesson):
    Progress.keep(alice.learner, {"lesson": {"stroking": all_read(MONDAY)}}, {})
    assert len(progress_queries(alice_client, address)) <= 1


def test_all_marks_of_a_visitor_without_a_session_cost_no_query(lesson, visitor, django_assert_num_queries):
    source = """{% lesson_mark "stroking" %}{% technique_actions "stroke-long" %}
    {% lesson_step lesson "for-comfort" %}{% lesson_actions lesson None %}"""
    with django_assert_num_queries(0):
        render(source, visitor, lesson=lesson)


def test_the_end_of_a_lesson_leads_to_the_next(lesson, client):
    html = client.get(LESSON).content.decode()
    following = Lesson.objects.get(number=2)
    assert f'href="{following.get_absolute_url()}"' in html
    assert f"Go to lesson 2: {following.words.title}" in html


def test_after_the_last_lesson_comes_the_progress_page(content, client):
    last = HtmlPage("", client.get(Lesson.objects.last().get_absolute_url()).content.decode())
    end = next(part for part in last.elements("div") if part.get("id") == "lesson-end")
    assert [link.get("href") for link in end.iter("a")] == ["/lessons/after-care/check/", "/progress/"]


def test_a_visitor_without_a_cookie_gets_the_button_without_a_token(lesson, visitor):
    html = render('{% lesson_step lesson "for-comfort" %}', visitor, lesson=lesson)
    assert 'action="/progress/lessons/what-massage-can-do/steps/for-comfort/read/"' in html
    assert "csrfmiddlewaretoken" not in html


def test_only_the_last_step_finishes_the_lesson(lesson, steps, client):
    page = HtmlPage(LESSON, client.get(LESSON).content.decode())
    buttons = ["".join(b.itertext()) for b in page.elements("button") if (b.get("id") or "").startswith("read-")]
    assert buttons == ["I have read this step"] * (len(steps) - 1) + ["Finish the lesson"]


def test_states_tell_only_what_is_not_new(content, client):
    client.post("/progress/lessons/stroking/practise/")
    request = client.get("/").wsgi_request
    assert request.learning.states == {"lesson": {"stroking": "practised"}, "technique": {}}


def test_when_all_is_read_the_card_leads_to_practice(content, alice_client, alice):
    read = {slug: all_read(MONDAY) for slug in Lesson.objects.values_list("slug", flat=True)}
    Progress.keep(alice.learner, {"lesson": read}, {})
    text = HtmlPage("/", alice_client.get("/").content.decode()).text("main")
    assert "All 14 lessons read" in text
    assert "14 of 14 lessons done" in text
    assert "minutes left" not in text
    assert "Practise with a plan" in text


def test_the_card_of_an_empty_site_says_so(db, visitor):
    assert "No lessons here yet" in render("{% continue_part lessons %}", visitor, lessons=[])


def test_the_end_of_a_lesson_leads_to_its_check(lesson, client):
    html = client.get(LESSON).content.decode()
    assert f'href="/lessons/{lesson.slug}/check/">Check what you know</a>' in html
