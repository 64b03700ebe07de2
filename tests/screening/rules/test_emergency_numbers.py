"""Whom to call: numbers with source and day, what we only believe to know, and the country a visitor chose."""

import pytest

from screening.rules.emergency_numbers import PhoneNumber, load_emergency_numbers
from screening.visit.country import COUNTRY
from tests.practice.visits import screened
from tests.screening.visit.kept import kept
from tests.screening.visit.visit import OUTCOME, START, send
from tests.whole_site.pages import HtmlPage

pytestmark = pytest.mark.only_reads

COUNTRIES = load_emergency_numbers().countries
UNCHECKED = [country for country in COUNTRIES if not country.is_checked]


def by_code(countries):
    return pytest.mark.parametrize("country", countries, ids=lambda country: country.code)


def emergency(client):
    send(client, "signs-now", {"em-chest": "yes"})
    return client


def page(client, **chosen):
    return HtmlPage(OUTCOME, client.get(OUTCOME, chosen).content.decode())


def calls(found):
    return [a.get("href") for a in found.elements("a") if (a.get("href") or "").startswith("tel:")]


def words(found):
    return " ".join("".join(found.root.itertext()).split())


# --- the data


def test_a_checked_number_has_a_source_and_a_day():
    numbers = [number for country in COUNTRIES for number in country.numbers]
    assert all(bool(number.source) == bool(number.checked) for number in numbers)
    assert len([number for number in numbers if number.checked]) > len(numbers) / 2


@pytest.mark.parametrize("fault", [{"source": "a ministry"}, {"checked": "2026-11-30"}, {"number": "call me"}])
def test_a_source_without_a_day_and_a_day_without_a_source_are_refused(fault):
    with pytest.raises(ValueError, match=r"belong together|String should match"):
        PhoneNumber(**{"number": "112"} | fault)


def test_some_countries_are_honestly_unchecked():
    assert {country.code for country in UNCHECKED} == {"by", "cn", "kz"}


# --- on the pages


@pytest.mark.django_db
@by_code(UNCHECKED)
def test_a_country_without_a_checked_number_is_as_far_as_we_know(content, client, country):
    found = page(emergency(client), country=country.code)
    own = [f"tel:{number.number}" for number in country.emergency]
    assert calls(found)[: len(own)] == own
    assert set(calls(found)) >= {"tel:112", "tel:911"}
    assert f"For {country.name}, as far as we know" in words(found)


@pytest.mark.django_db
def test_a_checked_number_says_where_and_when_it_was_read(content, client):
    said = words(page(emergency(client), country="gb"))
    assert "999: West Midlands Ambulance Service (wmas.nhs.uk), read on 30 November 2026" in said
    assert "112: as far as we know" in said


@pytest.mark.django_db
def test_without_a_country_the_common_numbers_are_as_far_as_we_know(content, client):
    found = page(emergency(client))
    assert calls(found) == ["tel:112", "tel:999", "tel:911"]
    assert "As far as we know: 112 in Europe" in words(found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "If one does not answer, try the next."),
        ("gb", "If one does not answer, try the next."),
        ("de", "If nobody answers, call again."),
        ("kz", "If nobody answers, try 112"),
    ],
)
def test_nobody_looks_up_a_number_in_an_emergency(content, client, code, said):
    shown = words(page(emergency(client), country=code))
    assert said in shown
    assert "look up" not in shown
    assert shown.count("answers, ") + shown.count("answer, ") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["gb", "us", "eu"])
def test_inside_a_sentence_a_country_has_its_article(content, client, code):
    [name] = [country.name for country in COUNTRIES if country.code == code]
    assert f"For the {name}." in words(page(emergency(client), country=code))
    screened(client, kidney_acute={})
    shown = words(page(client, country=code))
    assert f"in the {name}" in shown.replace("In the", "in the")
    assert "before you need it" not in shown


# --- the chosen country


@pytest.mark.django_db
def test_the_chosen_country_is_remembered_in_the_visit_and_goes_with_it(content, client):
    page(emergency(client), country="nz")
    assert calls(page(client))[0] == "tel:111"
    client.post("/screening/erase/")
    assert calls(page(emergency(client)))[0] == "tel:112"


@pytest.mark.django_db
def test_the_remembered_country_serves_every_page_with_numbers(content, client):
    page(emergency(client), country="au")
    screened(client, kidney_acute={})
    assert "tel:1800022222" in calls(page(client))
    screened(client)
    assert "Call 000 at any of these" in words(page(client))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "said"),
    [("", "112, 999 or 911"), ("de", "112"), ("gb", "999 or 112"), ("by", "103"), ("ch", "144 or 112")],
)
def test_the_emergency_page_says_the_numbers_of_the_chosen_country_alone(content, client, code, said):
    shown = words(page(emergency(client), country=code))
    assert f"What to do Call {said} now." in shown
    assert "for example" not in shown
    assert "116 117" not in shown


@pytest.mark.django_db
def test_choosing_no_country_forgets_it(content, client):
    page(emergency(client), country="nz")
    assert calls(page(client, country="")) == ["tel:112", "tel:999", "tel:911"]
    assert COUNTRY not in kept(client)


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["<script>", "zz", "nz nz"])
def test_nonsense_in_the_address_changes_nothing(content, client, nonsense):
    page(emergency(client), country="nz")
    assert calls(page(client, country=nonsense))[0] == "tel:111"


@pytest.mark.django_db
def test_who_chose_nothing_has_nothing_kept(content, client):
    page(emergency(client))
    client.get(START)
    assert COUNTRY not in kept(client)
