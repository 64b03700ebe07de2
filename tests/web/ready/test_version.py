"""Every way of writing content makes a new version; nothing else does."""

import pytest
from django.db import connection, transaction
from django.test import TestCase

from lessons.models import Lesson, LessonText, Technique
from tests.learners.guests import guest_of
from web.ready.version import content_changed, content_version

WRITES = {
    "save": lambda: Lesson.objects.first().save(),
    "update": lambda: LessonText.objects.filter(language="en").update(title="Other"),
    "bulk_create": lambda: Lesson.objects.bulk_create([Lesson(slug="new", number=99, position=99, minutes=5)]),
    "bulk_update": lambda: LessonText.objects.bulk_update([LessonText.objects.first()], ["title"]),
    "delete": lambda: LessonText.objects.first().delete(),
    "many to many": lambda: Technique.objects.first().regions.clear(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_whoever_writes_content_makes_a_new_version(content, write):
    before = content_version()
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        write()
        assert content_version() == ""  # nobody else sees it yet, and it may be taken back
    connection.run_on_commit.clear()  # as a transaction does that is not a test's
    assert content_version() not in ("", before)


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_it_is_new_at_once():
    before = content_version()
    LessonText.objects.filter(language="en", lesson__slug="stroking").update(title="Other")
    assert content_version() not in ("", before)


def test_what_is_taken_back_made_nothing_new(content):
    before = content_version()
    with transaction.atomic():
        WRITES["update"]()
        transaction.set_rollback(True)
    assert content_version() == before


def test_one_transaction_makes_one_new_version(content):
    with TestCase.captureOnCommitCallbacks() as calls, transaction.atomic():
        WRITES["update"]()
        WRITES["save"]()
    assert len(calls) == 1


def test_reading_and_other_rows_make_none(content, client):
    before = content_version()
    client.get("/lessons/")
    guest_of(client)
    list(Lesson.objects.with_words())
    assert content_version() == before


def test_two_changes_are_two_versions_however_fast(settings, tmp_path):
    settings.CONTENT_VERSION_FILE = tmp_path / "new" / "version"
    seen = {content_version()}
    for _change in range(200):
        content_changed()
        seen.add(content_version())
    assert len(seen) == 201


def test_where_nothing_can_be_written_there_is_no_version_and_a_change_is_logged(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.CONTENT_VERSION_FILE = tmp_path / "file" / "version"
    assert content_version() == ""
    content_changed()
    assert "can't be written to" in caplog.text
