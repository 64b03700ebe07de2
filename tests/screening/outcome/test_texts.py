"""What each outcome says: whom to ask, how soon, what if it gets worse; and where no doctor is the one to ask."""

import re

import pytest
from django.urls import reverse

from lessons.pack.pressures import pressures
from screening.outcome.page import outcome_of
from screening.receiver.views import seen_by_giver
from screening.rules.assessment import assess, parse
from screening.rules.journey import Record
from screening.wording import WITH_DOCTOR, WITHOUT_DOCTOR, load_wording
from tests.practice.visits import checked, screened
from tests.screening.cards.cards import record_of
from tests.screening.rules.documents import NOW, document, everyone_well, unsure, yes
from tests.screening.visit.visit import OUTCOME, send
from tests.whole_site.pages import HtmlPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

PRACTICE = reverse("practice:plan")
TEXTS = load_wording().outcomes
DOCTOR = re.compile(r"\b(doctors?|midwi\w+|medical|nurses?|clinic)\b", re.IGNORECASE)
NOT_HERE = {
    "4-minor": {"minor": yes(age=15, guardian=True)},
    "4-no-feedback": {"no-feedback": yes()},
    "4-guardian-near": {"minor": yes(age=17, guardian=False)},
    "4-positions": {"positions": yes(can=[])},
}


def outcome_for(items):
    answers = parse(document(everyone_well() | items))[1]
    return outcome_of(assess(answers, NOW), Record(answers), load_wording(), NOW)


def main_text(client, address=OUTCOME):
    [main] = HtmlPage("", client.get(address).content.decode()).elements("main")
    return " ".join("".join(main.itertext()).split())


# --- the words


@pytest.mark.parametrize("key", sorted(TEXTS.keys() - {"0", "1", "2", "3-consent"}))
def test_whatever_stops_a_massage_says_what_to_do_if_it_gets_worse(key):
    assert TEXTS[key].if_worse
    assert TEXTS[key].worse_heading or key == "5-emergency"


@pytest.mark.parametrize(
    ("key", "who", "when"),
    [
        ("4-routine", "doctor or midwife", "at the next visit"),
        ("4-soon", "doctor or a medical advice line", "now"),
        ("4-same-day", "doctor or a medical advice line", "be seen today"),
        ("4-maternity", "the maternity unit, a midwife or a doctor", "be seen today"),
        ("5-emergency", "Call {number} now", "now"),
    ],
)
def test_each_urgency_says_whom_to_ask_and_how_soon(key, who, when):
    assert who in TEXTS[key].what_to_do
    assert when in f"{TEXTS[key].heading} {TEXTS[key].what_to_do}"


def test_what_is_soon_is_within_days_and_gets_quicker_when_it_gets_worse():
    assert TEXTS["4-soon"].heading == "Phone a doctor now"
    assert "ask when to be seen. It should be within days" in TEXTS["4-soon"].what_to_do
    assert "be seen the same day" in TEXTS["4-soon"].if_worse


def test_a_settled_condition_that_changes_does_not_wait_for_the_next_visit():
    assert "do not wait for that visit" in TEXTS["4-routine"].if_worse


def test_nothing_warms_a_fever_or_a_sunburn():
    assert "warm" not in f"{TEXTS['3'].what_to_do} {TEXTS['3'].if_worse}".lower()


@pytest.mark.parametrize("key", sorted(WITHOUT_DOCTOR))
def test_an_outcome_that_no_doctor_settles_names_none(key):
    words = " ".join(TEXTS[key].model_dump().values())
    assert not DOCTOR.search(words)
    assert TEXTS[key].try_again


def test_a_broken_bone_is_kept_free_of_hands_and_weight_without_advice_on_walking():
    assert "carry weight" not in load_wording().notes["keep-off-fracture"]


# --- which text comes when


