"""What a worker works out before its first visitor comes, so that no request pays for it."""

import importlib
import sys

import pytest

from lessons import demonstration_words
from lessons.models import Technique
from lessons.plate.body import figure_text
from lessons.plate.contact_hands import hands, text
from lessons.quiz.questions import quiz
from massage_site.set_up import checks, warm_up
from practice.rules.plan import load_plans
from screening.rules.questionnaire import load_questionnaire

KEPT = [figure_text.figure_text, text.hand_text, quiz, load_plans, load_questionnaire]


def test_a_worker_warms_up_as_it_is_loaded(monkeypatch):
    done = []
    monkeypatch.setattr(checks, "refuse_a_wrong_setup", lambda: done.append("checked"))
    monkeypatch.setattr(warm_up, "warm_up", lambda: done.append("warm"))
    monkeypatch.delitem(sys.modules, "massage_site.wsgi", raising=False)
    importlib.import_module("massage_site.wsgi")
    assert done == ["checked", "warm"]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.__name__)
def test_what_every_page_needs_is_there_and_not_made_again(kept):
    warm_up.warm_up()
    made = kept.cache_info().misses
    assert made
    warm_up.warm_up()
    assert kept.cache_info().misses == made


def test_the_moving_hands_are_drawn(monkeypatch):
    warm_up.warm_up()
    monkeypatch.setattr(hands, "_drawn", None)
    assert len(list(hands.travelling_hands().values())) == len(hands.CONTACTS)


def test_every_demonstration_is_the_one_that_its_page_shows(content):
    """What is made from the pack is found again by what the database holds."""
    warm_up.warm_up()
    made = demonstration_words._made.cache_info().misses
    for row in Technique.objects.select_related("family").prefetch_related("regions"):
        demonstration_words.demonstration_of(row)
    assert demonstration_words._made.cache_info().misses == made


def test_no_database_is_asked(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        warm_up.warm_up()
