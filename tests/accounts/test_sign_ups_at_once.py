"""Sign-ups that arrive at the same moment: one account an address, everybody is told the same, nobody meets a fault."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client

from massage_site.accounts import proof
from massage_site.accounts.adapter import AccountAdapter, MailError
from tests.accounts.test_proof import CONFIRM, OWNER, ask_for_account
from tests.accounts.visits import is_signed_in, mailed_code

pytestmark = pytest.mark.django_db(transaction=True)


def signed_up_at_once(addresses):
    """Where each one is led; each comes from a network of their own, or a limit would answer."""

    def ask(number, address):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        try:
            return ask_for_account(client, address)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(addresses)) as people:
        return list(people.map(ask, range(len(addresses)), addresses))


@pytest.fixture
def everybody_looks_before_anybody_writes(monkeypatch):
    """As when four requests come in one moment: each form finds its address free before the first account is made."""
    looked, make = Barrier(4), proof.making_an_account

    def meeting():
        looked.wait()
        return make()

    monkeypatch.setattr(proof, "making_an_account", meeting)


@pytest.mark.usefixtures("content", "everybody_looks_before_anybody_writes")
def test_one_address_gets_one_account_and_everybody_a_code():
    assert signed_up_at_once([OWNER] * 4) == [CONFIRM] * 4
    assert User.objects.get(email=OWNER)
    assert EmailAddress.objects.get(email=OWNER)
    assert [message.to for message in mail.outbox] == [[OWNER]] * 4


@pytest.mark.usefixtures("content", "everybody_looks_before_anybody_writes")
def test_people_of_one_name_at_other_addresses_get_an_account_each():
    addresses = [f"ann@{place}.example" for place in ("north", "east", "south", "west")]
    assert signed_up_at_once(addresses) == [CONFIRM] * 4
    assert sorted(User.objects.values_list("email", flat=True)) == sorted(addresses)


@pytest.mark.usefixtures("content")
def test_whose_mail_fails_late_takes_no_account_from_who_asked_after(monkeypatch):
    """The first mail waits for its server; meanwhile the owner asks again and proves the address."""
    slow, owner, send = Client(), Client(), AccountAdapter.send_mail

    def fail_after_the_owner(adapter, *given):
        monkeypatch.setattr(AccountAdapter, "send_mail", send)
        ask_for_account(owner)
        raise MailError("Mail was not sent")

    monkeypatch.setattr(AccountAdapter, "send_mail", fail_after_the_owner)
    assert ask_for_account(slow).status_code == 503
    owner.post(CONFIRM, {"code": mailed_code()})
    assert is_signed_in(owner)
