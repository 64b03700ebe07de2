"""Making a certificate, checking one, erasing one: as a guest, its owner, somebody else, and a machine."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Lesson
from progress.certificates import image as certificate_image
from progress.certificates import pictures as certificate_pictures
from progress.certificates.records import issue, sheet_of
from progress.models import Certificate, Progress
from progress.rules.certificates import MOST_KEPT, Learned, grouped
from progress.rules.standing import Standing
from tests.factories import PASSWORD
from tests.learners.guests import guest_of
from tests.whole_site.pages import HtmlPage
from web.pictures import draw_all

OWN = "/progress/certificate/"
LOOK_UP = "/certificates/"
DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
SITE = "https://hands.example.org"
UNKNOWN = "No certificate has this code."


@pytest.fixture(autouse=True)
def pictures_are_blank(settings, tmp_path, monkeypatch, request):
    """Drawing takes seconds; only the tests of the real picture wait for it."""
    settings.PICTURE_DIR = tmp_path / "pictures"
    if "real_drawing" not in request.fixturenames:
        monkeypatch.setattr(certificate_image, "render_png", lambda sheet, _plate: repr(sheet).encode())
        monkeypatch.setattr("lessons.pictures.render_png", lambda _options: b"a plate")


@pytest.fixture
def real_drawing():
    """Marks a test that draws."""


@pytest.fixture
def path(content):
    return list(Lesson.objects.published().values_list("slug", flat=True))


@pytest.fixture
def passes(path, alice):
    """passes(3) passes the checks of the first three lessons, one a day."""

    def passes(count, user=alice, first=0):
        for number, slug in enumerate(path[first:count]):
            moment = DAY + timedelta(days=number)
            user.learner.progress.create(
                kind="lesson", slug=slug, started_at=moment, touched_at=moment, passed_at=moment
            )

    return passes


@pytest.fixture
def learner(passes, alice_client):
    """Alice with the first three checks passed."""
    passes(3)
    return alice_client


@pytest.fixture
def made(learner):
    learner.post(OWN, {"name": "Alice Ash"})
    return Certificate.objects.get()


@pytest.fixture
def visitor():
    """Somebody else, who is not signed in."""
    return Client()


@pytest.fixture
def guest(content, visitor, path):
    """A visitor who passed the first three checks and has no account."""
    one = Standing(DAY, DAY, passed_at=DAY)
    Progress.keep(guest_of(visitor), {"lesson": dict.fromkeys(path[:3], one)}, {})
    return visitor


def address_of(certificate):
    return f"/certificates/{grouped(certificate.code)}/"


def picture_of(certificate):
    return f"/certificates/{grouped(certificate.code)}.png"


def page_of(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return HtmlPage(address, answer.content.decode())


def words(client, address, status=200):
    return page_of(client, address, status).text("main")


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


# --- the picture -----------------------------------------------------------------------------------------------------


@pytest.fixture
def no_drawing(made, monkeypatch):
    """From here on nothing can be drawn."""
    monkeypatch.setattr(certificate_image, "render_png", None)


def pictures_in(folder):
    return [file.name for file in folder.glob("certificate-*")]


def test_the_picture_says_the_same_as_the_page(made, visitor, no_drawing):
    answer = visitor.get(picture_of(made))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content == repr(certificate_pictures.sheet_on(made)).encode()
    assert f'filename="warm-hands-{grouped(made.code)}.png"' in answer["Content-Disposition"]


@pytest.mark.usefixtures("real_drawing")
def test_the_picture_is_really_drawn(made, visitor):
    assert visitor.get(picture_of(made)).content.startswith(b"\x89PNG")


def test_a_changed_title_is_drawn_by_the_command_and_by_no_request(made, visitor, path, settings):
    """Until then the address says that it is being drawn; the old picture goes."""
    text = Lesson.objects.get(slug=path[0]).words
    text.title = "What hands are for"
    text.save()
    waiting = visitor.get(picture_of(made))
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    list(draw_all(certificate_pictures.all_pictures))
    assert b"What hands are for" in visitor.get(picture_of(made)).content
    assert len(pictures_in(settings.PICTURE_DIR)) == 1


def test_a_disk_that_is_full_stops_no_certificate(passes, alice_client, monkeypatch, caplog):
    def full(_picture):
        raise OSError(28, "No space left on device")

    passes(3)
    monkeypatch.setattr("web.pictures.draw", full)
    assert alice_client.post(OWN, {"name": "Alice Ash"}).status_code == 302
    assert "draw_pictures tries again" in caplog.text


def test_who_has_the_picture_gets_a_304(made, visitor, no_drawing):
    first = visitor.get(picture_of(made))
    again = visitor.get(picture_of(made), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, first["ETag"], b"")
    assert visitor.get(picture_of(made), headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_picture_is_asked_for_anew_and_listed_nowhere(made, visitor, no_drawing):
    answer = visitor.get(picture_of(made))
    assert answer["Cache-Control"] == "private, no-cache"
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN", "nothing"])
def test_an_unknown_picture_is_not_there(content, client, code):
    assert client.get(f"/certificates/{code}.png").status_code == 404


# --- erasing ---------------------------------------------------------------------------------------------------------


def erase_address(certificate):
    return f"{OWN}{grouped(certificate.code)}/erase/"


def test_looking_at_the_question_erases_nothing(made, learner):
    assert "can no longer be checked" in words(learner, erase_address(made))
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_an_erased_certificate_is_gone_at_once(made, learner, visitor, no_drawing):
    picture = visitor.get(picture_of(made))
    answer = learner.post(erase_address(made))
    assert answer.url == OWN
    assert "The certificate is erased." in words(learner, OWN)
    assert visitor.get(address_of(made)).status_code == 404
    assert visitor.get(picture_of(made), headers={"If-None-Match": picture["ETag"]}).status_code == 404
    assert visitor.get(LOOK_UP, {"code": made.code}).status_code == 422


def erase_one(learner, certificate):
    learner.post(erase_address(certificate))


def erase_account(learner, certificate):
    learner.post("/accounts/data/erase/", {"email": certificate.learner.user.email})


@pytest.mark.parametrize("erase", [erase_one, erase_account])
def test_an_erased_certificate_leaves_no_file(made, learner, settings, django_capture_on_commit_callbacks, erase):
    assert len(pictures_in(settings.PICTURE_DIR)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        erase(learner, made)
    assert pictures_in(settings.PICTURE_DIR) == []


def test_a_certificate_erased_while_it_is_drawn_leaves_no_file(made, settings, monkeypatch):
    """Its row goes after the drawing began and before the file is there."""
    listed = list(certificate_pictures.all_pictures())
    for file in settings.PICTURE_DIR.glob("certificate-*"):
        file.unlink()
    Certificate.objects.all().delete()
    list(draw_all(lambda: listed))
    assert pictures_in(settings.PICTURE_DIR) == []


def test_nobody_erases_another_s_certificate(made, visitor, bob):
    other = Client()
    other.force_login(bob)
    assert other.get(erase_address(made)).status_code == 404
    assert other.post(erase_address(made)).status_code == 404
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_a_guest_who_would_erase_is_asked_to_sign_in(made):
    answer = Client().post(erase_address(made))
    assert answer.url.startswith("/accounts/login/")
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_erasing_needs_the_token_of_the_form(made, alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post(erase_address(made)).status_code == 403
    assert Certificate.objects.filter(pk=made.pk).exists()


def test_an_unknown_code_cannot_be_erased(learner):
    assert learner.post(f"{OWN}nothing/erase/").status_code == 404


def test_erasing_the_account_takes_its_certificates(made, learner, alice):
    learner.post("/accounts/data/erase/", {"email": alice.email})
    assert not Certificate.objects.exists()
    assert Client().get(address_of(made)).status_code == 404


# --- my data ---------------------------------------------------------------------------------------------------------


def test_the_export_holds_the_certificates(made, learner, settings):
    settings.SITE_URL = SITE
    (kept,) = json.loads(learner.get("/accounts/data/export/").content)["certificates"]
    assert kept["code"] == grouped(made.code)
    assert kept["name"] == "Alice Ash"
    assert kept["lessons"] == made.lessons
    assert kept["address"] == f"{SITE}{address_of(made)}"
    assert kept["issued_at"] == made.issued_at.isoformat()


def test_the_data_page_counts_the_certificates(made, learner):
    assert "1 certificate" in words(learner, "/accounts/data/")
    assert OWN in [link.get("href") for link in page_of(learner, "/accounts/data/").elements("a")]


def test_another_member_s_export_holds_none(made, bob):
    other = Client()
    other.force_login(bob)
    assert json.loads(other.get("/accounts/data/export/").content)["certificates"] == []


def test_progress_rows_are_left_alone_by_making_one(made, alice):
    assert Progress.objects.filter(learner=alice.learner).count() == 3
