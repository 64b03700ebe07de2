"""The outcome in a browser: what it shows, prints and offers."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_by_day_and_night
from tests.e2e.conftest import PHONE
from tests.e2e.screening.journeys import go_on, heading
from tests.practice.visits import hand_over
from tests.screening.visit.visit import Visit

DETAILS = {
    "bp-high/reading": {"systolic": "150/95"},
    "bp-high/untreated_symptoms": {"untreated_symptoms": "no"},
    "blood-thinner/aspirin_only": {"aspirin_only": "no"},
    "blood-thinner/go-ahead": {"said": "no"},
    "touch-comfort/regions": {"regions": ["cervical"]},
    "pregnancy/weeks": {"weeks": "20"},
    "pregnancy/complication": {"complication": "no"},
    "osteoporosis/spinal_fracture": {"spinal_fracture": "no"},
    "oil-allergy/oils": {"oils": ["nut", "fragrance"]},
    "liver-disease/go-ahead": {"said": "no"},
}


@pytest.fixture
def answered(site):
    """answered(page, fever="yes"): the page's visitor has been through the questions. Gives the addresses seen."""

    def answered(page: Page, **says: str) -> list[str]:
        visit = Visit(Client(), {slug.replace("_", "-"): value for slug, value in says.items()}, DETAILS)
        visit.walk()
        page.context.clear_cookies()
        hand_over(visit.client, page, site)
        return visit.seen

    return answered


def test_axe_finds_nothing_on_the_way(open_page, answered):
    page = open_page(viewport=PHONE)
    seen = answered(page, bp_high="yes", blood_thinner="yes", touch_comfort="yes")
    details = [address for address in seen if "/details/" in address]
    found = {}
    for address in [*details, "/screening/questions/consent/", "/screening/questions/today/"]:
        page.goto(address)
        found[address] = violations_by_day_and_night(page)
    page.goto(details[-1])  # the places
    page.locator("input:checked").first.uncheck()
    go_on(page)
    expect(page.get_by_role("alert")).to_be_visible()
    found["error"] = violations_by_day_and_night(page)
    page.goto("/screening/check/")
    found["check"] = violations_by_day_and_night(page)
    for name, says in OUTCOMES.items():
        answered(page, **says)
        page.goto("/screening/outcome/")
        found[name] = violations_by_day_and_night(page)
    answered(page)
    page.goto("/screening/agree/")
    found["agree"] = violations_by_day_and_night(page)
    assert not {name: faults for name, faults in found.items() if faults}


OUTCOMES = {
    "class 0": {},
    "class 1": {"pregnancy": "yes"},
    "class 2": {"touch_comfort": "yes"},
    "class 3": {"fever": "yes"},
    "class 4": {"blood_thinner": "yes"},
    "class 4 today": {"dvt_suspect": "yes"},
    "class 5": {"em_chest": "yes"},
    "many limits": dict.fromkeys(
        ("pregnancy", "bp_high", "touch_comfort", "osteoporosis", "oil_allergy", "pain_medicine", "heart_stable"), "yes"
    ),
    "many reasons for a doctor": dict.fromkeys(
        ("dvt_suspect", "kidney_acute", "blood_thinner", "liver_disease", "redflag_systemic", "pain_upper_back"), "yes"
    ),
    "many signs": dict.fromkeys(("em_chest", "em_aorta", "em_cauda", "em_infection", "em_allergy"), "yes"),
}


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_scrolls_sideways(open_page, answered, width):
    page = open_page(viewport={"width": width, "height": 640})
    seen = answered(page, bp_high="yes", blood_thinner="yes", touch_comfort="yes")
    details = [address for address in seen if "/details/" in address]
    wide = []
    questions = [f"/screening/questions/{slug}/" for slug in ("signs-now", "blood-and-organs", "skin", "consent")]
    for address in [*details, *questions, "/screening/check/", "/screening/outcome/"]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert not wide


@pytest.mark.parametrize("says", OUTCOMES.values(), ids=OUTCOMES)
def test_an_outcome_prints_on_one_page(page, answered, says):
    answered(page, **says)
    page.goto("/screening/outcome/")
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_what_the_receiver_chooses_stands_at_the_start_of_the_massage(visitor, answered):
    answered(visitor)
    visitor.goto("/screening/outcome/")
    visitor.get_by_role("link", name="Choose a stop word and the clothes").click()
    visitor.get_by_label("A word that stops the massage at once").fill("Red")
    visitor.get_by_label("Clothes stay on").check()
    visitor.get_by_role("button", name="Keep for this visit").click()
    expect(heading(visitor)).to_contain_text("massage")
    card = visitor.get_by_role("region", name="Read this aloud together")
    expect(card).to_contain_text("Red")
    expect(card).to_contain_text("Clothes stay on.")
