"""The practice log: kept for a guest and for a member, joined at sign-in, and no entry ever twice."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from practice.models import PracticeSession
from tests.practice.factories import PracticeSessionFactory
from tests.whole_site.pages import HtmlPage

LOG = "/practice/log/"
SOME_NUMBER = "7d4c0b54-6d0e-4b8a-9f1e-0f6f0a3c5d21"


@pytest.fixture(params=["guest", "member"])
def visitor(request, client, alice):
    if request.param == "member":
        client.force_login(alice)
    return client


def filled(**fields):
    return {"uuid": str(uuid4()), "minutes": "20"} | fields


def note(client, **fields):
    return client.post("/practice/after/", filled(**fields))


def notes(client):
    return client.get(LOG).context["entries"].object_list


def test_an_empty_log_says_what_will_be_here_and_offers_one_action(visitor):
    html = visitor.get(LOG).content.decode()
    assert "Nothing is noted yet" in html
    assert html.count("button--primary") == 1


def test_only_a_refused_note_has_a_title_that_says_error(visitor):
    pages = [
        visitor.get("/practice/after/", headers={"HX-Request": "true"}),
        visitor.post("/practice/after/", filled(minutes="0"), headers={"HX-Request": "true"}),
    ]
    assert ["<title>Error:" in page.content.decode() for page in pages] == [False, True]


def test_only_the_minutes_are_needed(visitor):
    answer = note(visitor, minutes="12")
    assert (answer.status_code, answer.url) == (302, LOG)
    assert [entry.minutes for entry in notes(visitor)] == [12]


def test_all_that_was_noted_is_shown(visitor):
    note(visitor, plan="short", position="chair", felt="good", discomfort="9", note="Slower next time <b>")
    html = visitor.get(LOG).content.decode()
    for words in ["20 minutes", "The short form", "Sitting on a chair", "For the receiver: Good", "Discomfort 9 of 10"]:
        assert words in html
    assert "Slower next time &lt;b&gt;" in html


def test_sending_the_form_twice_keeps_one_note(visitor):
    twice = filled(minutes="30", note="Slower")
    for _time in range(2):
        answer = visitor.post("/practice/after/", twice, follow=True)
        assert "Your note is kept." in answer.content.decode()
    assert [(entry.minutes, entry.note) for entry in notes(visitor)] == [(30, "Slower")]


def test_back_and_the_same_note_once_more_is_one_massage(visitor):
    """Back opens the form anew, with a number of its own; nobody gave two massages in the time of one."""
    for _time in range(2):
        note(visitor, minutes="20", note="Slower")
    note(visitor, minutes="20", note="Another person")
    assert [entry.note for entry in notes(visitor)] == ["Another person", "Slower"]


def test_two_massages_alike_are_two(visitor, alice):
    note(visitor, minutes="20")
    earlier = timezone.now() - timedelta(minutes=21)
    PracticeSession.objects.update(practised_at=earlier)
    note(visitor, minutes="20")
    assert len(notes(visitor)) == 2


def test_the_same_form_with_other_words_corrects_its_note_and_says_so(visitor):
    """Two minutes were meant to be twenty: the page was still open, or Back led to it."""
    first = filled(minutes="2", note="Slower", felt="good")
    visitor.post("/practice/after/", first)
    day = notes(visitor)[0].practised_at
    answer = visitor.post("/practice/after/", first | {"minutes": "20", "note": "", "felt": ""}, follow=True)
    assert "Your note is corrected." in answer.content.decode()
    assert "Your note is kept." not in answer.content.decode()
    assert [(note.minutes, note.note, note.felt, note.practised_at) for note in notes(visitor)] == [(20, "", "", day)]


def test_a_correction_never_reaches_the_note_of_somebody_else(client, alice, bob):
    sent = filled(minutes="2")
    for user, minutes in ((alice, "2"), (bob, "20")):
        client.force_login(user)
        client.post("/practice/after/", sent | {"minutes": minutes})
    assert [user.learner.practice_sessions.get().minutes for user in (alice, bob)] == [2, 20]


def test_putting_a_note_back_takes_nothing_from_what_was_sent_meanwhile(visitor):
    sent = filled(minutes="2")
    visitor.post("/practice/after/", sent)
    visitor.post(f"{LOG}{sent['uuid']}/delete/")
    visitor.post("/practice/after/", sent | {"minutes": "20"})
    visitor.post(f"{LOG}restore/")
    assert [entry.minutes for entry in notes(visitor)] == [20]


def test_the_newest_note_comes_first_and_minutes_add_up(visitor):
    for minutes in ("20", "36", "10"):
        note(visitor, minutes=minutes)
    page = visitor.get(LOG)
    assert [entry.minutes for entry in page.context["entries"]] == [10, 36, 20]
    assert page.context["minutes"] == 66


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("minutes", "", "Write how many minutes it took."),
        ("minutes", "0", "Write at least 1 minute."),
        ("minutes", "181", "Write at most 180 minutes."),
        ("minutes", "a while", "Write the minutes as a whole number"),
        ("discomfort", "11", "Write a number from 0 to 10."),
        ("discomfort", "-1", "Write a number from 0 to 10."),
        ("note", "x" * 1001, "Use at most 1000 characters."),
        ("felt", "great", "Select a valid choice"),
        ("plan", "thai", "Select a valid choice"),
    ],
)
def test_a_wrong_entry_is_told_beside_the_field_and_kept_nowhere(visitor, field, value, words):
    answer = note(visitor, **{field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(words) == 2  # in the summary and beside the field
    assert "<title>Error:" in html
    assert not notes(visitor)


def test_a_note_without_its_number_is_refused(visitor):
    assert visitor.post("/practice/after/", {"minutes": "20"}).status_code == 422
    assert visitor.post("/practice/after/", {"minutes": "20", "uuid": "1"}).status_code == 422


@pytest.mark.parametrize("number", [{}, {"uuid": ""}, {"uuid": "1"}])
def test_a_form_without_its_number_comes_back_with_one_and_with_what_was_typed(visitor, number):
    answer = visitor.post("/practice/after/", {"minutes": "20", "note": "slow circles"} | number)
    page = HtmlPage("", answer.content.decode())
    assert "Send it again." in page.text("main")
    assert "This field is required" not in page.text("main")
    (form,) = (form for form in page.elements("form") if form.get("action") == "/practice/after/")
    typed = {field.get("name"): field.get("value") for field in form.iter("input")}
    (area,) = form.iter("textarea")
    assert (typed["minutes"], area.text.strip()) == ("20", "slow circles")
    visitor.post("/practice/after/", {"minutes": "20", "note": "slow circles", "uuid": typed["uuid"]})
    assert [entry.note for entry in notes(visitor)] == ["slow circles"]


def test_deleting_takes_out_that_note_only_and_can_be_undone(visitor):
    note(visitor, minutes="20", note="first")
    note(visitor, minutes="36")
    first = next(entry for entry in notes(visitor) if entry.note)
    visitor.post(f"/practice/log/{first.uuid}/delete/")
    assert [entry.minutes for entry in notes(visitor)] == [36]
    visitor.post(f"/practice/log/{first.uuid}/restore/")
    assert {(entry.uuid, entry.note) for entry in notes(visitor) if entry.note} == {(first.uuid, "first")}
    visitor.post(f"/practice/log/{first.uuid}/restore/")
    assert len(notes(visitor)) == 2


def test_what_is_deleted_and_not_put_back_within_an_hour_is_gone_for_good(visitor, monkeypatch):
    note(visitor, note="private")
    [entry] = notes(visitor)
    after = visitor.post(f"/practice/log/{entry.uuid}/delete/").url
    assert "Put the deleted note back" in visitor.get(after).content.decode()
    assert "Put the deleted note back" not in visitor.get(LOG).content.decode()
    assert "private" not in str(visitor.get("/accounts/data/export/").content)
    call_command("purge_notes")
    assert PracticeSession.objects.exists()
    PracticeSession.objects.update(removed_at=timezone.now() - timedelta(hours=1))
    assert "Put the deleted note back" not in visitor.get(after).content.decode()
    visitor.post(f"/practice/log/{entry.uuid}/restore/")
    assert not notes(visitor)
    call_command("purge_notes")
    assert not PracticeSession.objects.exists()


@pytest.mark.parametrize("word", ["", "1", SOME_NUMBER, "x" * 300, "\0"])
def test_no_address_offers_to_put_back_what_was_not_deleted(visitor, word):
    note(visitor)
    assert "Put the deleted note back" not in visitor.get(LOG, {"removed": word}).content.decode()


def test_a_form_sent_again_after_its_note_was_deleted_notes_it_anew(visitor):
    form = filled()
    visitor.post("/practice/after/", form)
    visitor.post(f"/practice/log/{form['uuid']}/delete/")
    visitor.post("/practice/after/", form)
    assert len(notes(visitor)) == PracticeSession.objects.count() == 1


def test_deleting_what_is_not_there_changes_nothing(visitor):
    note(visitor)
    assert visitor.post(f"/practice/log/{uuid4()}/delete/").status_code == 302
    assert len(notes(visitor)) == 1


def test_nobody_sees_or_deletes_the_note_of_another(client, alice, bob):
    entry = PracticeSessionFactory(learner=alice.learner)
    client.force_login(bob)
    client.post(f"/practice/log/{entry.uuid}/delete/")
    assert not notes(client)
    assert alice.learner.practice_sessions.count() == 1


@pytest.mark.parametrize("address", [f"/practice/log/{SOME_NUMBER}/delete/", f"/practice/log/{SOME_NUMBER}/restore/"])
def test_changing_the_log_takes_a_post(client, db, address):
    assert client.get(address).status_code == 405


def test_writing_needs_the_token_of_the_page(alice, db):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post("/practice/after/", filled()).status_code == 403
    assert not alice.learner.practice_sessions.exists()


def test_what_a_guest_noted_comes_along_at_sign_in(client, alice):
    note(client, minutes="20", felt="ok", note="calm")
    noted = notes(client)[0]
    client.force_login(alice)
    client.get(LOG)
    kept = alice.learner.practice_sessions.get()
    assert (kept.uuid, kept.minutes, kept.felt, kept.note) == (noted.uuid, 20, "ok", "calm")
    assert kept.practised_at == noted.practised_at


def test_signing_in_again_doubles_nothing(client, alice):
    note(client)
    for _time in range(2):
        client.force_login(alice)
        client.get(LOG)
        client.post("/accounts/logout/")
    assert alice.learner.practice_sessions.count() == 1


def test_the_same_note_sent_as_guest_and_as_member_is_kept_once(client, alice):
    twice = filled()
    client.post("/practice/after/", twice)
    client.force_login(alice)
    client.post("/practice/after/", twice)
    assert alice.learner.practice_sessions.count() == 1


def test_two_guests_with_one_number_keep_a_note_each(client, alice, bob):
    same = uuid4()
    PracticeSessionFactory(learner=alice.learner, uuid=same)
    PracticeSessionFactory(learner=bob.learner, uuid=same)
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeSessionFactory(learner=alice.learner, uuid=same)


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"minutes": 181}, {"discomfort": 11}])
def test_impossible_facts_are_refused_by_the_database(alice, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeSessionFactory(learner=alice.learner, **wrong)


def test_the_log_of_a_member_takes_few_queries_however_long_it_is(alice, client, django_assert_max_num_queries):
    for day in range(1, 29):
        PracticeSessionFactory(learner=alice.learner, practised_at=datetime(2026, 2, day, 18, tzinfo=UTC))
    client.force_login(alice)
    with django_assert_max_num_queries(6):
        page = client.get(LOG)
    assert len(page.context["entries"]) == 25
    assert page.context["minutes"] == 28 * PracticeSession.objects.first().minutes
    assert len(client.get(f"{LOG}?page=2").context["entries"]) == 3


def test_pages_with_notes_are_kept_by_nobody(visitor):
    for address in (LOG, "/practice/after/"):
        assert "no-store" in visitor.get(address)["Cache-Control"]


def test_the_export_of_own_data_holds_the_notes(visitor):
    note(visitor, minutes="25", note="calm")
    [kept] = visitor.get("/accounts/data/export/").json()["practice"]
    assert (kept["minutes"], kept["note"]) == (25, "calm")
    assert set(kept) == {"uuid", "practised_at", "plan", "minutes", "position", "felt", "discomfort", "note"}


def test_erasing_a_visit_takes_the_notes_along(client, db):
    note(client)
    client.post("/accounts/data/erase-visit/")
    assert not notes(client)


def test_erasing_the_account_takes_the_notes_along(client, alice):
    client.force_login(alice)
    note(client)
    client.post("/accounts/data/erase/", {"email": alice.email})
    assert not PracticeSession.objects.exists()
