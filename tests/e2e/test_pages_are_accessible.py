"""axe finds nothing on any kind of page, light and dark, on a phone and on a desk."""

import pytest

from tests.e2e.axe import violations, violations_by_day_and_night
from tests.e2e.conftest import DESK, PHONE
from tests.whole_site.pages import ACCOUNT_ADDRESSES, FIXED_ADDRESSES

KINDS_OF_PAGE = [
    *FIXED_ADDRESSES,
    *ACCOUNT_ADDRESSES,
    "/lessons/?family=stroke",
    "/lessons/?q=nothing-is-called-like-this",
    "/lessons/what-massage-can-do/",
    "/lessons/directions/",
    "/techniques/stroke-long/",
    "/map/lumbar-l/",
    "/claims/toxins/",
    "/no-such-page/",
    "/progress/choices/pause/",  # an address that only takes what a button sends
]
MEMBERS_PAGES = [
    "/progress/",
    "/accounts/data/",
    "/accounts/data/erase/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/password/change/",
]
WIDTHS = {"phone": PHONE, "desk": DESK}
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("address", KINDS_OF_PAGE)
def test_axe_finds_nothing_for_a_visitor_and_nothing_scrolls_sideways_on_a_narrow_screen(open_page, address):
    page = open_page(viewport=NARROW)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    found = {}
    for width, viewport in WIDTHS.items():
        page.set_viewport_size(viewport)
        found[width] = violations_by_day_and_night(page)
    assert not {width: lines for width, lines in found.items() if lines}


@pytest.mark.parametrize("address", MEMBERS_PAGES)
def test_axe_finds_nothing_for_a_member(open_page, sign_in, alice, address):
    page = open_page(viewport=PHONE)
    sign_in(page, alice)
    page.goto(address)
    assert page.url.endswith(address)
    assert not violations_by_day_and_night(page)


def test_axe_is_really_asked(page):
    page.goto("/about/")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in violations(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_is_asked_about_the_colours_of_the_other_scheme_too(open_page, scheme):
    page = open_page(color_scheme=scheme, bypass_csp=True)
    page.goto("/about/")
    other = {"light": "dark", "dark": "light"}[scheme]
    page.add_style_tag(content=f"@media (prefers-color-scheme: {other}) {{ p {{ color: #777; background: #888 }} }}")
    found = violations_by_day_and_night(page)
    assert found
    assert all(line.startswith(f"{other}: color-contrast") for line in found)
    assert page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
