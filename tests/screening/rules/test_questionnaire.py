"""The question file and the words that go with it: complete, and refused when faulty."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from screening.rules.conditions import ConditionError, parse_condition
from screening.rules.questionnaire import load_questionnaire, read_questionnaire
from screening.wording import languages, load_wording

RULES = Path(__file__).with_name("item_rules.json")


def test_the_file_has_the_items_and_each_on_one_page():
    questionnaire = load_questionnaire()
    assert len(questionnaire.items) == 74
    assert all(questionnaire.page_of(slug).items.count(slug) == 1 for slug in questionnaire.items)
    assert questionnaire.page("giver-ready").role == "giver"


def test_emergency_signs_are_asked_first():
    first = [slug for page in load_questionnaire().pages[:3] for slug in page.items]
    assert {slug for slug in load_questionnaire().items if slug.startswith("em-")} < set(first)
    assert first[-3:] == ["pregnancy", "postpartum", "em-pregnancy"]
    assert load_questionnaire().items["em-pregnancy"].asked_if == ("pregnancy", "postpartum")


def test_an_item_that_changed_is_asked_again_and_no_other():
    changed = TINY.replace("version: 1", "version: 3").replace("hours: 24", "hours: 24\n    since: 2")
    assert read_questionnaire(TINY).unchanged_since(1) == {"rest"}
    assert read_questionnaire(changed).unchanged_since(1) == set()
    assert read_questionnaire(changed).unchanged_since(2) == {"rest"}
    assert read_questionnaire(changed).unchanged_since(3) == {"rest"}


CHANGED_IN_2 = {
    *(
        "em-stroke-neck",
        "em-cauda",
        "em-pregnancy",
        "clot-known",
        "blood-thinner",
        "bleeding-disorder",
        "heart-unstable",
    ),
    *("cva-past", "aneurysm", "vascular-other", "bp-low", "cancer", "lymph-removed", "kidney-failure", "liver-disease"),
    *(
        "swelling",
        "redflag-systemic",
        "pain-upper-back",
        "immune-low",
        "epilepsy",
        "neuro",
        "pain-level",
        "spine-known",
    ),
    *("osteoporosis", "steroids-long", "cord-injury", "neck-unstable", "whiplash", "bruise", "lump", "pregnancy"),
    *("older-frail", "no-feedback"),
}


def test_answers_to_the_first_version_are_asked_again_only_where_the_second_changed_the_item():
    assert load_questionnaire().unchanged_since(1) == load_questionnaire().items.keys() - CHANGED_IN_2


@pytest.mark.parametrize("version", [0, 2, True, "1", None, 1.0])
def test_answers_of_no_known_version_answer_nothing(version):
    assert read_questionnaire(TINY).unchanged_since(version) == set()


def rule_of(item) -> str:
    """What an answer to this item leads to, as a short word. The words that people read, and what another item is
    answered with, are not in it."""
    left_out = dict.fromkeys(("since", "sources", "statements", "quick_check"), True)
    rule = item.model_dump(mode="json", exclude=left_out | {"follow_ups": {"__all__": {"now_is"}}})
    return sha256(json.dumps(in_order(rule), sort_keys=True).encode()).hexdigest()[:8]


def in_order(value):
    """Sets become lists in any order; branches keep theirs, because the first that holds wins."""
    if isinstance(value, dict):
        return {key: in_order(inner) for key, inner in value.items()}
    if isinstance(value, list):
        inner = [in_order(entry) for entry in value]
        return sorted(inner) if all(isinstance(entry, str) for entry in inner) else inner
    return value


def test_a_changed_rule_has_a_new_since():
    """When this fails: raise `version`, write it as `since` into the items named here, and renew item_rules.json."""
    known = json.loads(RULES.read_text(encoding="utf-8"))
    now = {slug: [item.since, rule_of(item)] for slug, item in load_questionnaire().items.items()}
    assert {slug: now[slug] for slug in now if known.get(slug) != now[slug]} == {}
    assert known.keys() == now.keys()


HOURS = {
    72: {"injury-acute"},
    168: {
        *("em-trauma", "bp-high", "bp-low", "swelling", "redflag-systemic", "pain-upper-back", "diabetes"),
        *("redflag-fracture", "neuro", "surgery-other", "fracture", "whiplash", "skin-fungal", "bruise", "lump"),
        *("pregnancy", "postpartum"),
    },
    720: {
        *("clot-known", "blood-thinner", "bleeding-disorder", "heart-unstable", "heart-stable", "cva-past"),
        *("aneurysm", "vascular-other", "cancer", "kidney-failure", "liver-disease", "immune-low", "epilepsy"),
        *("spine-surgery", "osteoporosis", "cord-injury", "neck-unstable", "shoulder-problem", "device"),
        *("numb-area", "older-frail", "eye-pressure", "pain-sensitive", "no-feedback", "spine-known", "steroids-long"),
    },
    8760: {"lymph-removed", "oil-allergy", "minor"},
}


def test_how_long_each_answer_holds():
    longer = set().union(*HOURS.values())
    wanted = {**HOURS, 24: load_questionnaire().items.keys() - longer}
    for hours, slugs in wanted.items():
        assert {slug for slug, item in load_questionnaire().items.items() if item.hours == hours} == slugs


QUICK_CHECK = {
    2: {"kidney-acute", "redflag-infection", "fever", "infection", "migraine"},
    3: {"alcohol-drugs", "pain-medicine", "meal"},
    4: {"inflamed", "skin-broken", "sunburn", "skin-contagious", "skin-fungal", "allergy-skin"},
    5: {"blood-thinner", "neuro", "pain-level", "surgery-other", "injury-acute", "pregnancy", "positions"},
    6: {"touch-comfort", "consent", "giver-ready"},
}


def test_what_the_same_day_check_covers():
    items = load_questionnaire().items
    emergency = {slug for slug in items if slug.startswith("em-")} | {"dvt-suspect"}
    rest = items.keys() - emergency - set().union(*QUICK_CHECK.values())
    for question, slugs in {**QUICK_CHECK, 1: emergency, None: rest}.items():
        assert {slug for slug, item in items.items() if item.quick_check == question} == slugs


BOUNDS = {
    "em-bp": {"systolic": (40, 300), "diastolic": (20, 200)},
    "bp-high": {"systolic": (40, 300), "diastolic": (20, 200)},
    "clot-known": {"months_ago": (0, 1200)},
    "cva-past": {"months_ago": (0, 1200)},
    "cancer": {"months_since_treatment": (0, 1200)},
    "epilepsy": {"days_since_seizure": (0, 40000)},
    "pain-level": {"score": (0, 10), "weeks": (0, 5000)},
    "spine-surgery": {"months_ago": (0, 1200)},
    "device": {"implanted_weeks": (0, 5000)},
    "pregnancy": {"weeks": (0, 45)},
    "minor": {"age": (0, 120)},
}


NULLABLE = {("bp-high", "systolic"), ("bp-high", "diastolic"), ("device", "implanted_weeks")}


def test_the_bounds_of_every_number():
    numbers = [
        (slug, follow_up)
        for slug, item in load_questionnaire().items.items()
        for follow_up in item.follow_ups
        if follow_up.type == "int"
    ]
    assert {slug for slug, _ in numbers} == BOUNDS.keys()
    assert all((number.min, number.max) == BOUNDS[slug][number.name] for slug, number in numbers)
    assert {(slug, number.name) for slug, number in numbers if number.nullable} == NULLABLE


TINY = """
version: 1
items:
  - slug: rest
    hours: 24
    follow_ups: [{name: tired, type: bool, absent: true}]
    branches: [{when: tired, class: 1}, {class: 0}]
