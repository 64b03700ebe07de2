"""Puts people and content in place, asks as often as told, and says what came out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Collection, Iterable

from django.core.management import call_command
from django.test.utils import override_settings

from tests.fuzz.addresses import every_address
from tests.fuzz.arguments import arguments_of
from tests.fuzz.asking import Asking
from tests.fuzz.people import People, make_people
from tests.fuzz.report import Report
from tests.fuzz.sending import Sender
from tests.screening.cards.cards import KEY
from tests.whole_site.kept_pictures import keep_every_picture


def prepared(seed: int, without: Collection[str] = ()) -> tuple[Asking, Sender]:
    """The content is in the database already; people come now."""
    people: People = make_people()
    keep_every_picture()
    sender = Sender(people.cookies)
    addresses = [address for address in every_address() if address.name not in without]
    found = {address: arguments_of(address, people.member, people.token) for address in addresses}
    missing = [address.route for address, values in found.items() if not values]
    assert not missing, f"no arguments are known for {missing}"
    names = {role: list(browsers) for role, browsers in people.cookies.items()}
    return Asking(seed, addresses, names, found.__getitem__, sender.forms), sender


def run(seed: int, numbers: Iterable[int], without: Collection[str] = ()) -> int:
    report = asked_often(seed, numbers, without)
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
    return 1 if report.faults else 0


@override_settings(CARD_KEYS=[KEY])
def asked_often(seed: int, numbers: Iterable[int], without: Collection[str] = ()) -> Report:
    logging.captureWarnings(True)
    call_command("load_content", verbosity=0)
    asking, sender = prepared(seed, without)
    report = Report(seed, lambda asked: sender.send(asked).fault)
    for number in numbers:
        asked = asking.request(number)
        report.add(asked, sender.send(asked))
    return report


@override_settings(CARD_KEYS=[KEY])
def repeat(seed: int, number: int, without: Collection[str] = ()) -> int:
    call_command("load_content", verbosity=0)
    asking, sender = prepared(seed, without)
    asked = asking.request(number)
    answer = sender.send(asked)
    lines = [asked, f"{answer.status}, {answer.seconds:.2f} s", answer.log, answer.fault]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if answer.fault else 0
