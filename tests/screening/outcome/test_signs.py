"""The signs that mean an emergency call: one list on every page, with the numbers, fitted to what was answered."""

import re

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from screening.cards.quick_check_words import QUICK_CHECK_WORDS
from screening.outcome.signs import WITH_FEVER, signs_for
from screening.rules.quick_check import ALARM_SIGNS
from screening.visit.current import visit_of
from screening.visit.state import COUNTRY
from screening.wording import load_wording
from tests.practice.visits import ready, screened
from tests.screening.visit.kept import writing
from tests.screening.visit.visit import OUTCOME
from tests.whole_site.pages import HtmlPage

TEXTS = load_wording().signs
PACK = settings.BASE_DIR / "lessons" / "content" / "en"
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
    assert "If no doctor has time, or it gets worse If no doctor has time today, or it gets worse, " in said


def test_the_numbers_of_the_chosen_country_take_the_place_of_the_common_ones(client):
    visitor = ready(client)
    with writing(visitor) as request:
        visit_of(request)[COUNTRY] = "gb"
    for address in (OUTCOME, PLAN, STEP, AFTER):
        assert "Call 999 or 112 at any of these" in words(visitor, address)
        assert "911" not in words(visitor, address)


def test_no_text_shows_the_place_of_the_number(client):
    for answers in [*WAITS.values(), {"no_feedback": {}}, {"positions": {"can": []}}, {"em_chest": {}}]:
        said = words(screened(client, **answers), OUTCOME)
        assert "{" not in said
        assert "112" in said


# --- the same words in guide and lessons


def text_of(path):
    return (PACK / path).read_text(encoding="utf-8")


def bullets(lesson, step):
    """The points of a step, each as one line without its end."""
    text = text_of(f"lessons/{lesson}.md").partition(step)[2].partition("\n## ")[0]
    found = re.findall(r"^- (.+(?:\n  .+)*)", text, re.MULTILINE)
    return [" ".join(point.split()).removesuffix(".") for point in found]


def as_points(signs):
    return [sign[0].upper() + sign[1:] for sign in signs]


@pytest.mark.parametrize(
    ("lesson", "step"), [("after-care", "{#alarm-signs}"), ("what-massage-can-do", "{#stop-signs}")]
)
def test_the_lessons_say_the_signs_of_the_one_list(lesson, step):
    assert bullets(lesson, step) == as_points(call_for())
    assert TEXTS.stop in " ".join(text_of(f"lessons/{lesson}.md").split())


def test_the_lesson_on_the_neck_says_its_signs_in_the_same_words():
    text = " ".join(text_of("lessons/neck-and-shoulders.md").split()).lower()
    assert text.count(TEXTS.head) == 2
    assert TEXTS.face in text


def test_the_guide_says_the_signs_of_the_one_list():
    now, rest = "**Call the emergency number now:** ", "**Stop, rest, see a doctor if it lasts:** "
    front_matter = yaml.safe_load(text_of("guides/stop-signs.md").split("---")[1])
    points = [point.removesuffix(".") for point in front_matter["points"]]
    assert [point.removeprefix(now) for point in points if point.startswith(now)] == list(call_for())
    assert [point.removeprefix(rest) for point in points if point.startswith(rest)] == [TEXTS.stop]


def test_the_lesson_on_screening_says_the_alarm_signs_of_the_quick_check():
    asked = [str(sign) for sign in QUICK_CHECK_WORDS[ALARM_SIGNS].signs]
    of_today = {sign for sign in asked if sign.startswith(("A blood pressure", "One leg or arm"))}
    assert len(of_today) == 2
    told = bullets("when-not-to-massage", "{#emergency-signs}")
    assert told == [sign for sign in asked if sign not in of_today]


def test_signs_in_pregnancy_and_after_a_birth_are_the_same_wherever_they_are_asked_or_told():
    asked = [str(sign) for sign in QUICK_CHECK_WORDS[ALARM_SIGNS].signs]
    cases = load_wording().items["em-pregnancy"].cases
    signs = [sign.removesuffix(".") for case in cases.values() for sign in case.signs]
    assert asked[-len(signs) :] == signs
    for sign in signs[:2]:
        assert sign.replace("In pregnancy:", "In pregnancy also:").replace("weeks:", "weeks also:") in TEXTS.pregnancy
    besides = signs[2].removesuffix(", chest pain, or trouble breathing").partition(": ")[2]
    assert besides.replace("blurred sight, one", "blurred sight, or one") in TEXTS.postpartum


def test_new_confusion_is_a_sign_for_everybody():
    assert "new confusion" in " ".join(call_for())
    assert "new confusion" in " ".join(call_for(is_waiting=True))


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