@pytest.mark.parametrize(("key", "items"), NOT_HERE.items(), ids=NOT_HERE)
def test_what_no_doctor_settles_has_a_text_of_its_own(key, items):
    found = outcome_for(items)
    assert (found.level, found.text, found.beside) == (4, TEXTS[key], ())
    assert not found.needs_doctor
    assert not found.to_tell
    assert not found.can_be_cleared


def test_not_sure_whether_somebody_can_say_what_hurts_is_the_same():
    assert outcome_for({"no-feedback": unsure()}).text == TEXTS["4-no-feedback"]


def test_positions_that_only_several_answers_leave_out_have_the_same_text():
    found = outcome_for({"positions": yes(can=["prone"]), "eye-pressure": yes()})
    assert found.text == TEXTS["4-positions"]
    assert {cause.short for cause in found.decisive} == {"Lying or sitting is hard", "Glaucoma or eye operation"}


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"liver-disease": yes()}, "4-routine"),
        ({"redflag-systemic": yes()}, "4-soon"),
        ({"kidney-acute": yes()}, "4-same-day"),
    ],
)
def test_another_reason_for_a_doctor_keeps_its_text_beside_it(other, key):
    for own, items in NOT_HERE.items():
        found = outcome_for(items | other)
        assert (found.text, found.beside) == (TEXTS[key], (TEXTS[own],))
        assert found.needs_doctor
        assert [cause.tell for cause in found.to_tell] == [load_wording().items[next(iter(other))].tell]


def test_a_doctor_s_yes_can_still_be_asked_for_beside_what_no_doctor_settles():
    """For the blood thinner, when the position is found again."""
    clearable = parse(document(everyone_well() | {"blood-thinner": yes(aspirin_only=False), "positions": yes(can=[])}))[
        1
    ]
    found = outcome_of(assess(clearable, NOW), type(record_of())(clearable), load_wording(), NOW)
    assert found.can_be_cleared


def test_two_things_that_no_doctor_settles_are_both_said():
    found = outcome_for({"minor": yes(age=15), "no-feedback": yes()})
    assert {found.text, *found.beside} == {TEXTS["4-minor"], TEXTS["4-no-feedback"]}


def test_what_has_a_text_of_its_own_is_no_note_besides():
    assert outcome_for(NOT_HERE["4-minor"]).notes == ()
    assert outcome_for({"minor": yes(age=17, guardian=True)}).notes == (load_wording().notes["guardian-near"],)


def test_an_emergency_leaves_no_other_advice():
    items = {"em-pregnancy": yes(), "pregnancy": yes(), "fever": yes(), "minor": yes(age=15)}
    assert outcome_for(items).notes == (load_wording().notes["maternity-unit"],)


def test_every_text_with_a_doctor_can_come():
    assert {"4-routine", "4-soon", "4-same-day", "4-maternity"} == WITH_DOCTOR
    assert NOT_HERE.keys() == WITHOUT_DOCTOR


@pytest.mark.parametrize("other", [{}, {"kidney-acute": yes()}, {"liver-disease": yes()}])
def test_whoever_is_not_sure_of_a_sign_in_pregnancy_phones_the_maternity_unit(other):
    found = outcome_for({"pregnancy": yes(weeks=30, complication=False), "em-pregnancy": unsure()} | other)
    assert (found.text, found.urgency) == (TEXTS["4-maternity"], "same-day")
    assert found.asks_maternity_unit
    alone = outcome_for({"kidney-acute": yes()})
    assert (alone.text, alone.asks_maternity_unit) == (TEXTS["4-same-day"], False)


@pytest.mark.parametrize(
    ("cap", "items"),
    [
        (2, {"heart-stable": yes()}),
        (1, {"osteoporosis": yes(cleared="2026-02-27T08:00:00Z", spinal_fracture=True)}),
    ],
)
def test_a_lower_pressure_is_told_by_its_number_and_by_its_feel(cap, items):
    [limit] = [limit for limit in outcome_for(items).limits if limit.name == "Pressure"]
    [said] = limit.values
    assert said.endswith(f"level {cap} of 3: {pressures('en')[cap].feel}")


