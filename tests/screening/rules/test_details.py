"""Which follow-up pages a yes opens."""

from typing import Any

import pytest

from screening.rules.answers import Answer
from screening.rules.details import GO_AHEAD, details_of, possible_details
from screening.rules.questionnaire import load_questionnaire
from tests.screening.rules.documents import NOW


def pages(slug: str, cleared: bool = False, left_open: tuple[str, ...] = (), **replies: Any) -> list[str]:
    answer = Answer("yes", NOW, replies, NOW if cleared else None)
    return [detail.name for detail in details_of(slug, answer, {f"{slug}/{name}" for name in left_open})]


def test_a_no_or_not_sure_opens_nothing():
    assert details_of("sunburn", None, ()) == []
    assert details_of("sunburn", Answer("no", NOW), ()) == []
    assert details_of("sunburn", Answer("unsure", NOW), ()) == []


@pytest.mark.parametrize("slug", load_questionnaire().items)
def test_every_follow_up_has_its_page(slug):
    item = load_questionnaire().items[slug]
    details = possible_details(item)
    assert {part.name for detail in details for part in detail.follow_ups} == {part.name for part in item.follow_ups}
    assert item.is_clearable == (GO_AHEAD in [detail.name for detail in details])


def test_one_detail_is_asked_at_a_time():
    assert pages("sunburn") == ["whole_back"]
    assert pages("sunburn", whole_back=False) == ["whole_back", "regions"]


def test_places_are_not_asked_where_the_whole_back_is_out():
    assert pages("sunburn", whole_back=True) == ["whole_back"]


def test_the_two_numbers_of_a_reading_share_a_page():
    assert pages("em-bp") == ["reading"]
    assert pages("em-bp", systolic=185) == ["reading"]
    assert pages("em-bp", systolic=185, diastolic=100) == ["reading", "symptoms"]


def test_a_very_high_reading_needs_no_more_questions():
    assert pages("bp-high", systolic=190, diastolic=100) == ["reading"]
    assert pages("bp-high", systolic=170, diastolic=100) == ["reading", GO_AHEAD]
    assert pages("bp-high", systolic=150, diastolic=95) == ["reading", "untreated_symptoms"]
    assert pages("bp-high", systolic=150, diastolic=95, untreated_symptoms=True)[-1] == GO_AHEAD


def test_active_cancer_is_not_asked_when_treatment_ended():
    assert pages("cancer", active=True) == ["active", GO_AHEAD]
    assert pages("cancer", active=False) == ["active", "months_since_treatment"]


def test_places_are_asked_only_where_a_doctor_agreed():
    assert pages("cancer", left_open=(GO_AHEAD,), active=True) == ["active", GO_AHEAD]
    assert pages("cancer", cleared=True, active=True) == ["active", GO_AHEAD, "regions"]


def test_a_go_ahead_is_not_asked_where_it_changes_nothing():
    assert pages("blood-thinner", aspirin_only=True) == ["aspirin_only"]
    assert pages("blood-thinner", aspirin_only=False) == ["aspirin_only", GO_AHEAD]
    assert pages("osteoporosis", spinal_fracture=False) == ["spinal_fracture"]


def test_an_adult_is_not_asked_for_a_guardian():
    assert pages("minor", age=18) == ["age"]
    assert pages("minor", age=17) == ["age", "guardian"]
    assert pages("minor", age=15) == ["age"]


def test_a_detail_left_open_counts_as_asked():
    assert pages("em-trauma", left_open=("checked",)) == ["checked"]
    assert pages("neuro", left_open=("limb",)) == ["limb", "side"]
