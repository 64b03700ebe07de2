"""The public sheet of a certificate, and finding it by its code."""

import pytest

from lessons.models import Lesson
from progress.certificates.records import sheet_of
from progress.models import Certificate
from progress.rules.certificates import grouped
from tests.progress.certificates.ways import LOOK_UP, OWN, SITE, address_of, page_of, picture_of, words
from tests.whole_site.pages import HtmlPage

UNKNOWN = "No certificate has this code."


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_anyone_with_the_address_reads_the_sheet(made, visitor, path, settings):
    settings.SITE_URL = SITE
    page = page_of(visitor, address_of(made))
    text = page.text("main")
    titles = [Lesson.objects.get(slug=slug).words.title for slug in path[:3]]
    assert "Alice Ash" in text
    assert all(title in text for title in titles)
    assert all(day in text for day in ("4 March 2026", "5 March 2026", "6 March 2026"))
    assert "these 3 of the 14 lessons" in text
    assert "no licence to treat anyone" in text
    assert "no professional qualification" in text
    assert "did not check who answered" in text
    assert "nobody watched any hands" in text
    assert "gentle back massage at home, for comfort" in text
    assert f"{SITE}{address_of(made)}" in text
    assert f"Code {grouped(made.code)}" in text
    assert "Issued on" in text
    assert "Your certificates" not in text


def test_the_sheet_of_all_lessons_says_so(passes, alice_client):
    passes(14)
    answer = alice_client.post(OWN, {"name": "Alice"})
    assert "all 14 lessons of Warm Hands" in words(alice_client, answer.url)


def test_a_sheet_never_changes_with_what_is_learned_later(made, learner, passes):
    before = page_of(learner, address_of(made)).text("table")
    passes(9, first=3)
    assert page_of(learner, address_of(made)).text("table") == before


def test_erasing_the_progress_leaves_the_certificate(made, learner, visitor):
    learner.post("/progress/erase/")
    assert "Alice Ash" in words(visitor, address_of(made))


def test_titles_are_those_of_today(made, visitor, path):
    text = Lesson.objects.get(slug=path[0]).words
    text.title = "What hands are for"
    text.save()
    assert "What hands are for" in words(visitor, address_of(made))


def test_a_lesson_that_left_the_path_keeps_its_title_without_a_number(made, visitor, path):
    title = Lesson.objects.get(slug=path[1]).words.title
    Lesson.objects.filter(slug=path[1]).update(published=False)
    row = sheet_of(made, SITE).rows[1]
    assert (row.number, row.title) == ("", title)
    assert "these 3 lessons of Warm Hands (its path has 13 today)" in words(visitor, address_of(made))


def test_a_lesson_that_is_gone_is_shown_by_its_slug(made, visitor):
    made.lessons[0]["slug"] = "old-ways-of-rubbing"
    Certificate.objects.filter(pk=made.pk).update(lessons=made.lessons)
    assert "Old ways of rubbing" in words(visitor, address_of(made))


def test_the_owner_finds_the_way_back(made, learner):
    assert OWN in [link.get("href") for link in page_of(learner, address_of(made)).elements("a")]


def test_the_sheet_holds_a_square_code_and_a_link_to_its_picture(made, visitor):
    page = page_of(visitor, address_of(made))
    assert 'class="sheet__qr"' in page.html
    assert picture_of(made) in [link.get("href") for link in page.elements("a")]


def test_the_sheet_is_listed_by_no_search_engine_and_kept_by_no_cache(made, visitor):
    answer = visitor.get(address_of(made))
    assert "noindex" in answer["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not visitor.cookies


def test_robots_may_read_that_they_are_to_keep_it_out_of_their_lists(content, client):
    """A page they must not fetch could still be listed by its address."""
    assert "/certificates/" not in client.get("/robots.txt").content.decode()
    assert "/certificates/" not in client.get("/sitemap.xml").content.decode()


def test_the_sheet_names_nothing_else_of_its_owner(made, visitor, alice):
    html = visitor.get(address_of(made)).content.decode()
    assert alice.email not in html
    assert f'"{alice.username}"' not in html


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_another_spelling_leads_to_the_one_address(made, visitor, change):
    assert visitor.get(f"/certificates/{change(grouped(made.code))}/").url == address_of(made)


def test_an_unknown_address_is_a_calm_page_that_is_not_there(content, client):
    page = page_of(client, "/certificates/ABCD-EFGH-JKMN/", 404)
    assert UNKNOWN in page.text("main")
    (field,) = [field for field in page.elements("input") if field.get("name") == "code"]
    assert field.get("value") == "ABCD-EFGH-JKMN"


def test_the_sheet_takes_few_queries(made, visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        visitor.get(address_of(made))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_public_pages_only_show(made, visitor, method):
    for address in (LOOK_UP, address_of(made), picture_of(made)):
        assert getattr(visitor, method)(address).status_code == 405


# --- looking one up --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} ", "Code {}.".format]
)
def test_a_typed_code_leads_to_its_page(made, visitor, change):
    assert visitor.get(LOOK_UP, {"code": change(grouped(made.code))}).url == address_of(made)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ABCD-EFGH-JKMN", UNKNOWN),
        ("nonsense", UNKNOWN),
        ("x" * 600, UNKNOWN),
        ("AB\x00CD", UNKNOWN),
        ("", "Type the code that stands on the sheet."),
    ],
    ids=["unknown", "no code", "long", "null", "empty"],
)
def test_a_code_that_leads_nowhere_is_asked_for_again(content, client, code, sentence):
    answer = client.get(LOOK_UP, {"code": code})
    page = HtmlPage(LOOK_UP, answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page.text("main")
    assert page.text("title").startswith("Error:")
    assert "noindex" in answer["X-Robots-Tag"]


def test_looking_at_the_form_is_no_error(content, client):
    page = page_of(client, LOOK_UP)
    assert "There is a problem" not in page.text("main")
    assert not client.cookies