# --- on the pages


@pytest.mark.parametrize(
    "answers",
    [
        {"minor": {"age": 15}},
        {"no_feedback": {}},
        {"minor": {"age": 17, "guardian": False}},
        {"positions": {"can": []}},
    ],
)
def test_the_page_of_what_no_doctor_settles_sends_nobody_to_one(client, answers):
    words = main_text(screened(client, **answers))
    assert not DOCTOR.search(words)
    assert re.search("If (something hurts|this is new)", words)
    assert "If it gets worse" not in words
    assert "massage plan" not in words


LIVER = "liver-disease/go-ahead"


def links(client):
    found = HtmlPage("", client.get(OUTCOME).content.decode()).elements("a")
    return {" ".join("".join(a.itertext()).split()): a.get("href") for a in found}


@pytest.mark.parametrize(
    ("answers", "about", "detail"),
    [
        ({"minor": {"age": 17, "guardian": False}}, "the parent or guardian", "minor/guardian"),
        ({"minor": {"age": 15}}, "the age", "minor/age"),
        ({"heart_unstable": {"at_rest": True}}, "chest pain at rest", "heart-unstable/at_rest"),
        ({"postpartum": {"caesarean": True}}, "the caesarean", "postpartum/caesarean"),
        ({"fracture": {"site": "rib"}}, "which bone it was", "fracture/site"),
        ({"bp_high": {"systolic": 185, "diastolic": 90}}, "the reading", "bp-high/reading"),
        ({"sunburn": {"whole_back": False, "regions": "unknown"}}, "the places", "sunburn/regions"),
    ],
)
def test_a_detail_that_decides_has_a_link_of_its_own_that_names_it(client, answers, about, detail):
    address = links(screened(client, left_open=["postpartum/go-ahead"], **answers))[f"Change the answer about {about}"]
    assert client.get(address).context["step"].detail.key == detail
    assert "above" not in main_text(client)


def test_a_detail_that_decides_nothing_has_no_link(client):
    found = links(screened(client, minor={"age": 17, "guardian": True}))
    assert not [words for words in found if words.startswith("Change the answer about")]


def test_a_doctor_s_yes_is_entered_behind_a_link_that_names_the_answer(client):
    address = links(screened(client, left_open=[LIVER], liver_disease={}))["Enter the day for: Serious liver disease"]
    assert client.get(address).context["step"].detail.key == "liver-disease/go-ahead"
    assert "Enter the day" not in main_text(screened(client, kidney_acute={}))


def test_where_two_things_stand_against_a_massage_both_must_be_true_for_another_try(client):
    young = {"age": 17, "guardian": False}
    words = main_text(screened(client, left_open=[LIVER], liver_disease={}, minor=young))
    told = (
        "When both are true: A doctor or midwife has said that light back massage is fine. "
        "A parent or guardian agrees and is there. Then answer the questions again."
    )
    assert told in words
    words = main_text(screened(client, kidney_acute={}, minor={"age": 15}, positions={"can": []}))
    assert "When all of these are true: A doctor has found the cause, and it is settled. The 16th birthday" in words


@pytest.mark.parametrize("key", sorted(WITHOUT_DOCTOR))
def test_whatever_may_stand_beside_another_reason_says_its_condition(key):
    assert TEXTS[key].condition


def test_a_card_is_offered_only_where_a_massage_may_start(client):
    assert "to keep a card" in main_text(screened(client, sunburn={"whole_back": False, "regions": ["sacral"]}))
    for answers in ({"fever": {}}, {"minor": {"age": 15}}, {"positions": {"can": []}}, {"kidney_acute": {}}):
        assert "to keep a card" not in main_text(screened(client, **answers))


