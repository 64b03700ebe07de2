"""Making a certificate, checking one, erasing one: as a guest, its owner, somebody else, and a machine."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from progress.certificates.records import issue
from progress.models import Certificate, Progress
from progress.rules.certificates import MOST_KEPT, Learned, grouped
from progress.rules.standing import Standing
from tests.factories import PASSWORD
from tests.learners.guests import guest_of
from tests.progress.certificates.ways import (
    DAY,
    OWN,
    address_of,
    page_of,
    words,
)
from tests.whole_site.pages import HtmlPage

HTMX = {"HX-Request": "true"}


@pytest.fixture
def guest(content, visitor, path):
    """A visitor who passed the first three checks and has no account."""
    one = Standing(DAY, DAY, passed_at=DAY)
    Progress.keep(guest_of(visitor), {"lesson": dict.fromkeys(path[:3], one)}, {})
    return visitor


# --- before it can be made -------------------------------------------------------------------------------------------


def test_with_nothing_passed_the_page_says_what_to_do_first(content, alice_client, path):
    page = page_of(alice_client, OWN)
    assert "No check is passed yet." in page.text("main")
    links = [link.get("href") for link in page.elements("a")]
    assert all(f"/lessons/{slug}/check/" in links for slug in path[:3])
    assert f"/lessons/{path[3]}/check/" not in links
    assert 'name="name"' not in page.html


def test_a_visitor_of_whom_nothing_is_known_sees_the_same_and_gets_no_cookie(content, client):
    assert "No check is passed yet." in words(client, OWN)
    assert not client.cookies


def test_the_page_names_exactly_the_checks_that_are_missing(alice_client, passes, path):
    passes(2, first=1)
    passes(6, first=4)
    page = page_of(alice_client, OWN)
    links = [link.get("href") for link in page.elements("a")]
    checks = {slug for slug in path if f"/lessons/{slug}/check/" in links}
    assert checks == {path[0], path[2]}
    assert "3 of 14 lessons" in page.text("main")
    assert 'name="name"' not in page.html


def test_nothing_is_made_while_a_check_is_missing(alice_client, passes):
    passes(2)
    assert alice_client.post(OWN, {"name": "Alice"}).status_code == 422
    assert not Certificate.objects.exists()


def test_reading_a_lesson_is_not_enough(alice_client, path, alice):
    for slug in path[:3]:
        alice.learner.progress.create(
            kind="lesson", slug=slug, started_at=DAY, touched_at=DAY, read_at=DAY, practised_at=DAY
        )
    assert "No check is passed yet." in words(alice_client, OWN)
    assert alice_client.post(OWN, {"name": "Alice"}).status_code == 422


def test_a_guest_sees_what_it_would_say_and_that_it_needs_an_account(guest):
    page = page_of(guest, OWN)
    assert "4 March 2026" in page.text("main")
    links = [link.get("href") for link in page.elements("a")]
    assert f"/accounts/signup/?next={OWN}" in links
    assert f"/accounts/login/?next={OWN}" in links
    assert "<form" not in page.html


def test_a_guest_who_sends_a_name_is_asked_to_sign_in(content, client):
    answer = client.post(OWN, {"name": "Alice"}, headers={"Referer": f"http://testserver{OWN}"})
    assert answer.url == f"/accounts/login/?next=http%3A//testserver{OWN}"
    assert not Certificate.objects.exists()


def test_what_a_guest_passed_is_on_the_certificate_after_signing_in(guest, path, alice):
    answer = guest.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "next": OWN})
    assert answer.url == OWN
    guest.post(OWN, {"name": "Alice"})
    assert [row["slug"] for row in alice.learner.certificates.get().lessons] == path[:3]


# --- making it -------------------------------------------------------------------------------------------------------


def test_the_name_is_asked_for_and_never_filled_in(learner, alice):
    page = page_of(learner, OWN)
    (field,) = [field for field in page.elements("input") if field.get("name") == "name"]
    assert field.get("value") is None
    assert alice.email not in page.text("main")
    assert alice.username not in page.text("main").split()
    assert "Anyone who has its address or its code can see" in page.text("main")


def test_a_certificate_keeps_name_lessons_and_days(learner, path, alice):
    answer = learner.post(OWN, {"name": "  Alice   Ash "})
    row = alice.learner.certificates.get()
    assert answer.url == address_of(row)
    assert row.name == "Alice Ash"
    assert row.lessons == [{"slug": slug, "passed_on": f"2026-03-0{day}"} for day, slug in enumerate(path[:3], start=4)]
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{12}", row.code)
    assert timezone.now() - row.issued_at < timedelta(minutes=5)


def test_htmx_goes_to_the_certificate_too(learner, alice):
    answer = learner.post(OWN, {"name": "Alice"}, headers=HTMX)
    assert answer["HX-Redirect"] == address_of(alice.learner.certificates.get())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Type the name to print"),
        ("   ", "Type the name to print"),
        ("x" * 81, "up to 80 characters"),
        ("Ali\x07ce", "cannot be printed"),
        ("Ali\u202ece", "cannot be printed"),
        ("Ali\nce", "cannot be printed"),
        ("Ali\x00ce", "Type the name to print"),
        ("\u200d", "cannot be printed"),
        ("\u0958" * 80, "up to 80 characters"),
    ],
    ids=[
        "empty",
        "spaces",
        "81 characters",
        "bell",
        "turned round",
        "new line",
        "null",
        "invisible",
        "longer in one form",
    ],
)
def test_a_name_that_cannot_be_printed_is_sent_back_with_a_reason(learner, name, sentence):
    answer = learner.post(OWN, {"name": name})
    page = HtmlPage(OWN, answer.content.decode())
    assert answer.status_code == 422
    assert page.text("title").startswith("Error:")
    assert page.text("main").count(sentence) == 2  # in the summary and beside the field
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    "name", ["x" * 80, "美咲", "محمد علي", "<b>Robin</b> & Co"], ids=["80", "kanji", "arabic", "html"]
)
def test_any_other_name_is_shown_as_it_was_typed(learner, name):
    answer = learner.post(OWN, {"name": name})
    page = page_of(learner, answer.url)
    assert name in page.text("main")
    assert "<b>Robin" not in page.html


def test_the_same_again_on_the_same_day_is_the_same_certificate(learner, alice):
    first, second = (learner.post(OWN, {"name": name}).url for name in ("Alice", " Alice "))
    assert first == second
    assert alice.learner.certificates.count() == 1


def test_another_name_or_another_lesson_is_another_certificate(learner, alice, passes):
    learner.post(OWN, {"name": "Alice"})
    learner.post(OWN, {"name": "Ali"})
    passes(4, first=3)
    learner.post(OWN, {"name": "Alice"})
    assert alice.learner.certificates.count() == 3


def test_the_same_on_another_day_is_another_certificate(content, alice, path):
    learned = [Learned(path[0], date(2026, 3, 4))]
    first = issue(alice.learner, "Alice", learned, DAY)
    assert issue(alice.learner, "Alice", learned, DAY + timedelta(hours=14)) == first
    assert issue(alice.learner, "Alice", learned, DAY + timedelta(hours=16)) != first


def test_two_people_of_one_name_have_a_certificate_each(content, alice, bob, path):
    learned = [Learned(path[0], date(2026, 3, 4))]
    assert issue(alice.learner, "Kim", learned, DAY).code != issue(bob.learner, "Kim", learned, DAY).code


def test_no_more_than_twenty_are_kept_and_the_page_says_so(learner, alice):
    for number in range(MOST_KEPT):
        alice.learner.certificates.create(code=f"CODE{number}", name="Alice", lessons=[], issued_at=DAY)
    page = page_of(learner, OWN)
    assert "You keep 20 certificates, and that is the most." in page.text("main")
    assert 'name="name"' not in page.html
    answer = learner.post(OWN, {"name": "Alice"})
    assert answer.status_code == 422
    assert "Erase one first." in answer.content.decode()
    assert alice.learner.certificates.count() == MOST_KEPT


def test_the_page_lists_the_own_certificates_and_nobody_else_s(made, learner, bob):
    other = bob.learner.certificates.create(code="BBBBBBBBBBBB", name="Bob", lessons=[], issued_at=DAY)
    links = [link.get("href") for link in page_of(learner, OWN).elements("a")]
    assert address_of(made) in links
    assert f"{OWN}{grouped(made.code)}/erase/" in links
    assert address_of(other) not in links


def test_the_own_page_is_kept_by_no_cache_and_no_history(learner):
    answer = learner.get(OWN)
    assert "no-store" in answer["Cache-Control"]
    assert 'hx-history="false"' in answer.content.decode()


def test_the_own_page_takes_few_queries_however_much_is_kept(learner, alice, django_assert_max_num_queries):
    for number in range(15):
        alice.learner.certificates.create(code=f"CODE{number}", name="Alice", lessons=[], issued_at=DAY)
    with django_assert_max_num_queries(6):
        learner.get(OWN)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_the_own_page_takes_no_other_method(learner, method):
    assert getattr(learner, method)(OWN).status_code == 405
