"""What a visitor without account and cookie makes in the database: by reading nothing, by sending little."""

import re
from collections import Counter

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from screening.models import Visit
from tests.fuzz.addresses import every_address
from tests.fuzz.arguments import arguments_of
from tests.fuzz.people import make_people
from tests.screening.cards.cards import KEY

READING_THAT_BEGINS_A_SESSION = {"account_reset_password_from_key", "mfa_login_webauthn"}  # a key to keep, a challenge
SESSIONS, VISITS, LINKS = "django_session", "screening_visit", "screening_receiverlink"
LIMITS = "django_cache"
LEARNERS, FACTS = "learners_learner", {"progress_progress", "progress_learningchoices", "practice_practicesession"}
INSERT = re.compile(r'INSERT (?:OR IGNORE )?INTO "(\w+)"')
MANY_LETTERS = "x" * 100_000


@pytest.fixture
def addresses(content, settings, tmp_path):
    settings.CARD_KEYS = [KEY]
    settings.PICTURE_DIR = tmp_path
    people = make_people()
    return [
        (address, address.filled(arguments_of(address, people.member, people.token)[0])) for address in every_address()
    ]


def longest_kept():
    """Of a session and of a visit."""
    sessions, visits = Session.objects.values_list("session_data"), Visit.objects.values_list("sealed")
    return [max(len(kept) for (kept,) in rows) for rows in (sessions, visits)]


def made_by(method, path, *args, **options):
    """How many rows this request makes, by table, and the lengths of the longest. It is taken back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        getattr(Client(raise_request_exception=False), method)(path, *args, **options)
        longest = longest_kept()
        transaction.set_rollback(True)
    found = [INSERT.match(query["sql"]) for query in queries]
    return Counter(match[1] for match in found if match), longest


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}], ids=["page", "part"])
def test_reading_makes_no_row(addresses, headers):
    made = {address.name: made_by("get", path, headers=headers)[0] for address, path in addresses}
    begun = {name: found for name, found in made.items() if found}
    assert begun.keys() <= READING_THAT_BEGINS_A_SESSION
    assert all(found == {SESSIONS: 1} for found in begun.values())


def test_sending_makes_one_visitor_and_one_fact_at_most_and_keeps_nothing_long(addresses):
    """One row for who is new, and one for what was done; a visit holds little, whatever was sent.

    Limits are counted in the cache.
    """
    usual = longest_kept()
    for address, path in addresses:
        made, longest = made_by("post", path, {"note": MANY_LETTERS, "name": MANY_LETTERS})
        made.pop(LIMITS, None)
        assert made.pop(VISITS, 0) + made.pop(SESSIONS, 0) <= 1, address
        assert made.pop(LEARNERS, 0) <= 1, address
        assert sum(made.pop(table) for table in [*made] if table in FACTS) <= 1, address
        assert made in ({}, {LINKS: 1}), address
        assert all(now <= before for now, before in zip(longest, usual, strict=True)), address
