"""The data page says what is kept, the export holds all of it, and erasing takes effect at once."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from massage_site.personal_data import COLLECTORS
from practice import log
from practice.models import PracticeSession
from screening.answers import Answer
from screening.clearance import write_record
from screening.journey import Record
from tests.factories import PASSWORD
from tests.pages import HtmlPage

MARK = "/progress/techniques/stroke-long/practise/"


def export(client):
    return json.loads(client.get("/accounts/data/export/").content)


def words(client, address="/accounts/data/"):
    return HtmlPage(address, client.get(address).content.decode()).text("main")


@pytest.fixture
def guest(content, client):
    client.post(MARK)
    return client


@pytest.fixture
def member(content, alice_client):
    alice_client.post(MARK)
    alice_client.post("/progress/lessons/stroking/practise/")
    return alice_client


def test_a_visitor_of_whom_nothing_is_kept_is_told_so_and_stays_unknown(content, client):
    assert "Nothing is kept about you." in words(client)
    assert export(client)["account"] is None
    assert not client.cookies


def test_the_export_is_a_file_that_no_cache_keeps(member):
    answer = member.get("/accounts/data/export/")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="warm-hands-data-')
    assert "no-store" in answer["Cache-Control"]


def test_a_member_s_export_holds_account_and_progress(member, alice):
    data = export(member)
    assert data["account"]["email"] == alice.email
    assert data["account"]["addresses"] == [{"email": alice.email, "verified": True, "primary": True}]
    assert [row["slug"] for row in data["progress"]["lesson"]] == ["stroking"]
    assert data["progress"]["technique"][0]["slug"] == "stroke-long"
    assert data["progress"]["technique"][0]["practised_at"].endswith("+00:00")


def test_a_guest_s_export_holds_progress(guest):
    data = export(guest)
    assert data["account"] is None
    assert data["progress"]["technique"][0]["slug"] == "stroke-long"


def test_a_member_s_export_holds_practice_notes(member, alice):
    alice.practice_sessions.create(minutes=30, note="slowly")
    (note,) = export(member)["practice"]
    assert (note["minutes"], note["note"]) == (30, "slowly")
    assert "1 note" in words(member)


def test_a_guest_s_export_holds_practice_notes_and_screening_answers(guest):
    request = guest.get("/").wsgi_request
    log.add(request, PracticeSession(minutes=20))
    write_record(request, Record({"em-stroke-neck": Answer("no", timezone.now().replace(microsecond=0))}))
    request.session.save()
    data = export(guest)
    assert [note["minutes"] for note in data["practice"]] == [20]
    assert data["screening"]["em-stroke-neck"]["answer"] == "no"
    assert "1 answer of this visit" in words(guest)
    guest.post("/accounts/data/erase-visit/")
    assert (export(guest)["practice"], export(guest)["screening"]) == ([], {})


def test_the_export_holds_the_chosen_look(content, client):
    assert export(client)["appearance"] is None
    client.post("/appearance/", {"theme": "dark", "tone": "4", "silhouette": "broad"})
    assert export(client)["appearance"] == {"theme": "dark", "tone": "4", "silhouette": "broad", "motion": ""}


def test_the_export_holds_no_secret(member, alice):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    text = json.dumps(export(member))
    assert '"kind": "totp"' in text
    assert "JBSWY3DPEHPK3PXP" not in text
    assert alice.password not in text


def test_every_collector_is_in_the_export(guest):
    assert set(export(guest)) == set(COLLECTORS)


def test_one_member_s_export_holds_nothing_of_another(member, bob):
    other = Client()
    other.force_login(bob)
    assert export(other)["progress"] == {"lesson": [], "technique": []}


def test_the_data_page_says_in_words_what_is_kept(member, alice):
    text = words(member)
    assert alice.email in text
    assert "1 lesson, 1 technique" in text
    assert "Erase my account" in text


def test_the_data_page_is_kept_by_no_cache_and_no_history(guest):
    answer = guest.get("/accounts/data/")
    assert "no-store" in answer["Cache-Control"]
    assert 'hx-history="false"' in answer.content.decode()


def test_a_guest_erases_all_at_once(guest):
    assert "1 technique" in words(guest)
    assert guest.post("/accounts/data/erase-visit/").url == "/accounts/data/"
    assert not Session.objects.filter(session_data__contains="progress").exists()
    assert export(guest)["progress"] == {"lesson": [], "technique": []}


def test_nothing_is_erased_by_looking(guest):
    assert guest.get("/accounts/data/erase-visit/").status_code == 405
    assert export(guest)["progress"]["technique"]


def test_erasing_an_account_takes_everything_with_it_and_signs_out(member, alice):
    answer = member.post("/accounts/data/erase/", {"email": alice.email.upper()})
    assert answer.url == "/"
    assert not get_user_model().objects.exists()
    assert export(member) == export(Client())
    assert member.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}).status_code == 200


def test_other_devices_of_an_erased_account_are_signed_out(member, alice):
    other = Client()
    other.force_login(alice)
    member.post("/accounts/data/erase/", {"email": alice.email})
    assert export(other)["account"] is None


def test_a_wrong_address_erases_nothing_and_says_what_to_do(member, alice):
    answer = member.post("/accounts/data/erase/", {"email": "bob@example.org"})
    assert answer.status_code == 422
    page = HtmlPage("/accounts/data/erase/", answer.content.decode())
    assert page.text("title").startswith("Error:")
    assert "There is a problem" in page.text("main")
    assert get_user_model().objects.filter(pk=alice.pk).exists()
    assert alice.progress.count() == 2


def test_erasing_an_account_is_for_its_owner_alone(content, client):
    assert client.get("/accounts/data/erase/").url.startswith("/accounts/login/")
