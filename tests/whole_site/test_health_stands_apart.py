"""Nothing about health shares a row, a table, a cookie or a session with what somebody learns."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import ForeignKey

from learners.visitor import PREFIX as LEARNER
from screening.models import Visit
from screening.visit.current import PREFIX as VISIT
from tests.screening.visit.kept import kept, request_of
from tests.screening.visit.visit import Visit as Walk

HEALTH = {"sunburn", "shoulder-l", "Brombeere"}  # what is answered, and the stop word
LEARNED = {"knead-scapula", "Wacholder"}  # a mark, and a note
LEARNING_APPS = ("learners", "practice", "progress")


@pytest.fixture(params=["guest", "member"])
def visitor(request, content, client, alice):
    if request.param == "member":
        client.force_login(alice)
    return client


def lives(client):
    """Answers, agrees, marks and notes through the pages."""
    details = {"sunburn/whole_back": {"whole_back": "no"}, "sunburn/regions": {"regions": ["shoulder-l"]}}
    Walk(client, {"sunburn": "yes"}, details).walk()
    client.post("/screening/agree/", {"stop_word": "Brombeere", "clothes": "on"})
    client.post("/progress/techniques/knead-scapula/practise/")
    note = {"uuid": "0d5ef33a-46c5-4dd0-9a4b-0d1f4d2bd0cf", "minutes": "20", "note": "Wacholder"}
    client.post("/practice/after/", note)


def in_sessions():
    return " ".join(json.dumps(row.get_decoded()) for row in Session.objects.all())


def in_cookies(client):
    return " ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def in_tables(*labels):
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return " ".join(str([*model.objects.values()]) for model in models)


def found(words, text):
    return {word for word in words if word in text}


def test_health_is_in_the_visit_alone(visitor):
    lives(visitor)
    assert found(HEALTH, json.dumps(dict(kept(visitor)))) == HEALTH
    assert found(LEARNED, in_tables(*LEARNING_APPS)) == LEARNED
    assert not found(HEALTH | LEARNED, in_sessions())
    assert not found(HEALTH | LEARNED, in_cookies(visitor))
    assert not found(HEALTH, in_tables(*LEARNING_APPS))
    assert not found(HEALTH | LEARNED, in_tables("screening"))
    assert not found(LEARNED, json.dumps(dict(kept(visitor))))


def test_what_lay_in_a_session_would_be_found(db):
    planted = SessionStore()
    planted["screening"] = {"stop_word": "Brombeere"}
    planted.save()
    assert found(HEALTH, in_sessions()) == {"Brombeere"}


def test_a_visit_and_a_learner_have_a_cookie_each(visitor):
    lives(visitor)
    sent = request_of(visitor).COOKIES
    visits = {token for name, token in sent.items() if name.startswith(VISIT)}
    learners = {token for name, token in sent.items() if name.startswith(LEARNER)}
    assert len(visits) == 1
    assert not visits & learners


def targets(model):
    return {field.related_model._meta.app_label for field in model._meta.get_fields() if isinstance(field, ForeignKey)}


def test_no_row_about_health_points_at_one_about_learning_or_is_pointed_at():
    health, learning = (
        [model for label in labels for model in apps.get_app_config(label).get_models()]
        for labels in (("screening",), LEARNING_APPS)
    )
    assert not {target for model in health for target in targets(model)} & {*LEARNING_APPS}
    assert not {target for model in learning for target in targets(model)} & {"screening"}
    assert targets(Visit) == set()
    assert not admin.site.is_registered(Visit)
    assert not Visit._meta.related_objects
