"""Every branch of every item: the class and the effects it leads to."""

from typing import Any

import pytest

from screening.rules.questionnaire import load_questionnaire
from tests.screening.rules.branches import (
    BRANCHES,
    EMERGENCY,
    NOTHING,
    SAME_DAY,
)
from tests.screening.rules.documents import no, outcome_of, unsure, yes


def reason_for(slug: str, answer: dict[str, Any], **others: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    reasons = outcome_of({**others, slug: answer})["reasons"]
    return next(((reason["class"], reason["effects"]) for reason in reasons if reason["item"] == slug), NOTHING)


@pytest.mark.parametrize(("slug", "answer", "wanted"), BRANCHES)
def test_branch(slug, answer, wanted):
    assert reason_for(slug, answer) == wanted


def test_every_branch_and_go_ahead_is_among_these_cases():
    shown = {slug for slug, _, _ in BRANCHES}
    assert shown == set(load_questionnaire().items)


NOT_SIMPLY_YES = {"consent"} | {slug for slug in load_questionnaire().items if slug.startswith("em-")}


@pytest.mark.parametrize("slug", sorted(set(load_questionnaire().items) - NOT_SIMPLY_YES))
def test_not_sure_is_the_strictest_yes(slug):
    assert reason_for(slug, unsure()) == reason_for(slug, yes())


@pytest.mark.parametrize("slug", sorted(NOT_SIMPLY_YES - {"consent"}))
def test_not_sure_about_an_emergency_sign_means_a_doctor_today(slug):
    assert reason_for(slug, unsure()) == SAME_DAY


@pytest.mark.parametrize("slug", sorted(set(load_questionnaire().items) - {"consent"}))
def test_no_means_nothing_to_report(slug):
    assert reason_for(slug, no()) == NOTHING


@pytest.mark.parametrize("answer", [no(), unsure()])
def test_without_a_clear_yes_there_is_no_massage(answer):
    assert reason_for("consent", answer) == (3, {})


@pytest.mark.parametrize(("chest", "wanted"), [(yes(), EMERGENCY), (unsure(), EMERGENCY), (no(), SAME_DAY)])
def test_a_swollen_leg_with_chest_signs_is_an_emergency(chest, wanted):
    assert reason_for("dvt-suspect", yes(), **{"em-chest": chest}) == wanted


def test_not_sure_about_a_swollen_leg_never_calls_the_emergency_itself():
    assert reason_for("dvt-suspect", unsure(), **{"em-chest": yes()}) == SAME_DAY


@pytest.mark.parametrize("fever", [yes(), unsure()])
@pytest.mark.parametrize("immune", [yes(), unsure()])
def test_weak_immunity_with_fever_needs_a_doctor_today_and_keeps_its_limits(fever, immune):
    limits = {"cap": 2, "notes": ["giver-clean"]}
    assert reason_for("immune-low", immune, fever=fever) == (4, {"urgency": "same-day", **limits})
