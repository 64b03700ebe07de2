"""A page for somebody: its own marks between pieces that are the same for all, and not a word of anybody else."""

import random
import re
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import Client

from lessons.models import Lesson, LessonText
from massage_site.pages.appearance import Appearance
from tests.practice.visits import checked
from tests.web.ready.test_ready_pages import PAGES
from web.ready import middleware
from web.ready.middleware import pieces
from web.ready.pieces import OpenPlaces

LESSON = "/lessons/stroking/"
IN_PIECES = (
    "/lessons/",
    "/techniques/",
    "/map/sacral/",
    "/directions/",
    "/claims/",
    "/glossary/",
    "/preparation/",
    "/about/",
)
HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
MARK = re.compile(r"<[0-9a-f]{32}:\d+>")


def shown(client, address, **headers):
    page = client.get(address, headers={"accept-encoding": "", **headers})
    assert page.status_code == 200
    return TOKEN.sub(r"\1", page.content.decode())


def made_anew(client, address, **headers):
    """The page as it is without any that is kept."""
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    with patch.object(settings, "READY_PAGES", False):  # told to nobody, or what is kept would be forgotten
        return shown(other, address, **headers)


def member(name):
    client = Client()
    client.force_login(get_user_model().objects.create_user(name, email=f"{name}@example.com"))
    return client


@pytest.mark.parametrize("seed", range(4))
def test_many_people_read_in_any_order_and_each_sees_what_is_theirs(content, seed):
    dice = random.Random(seed)
    lessons = dice.sample(list(Lesson.objects.published()), 4)
    people = [Client(), Client(), checked(Client()), member("alice"), member("bob")]
    people[1].cookies["appearance"] = Appearance(theme="dark").as_cookie()
    for _turn in range(40):
        person, lesson = dice.choice(people), dice.choice(lessons)
        address, step = f"/lessons/{lesson.slug}/", dice.choice(lesson.steps)["slug"]
        match dice.choice(["read", "read", "step", "fragment", "mark", "mark"]):
            case "step":
                address += f"?step={step}"
                assert shown(person, address) == made_anew(person, address)
            case "fragment":
                htmx = {"hx-request": "true"}
                assert shown(person, address, **htmx) == made_anew(person, address, **htmx)
            case "mark":  # what it says is on the page after it, once
                sent = person.post(f"/progress{address}steps/{step}/read/", headers=HERE)
                assert sent.status_code == 302
                assert f'id="end-{step}"' in shown(person, address)
            case _:
                assert shown(person, address) == made_anew(person, address)
    assert len(pieces)


@pytest.mark.parametrize("address", [address for address in PAGES if address.startswith(IN_PIECES) or address == "/"])
def test_each_page_is_as_made_anew_for_whoever_reads_it(content, address):
    people = [checked(Client()), member("alice"), checked(Client(), numbers=(1,))]
    people[2].post("/progress/techniques/stroke-long/read/", headers=HERE)
    for person in [*people, *people]:
        assert shown(person, address) == made_anew(person, address)
    assert len(pieces) == 1


def test_a_message_is_told_on_whatever_page_comes_next(content):
    reads, marks = checked(Client()), checked(Client())
    for address in ("/", "/glossary/", "/techniques/stroke-long/"):
        assert marks.post("/progress/erase/", headers=HERE).status_code == 302
        assert shown(reads, address) == made_anew(reads, address)
        assert 'role="status"><p>' in shown(marks, address)
        assert 'role="status"><p>' not in shown(marks, address)


@pytest.mark.parametrize(("who", "most"), [("guest", 3), ("member", 4)])
def test_it_costs_the_visitor_their_marks_and_their_answers(content, who, most, django_assert_max_num_queries):
    """A guest's token; a member's session and account."""
    person = member("alice") if who == "member" else checked(Client())
    person.post("/progress/techniques/stroke-long/read/", headers=HERE)
    shown(person, LESSON)
    with django_assert_max_num_queries(most):
        page = shown(person, LESSON)
    assert "</html>" in page
    assert not MARK.search(page)


def test_new_words_show_at_once(content):
    person = checked(Client())
    shown(person, LESSON)
    LessonText.objects.filter(lesson__slug="stroking").update(title="Gliding")
    assert "Gliding" in shown(person, LESSON)


def test_what_is_hidden_now_is_gone_for_those_who_are_known(content):
    person = checked(Client())
    shown(person, LESSON)
    Lesson.objects.filter(slug="stroking").update(published=False)
    assert person.get(LESSON).status_code == 404


def test_nobody_s_headers_are_kept(content):
    first, second = checked(Client()), member("alice")
    for person in (first, second):
        page = person.get(LESSON)
        assert "no-store" in page.headers["Cache-Control"]
        assert "Content-Security-Policy" in page.headers
        assert {"Cookie", "HX-Request"} <= set(page.headers["Vary"].split(", "))
        assert "ETag" not in page.headers


def test_the_one_for_whom_nothing_is_known_has_no_secret_of_the_one_who_asks(content, monkeypatch):
    person, given = checked(Client()), []
    person.cookies["csrftoken"] = "a" * 32
    monkeypatch.setattr(middleware, "pieces_of", lambda meta, query, get_response: given.append(meta))
    shown(person, LESSON)
    assert given
    assert "CSRF_COOKIE" not in given[0]


def test_whoever_asks_for_the_head_first_empties_no_page(content):
    person = checked(Client())
    assert person.head(LESSON).status_code == 200
    assert shown(person, LESSON) == made_anew(person, LESSON)


def test_what_nobody_knows_in_an_address_makes_no_new_pieces(content):
    person = checked(Client())
    page = shown(person, LESSON)
    for query in ("?x=1", "?step=nowhere", "?utm_source=<b>"):
        assert shown(person, LESSON + query) == page
    assert len(pieces) == 1


def test_a_page_of_another_kind_is_made_for_the_one_who_asks(content):
    person = checked(Client())
    for address in ("/progress/", "/practice/", "/lessons/nowhere/"):
        person.get(address)
    assert not len(pieces)


def test_a_place_takes_values_by_name_alone():
    assert Template("{% load site_tags %}{% personal a=b %}{{ a }}{% endpersonal %}").render(Context({"b": 1})) == "1"
    with pytest.raises(TemplateSyntaxError, match="by name"):
        Template("{% load site_tags %}{% personal b %}{% endpersonal %}")


def test_a_place_sees_nothing_else_of_the_page(content, rf):
    request = rf.get("/")
    page = Template("{% load site_tags %}{% personal a=b %}{{ a }}{{ c }}{% endpersonal %}")
    assert page.render(RequestContext(request, {"b": 1, "c": 2})) == "1"


def test_text_that_looks_like_a_mark_is_text():
    places = OpenPlaces()
    assert places.cut(f"a <{'0' * 32}:0> b") == ((f"a <{'0' * 32}:0> b",), ())
