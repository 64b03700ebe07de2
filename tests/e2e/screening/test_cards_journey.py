"""Kept cards and the receiver's own phone as people meet them, with script and without."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from screening.models import ReceiverCard, ReceiverLink
from tests.e2e.axe import violations_by_day_and_night
from tests.e2e.conftest import PHONE
from tests.practice.visits import hand_over, screened
from tests.screening.cards.cards import KEY, PLANTED, aged, card_for, everything_stored
from tests.screening.rules.documents import yes

MOST_PAGES = 40
CARDS = "/screening/cards/"


@pytest.fixture(autouse=True)
def _with_a_key(settings):
    settings.CARD_KEYS = [KEY]


@pytest.fixture(autouse=True)
def _no_links(site):
    yield
    ReceiverLink.objects.all().delete()


@pytest.fixture(params=["script", "no script"])
def has_script(request) -> bool:
    return request.param == "script"


@pytest.fixture
def open_phone(open_page, has_script):
    """open_phone() is a new visitor on a phone; all of a test have script, or none of them has."""
    return lambda: open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=has_script)


@pytest.fixture
def member(open_phone, alice, sign_in) -> Page:
    page = open_phone()
    sign_in(page, alice)
    return page


@pytest.fixture
def plain_member(no_script_page, alice, sign_in) -> Page:
    sign_in(no_script_page, alice)
    return no_script_page


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def choose(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).check()
    go_on(page)


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def slug(page: Page) -> str:
    return page.url.partition("#")[0].rstrip("/").rpartition("/")[2]


def answer_well(page: Page, until: str) -> None:
    """Well on every page of questions up to the one of that name."""
    for _ in range(MOST_PAGES):
        if slug(page) == until:
            return
        before = slug(page)
        if page.get_by_label("None of these", exact=True).count():
            page.get_by_label("None of these", exact=True).check()
        else:
            page.locator(f"input[value={'yes' if before == 'consent' else 'no'}]").check()
        go_on(page)
        page.wait_for_url(lambda url, before=before: f"/{before}/" not in url)
    raise AssertionError(f"{until} never came")


def quick_check(page: Page, first: int = 1, **replies: str) -> None:
    """Nothing to report, but for q3="Yes, at least one" and the like."""
    well = {5: "No, nothing is new", 6: "All of this is true"}
    for number in range(first, 7):
        page.wait_for_url(f"**/quick-check/{number}/")
        choose(page, replies.get(f"q{number}", well.get(number, "No, none of these")))


def test_a_card_is_kept_and_opens_the_next_day(member, alice, site):
    client = Client()
    client.force_login(alice)
    hand_over(screened(client), member, site)
    member.goto("/screening/outcome/")
    member.get_by_role("link", name="Keep these answers for next time, if the receiver agrees").click()
    member.get_by_label("Nickname").fill("Sunny")
    member.get_by_role("button", name="Keep the card").click()
    expect(member.get_by_role("alert")).to_contain_text("The receiver has to tick this")
    member.get_by_label("I am the receiver, and I agree").check()
    member.get_by_role("button", name="Keep the card").click()
    expect(member.get_by_text("The card is kept.")).to_be_visible()
    aged(alice.receiver_cards.get(), days=1)
    member.goto(CARDS)
    expect(member.get_by_role("heading", name="Sunny")).to_be_visible()
    member.get_by_role("button", name="Use today").click()
    quick_check(member)
    expect(heading(member)).to_have_text("Nothing in the answers speaks against a gentle massage today")
    expect(member.get_by_role("link", name="Go to the massage plan").first).to_be_visible()


def test_one_yes_opens_only_its_questions(member, alice):
    aged(card_for(alice), days=1)
    member.goto(CARDS)
    member.get_by_role("button", name="Use today").click()
    quick_check(member, q3="Yes, at least one")
    expect(member).to_have_url(re.compile("/questions/today/"))
    member.locator("input[name=meal][value=yes]").check()
    go_on(member)
    expect(heading(member)).to_have_text("Check the answers")
    member.get_by_role("link", name="See the outcome").first.click()
    expect(heading(member)).to_have_text(re.compile("^A massage can go ahead"))


def test_an_alarm_sign_in_the_quick_check_is_asked_about_at_once(plain_member, alice):
    aged(card_for(alice), days=1)
    plain_member.goto(CARDS)
    plain_member.get_by_role("button", name="Use today").click()
    choose(plain_member, "I am not sure")
    expect(plain_member).to_have_url(re.compile("/questions/signs-now/"))
    answer_well(plain_member, until="2")
    quick_check(plain_member, first=2)
    expect(heading(plain_member)).to_have_text("Nothing in the answers speaks against a gentle massage today")


def test_back_in_the_quick_check_shows_what_was_chosen(plain_member, alice):
    aged(card_for(alice), days=1)
    plain_member.goto(CARDS)
    plain_member.get_by_role("button", name="Use today").click()
    choose(plain_member, "No, none of these")
    expect(heading(plain_member)).to_have_text("Is the receiver ill?")
    plain_member.get_by_role("link", name="Back", exact=True).click()
    expect(plain_member.get_by_label("No, none of these")).to_be_checked()


def test_a_card_is_renamed_and_erased(plain_member, alice):
    card_for(alice)
    plain_member.goto(CARDS)
    plain_member.get_by_role("link", name="Rename Sunny").click()
    plain_member.get_by_label("Nickname").fill("Rosy")
    plain_member.get_by_role("button", name="Save the nickname").click()
    expect(plain_member.get_by_role("heading", name="Rosy")).to_be_visible()
    plain_member.get_by_role("link", name="Erase for good").click()
    expect(plain_member.locator("main")).to_contain_text("Rosy")
    plain_member.get_by_role("button", name="Erase it now").click()
    expect(plain_member.get_by_text("You have no card yet.")).to_be_visible()
    assert not ReceiverCard.objects.exists()


def test_the_receiver_answers_alone_and_the_giver_sees_what_is_allowed(open_phone, has_script):
    giver, receiver = open_phone(), open_phone()
    giver.goto("/screening/receiver/")
    giver.get_by_role("button", name="Make a link").click()
    expect(giver.get_by_role("img", name="The link as a square code to scan")).to_be_visible()
    receiver.goto(giver.get_by_label("Or send this link").input_value())
    receiver.get_by_role("button", name="Start on this phone").click()
    expect(receiver).to_have_url(re.compile("/questions/signs-now/"))
    look_again(giver, has_script)
    expect(heading(giver)).to_have_text("The receiver is answering")
    answer_well(receiver, until="finish")
    expect(heading(receiver)).to_have_text("What the giver will see")
    receiver.get_by_role("button", name="Send to the giver").click()
    expect(heading(receiver)).to_have_text("Sent to the giver")
    look_again(giver, has_script)
    expect(heading(giver)).to_have_text("The receiver has answered")
    giver.get_by_label("I am well, and my hands are healthy").check()
    giver.get_by_role("button", name="See the outcome").click()
    expect(heading(giver)).to_have_text("Nothing in the answers speaks against a gentle massage today")
    giver.get_by_role("link", name="Go to the massage plan").click()
    giver.wait_for_url("**/practice/**")


def look_again(giver: Page, has_script: bool) -> None:
    if not has_script:
        giver.get_by_role("link", name="Look again").click()


def test_answers_reach_the_giver_only_with_the_tick(open_phone, has_script):
    giver, receiver = open_phone(), open_phone()
    giver.goto("/screening/receiver/")
    giver.get_by_role("button", name="Make a link").click()
    receiver.goto(giver.get_by_label("Or send this link").input_value())
    receiver.get_by_role("button", name="Start on this phone").click()
    answer_well(receiver, until="finish")
    receiver.get_by_label("Show my answers to the giver too").check()
    receiver.get_by_role("button", name="Send to the giver").click()
    giver.goto("/screening/receiver/")
    giver.get_by_label("I am well, and my hands are healthy").check()
    giver.get_by_role("button", name="See the outcome").click()
    giver.wait_for_url("**/screening/outcome/")
    giver.get_by_role("link", name="Check or change answers").click()
    expect(heading(giver)).to_have_text("Check the answers")


def test_an_emergency_on_the_phone_reaches_the_giver(open_phone, has_script):
    giver, receiver = open_phone(), open_phone()
    giver.goto("/screening/receiver/")
    giver.get_by_role("button", name="Make a link").click()
    receiver.goto(giver.get_by_label("Or send this link").input_value())
    receiver.get_by_role("button", name="Start on this phone").click()
    receiver.locator("input[name=em-chest][value=yes]").check()
    go_on(receiver)
    expect(receiver.get_by_role("link", name="Call 112")).to_be_visible()
    look_again(giver, has_script)
    expect(heading(giver)).to_have_text("Go to the receiver now")
    expect(giver.get_by_role("link", name="Call 112")).to_be_visible()
    expect(giver.get_by_role("navigation")).to_have_count(0)


def test_a_used_link_is_closed_for_everybody_else(page, open_page):
    page.goto("/screening/receiver/")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Or send this link").input_value()
    first, second = open_page(viewport=PHONE), open_page(viewport=PHONE)
    first.goto(address)
    first.get_by_role("button", name="Start on this phone").click()
    second.goto(address)
    expect(heading(second)).to_have_text("This link is closed")
    page.goto(address)
    expect(heading(page)).to_have_text("This is your own link")


def test_nothing_stays_in_the_browser_or_in_the_files_of_the_database(page, alice, sign_in):
    sign_in(page, alice)
    aged(card_for(alice, cord_injury=yes(), left_open=["cord-injury/go-ahead"]), days=1)
    page.goto(CARDS)
    page.get_by_role("button", name="Use today").click()
    quick_check(page)
    page.goto("/screening/outcome/")
    expect(heading(page)).to_have_text("Ask a doctor or midwife first")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert not re.search("cord|answer|yes", stored)
    assert page.evaluate("caches.keys()") == []
    assert not PLANTED.search(everything_stored())


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, alice, sign_in, width):
    page = open_page(viewport={"width": width, "height": 740})
    sign_in(page, alice)
    card = aged(card_for(alice), days=1)
    faults = {}

    def look(name: str) -> None:
        faults[name] = violations_by_day_and_night(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults[name].append("scrolls sideways")

    for address in (CARDS, f"{CARDS}{card.uuid}/rename/", "/screening/receiver/"):
        page.goto(address)
        look(address)
    page.get_by_role("button", name="Make a link").click()
    look("code")
    page.goto(CARDS)
    page.get_by_role("button", name="Use today").click()
    look("quick check")
    go_on(page)
    look("quick check with an error")
    quick_check(page)
    page.goto(f"{CARDS}keep/")
    look("keep")
    assert not {name: found for name, found in faults.items() if found}