def test_a_no_to_the_massage_is_enough_and_nobody_is_urged(client):
    found = outcome_for({"consent": {"answer": "no"}})
    assert (found.level, found.is_no, found.text) == (3, True, TEXTS["3-consent"])
    assert outcome_for({"consent": unsure()}).is_no
    assert not outcome_for({"consent": {"answer": "no"}, "fever": yes()}).is_no
    screened(client, without=("consent",))
    send(client, "consent", {"answer": "no"})
    words = main_text(client)
    assert "No, or not sure, is a full answer." in words
    for urging in ("answer the questions again", "try again", "Wait until", "Call 112"):
        assert urging not in words


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"minor": {"age": 15}}, "This site plans no massage for people under 16."),
        ({"no_feedback": {}}, "This site plans no massage for people who cannot say what hurts."),
        ({"minor": {"age": 17, "guardian": False}}, "At 16 or 17, a parent or guardian must agree and stay near."),
        ({"positions": {"can": []}}, "The answers leave no position for a massage today."),
        ({"fever": {}}, "The answers say: not today."),
        ({"kidney_acute": {}}, "The answers say: see a doctor today."),
    ],
)
@pytest.mark.parametrize("address", [PRACTICE, reverse("practice:step", args=[1])])
def test_where_the_answers_stand_against_a_massage_practice_leads_to_the_outcome_and_lists_no_locks(
    client, answers, said, address
):
    page = screened(client, **answers)
    words = main_text(page, address)
    assert f"{said} With these answers no massage is planned today." in words
    for lock in ("still open", "What opens practice", "Read the plan", "will be laid out"):
        assert lock not in words
    assert page.get(address).context["permission"].address == OUTCOME


def test_while_answers_are_open_or_too_old_practice_still_lists_what_opens_it(client):
    for options in ({"without": ("fever",)}, {"hours_ago": 25}):
        assert "What opens practice" in main_text(screened(client, **options), PRACTICE)


def test_hands_on_practice_is_said_to_wait_only_while_its_checks_do(client):
    missing = "Hands-on practice opens after 3 short checks."
    assert missing in main_text(screened(client))
    assert "Hands-on practice opens after one short check." in main_text(checked(client, (1, 2)))
    assert "Hands-on practice" not in main_text(checked(client))
    assert "Hands-on practice" not in main_text(screened(client, fever={}))


def test_how_long_it_holds_is_said_without_a_clock_of_another_place(client):
    assert "This holds until tomorrow, about this time." in main_text(screened(client))
    assert "This holds for about 22 hours." in main_text(screened(client, hours_ago=2))


def test_why_a_massage_cannot_start_is_said_by_its_urgency(client):
    for answers, said in [
        ({"fracture": {"site": "rib"}}, "ask a doctor or midwife first"),
        ({"redflag_systemic": {}}, "phone a doctor now"),
        ({"kidney_acute": {}}, "see a doctor today"),
        ({"positions": {"can": []}}, "leave no position for a massage today"),
        ({"minor": {"age": 17, "guardian": False}}, "a parent or guardian must agree and stay near"),
        ({"no_feedback": {}}, "plans no massage for people who cannot say what hurts"),
    ]:
        reason = str(screened(client, **answers).get(PRACTICE).context["permission"].reason)
        assert said in reason


def test_a_page_that_is_open_during_a_massage_names_what_to_call_for(client):
    words = main_text(screened(client))
    before, _call, signs = words.partition("Call 112, 999 or 911 at any of these:")
    for sign in ("chest pain", "trouble breathing", "headache", "speech", "new numbness or weakness"):
        assert sign in signs
    assert "numbness" not in before.partition("If something feels wrong")[2]


def test_the_giver_never_learns_which_reason_it_was():
    for items in NOT_HERE.values():
        seen = seen_by_giver(record_of(**{slug.replace("-", "_"): answer for slug, answer in items.items()}))
        assert seen.heading == "No massage for now"
        assert (seen.notes, seen.limits, seen.beside) == ((), (), ())
        assert not DOCTOR.search(seen.what_to_do)
    both = seen_by_giver(record_of(no_feedback=yes(), positions=yes(can=[]), kidney_acute=yes()))
    assert both.heading == TEXTS["4-same-day"].heading
    assert both.beside == ()
