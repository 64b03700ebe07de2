"""Nothing is erased by opening an address, nor by one press: a page says first what goes, or it can be put back."""

import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from progress.models import Progress
from screening.models import ReceiverCard, ReceiverLink, Visit
from tests.practice.visits import screened
from tests.screening.cards.cards import KEY, card_for
from tests.screening.receiver.test_receiver import FINISH, answer_on, link
from tests.screening.visit.kept import kept as kept_of
from tests.whole_site.pages import HtmlPage

TAKES_SOMETHING_AWAY = re.compile(r"erase|delete|withdraw|stop|reset|restart|unmark|forget")
CAN_BE_PUT_BACK = {
    "delete_entry": "the log offers it at once",
    "unmark_technique": "the same page marks it again",
}
ASKED_ELSEWHERE = {
    "erase_account": "tests/accounts/test_pages.py: the address is typed",
    "erase_certificate": "tests/progress/certificates/test_views.py",
    "restart_lesson": "tests/progress/questions/test_resets.py",
    "reset_skill": "tests/progress/questions/test_resets.py",
}

pytestmark = pytest.mark.django_db


def own_names(patterns):
    for pattern in patterns:
        if str(pattern.pattern).startswith(("admin/", "accounts/")) and isinstance(pattern, URLResolver):
            continue
        if isinstance(pattern, URLResolver):
            yield from own_names(pattern.url_patterns)
        else:
            yield pattern.name


def answered_visit(client, alice):
    return screened(client), reverse("screening:erase"), "answers of this visit"


def known_visit(client, alice):
    visitor = screened(client)
    visitor.post(reverse("progress:practise_technique", args=["stroke-long"]))
    return visitor, reverse("erase_visit"), "the marks of 1 technique"


def marks(client, alice):
    client.force_login(alice)
    client.post(reverse("progress:practise_technique", args=["stroke-long"]))
    return client, reverse("progress:erase"), "the marks of 1 technique"


def kept_card(client, alice):
    client.force_login(alice)
    return client, reverse("screening:erase_card", args=[card_for(alice).uuid]), "Sunny"


def open_link(client, alice):
    client.post(reverse("screening:make_link"))
    return client, reverse("screening:stop_link"), "Nobody has opened it yet."


def outcome_of_a_link(client, alice):
    client.post(reverse("screening:make_link"))
    phone = Client()
    answer_on(phone, link(client))
    phone.post(FINISH)
    return client, reverse("screening:stop_link"), "What the receiver sent goes"


def what_was_sent(client, alice):
    client.post(reverse("screening:make_link"))
    phone = Client()
    answer_on(phone, link(client))
    phone.post(FINISH)
    return phone, reverse("screening:receiver_withdraw"), "The giver then sees nothing of it"


PLACES = [answered_visit, known_visit, marks, kept_card, open_link, outcome_of_a_link, what_was_sent]


def kept(client):
    """All that may be erased: rows, and what this visitor's visit holds."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Progress, ReceiverCard, ReceiverLink)]
    return rows, dict(kept_of(client)), Visit.objects.count()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_page_says_what_goes_before_one_press_takes_it(content, client, alice, settings, place):
    settings.CARD_KEYS = [KEY]
    visitor, address, what_goes = place(client, alice)
    before = kept(visitor)
    page = HtmlPage(address, visitor.get(address).content.decode())
    assert kept(visitor) == before
    assert what_goes in page.text("main")
    assert not page.html_errors
    forms = [form for form in page.elements("form") if form.get("method") == "post"]
    assert [form.get("action") for form in forms] == [address]
    assert visitor.post(address).status_code == 302
    assert kept(visitor) != before
    assert visitor.get(address).status_code in (200, 302)
    assert visitor.post(address).status_code in (302,), "sent twice, it does no harm"


def test_no_address_takes_something_away_without_asking():
    names = {name for name in own_names(get_resolver().url_patterns) if TAKES_SOMETHING_AWAY.search(name or "")}
    asked_here = {"erase", "erase_visit", "erase_card", "stop_link", "receiver_withdraw"}
    assert names == asked_here | CAN_BE_PUT_BACK.keys() | ASKED_ELSEWHERE.keys()


def test_where_nothing_is_kept_the_page_says_so_and_sets_no_cookie(content, client):
    for address in (reverse("screening:erase"), reverse("erase_visit")):
        page = HtmlPage(address, client.get(address).content.decode())
        assert page.text("h1") == "There is nothing to erase"
        assert not client.cookies
    for address in (reverse("screening:stop_link"), reverse("screening:receiver_withdraw")):
        assert client.get(address).status_code == 302


def test_a_member_s_visit_is_not_erased_from_the_page_for_guests(content, alice_client):
    assert alice_client.get(reverse("erase_visit")).url == reverse("my_data")


def test_what_is_sent_twice_to_the_giver_was_sent(content, client):
    client.post(reverse("screening:make_link"))
    phone = Client()
    answer_on(phone, link(client))
    for _ in range(2):
        assert phone.post(FINISH).url == reverse("screening:receiver_sent")
