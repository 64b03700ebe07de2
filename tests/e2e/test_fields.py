"""A phone zooms in on a field whose letters are smaller than 16 px, and does not zoom out again."""

import pytest

from tests.e2e.conftest import PHONE
from tests.whole_site.pages import HtmlPage, all_addresses

MORE_ADDRESSES = ["/appearance/", "/practice/after/", "/screening/questions/signs-now/", "/accounts/login/code/"]
MEMBERS_ADDRESSES = ["/accounts/data/erase/", "/accounts/email/", "/accounts/password/change/", "/progress/choices/"]
SMALLEST = 16
SIZES = """size => {
  document.documentElement.style.fontSize = size;
  return [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .map((field) => [field.id, parseFloat(getComputedStyle(field).fontSize)]);
}"""


def letters_of_fields(page, size=""):
    return [(page.url, field, letters) for field, letters in page.evaluate(SIZES, size)]


def too_small(fields):
    return [field for field in fields if field[-1] < SMALLEST]


def has_fields(client, address):
    page = HtmlPage(address, client.get(address).content.decode())
    return any(field.get("type") != "hidden" for field in page.elements("input", "select", "textarea"))


def test_no_field_of_any_page_makes_a_phone_zoom(open_page, client):
    """Neither as written nor with small letters chosen in the browser."""
    page = open_page(viewport=PHONE)
    addresses = [address for address in [*all_addresses(), *MORE_ADDRESSES] if has_fields(client, address)]
    found = []
    for address in addresses:
        page.goto(address)
        found += letters_of_fields(page) + letters_of_fields(page, "75%")
    assert len(found) > 100
    assert not too_small(found)


@pytest.mark.parametrize("address", MEMBERS_ADDRESSES)
def test_no_field_of_an_account_makes_a_phone_zoom(open_page, sign_in, alice, address):
    page = open_page(viewport=PHONE)
    sign_in(page, alice)
    page.goto(address)
    found = letters_of_fields(page)
    assert found
    assert not too_small(found)
