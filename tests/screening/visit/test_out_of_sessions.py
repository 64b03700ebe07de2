"""What older versions kept of a visit in Django's session is gone after the update, and all else of it stays."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

pytestmark = pytest.mark.django_db

MIGRATION = import_module("screening.migrations.0003_out_of_sessions")
HEALTH = {"screening": "sealed", "screening_voice": "giver", "screening_receiver_link": {"uuid": "1"}}
ACCOUNT = {"_auth_user_id": "1", "note": "stays " * 50}


def migrate():
    MIGRATION.take_out_of_sessions(apps, SimpleNamespace(connection=connection))


def stored(**content):
    session = SessionStore()
    session.update(content)
    session.save()
    return session.session_key


@pytest.mark.parametrize("kept", [ACCOUNT, {"_auth_user_id": "1"}], ids=["packed", "plain"])
def test_health_leaves_a_session_and_the_sign_in_stays_with_its_end(kept):
    key = stored(**HEALTH, **kept)
    ends = timezone.now() + timedelta(days=3)
    Session.objects.update(expire_date=ends)
    migrate()
    row = Session.objects.get(pk=key)
    assert row.get_decoded() == kept
    assert row.expire_date == ends


def test_a_session_of_a_visit_alone_goes():
    stored(**HEALTH)
    migrate()
    assert not Session.objects.exists()


def test_one_that_no_key_opens_goes_where_it_holds_something_and_stays_otherwise(settings):
    stored(**HEALTH, **ACCOUNT)
    other = stored(**ACCOUNT)
    settings.SECRET_KEY = "another key, as long as it has to be, but another"
    migrate()
    assert [row.pk for row in Session.objects.all()] == [other]


@pytest.mark.parametrize("data", ["", "nonsense", ".a:b:c", "WyJhIl0:b:c", "é:b:c"])
def test_what_makes_no_sense_is_left_alone(data):
    Session.objects.create(session_key="odd", session_data=data, expire_date=timezone.now())
    migrate()
    assert Session.objects.get().session_data == data
