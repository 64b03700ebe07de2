"""The data page says what is kept, the export holds all of it, and erasing takes effect at once."""

import json

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from learners.models import Learner
from massage_site.pages.personal_data import COLLECTORS
from practice import log
from practice.models import PracticeSession
from progress.keeping import keep_answers
from progress.models import Answer as KeptAnswer
from progress.models import LearningChoices, QuestionTally, ReviewCard
from screening.clearance import write_record
from screening.rules.answers import Answer
from screening.rules.journey import Record
from tests.learners.guests import guest_of
from tests.pages.people import ANSWERED, CHOSEN, MONDAY, export, words
from tests.screening.cards.cards import KEY
from tests.screening.visit.kept import writing

OWN_APPS = ("lessons", "screening", "practice", "progress")


KEPT_IN = {  # which part of the export holds the rows of a table that belong to somebody
    "practice.PracticeSession": "practice",
    "progress.Answer": "answers",
    "progress.Certificate": "certificates",
    "progress.LearningChoices": "learning_choices",
    "progress.Progress": "progress",
    "progress.ReviewCard": "review",
    "screening.ReceiverCard": "cards",
}


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
    alice.learner.practice_sessions.create(minutes=30, note="slowly")
    (note,) = export(member)["practice"]
    assert (note["minutes"], note["note"]) == (30, "slowly")
    assert "1 note" in words(member)


def test_a_guest_s_export_holds_practice_notes_and_screening_answers(guest):
    request = guest.get("/").wsgi_request
    log.note(request, PracticeSession(minutes=20))
    with writing(guest) as request:
        write_record(request, Record({"em-stroke-neck": Answer("no", timezone.now().replace(microsecond=0))}))
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


def test_the_export_holds_no_secret(member, alice, settings):
    from allauth.mfa.totp.internal.auth import TOTP

    settings.CARD_KEYS = [KEY]
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    text = json.dumps(export(member))
    assert '"kind": "totp"' in text
    assert "JBSWY3DPEHPK3PXP" not in text
    assert alice.password not in text


def test_every_table_that_names_a_person_is_in_the_export():
    """A new table with a user or a learner is added to COLLECTORS, and here."""
    people = {get_user_model(), Learner}
    found = {
        model._meta.label
        for app in OWN_APPS
        for model in apps.get_app_config(app).get_models()
        if any(field.related_model in people for field in model._meta.get_fields() if not field.auto_created)
    }
    assert found == KEPT_IN.keys()
    assert set(KEPT_IN.values()) <= COLLECTORS.keys()


def test_the_export_holds_answers_with_seconds_and_who_asked(learner):
    (answer,) = export(learner)["answers"]
    assert answer == {
        "question": "who-decides-on-pressure",
        "version": ANSWERED.version,
        "given": "receiver",
        "is_right": True,
        "share": 1.0,
        "hints": 1,
        "answered_at": "2026-03-02T08:00:00+00:00",
        "seconds": 12,
        "is_review": True,
    }
    assert "1 answer " in words(learner)


def test_the_export_holds_when_each_skill_comes_back(learner):
    (card,) = export(learner)["review"]
    assert card.keys() == {"skill", "due_at", "reviewed_at", "right_at", "stability", "difficulty"}
    assert (card["skill"], card["reviewed_at"]) == ("pressure-and-pain", "2026-03-02T08:00:00+00:00")
    assert card["due_at"] > card["reviewed_at"]
    assert "1 skill " in words(learner)


def test_the_export_holds_what_was_chosen_about_learning(learner):
    assert export(learner)["learning_choices"] == {"cap": 15, "counts_days": True, "pauses": [["2026-03-01", None]]}
    assert "15 questions a day; days in a row are counted" in words(learner)


def test_whoever_chose_nothing_has_no_choices(guest):
    assert (export(guest)["learning_choices"], export(guest)["review"]) == (None, [])


def test_the_export_holds_when_a_check_was_passed(member, alice):
    alice.learner.progress.filter(slug="stroking").update(passed_at=MONDAY)
    assert export(member)["progress"]["lesson"][0]["passed_at"] == "2026-03-02T08:00:00+00:00"


def test_erasing_progress_takes_answers_review_and_choices(learner):
    learner.post("/progress/erase/")
    data = export(learner)
    assert (data["answers"], data["review"], data["learning_choices"]) == ([], [], None)
    assert data["progress"] == {"lesson": [], "technique": []}
    assert not any(model.objects.exists() for model in (KeptAnswer, ReviewCard, LearningChoices))


def test_erasing_progress_leaves_what_others_learned(learner, bob):
    keep_answers(bob.learner, [ANSWERED])
    LearningChoices.keep(bob.learner, CHOSEN)
    learner.post("/progress/erase/")
    assert (
        bob.learner.answers.count(),
        bob.learner.review_cards.count(),
        LearningChoices.of(bob.learner),
    ) == (1, 1, CHOSEN)


def test_counts_without_a_name_stay_after_erasing_and_the_page_says_so(member, alice):
    keep_answers(alice.learner, [ANSWERED])
    assert "counted without your name" in words(member)
    assert "counted without a name" in words(member, "/about/")
    member.post("/progress/erase/")
    assert QuestionTally.objects.get().answered == 1
    member.post("/accounts/data/erase/", {"email": alice.email})
    assert QuestionTally.objects.get().answered == 1


def test_a_guest_is_told_that_answers_are_not_counted_yet(guest):
    assert "not counted for teachers" not in words(guest)
    keep_answers(guest_of(guest), [ANSWERED])
    assert "not counted for teachers" in words(guest)
    assert not QuestionTally.objects.exists()


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
    assert not Learner.objects.exists()
    assert export(guest)["progress"] == {"lesson": [], "technique": []}


def test_nothing_is_erased_by_looking(guest):
    assert "the marks of 1 technique" in guest.get("/accounts/data/erase-visit/").content.decode()
    assert export(guest)["progress"]["technique"]
