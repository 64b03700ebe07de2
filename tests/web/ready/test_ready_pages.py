"""A page that is the same for everyone is made once and sent again as it is, until something changes."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.test import Client, override_settings
from django.utils import timezone

from learners import visitor
from lessons.models import LessonText
from massage_site.pages.appearance import Appearance
from screening.visit import current
from tests.learners.guests import guest_of
from tests.practice.visits import screened
from web.ready.middleware import pages

PAGES = [
    "/",
    "/lessons/",
    "/lessons/stroking/",
    "/lessons/stroking/?step=long-strokes",
    "/lessons/?family=stroke",
    "/techniques/",
    "/techniques/stroke-long/",
    "/map/",
    "/map/?layers&layer=muscles",
    "/map/sacral/",
    "/directions/",
    "/claims/",
    "/claims/?label=supported",
    "/glossary/",
    "/preparation/",
    "/about/",
    "/progress/",
    "/progress/review/",
    "/progress/mistakes/",
    "/practice/",
    "/practice/log/",
    "/screening/",
]
LESSON = "/lessons/stroking/"
FROM_HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
OF_KEEPING = {"ETag", "Last-Modified", "Expires", "Cache-Control", "Vary", "Content-Length", "Content-Encoding"}


def asked(address, client=None, **headers):
    return (client or Client()).get(address, headers={"accept-encoding": "br", **headers})


def shown(response):
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress}.get(response.headers.get("Content-Encoding"), bytes)
    return unpacked(response.content).decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_second_visitor_costs_no_query_and_gets_the_same(content, address, django_assert_num_queries):
    first = asked(address)
    assert first.status_code == 200
    with django_assert_num_queries(0):
        second = asked(address)
    assert second.content == first.content
    assert second.headers == first.headers
    assert len(pages) == 1


@pytest.mark.parametrize("address", PAGES)
def test_it_is_the_page_that_would_be_made_anew(content, address):
    kept = [asked(address), asked(address)][1]
    with override_settings(READY_PAGES=False):
        made = Client().get(address)
    assert shown(kept) == made.content.decode()
    assert {name: kept.headers[name] for name in made.headers.keys() - OF_KEEPING} == {
        name: made.headers[name] for name in made.headers.keys() - OF_KEEPING
    }
    assert set(made.headers["Vary"].split(", ")) <= set(kept.headers["Vary"].split(", "))


def test_it_may_be_kept_and_is_asked_about_each_time(content):
    page = asked(LESSON)
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(page.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("", None),
        ("identity", None),
        ("br;q=0", None),
        ("*;q=0,,;;=", None),
    ],
)
def test_each_browser_gets_what_it_can_read(content, accepted, sent):
    page = asked(LESSON, **{"accept-encoding": accepted})
    assert page.headers.get("Content-Encoding") == sent
    assert "</html>" in shown(page)
    assert page.headers["Content-Length"] == str(len(page.content))
    assert page.headers["ETag"] == asked(LESSON, **{"accept-encoding": accepted}).headers["ETag"]


def test_no_two_encodings_share_a_tag(content):
    tags = {asked(LESSON, **{"accept-encoding": encoding}).headers["ETag"] for encoding in ("br", "gzip", "")}
    assert len(tags) == 3


def test_what_a_browser_has_is_not_sent_again(content):
    page = asked(LESSON)
    again = asked(LESSON, **{"if-none-match": page.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in page.headers.keys() - {"Content-Length", "Content-Encoding", "Content-Type"}:
        assert again.headers[name] == page.headers[name]
    assert {"Content-Security-Policy", "X-Frame-Options", "Permissions-Policy"} <= again.headers.keys()
    by_date = asked(LESSON, **{"if-modified-since": page.headers["Last-Modified"]})
    assert by_date.status_code == 304


def test_what_it_has_is_old(content):
    old = asked(LESSON).headers["ETag"]
    LessonText.objects.filter(lesson__slug="stroking").update(title="Gliding")
    page = asked(LESSON, **{"if-none-match": old})
    assert page.status_code == 200
    assert "Gliding" in shown(page)


def test_a_tag_counts_more_than_a_date(content):
    page = asked(LESSON)
    both = {"if-none-match": '"other"', "if-modified-since": page.headers["Last-Modified"]}
    assert asked(LESSON, **both).status_code == 200


def test_who_asks_for_another_state_is_told_so(content):
    refused = asked(LESSON, **{"if-match": '"other"'})
    assert refused.status_code == 412
    assert "Content-Security-Policy" in refused.headers
    assert asked(LESSON, **{"if-match": "*"}).status_code == 200


def test_a_part_is_answered_with_the_whole(content):
    page = asked(LESSON, range="bytes=0-99")
    assert page.status_code == 200
    assert "</html>" in shown(page)


@pytest.mark.parametrize("_turn", ["made", "kept"])
def test_the_head_alone_has_the_headers_and_no_body(content, _turn):
    page = asked(LESSON) if _turn == "kept" else None
    head = Client().head(LESSON, headers={"accept-encoding": "br"})
    page = page or asked(LESSON)
    assert head.content == b""
    assert head.headers == page.headers


@pytest.mark.parametrize(
    "query",
    ["?utm_source=x", "?step=nowhere", "?x=1&y=2&step=", "?step=%00", "?" + "a=1&" * 50, "?step[]=a", "?%ff"],
)
def test_what_nobody_knows_in_an_address_neither_fills_the_shelf_nor_misses_it(content, query):
    page = asked(LESSON)
    other = asked(LESSON + query)
    assert other.content == page.content
    assert len(pages) == 1


def test_nor_does_it_where_it_comes_first(content):
    first = asked(f"{LESSON}?step=nowhere&x=<b>")
    assert "<b>" not in shown(first)
    assert first.content == asked(LESSON).content


@pytest.mark.parametrize(
    "address", ["/map/?layers&layer=muscles&layer=regions", "/map/?layer=regions&layer=muscles&layers=1&z"]
)
def test_parameters_have_one_spelling(content, address):
    kept = asked("/map/?layers&layer=regions&layer=muscles")
    assert asked(address).content == kept.content
    assert len(pages) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/lessons/?q=oil",
        "/lessons/?state=read",
        "/lessons/?family=nowhere",
        "/glossary/?q=oil",
        "/accounts/login/",
        "/nowhere/",
        "/lessons/nowhere/",
        "/plate.png",
        "/healthz",
        "/screening/?voice=giver",
        "/screening/questions/today/",
        "/screening/receiver/",
        "/accounts/data/",
        "/robots.txt",
    ],
)
def test_what_somebody_types_and_what_is_no_page_is_not_kept(content, address):
    asked(address)
    assert len(pages) == 0


def test_words_that_somebody_searches_for_do_not_push_pages_out(content):
    asked(LESSON)
    for number in range(30):
        asked(f"/glossary/?q=word{number}")
        asked(f"/lessons/{number}/")
    assert len(pages) == 1


def test_a_host_that_is_refused_fills_nothing(content):
    for number in range(5):
        assert asked(LESSON, host=f"evil{number}.example").status_code == 400
    assert len(pages) == 0


def test_a_fragment_is_another_answer(content):
    page, fragment = asked("/map/"), asked("/map/", **{"hx-request": "true"})
    assert "<html" in shown(page)
    assert "<html" not in shown(fragment)
    assert "HX-Request" in page.headers["Vary"]
    assert shown(asked("/map/")) == shown(page)


def test_looks_are_told_apart_and_spelt_one_way(content):
    plain, evening = Client(), Client()
    evening.cookies["appearance"] = Appearance(theme="dark").as_cookie()
    assert 'data-theme="dark"' in shown(asked(LESSON, evening))
    assert 'data-theme="dark"' not in shown(asked(LESSON, plain))
    for nonsense in ("", "x", "dark", "....", "dark.9.x.y", "a" * 400):
        plain.cookies["appearance"] = nonsense
        asked(LESSON, plain)
    assert len(pages) <= 3


def test_a_cookie_of_another_program_changes_nothing(content):
    page = asked(LESSON)
    stranger = Client()
    stranger.cookies["_ga"] = "GA1.2.3"
    assert asked(LESSON, stranger).content == page.content
    assert len(pages) == 1


def test_every_cookie_that_tells_people_apart_makes_its_owner_known(settings):
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, visitor.PREFIX, current.PREFIX}
    assert own <= set(settings.PERSONAL_COOKIES)


def test_whoever_is_known_gets_a_page_of_their_own(content):
    guest = Client()
    guest_of(guest)
    asked(LESSON)
    page = asked(LESSON, guest)
    assert "no-store" in page.headers["Cache-Control"]  # or Back would show old marks
    assert page.headers.get("ETag") != asked(LESSON).headers["ETag"]


def test_a_page_of_one_s_own_is_compressed_too(content, alice_client):
    page = asked(LESSON, alice_client, **{"accept-encoding": "gzip, br"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < len(shown(page)) / 2
    assert "Accept-Encoding" in page.headers["Vary"]
    assert "Content-Encoding" not in asked(LESSON, alice_client, **{"accept-encoding": ""}).headers


@pytest.mark.parametrize("address", ["/accounts/data/", "/practice/", "/progress/", "/screening/"])
def test_what_is_small_already_or_tells_by_its_length_is_not_compressed(content, alice_client, address):
    page = asked(address, alice_client, **{"accept-encoding": "gzip"})
    assert page.status_code in (200, 302)
    assert "Content-Encoding" not in page.headers


def test_the_server_in_front_compresses_no_more(settings):
    kept = {path.strip("/") for path in settings.NEVER_COMPRESSED}
    assert f"location ~ ^/({'|'.join(sorted(kept))})/ {{" in (settings.BASE_DIR / "deploy/nginx.conf").read_text()


def test_the_first_mark_shows_at_once(content):
    visitor = Client()
    asked(LESSON, visitor)
    assert visitor.post("/progress/techniques/stroke-long/read/", headers=FROM_HERE).status_code == 302
    assert "learner-" in str(visitor.cookies)
    assert shown(asked("/techniques/stroke-long/", visitor)) != shown(asked("/techniques/stroke-long/"))


@pytest.mark.parametrize("address", ["/progress/", "/practice/", "/practice/log/", "/screening/"])
def test_what_browsers_may_not_keep_is_kept_here_alone(content, address, django_assert_num_queries):
    asked(address)
    with django_assert_num_queries(0):
        page = asked(address)
    assert "no-store" in page.headers["Cache-Control"]
    assert "public" not in page.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/progress/", "/practice/", "/screening/"])
def test_who_left_something_here_gets_a_page_of_their_own(content, address):
    person = screened(Client())
    person.post("/progress/techniques/stroke-long/read/", headers=FROM_HERE)
    asked(address)
    assert shown(asked(address, person)) != shown(asked(address))
    assert shown(asked(address)) == shown(asked(address, Client()))


@pytest.mark.parametrize("address", ["/progress/", "/progress/review/", "/practice/", "/screening/"])
def test_what_nobody_left_is_the_same_on_every_day(content, address, monkeypatch):
    today = shown(asked(address))
    pages.clear()
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert shown(asked(address)) == today


def test_an_answer_that_may_not_be_kept_is_not(content, monkeypatch):
    monkeypatch.setattr("web.ready.middleware.is_worth_keeping", lambda response: False)
    assert "ETag" not in asked(LESSON).headers
    assert len(pages) == 0
