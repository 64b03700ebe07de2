"""Walks all public pages and holds each to the same rules. The addresses of the content come from the database."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest

from tests.whole_site.pages import (
    ACCOUNT_ADDRESSES,
    FIXED_ADDRESSES,
    HtmlPage,
    all_addresses,
    compressed,
    files_of_first_visit,
    is_elsewhere,
    static_file,
    tag,
)

pytestmark = pytest.mark.only_reads

LESSON = "/lessons/what-massage-can-do/"
KIB = 1024
DATA_SCRIPTS = {"application/ld+json"}


@pytest.fixture(scope="module")
def kept():
    """The answers of one module's tests, so that each page is made once."""
    return {}


@pytest.fixture
def pages(content, client, kept):
    if not kept:
        answers = {address: client.get(address) for address in all_addresses()}
        refused = {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200}
        assert not refused
        kept.update({address: HtmlPage(address, answer.content.decode()) for address, answer in answers.items()})
    return kept.values()


def faulty(pages, is_right):
    return [page.address for page in pages if not is_right(page)]


def test_the_walk_reaches_all_content(pages):
    folders = Counter(urlsplit(page.address).path.split("/")[1] for page in pages if page.address.count("/") == 3)
    assert (folders["lessons"], folders["techniques"], folders["map"], folders["claims"]) == (14, 31, 13, 24)


def test_every_page_has_one_h1_with_words_in_it(pages):
    assert not faulty(pages, lambda page: len(list(page.elements("h1"))) == 1 and page.text("h1"))


def test_every_page_has_a_title_of_its_own(pages):
    titles = Counter(page.text("title") for page in pages)
    assert not [title for title, times in titles.items() if times > 1 or not title]


def test_every_page_says_its_language(pages):
    assert not faulty(pages, lambda page: next(page.elements("html")).get("lang") == "en")


def test_every_page_begins_with_a_link_past_the_menus(pages):
    def is_right(page):
        first_link = next(page.elements("a")).get("href", "")
        return first_link.startswith("#") and first_link[1:] in page.ids()

    assert not faulty(pages, is_right)


def test_every_page_offers_to_sign_in_at_the_same_place(pages):
    def is_right(page):
        header = next(page.elements("header"))
        return [link.get("href") for link in header.iter("a")][-1] == "/accounts/login/"

    assert not faulty(pages, is_right)


@pytest.mark.parametrize("address", ["/", LESSON, "/about/", "/no-such-page/"])
def test_a_member_finds_the_account_there(content, alice_client, address):
    header = next(HtmlPage(address, alice_client.get(address).content.decode()).elements("header"))
    link = list(header.iter("a"))[-1]
    assert (link.get("href"), link.text) == ("/accounts/data/", "Account")


def test_every_page_describes_itself(pages):
    described = [page for page in pages if page.address not in ACCOUNT_ADDRESSES]
    assert not faulty(
        described,
        lambda page: any(meta.get("name") == "description" and meta.get("content") for meta in page.elements("meta")),
    )


def test_no_id_stands_twice_on_a_page(pages):
    assert not faulty(pages, lambda page: len(page.ids()) == len(set(page.ids())))


def test_links_within_a_page_lead_somewhere(pages):
    def is_right(page):
        targets = {a.get("href", "")[1:] for a in page.elements("a") if a.get("href", "").startswith("#")}
        return targets <= set(page.ids())

    assert not faulty(pages, is_right)


def test_links_between_pages_lead_to_pages(pages, client, pictures_drawn):
    links = {a.get("href", "").partition("#")[0] for page in pages for a in page.elements("a")}
    known = {page.address for page in pages}
    own = {link for link in links if link.startswith("/") and link not in known}
    broken = {link: client.get(link).status_code for link in own}
    assert not {link: status for link, status in broken.items() if status >= 400}


def test_labels_and_descriptions_point_at_something(pages):
    def is_right(page):
        named = {
            name
            for element in page.elements()
            for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
            for name in (element.get(attribute) or "").split()
        }
        return named <= set(page.ids())

    assert not faulty(pages, is_right)


