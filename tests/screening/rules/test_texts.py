"""The words beside the rules: every language, every row, and what may be said to a doctor."""

import copy
from itertools import pairwise

import pytest

from screening.rules.questionnaire import load_questionnaire, read_yaml
from screening.wording import TEXTS, Wording, load_wording


def test_a_language_without_a_file_falls_back_to_english():
    assert load_wording("xx") is not None
    assert load_wording("../en").items == load_wording("en").items


def english() -> dict:
    return copy.deepcopy(read_yaml((TEXTS / "en.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("items", "fever"), "items.fever is missing"),
        (("items", "em-bp", "tell"), "items.em-bp.tell is missing"),
        (("items", "em-bp", "follow_ups", "symptoms"), "items.em-bp.follow_ups.symptoms is missing"),
        (("items", "neuro", "follow_ups", "limb", "choices", "leg"), "choices.leg is missing"),
        (("items", "device", "follow_ups", "implanted_weeks", "null_label"), "null_label"),
        (("items", "heart-unstable", "follow_ups", "at_rest", "now_label"), "now_label belongs to follow-ups"),
        (("items", "neuro", "follow_ups", "limb", "tell"), "items.neuro.tell.limb is missing"),
        (("items", "neuro", "follow_ups", "limb", "tell", "unknown"), "limb.tell.unknown is missing"),
        (("items", "em-pregnancy", "cases", "postpartum"), "items.em-pregnancy.cases.postpartum is missing"),
        (("notes", "wait-72h"), "notes.wait-72h is missing"),
        (("notes", "short-plan-only"), "notes.short-plan-only is missing"),
        (("pages", "today"), "pages.today is missing"),
        (("outcomes", "4-same-day"), "outcomes.4-same-day is missing"),
        (("oils", "sage"), "oils.sage is missing"),
        (("sections", "giver"), "sections.giver is missing"),
    ],
)
def test_a_missing_text_is_named(path, said):
    texts = english()
    place = texts
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    with pytest.raises(ValueError, match=said):
        Wording(**texts)


@pytest.mark.parametrize(
    ("slug", "row", "said"),
    [("fever", "", "items.fever.row is missing"), ("consent", "today", "items.consent.row belongs to nothing")],
)
def test_items_of_a_list_and_only_they_have_a_row(slug, row, said):
    texts = english()
    texts["items"][slug]["row"] = row
    with pytest.raises(ValueError, match=said):
        Wording(**texts)


def test_no_two_items_have_the_same_name_or_one_that_begins_another():
    names = sorted(item.short.lower() for item in load_wording().items.values())
    assert [two for two in pairwise(names) if two[1].startswith(two[0])] == []


def test_a_number_has_no_second_way_to_say_that_it_is_not_known():
    hints = [part.hint for item in load_wording().items.values() for part in item.follow_ups.values()]
    assert [hint for hint in hints if "not know" in hint] == []


@pytest.mark.parametrize(
    ("name", "reply", "said"),
    [("limb", "foot", r"limb.tell.foot belongs to nothing"), ("course", "yes", r"course.tell.yes belongs to nothing")],
)
def test_a_sentence_for_a_doctor_takes_in_only_what_can_be_replied(name, reply, said):
    texts = english()
    texts["items"]["neuro"]["follow_ups"][name]["tell"][reply] = "odd"
    with pytest.raises(ValueError, match=said):
        Wording(**texts)


def test_a_reason_by_the_reply_belongs_to_what_can_be_replied():
    texts = english()
    texts["items"]["heart-unstable"]["follow_ups"]["at_rest"]["because"]["foot"] = "odd"
    with pytest.raises(ValueError, match=r"at_rest.because.foot belongs to nothing"):
        Wording(**texts)


def test_a_text_that_belongs_to_nothing_is_named():
    texts = english()
    texts["notes"]["wait-forever"] = "Wait."
    with pytest.raises(ValueError, match=r"notes.wait-forever belongs to nothing"):
        Wording(**texts)


def test_no_outcome_promises_safety():
    words = " ".join(text.heading + text.what_to_do for text in load_wording().outcomes.values()).lower()
    assert "safe" not in words
    assert "!" not in (TEXTS / "en.yaml").read_text(encoding="utf-8")


def test_every_page_and_outcome_has_its_words():
    wording, questionnaire = load_wording(), load_questionnaire()
    assert all(wording.page(page).title for page in questionnaire.pages)
    assert wording.page(questionnaire.page("consent")).title == wording.items["consent"].short
    assert wording.page(questionnaire.page("skin")).title == "Skin"
    assert wording.outcome(4, "same-day").heading == "See a doctor today"
    assert wording.outcome(0, None).heading.startswith("Nothing in the answers")
