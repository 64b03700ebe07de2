"""Laws of the screening under random answers."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.rules.assessment import assess, parse
from screening.rules.consequences import URGENCIES
from screening.rules.questionnaire import REGIONS, FollowUp, Item, load_questionnaire
from tests.screening.rules.documents import NOW, ago, document, everyone_well, outcome_of

ITEMS = load_questionnaire().items
SLUGS = sorted(ITEMS)
OUTPUT_KEYS = {
    *("class", "urgency", "blocked", "stroke_only", "cap", "max_minutes", "banned", "positions", "oils_banned"),
    *("notes", "reasons", "may_start", "expires_at", "expired", "missing"),
}
SORTED_LISTS = ("blocked", "stroke_only", "banned", "positions", "oils_banned", "notes", "expired", "missing")
seconds_ago = st.integers(0, 9000 * 3600).map(lambda seconds: ago(seconds=seconds))


def replies(follow_up: FollowUp) -> st.SearchStrategy[Any]:
    regions = st.lists(st.sampled_from(sorted(REGIONS)), unique=True)
    strategies = {
        "bool": st.booleans(),
        "int": st.integers(follow_up.min, follow_up.max),
        "choice": st.sampled_from(follow_up.choices or [""]),
        "list": st.lists(st.sampled_from(follow_up.choices or [""]), min_size=follow_up.min, unique=True),
        "pick": regions | st.just("unknown"),
    }
    reply = strategies[follow_up.type]
    return reply | st.none() if follow_up.nullable else reply


def yeses(item: Item) -> st.SearchStrategy[dict[str, Any]]:
    optional = {follow_up.name: replies(follow_up) for follow_up in item.follow_ups}
    optional |= {"answered_at": seconds_ago, "clearance": st.fixed_dictionaries({"at": seconds_ago})}
    return st.fixed_dictionaries({"answer": st.just("yes")}, optional=optional)


def not_yeses(value: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"answer": st.just(value)}, optional={"answered_at": seconds_ago})


def answers_to(slug: str) -> st.SearchStrategy[dict[str, Any]]:
    return not_yeses("no") | not_yeses("unsure") | yeses(ITEMS[slug])


some_answers = st.fixed_dictionaries({}, optional={slug: answers_to(slug) for slug in SLUGS})
few_answers = st.lists(st.sampled_from(SLUGS), max_size=6, unique=True).flatmap(
    lambda slugs: st.fixed_dictionaries({slug: answers_to(slug) for slug in slugs})
)
many_or_few = few_answers | few_answers.map(lambda few: everyone_well() | few) | some_answers
slugs_and_answers = st.sampled_from(SLUGS).flatmap(lambda slug: st.tuples(st.just(slug), answers_to(slug)))


def gravity(outcome: dict[str, Any]) -> tuple[int, int]:
    return outcome["class"], URGENCIES.index(outcome["urgency"])


def may_be_touched(outcome: dict[str, Any]) -> set[str]:
    return REGIONS - set(outcome["blocked"])


def may_be_kneaded(outcome: dict[str, Any]) -> set[str]:
    return may_be_touched(outcome) - set(outcome["stroke_only"])


def minutes(outcome: dict[str, Any]) -> float:
    return float("inf") if outcome["max_minutes"] is None else outcome["max_minutes"]


def assert_no_wider(narrow: dict[str, Any], wide: dict[str, Any]) -> None:
    assert gravity(narrow) >= gravity(wide)
    assert narrow["may_start"] <= wide["may_start"]
    assert narrow["cap"] <= wide["cap"]
    assert minutes(narrow) <= minutes(wide)
    assert may_be_touched(narrow) <= may_be_touched(wide)
    assert may_be_kneaded(narrow) <= may_be_kneaded(wide)
    assert set(narrow["positions"]) <= set(wide["positions"])
    for forbidden in ("banned", "oils_banned", "notes"):
        assert set(narrow[forbidden]) >= set(wide[forbidden])


@given(many_or_few, slugs_and_answers)
def test_one_more_yes_or_unsure_never_widens(items, slug_and_answer):
    """Consent is apart: its "no" is the strict answer."""
    slug, answer = slug_and_answer
    if slug == "consent" or answer["answer"] == "no":
        return
    assert_no_wider(outcome_of({**items, slug: answer}), outcome_of({**items, slug: {"answer": "no"}}))


@pytest.mark.parametrize("slug", sorted(set(SLUGS) - {"consent"}))
@settings(max_examples=8)
@given(items=few_answers, data=st.data())
def test_each_item_reported_only_narrows(slug, items, data):
    """The same for every item by its name, so that no item waits for chance."""
    reported = data.draw(not_yeses("unsure") | yeses(ITEMS[slug]))
    assert_no_wider(outcome_of({**items, slug: reported}), outcome_of({**items, slug: {"answer": "no"}}))


@given(many_or_few, slugs_and_answers)
def test_no_urgency_falls_when_one_more_thing_is_reported(items, slug_and_answer):
    slug, answer = slug_and_answer
    if slug == "consent" or answer["answer"] == "no":
        return
    before, after = outcome_of({**items, slug: {"answer": "no"}}), outcome_of({**items, slug: answer})
    assert URGENCIES.index(after["urgency"]) >= URGENCIES.index(before["urgency"])
    own = next((found for found in after["reasons"] if found["item"] == slug), {"effects": {}})
    assert URGENCIES.index(after["urgency"]) >= URGENCIES.index(own["effects"].get("urgency"))


@given(many_or_few)
def test_without_consent_nothing_starts(items):
    for value in ("no", "unsure"):
        outcome = outcome_of(items | {"consent": {"answer": value}})
        assert outcome["class"] >= 3
        assert not outcome["may_start"]


@given(many_or_few, st.sampled_from(SLUGS).flatmap(lambda slug: st.tuples(st.just(slug), yeses(ITEMS[slug]))))
def test_a_go_ahead_changes_its_own_item_and_no_emergency(items, slug_and_yes):
    slug, answer = slug_and_yes
    answer.pop("clearance", None)
    before = {entry["item"]: entry for entry in outcome_of({**items, slug: answer})["reasons"]}
    cleared = {**answer, "clearance": {"at": ago(days=2)}}
    after = {entry["item"]: entry for entry in outcome_of({**items, slug: cleared})["reasons"]}
    assert {**before, slug: None} == {**after, slug: None}
    if before.get(slug, {"class": 0})["class"] == 5:
        assert after[slug] == before[slug]


@given(many_or_few, st.integers(720 * 3600, 9000 * 3600))
def test_an_old_go_ahead_counts_as_none(items, seconds):
    old = {slug: _with_clearance(answer, ago(seconds=seconds)) for slug, answer in items.items()}
    without = {slug: _with_clearance(answer, None) for slug, answer in items.items()}
    assert outcome_of(old) == outcome_of(without)


def _with_clearance(answer: dict[str, Any], at: str | None) -> dict[str, Any]:
    bare = {key: value for key, value in answer.items() if key != "clearance"}
    return {**bare, "clearance": {"at": at}} if at and answer["answer"] == "yes" else bare


@given(many_or_few, st.sampled_from(SLUGS), seconds_ago)
def test_an_older_answer_only_narrows(items, slug, older):
    answer = {"answer": "no", **items.get(slug, {})}
    fresh = outcome_of({**items, slug: {**answer, "answered_at": ago(seconds=0)}})
    aged = outcome_of({**items, slug: {**answer, "answered_at": older}})
    assert_no_wider(aged, fresh)
    assert set(aged["expired"]) - set(fresh["expired"]) <= {slug}
    changing = {"may_start", "expires_at", "expired"}
    assert {key: aged[key] for key in OUTPUT_KEYS - changing} == {key: fresh[key] for key in OUTPUT_KEYS - changing}


@given(many_or_few, st.integers(0, 10_000_000))
def test_time_passing_only_narrows(items, seconds):
    """Only class, urgency, starting and expired: when a go-ahead runs out, "doctor first" replaces the milder branch
    and with it its lighter limits, which nobody may use any more."""
    now, answers = parse(document(items))
    early, late = (assess(answers, moment).as_dict() for moment in (now, now + timedelta(seconds=seconds)))
    assert gravity(late) >= gravity(early)
    assert late["may_start"] <= early["may_start"]
    assert set(late["expired"]) >= set(early["expired"])
    assert late["missing"] == early["missing"]


@given(many_or_few)
def test_a_clearance_may_start_until_the_second_it_expires(items):
    now, answers = parse(document(items))
    clearance = assess(answers, now)
    if clearance.expires_at:
        assert clearance.expires_at > now
        assert assess(answers, clearance.expires_at - timedelta(seconds=1)).may_start
        assert not assess(answers, clearance.expires_at).may_start


@given(many_or_few, st.randoms(use_true_random=False))
def test_order_changes_nothing(items, shuffler: random.Random):
    entries = list(items.items())
    shuffler.shuffle(entries)
    assert outcome_of(dict(entries)) == outcome_of(items)


@given(many_or_few)
def test_the_output_is_whole_and_sorted(items):
    outcome = outcome_of(items)
    assert outcome.keys() == OUTPUT_KEYS
    assert all(outcome[name] == sorted(set(outcome[name])) for name in SORTED_LISTS)
    assert [(-reason["class"], reason["item"]) for reason in outcome["reasons"]] == sorted(
        (-reason["class"], reason["item"]) for reason in outcome["reasons"]
    )
    assert not set(outcome["stroke_only"]) & set(outcome["blocked"])
    assert json.loads(json.dumps(outcome)) == outcome


@given(many_or_few)
def test_starting_needs_class_2_and_fresh_whole_answers(items):
    outcome = outcome_of(items)
    may = outcome["class"] <= 2 and not outcome["expired"] and not outcome["missing"]
    assert outcome["may_start"] is may
    assert (outcome["expires_at"] is not None) is may
    assert (outcome["urgency"] is not None) is (outcome["class"] >= 4)


@given(many_or_few)
def test_answers_survive_being_written_and_read_again(items):
    now, answers = parse(document(items))
    assert now == NOW
    assert parse(document({slug: answer.as_dict() for slug, answer in answers.items()})) == (now, answers)