def test_no_page_has_inline_code_or_style(pages):
    def is_inline(element):
        if tag(element) == "script":
            return not element.get("src") and element.get("type") not in DATA_SCRIPTS
        return tag(element) == "style"

    def is_right(page):
        attributes = {name for element in page.elements() for name in element.keys()}  # noqa: SIM118
        has_code = any(re.match(r"on|hx-on|style$", name) for name in attributes)
        return not has_code and not any(map(is_inline, page.elements()))

    assert not faulty(pages, is_right)


def test_no_page_loads_anything_from_another_host(pages):
    assert not faulty(pages, lambda page: not any(map(is_elsewhere, page.loaded())))


def test_every_page_is_well_formed_html(pages):
    assert not {page.address: page.html_errors[:5] for page in pages if page.html_errors}


def test_every_page_carries_the_strict_policy(content, client):
    for address in FIXED_ADDRESSES:
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_htmx_gets_a_fragment_wherever_a_page_asks_for_one(pages, client):
    asked = {
        urljoin(page.address, element.get("hx-get"))
        for page in pages
        for element in page.elements()
        if element.get("hx-get")
    }
    assert asked
    for address in asked:
        fragment = client.get(address, headers={"HX-Request": "true"})
        page = client.get(address)
        assert "<html" not in fragment.content.decode(), address
        assert "<html" in page.content.decode(), address
        assert "HX-Request" in fragment["Vary"], address
        assert "HX-Request" in page["Vary"], address


def test_an_answer_that_differs_for_htmx_says_so(pages, client):
    for page in pages:
        answer = client.get(page.address, headers={"HX-Request": "true"})
        is_fragment = "<html" not in answer.content.decode()
        assert not is_fragment or "HX-Request" in answer.get("Vary", ""), page.address


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_pages_refuse_methods_they_do_not_have(content, client, method):
    own = [address for address in all_addresses() if address not in ACCOUNT_ADDRESSES]
    answers = {address: getattr(client, method)(address).status_code for address in own}
    assert not {address: status for address, status in answers.items() if status != 405}


def test_pages_that_only_show_refuse_to_be_written_to(content, client):
    reading = [
        address
        for address in all_addresses()
        if re.match("/(techniques|map|directions|claims|glossary|about)/", address)
    ]
    answers = {address: client.post(address).status_code for address in reading}
    assert not {address: status for address, status in answers.items() if status != 405}


@pytest.mark.parametrize("folder", ["lessons", "techniques", "map", "claims"])
def test_an_unknown_slug_is_a_page_that_is_not_there(content, client, folder):
    assert client.get(f"/{folder}/nothing-is-called-like-this/").status_code == 404


def test_a_visitor_s_lesson_takes_at_most_three_queries(content, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(LESSON)


def test_a_member_s_lesson_takes_at_most_six_queries(content, alice_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        alice_client.get(LESSON)


def test_every_kind_of_page_takes_few_queries_for_a_visitor(content, client, django_assert_max_num_queries):
    for address in FIXED_ADDRESSES:
        with django_assert_max_num_queries(10, info=address):
            client.get(address)


def test_a_visitor_who_only_reads_gets_no_cookie(content, client):
    client.get(LESSON)
    client.get("/map/")
    assert not client.cookies


@pytest.fixture
def first_visit(content, client):
    """The weight of each file of a first visit to a lesson, as a server with brotli sends it."""
    html = client.get(LESSON).content
    files = files_of_first_visit(HtmlPage(LESSON, html.decode()))
    return {LESSON: compressed(html)} | {url: compressed(static_file(url)) for url in files}


def test_a_first_visit_weighs_at_most_64_kib(first_visit):
    assert sum(first_visit.values()) <= 64 * KIB, first_visit


def test_a_first_visit_takes_at_most_six_requests(first_visit):
    assert len(first_visit) <= 6, first_visit


def test_a_first_visit_carries_at_most_20_kib_of_javascript(first_visit):
    assert sum(size for url, size in first_visit.items() if url.endswith(".js")) <= 20 * KIB, first_visit
