"""What a visitor without account and cookie makes in the database: by reading nothing, by sending little."""

import re
from collections import Counter

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.fuzz.addresses import every_address
from tests.fuzz.arguments import arguments_of
from tests.fuzz.people import make_people
from tests.screening.cards.cards import KEY

READING_THAT_BEGINS_A_VISIT = {"account_reset_password_from_key", "mfa_login_webauthn"}  # a key to keep, a challenge
VISITS, LINKS, LIMITS = "django_session", "screening_receiverlink", "django_cache"
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


def made_by(method, path, *args, **options):
    """How many rows this request makes, by table, and the length of the longest visit. It is taken back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        getattr(Client(raise_request_exception=False), method)(path, *args, **options)
        longest = max(len(kept) for kept in Session.objects.values_list("session_data", flat=True))
        transaction.set_rollback(True)
    found = [INSERT.match(query["sql"]) for query in queries]
    return Counter(match[1] for match in found if match), longest


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "XMLHttpRequest"}], ids=["page", "part"])
def test_reading_makes_no_row(addresses, headers):
    made = {address.name: made_by("get", path, headers=headers)[0] for address, path in addresses}
    begun = {name: found for name, found in made.items() if found}
    assert begun.keys() <= READING_THAT_BEGINS_A_VISIT
    assert all(found == {VISITS: 1} for found in begun.values())


def test_sending_makes_one_visitor_and_one_fact_at_most_and_keeps_nothing_long(addresses):
    """One row for who is new, and one for what was done; a visit holds little, whatever was sent.

    Limits are counted in the cache.
    """
    usual = max(len(kept.session_data) for kept in Session.objects.all())
    for address, path in addresses:
        made, longest = made_by("post", path, {"note": MANY_LETTERS, "name": MANY_LETTERS})
        made.pop(LIMITS, None)
        assert made.pop(VISITS, 0) <= 1, address
        assert made.pop(LEARNERS, 0) <= 1, address
        assert sum(made.pop(table) for table in [*made] if table in FACTS) <= 1, address
        assert made in ({}, {LINKS: 1}), address
        assert longest <= usual, address
