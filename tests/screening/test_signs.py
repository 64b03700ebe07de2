"""The signs that mean an emergency call: one list on every page, with the numbers, fitted to what was answered."""

import pytest
from django.urls import reverse

from screening.country import COUNTRY
from screening.signs import WITH_FEVER, signs_for
from screening.wording import load_wording
from tests.pages import HtmlPage
from tests.practice.visits import ready, screened
from tests.screening.visit import OUTCOME

TEXTS = load_wording().signs
PLAN, STEP, AFTER = reverse("practice:plan"), reverse("practice:step", args=[1]), reverse("practice:after")
WAITS = {
    "postpone": {"fever": {}},
    "routine": {"fracture": {"site": "rib"}},
    "soon": {"redflag_systemic": {}},
    "same day, a weak leg": {"neuro": {"limb": "leg", "side": "l", "course": "new", "weak": True}},
    "same day, chest pain at rest": {"heart_unstable": {"at_rest": True}},
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def words(client, address):
    [main] = HtmlPage(address, client.get(address).content.decode()).elements("main")
    return " ".join("".join(main.itertext()).split())


def call_for(*reported, is_waiting=False):
    return signs_for(TEXTS, frozenset(reported), is_waiting=is_waiting).call_for


# --- one list


def test_every_page_of_a_massage_says_the_same_list_in_the_same_words(client):
    visitor = ready(client)
    for address in (OUTCOME, PLAN, STEP, AFTER):
        assert f"Call 112, 999 or 911 at any of these: {' '.join(call_for())}" in words(visitor, address)
        assert TEXTS.stop in words(visitor, address) or address == AFTER


@pytest.mark.parametrize("answers", WAITS.values(), ids=WAITS)
def test_whoever_waits_is_told_every_sign_and_the_number(client, answers):
    said = words(screened(client, **answers), OUTCOME)
    listed = said.partition("Call 112, 999 or 911 at once if one of these is there now, or comes later:")[2]
    signs = [TEXTS.heart, TEXTS.head, TEXTS.face, TEXTS.nerves_waiting, TEXTS.pelvis, TEXTS.allergy]
    assert listed.startswith(f" {' '.join(signs)}")
    assert "emergency number" not in said


def test_a_weak_limb_that_a_doctor_shall_see_today_is_itself_no_call():
    assert TEXTS.nerves in call_for()
    assert TEXTS.nerves not in call_for(is_waiting=True)


def test_who_is_to_be_seen_today_is_told_what_to_do_where_nobody_can(client):
    said = words(screened(client, **WAITS["same day, a weak leg"]), OUTCOME)
    assert "If no doctor has time, or it gets worse If no doctor has time today, go to an emergency department." in said


def test_the_numbers_of_the_chosen_country_take_the_place_of_the_common_ones(client):
    visitor = ready(client)
    session = visitor.session
    session[COUNTRY] = "gb"
    session.save()
    for address in (OUTCOME, PLAN, STEP, AFTER):
        assert "Call 999 or 112 at any of these" in words(visitor, address)
        assert "911" not in words(visitor, address)


def test_no_text_shows_the_place_of_the_number(client):
    for answers in [*WAITS.values(), {"no_feedback": {}}, {"positions": {"can": []}}, {"em_chest": {}}]:
        said = words(screened(client, **answers), OUTCOME)
        assert "{" not in said
        assert "112" in said


# --- what was answered


@pytest.mark.parametrize("item", sorted(WITH_FEVER))
def test_a_fever_adds_its_own_signs_while_one_waits(item):
    assert TEXTS.fever in call_for(item, is_waiting=True)
    assert TEXTS.fever not in call_for(item)
    assert TEXTS.fever not in call_for("fracture", is_waiting=True)


@pytest.mark.parametrize(
    ("answers", "said", "other"),
    [
        ({"pregnancy": {"weeks": 30, "complication": False}}, TEXTS.pregnancy, TEXTS.postpartum),
        ({"postpartum": {"caesarean": False}}, TEXTS.postpartum, TEXTS.pregnancy),
    ],
)
def test_pregnancy_and_birth_add_their_signs_to_outcome_plan_steps_and_afterwards(client, answers, said, other):
    visitor = ready(client, **answers)
    for address in (OUTCOME, PLAN, STEP, AFTER):
        assert with_number(said) in words(visitor, address)
        assert with_number(other) not in words(visitor, address)


def test_nobody_else_reads_signs_of_a_pregnancy(client):
    for told in (TEXTS.pregnancy, TEXTS.postpartum):
        assert with_number(told) not in words(ready(client), PLAN)


def with_number(text):
    return text.replace("{number}", "112, 999 or 911")
