"""Every branch of every item: the class and the effects it leads to."""

from typing import Any

import pytest

from screening.rules.questionnaire import REGIONS, load_questionnaire
from tests.screening.rules.documents import SAFE2, ago, no, outcome_of, unsure, yes

HERBS = ["camphor", "eucalyptus", "fennel", "fragrance", "hyssop", "rosemary", "sage"]
ARMS_AND_NECK = ["cervical", "shoulder-l", "shoulder-r"]
LOW_BACK = ["lumbar-l", "lumbar-r", "sacral"]
EMERGENCY = (5, {"urgency": "emergency"})
SAME_DAY = (4, {"urgency": "same-day"})
SOON = (4, {"urgency": "soon"})
ROUTINE = (4, {"urgency": "routine"})
NOTHING = (0, {})
FRESH = ago(days=1)


def safe2(level: int = 1, **effects: Any) -> tuple[int, dict[str, Any]]:
    return level, {"cap": 2, "banned": SAFE2, **effects}


PREGNANT = safe2(max_minutes=20, positions=["chair", "side"], stroke_only=LOW_BACK)
HIGH = {"cap": 2, "banned": ["percuss"]}

BRANCHES: list[tuple[str, dict[str, Any], tuple[int, dict[str, Any]]]] = [
    ("em-chest", yes(), EMERGENCY),
    ("em-stroke-neck", yes(), EMERGENCY),
    ("em-cauda", yes(), EMERGENCY),
    ("em-aorta", yes(), EMERGENCY),
    ("em-infection", yes(), EMERGENCY),
    ("em-allergy", yes(cleared=FRESH), EMERGENCY),
    ("em-trauma", yes(checked=True), NOTHING),
    ("em-trauma", yes(checked=False), EMERGENCY),
    ("em-trauma", yes(), EMERGENCY),
    ("em-bp", yes(), EMERGENCY),
    ("em-bp", yes(systolic=180, diastolic=80, symptoms=True), EMERGENCY),
    ("em-bp", yes(systolic=120, diastolic=120, symptoms=True), EMERGENCY),
    ("em-bp", yes(systolic=180, diastolic=119, symptoms=False), SAME_DAY),
    ("em-bp", yes(systolic=120, diastolic=120, symptoms=False), SAME_DAY),
    ("em-bp", yes(systolic=179, diastolic=119, symptoms=True), SAME_DAY),
    ("em-bp", yes(systolic=179, diastolic=119, symptoms=False), NOTHING),
    ("em-pregnancy", yes(), (5, {"urgency": "emergency", "notes": ["maternity-unit"]})),
    ("dvt-suspect", yes(cleared=FRESH), SAME_DAY),
    ("clot-known", yes(), SOON),
    ("clot-known", yes(months_ago=3, under_treatment=False), SOON),
    ("clot-known", yes(months_ago=9, under_treatment=True), SOON),
    ("clot-known", yes(months_ago=3, under_treatment=False, cleared=FRESH), safe2()),
    ("clot-known", yes(months_ago=4, under_treatment=False), (1, {})),
    ("blood-thinner", yes(aspirin_only=True), (1, {"cap": 2, "notes": ["stop-if-bruises"]})),
    ("blood-thinner", yes(), ROUTINE),
    ("blood-thinner", yes(cleared=FRESH), safe2()),
    ("bleeding-disorder", yes(), ROUTINE),
    ("bleeding-disorder", yes(cleared=FRESH), safe2(cap=1)),
    ("heart-unstable", yes(), SAME_DAY),
    ("heart-unstable", yes(at_rest=True, cleared=FRESH), SAME_DAY),
    ("heart-unstable", yes(at_rest=False), SOON),
    ("heart-unstable", yes(at_rest=False, cleared=FRESH), safe2(max_minutes=20, positions=["chair"])),
    ("heart-stable", yes(), (1, {"cap": 2, "max_minutes": 30})),
    ("cva-past", yes(), SOON),
    ("cva-past", yes(months_ago=3, cleared=FRESH), safe2(2, blocked=["cervical"])),
    ("cva-past", yes(months_ago=4), (3, {"cap": 2, "blocked": ["cervical"]})),
    ("cva-past", yes(months_ago=4, numb_regions=[]), (2, {"cap": 2, "blocked": ["cervical"]})),
    ("cva-past", yes(months_ago=4, numb_regions=["sacral"]), (2, {"cap": 2, "blocked": ["cervical", "sacral"]})),
    ("aneurysm", yes(), ROUTINE),
    (
        "aneurysm",
        yes(cleared=FRESH),
        safe2(2, cap=1, positions=["chair"], blocked=["cervical", "lumbar-l", "lumbar-r"]),
    ),
    ("vascular-other", yes(), ROUTINE),
    ("vascular-other", yes(cleared=FRESH), safe2()),
    ("vascular-other", yes(varicose_legs_only=True), (0, {"notes": ["legs-not-massaged"]})),
    ("bp-high", yes(), ROUTINE),
    ("bp-high", yes(systolic=180, diastolic=None, untreated_symptoms=False, cleared=FRESH), SAME_DAY),
    ("bp-high", yes(systolic=None, diastolic=120), SAME_DAY),
    ("bp-high", yes(cleared=FRESH), (1, {**HIGH, "max_minutes": 20})),
    ("bp-high", yes(systolic=160, diastolic=80, untreated_symptoms=False), ROUTINE),
    (
        "bp-high",
        yes(systolic=159, diastolic=90, untreated_symptoms=False),
        (1, {**HIGH, "max_minutes": 20, "notes": ["check-pressure"]}),
    ),
    (
        "bp-high",
        yes(systolic=139, diastolic=90, untreated_symptoms=False),
        (1, {**HIGH, "max_minutes": 20, "notes": ["check-pressure"]}),
    ),
    ("bp-high", yes(systolic=130, diastolic=100, untreated_symptoms=False), ROUTINE),
    ("bp-high", yes(systolic=130, diastolic=80, untreated_symptoms=True), ROUTINE),
    (
        "bp-high",
        yes(systolic=None, diastolic=80, untreated_symptoms=False),
        (1, {**HIGH, "max_minutes": 20, "notes": ["check-pressure"]}),
    ),
    (
        "bp-high",
        yes(systolic=140, diastolic=89, untreated_symptoms=False),
        (1, {**HIGH, "max_minutes": 20, "notes": ["check-pressure"]}),
    ),
    (
        "bp-high",
        yes(systolic=139, diastolic=99, untreated_symptoms=False),
        (1, {**HIGH, "max_minutes": 20, "notes": ["check-pressure"]}),
    ),
    (
        "bp-high",
        yes(systolic=139, diastolic=89, untreated_symptoms=False),
        (1, {**HIGH, "notes": ["rise-slowly"]}),
    ),
    ("bp-low", yes(), SAME_DAY),
    ("bp-low", yes(fainted_24h=False), (1, {"notes": ["sit-3-min"]})),
    ("cancer", yes(regions=["sacral"]), ROUTINE),
    ("cancer", yes(active=False, months_since_treatment=12), ROUTINE),
    ("cancer", yes(active=True, months_since_treatment=40), ROUTINE),
    ("cancer", yes(regions=["sacral"], cleared=FRESH), safe2(2, blocked=["sacral"])),
    ("cancer", yes(regions=[], cleared=FRESH), safe2(1)),
    ("cancer", yes(cleared=FRESH), safe2(3)),
    ("cancer", yes(active=False, months_since_treatment=13), (1, {})),
    ("lymph-removed", yes(), SOON),
    (
        "lymph-removed",
        yes(new_swelling=False, places=["armpit-l"]),
        (2, {"blocked": ["flank-l", "scapula-l", "shoulder-l"]}),
    ),
    ("lymph-removed", yes(new_swelling=False, places=["groin-r"]), (2, {"blocked": ["lumbar-r", "sacral"]})),
    (
        "lymph-removed",
        yes(new_swelling=False, places=["groin-l", "armpit-r"]),
        (2, {"blocked": ["flank-r", "lumbar-l", "sacral", "scapula-r", "shoulder-r"]}),
    ),
    (
        "lymph-removed",
        yes(new_swelling=False),
        (2, {"blocked": sorted(REGIONS - {"cervical", "interscapular", "thoracic-l", "thoracic-r"})}),
    ),
    ("kidney-failure", yes(), ROUTINE),
    (
        "kidney-failure",
        yes(cleared=FRESH),
        safe2(2, banned=sorted([*SAFE2, "squeeze"]), max_minutes=20, blocked=["lumbar-l", "lumbar-r"]),
    ),
    ("kidney-acute", yes(cleared=FRESH), SAME_DAY),
    ("redflag-infection", yes(), SAME_DAY),
    ("liver-disease", yes(), ROUTINE),
    ("liver-disease", yes(cleared=FRESH), safe2()),
    ("swelling", yes(), SOON),
    ("swelling", yes(small_spot=True), (3, {})),
    ("swelling", yes(small_spot=True, regions=[]), (1, {})),
    ("swelling", yes(small_spot=True, regions=["flank-r"]), (2, {"blocked": ["flank-r"]})),
    ("redflag-systemic", yes(cleared=FRESH), SOON),
    ("pain-upper-back", yes(cleared=FRESH), SOON),
    ("immune-low", yes(), (1, {"cap": 2, "notes": ["giver-clean"]})),
    ("diabetes", yes(), (3, {})),
    ("diabetes", yes(unstable_today=False), (3, {})),
    ("diabetes", yes(unstable_today=False, regions=[]), (1, {})),
    ("diabetes", yes(unstable_today=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("epilepsy", yes(), SOON),
    ("epilepsy", yes(days_since_seizure=7, controlled=True), SOON),
    ("epilepsy", yes(days_since_seizure=900, controlled=False), SOON),
    (
        "epilepsy",
        yes(days_since_seizure=8, controlled=True),
        (1, {"oils_banned": HERBS, "notes": ["not-alone", "plain-oil"]}),
    ),
    ("redflag-fracture", yes(), SAME_DAY),
    ("neuro", yes(), SAME_DAY),
    ("neuro", yes(limb="arm", side="l", course="worse"), SAME_DAY),
    ("neuro", yes(course="new", weak=True), SAME_DAY),
    ("neuro", yes(course="new", weak=False), SOON),
    ("neuro", yes(course="worse", weak=False), SOON),
    ("neuro", yes(course="old-known"), (2, {"cap": 2, "blocked": sorted([*ARMS_AND_NECK, *LOW_BACK])})),
    (
        "neuro",
        yes(limb="arm", side="l", course="old-known"),
        (2, {"cap": 2, "blocked": ["cervical", "shoulder-l"]}),
    ),
    (
        "neuro",
        yes(limb="arm", side="r", course="old-known"),
        (2, {"cap": 2, "blocked": ["cervical", "shoulder-r"]}),
    ),
    ("neuro", yes(limb="arm", course="old-known"), (2, {"cap": 2, "blocked": ARMS_AND_NECK})),
    ("neuro", yes(limb="leg", side="l", course="old-known"), (2, {"cap": 2, "blocked": LOW_BACK})),
    ("pain-level", yes(), SOON),
    ("pain-level", yes(score=8, weeks=0, examined=True), SOON),
    ("pain-level", yes(score=7, weeks=7, examined=False), ROUTINE),
    ("pain-level", yes(score=1, weeks=7, examined=False), ROUTINE),
    ("pain-level", yes(score=7, weeks=7, examined=True), (1, {"cap": 2})),
    ("pain-level", yes(score=5, weeks=6, examined=False), (1, {"cap": 2})),
    ("pain-level", yes(score=4, weeks=6), NOTHING),
    ("spine-known", yes(), (3, {"cap": 2})),
    ("spine-known", yes(regions=[]), (1, {"cap": 2})),
    ("spine-known", yes(regions=["sacral"], cleared=FRESH), (2, {"cap": 2, "blocked": ["sacral"]})),
    ("spine-surgery", yes(), ROUTINE),
    ("spine-surgery", yes(months_ago=5, regions=["sacral"], cleared=FRESH), (2, {"cap": 2, "blocked": ["sacral"]})),
    ("spine-surgery", yes(months_ago=5, regions=["sacral"]), ROUTINE),
    ("spine-surgery", yes(months_ago=6, regions=["sacral"]), (2, {"cap": 2, "blocked": ["sacral"]})),
    ("spine-surgery", yes(months_ago=6), (3, {"cap": 2})),
    ("surgery-other", yes(regions=["sacral"]), ROUTINE),
    ("surgery-other", yes(regions=[], cleared=FRESH), (1, {"cap": 2})),
    ("surgery-other", yes(regions=["sacral"], cleared=FRESH), (2, {"cap": 2, "blocked": ["sacral"]})),
    ("fracture", yes(), ROUTINE),
    ("fracture", yes(site="rib", cleared=FRESH), ROUTINE),
    ("fracture", yes(site="elsewhere"), (0, {"notes": ["keep-off-fracture"]})),
    ("osteoporosis", yes(), ROUTINE),
    ("osteoporosis", yes(cleared=FRESH), safe2(cap=1)),
    ("osteoporosis", yes(spinal_fracture=False), safe2()),
    ("steroids-long", yes(cleared=FRESH), safe2()),
    ("cord-injury", yes(), ROUTINE),
    ("cord-injury", yes(cleared=FRESH), safe2(cap=1, notes=["helper-knows-signs"])),
    ("neck-unstable", yes(), SOON),
    ("neck-unstable", yes(new_symptoms=False), (2, {"cap": 2, "blocked": ["cervical"]})),
    ("whiplash", yes(), SOON),
    ("whiplash", yes(checked=True), (2, {"blocked": ARMS_AND_NECK})),
    ("injury-acute", yes(), (3, {"notes": ["wait-72h"]})),
    ("injury-acute", yes(severe=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    (
        "shoulder-problem",
        yes(),
        (
            2,
            {
                "banned": ["knead-scapula", "rub-scapula-border"],
                "blocked": ["scapula-l", "scapula-r", "shoulder-l", "shoulder-r"],
            },
        ),
    ),
    (
        "shoulder-problem",
        yes(side="r"),
        (2, {"banned": ["knead-scapula", "rub-scapula-border"], "blocked": ["scapula-r", "shoulder-r"]}),
    ),
    (
        "shoulder-problem",
        yes(side="l"),
        (2, {"banned": ["knead-scapula", "rub-scapula-border"], "blocked": ["scapula-l", "shoulder-l"]}),
    ),
    ("shoulder-problem", yes(recent=False), (1, {"banned": ["knead-scapula", "rub-scapula-border"]})),
    ("inflamed", yes(), (3, {})),
    ("inflamed", yes(whole_body=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("skin-broken", yes(), (3, {})),
    ("skin-broken", yes(over_half_back=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("sunburn", yes(), (3, {})),
    ("sunburn", yes(whole_back=False, regions="unknown"), (3, {})),
    ("sunburn", yes(whole_back=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("skin-contagious", yes(), (3, {"notes": ["wait-healed"]})),
    ("skin-fungal", yes(), (3, {"notes": ["wait-treated"]})),
    ("skin-fungal", yes(elsewhere_covered=True), (0, {"notes": ["keep-covered"]})),
    ("bruise", yes(), SOON),
    ("bruise", yes(regions=["sacral"], cleared=FRESH), safe2(2, cap=1, blocked=["sacral"])),
    ("bruise", yes(many_without_cause=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("lump", yes(), SOON),
    ("lump", yes(with_back_pain=False, regions=[]), (1, {"notes": ["show-doctor"]})),
    (
        "lump",
        yes(with_back_pain=False, regions=["sacral"]),
        (2, {"blocked": ["sacral"], "notes": ["show-doctor"]}),
    ),
    ("device", yes(), ROUTINE),
    ("device", yes(implanted_weeks=5, front=False, regions=[]), ROUTINE),
    ("device", yes(implanted_weeks=6, regions=["sacral"]), (2, {"blocked": ["sacral"], "positions": ["chair"]})),
    ("device", yes(implanted_weeks=None, front=True, regions=[]), (1, {"positions": ["chair"]})),
    ("device", yes(implanted_weeks=None, front=False, regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("numb-area", yes(), (3, {})),
    ("numb-area", yes(regions=["sacral"]), (2, {"blocked": ["sacral"]})),
    ("fever", yes(), (3, {"notes": ["wait-48h-fever-free"]})),
    ("infection", yes(), (3, {"notes": ["wait-48h-well"]})),
    ("alcohol-drugs", yes(), (3, {})),
    ("pain-medicine", yes(), (1, {"cap": 2})),
    ("allergy-skin", yes(), (3, {"notes": ["wait-48h-clear"]})),
    ("oil-allergy", yes(), (1, {"oils_banned": ["any"], "notes": ["skin-test-oil"]})),
    (
        "oil-allergy",
        yes(oils=["seed", "fragrance"]),
        (1, {"oils_banned": ["fragrance", "seed"], "notes": ["skin-test-oil"]}),
    ),
    ("migraine", yes(), (3, {})),
    ("meal", yes(), (1, {"positions": ["chair"], "notes": ["chair-or-wait"]})),
    ("pregnancy", yes(), (4, {"urgency": "routine", "notes": ["ask-midwife"]})),
    ("pregnancy", yes(weeks=12, complication=False), (4, {"urgency": "routine", "notes": ["ask-midwife"]})),
    ("pregnancy", yes(weeks=30, complication=True), (4, {"urgency": "routine", "notes": ["ask-midwife"]})),
    ("pregnancy", yes(weeks=12, complication=False, cleared=FRESH), PREGNANT),
    ("pregnancy", yes(weeks=13, complication=False), PREGNANT),
    ("postpartum", yes(), ROUTINE),
    ("postpartum", yes(cleared=FRESH), (1, {"cap": 2})),
    ("postpartum", yes(caesarean=False), (1, {"cap": 2})),
    ("older-frail", yes(), safe2()),
    ("minor", yes(), (4, {"urgency": "routine", "notes": ["not-offered"]})),
    ("minor", yes(age=15, guardian=True), (4, {"urgency": "routine", "notes": ["not-offered"]})),
    ("minor", yes(age=16, guardian=True), (1, {"cap": 2, "max_minutes": 20, "notes": ["guardian-near"]})),
    ("minor", yes(age=17), (4, {"urgency": "routine", "notes": ["guardian-near"]})),
    ("minor", yes(age=17, guardian=True), (1, {"cap": 2, "max_minutes": 20, "notes": ["guardian-near"]})),
    ("minor", yes(age=18, guardian=True), NOTHING),
    ("minor", yes(age=18), NOTHING),
    ("no-feedback", yes(cleared=FRESH), (4, {"urgency": "routine", "notes": ["not-offered"]})),
    ("positions", yes(), (4, {"urgency": "routine", "positions": []})),
    ("positions", yes(can=["side", "prone", "chair"]), NOTHING),
    ("positions", yes(can=["side", "chair"]), (1, {"positions": ["chair", "side"]})),
    ("eye-pressure", yes(), (1, {"positions": ["chair"]})),
    ("pain-sensitive", yes(), (1, {"cap": 2, "max_minutes": 15})),
    ("pain-sensitive", yes(first_time=False), (1, {"cap": 2})),
    ("touch-comfort", yes(regions=["sacral"]), (2, {"blocked": ["sacral"], "notes": ["clothes-may-stay"]})),
    ("touch-comfort", yes(regions=[]), (1, {"notes": ["clothes-may-stay"]})),
    ("touch-comfort", yes(), (3, {"notes": ["clothes-may-stay"]})),
    ("consent", yes(), NOTHING),
    ("giver-ready", yes(), (3, {})),
    ("giver-ready", yes(small_cut_gloved=True), (1, {"notes": ["wear-glove"]})),
]


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