sections: [body]
pages: [{slug: rest, kind: single, section: body, items: [rest]}]
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("items: [rest]}]", "items: [other]}]", "not on exactly one page"),
        ("when: tired", "when: sleepy", "no such follow-up"),
        ("when: tired", "when: __import__('os')", "not allowed"),
        ("{class: 0}", "{when: tired, class: 0}", "last branch"),
        ("{class: 0}", "{class: 4}", "needs an urgency"),
        ("{class: 0}", "{class: 0, blocked: [knee]}", "unknown region"),
        ("{class: 0}", "{class: 0, class: 5}", "there twice"),
        ("hours: 24", "hours: 24\n    asked_if: [nobody]", "unknown item"),
        ("type: bool", "type: bool, now_is: nowhere", "unknown item"),
        ("items: [rest]}]", "items: [rest], skipped_after: nothing}]", "unknown item"),
        ("type: bool, absent: true", "type: int, max: 3, absent: 0, now_is: rest", "belongs to bool follow-ups"),
        ("{class: 0}", "{class: 0, colour: red}", "colour"),
        ("hours: 24", "hours: 24\n    since: 2", "newer than version 1"),
    ],
)
def test_a_faulty_file_is_refused(right, wrong, said):
    read_questionnaire(TINY)
    with pytest.raises(Exception, match=said):
        read_questionnaire(TINY.replace(right, wrong, 1))


YOUNG = {"age": 15, "agrees": False, "site": "rib", "places": ["groin-l"], "reading": None}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("age < 16", True),
        ("age >= 16 or site == 'rib'", True),
        ("age < 16 and agrees", False),
        ("age < 16 and not agrees", True),
        ("age >= 16 or agrees", False),
        ("age > 15", False),
        ("age <= 15", True),
        ("16 > reading", False),
        ("16 < reading", False),
        ("not agrees", True),
        ("'groin-l' in places", True),
        ("'groin-r' in places", False),
        ("reading is null", True),
        ("age is null", False),
        ("reading < 16", False),
        ("reading >= 16", False),
        ("site != 'rib'", False),
    ],
)
def test_a_condition_holds(text, holds):
    assert parse_condition(text).holds(YOUNG) is holds


def test_a_condition_knows_its_text_and_the_names_it_needs():
    condition = parse_condition("reading is null or age < 16")
    assert condition.text == "reading is null or age < 16"
    assert condition.names == {"reading", "age"}


@pytest.mark.parametrize("text", ["age < 16", "16 > age", "age == 16", "16 != age", "not (age >= 16) or site == 'rib'"])
def test_a_condition_knows_each_border_whichever_way_it_is_written(text):
    assert parse_condition(text).borders == {("age", 16)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age <", "not a condition: age <"),
        ("age not in places", "comparison not allowed in a condition: NotIn"),
        ("age.real", "not allowed in a condition: age.real"),
    ],
)
def test_what_is_no_condition_is_named(text, said):
    with pytest.raises(ConditionError, match=f"^{said}$"):
        parse_condition(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "age.real",
        "age + 1 > 2",
        "places[0]",
        "(lambda: 1)()",
        "[x for x in places]",
        "1 < age < 3",
        "age is site",
        "age not in places",
        "True",
        "1.5 < age",
        "null",
        "age <",
        "age; age",
        "f'{age}'",
    ],
)
def test_anything_else_is_no_condition(text):
    with pytest.raises(ConditionError):
        parse_condition(text)


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_text_is_missing(language):
    assert load_wording(language).items.keys() == load_questionnaire().items.keys()
