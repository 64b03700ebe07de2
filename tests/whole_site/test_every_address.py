"""Every address of every installed app answers every kind of visitor without a fault, and random requests too.

The addresses come from the resolver, so that a new one cannot be forgotten: `tests/fuzz/arguments.py` has to know it.
"""

import logging
from dataclasses import replace
from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

from tests.fuzz.asking import URLENCODED, Asked
from tests.fuzz.run import asked_often, prepared
from tests.screening.cards.cards import KEY
from web import pictures

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
ROLES = {"guest": "ready", "member": "member", "staff": "staff"}
SEED = 1


@pytest.fixture(autouse=True)
def _as_on_a_server(settings, tmp_path, monkeypatch):
    """Refused requests are logged, cards are kept; how libraries fetch is not for this project to mend."""
    settings.CARD_KEYS = [KEY]
    settings.PICTURE_DIR = tmp_path
    monkeypatch.setattr(pictures, "kept", lambda _name: b"a picture")  # as on a site whose pictures are drawn
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.NOTSET)
    yield
    logger.setLevel(before)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_every_method_without_a_fault(content, role):
    asking, sender = prepared(seed=1)
    faults = {}
    for address in asking.addresses:
        path = address.filled(asking.arguments(address)[0])
        for method in METHODS:
            kind = URLENCODED if method == "POST" else ""
            answer = sender.send(Asked(0, role, ROLES[role], method, path, content_type=kind))
            if answer.fault:
                faults[f"{method} {path}"] = answer.fault
    assert not faults


def test_random_requests_are_answered_without_a_fault(content):
    """Spread over the numbers of a seed, so that all kinds of people ask; `python -m tests.fuzz` asks them all."""
    report = asked_often(SEED, range(0, 200 * 83, 83))
    assert not report.faults, "\n".join(report.lines())


def test_a_number_of_a_seed_is_always_the_same_request(content):
    asking, _ = prepared(SEED)
    assert [str(asking.request(number)) for number in range(40)] == [
        str(asking.request(number)) for number in range(40)
    ]
    assert str(asking.request(7)) != str(replace(asking, seed=SEED + 1).request(7))


@pytest.mark.parametrize("app", ["account", "mfa", "usersessions"])
def test_every_page_of_a_library_can_be_made_with_what_is_installed(app):
    """Some are only seen on a bad day, so no walk meets them."""
    folder = Path(allauth.__file__).parent / "templates"
    names = [str(file.relative_to(folder)) for file in (folder / app).rglob("*.*")]
    assert names
    for name in names:
        get_template(name)
