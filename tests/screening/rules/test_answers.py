"""Reading answers from a document and writing them back, without the command around it."""

from datetime import timedelta

import pytest

from screening.rules.answers import Answer, parse
from tests.screening.rules.documents import NOW, document, everyone_well
from tests.screening.rules.faults import FAULTS_IN_ITEMS, TIME
from web.written.json_document import DocumentError, read_document, write_time


def read(items: str):
    return parse(read_document(f'{{"now":"{TIME}","items":{items}}}'.encode()))


def fault_of(given) -> tuple[str, str]:
    with pytest.raises(DocumentError) as caught:
        parse(given)
    return caught.value.path, caught.value.text


@pytest.mark.parametrize(("items", "path"), FAULTS_IN_ITEMS)
def test_the_path_of_a_fault(items, path):
    with pytest.raises(DocumentError) as caught:
        read(items)
    assert caught.value.path.encode("ascii", "backslashreplace").decode() == path.replace("\\n", "\n")


@pytest.mark.parametrize("given", [None, [], "x", 1, {}])
def test_what_is_no_document_is_named_from_the_top(given):
    assert fault_of(given)[0] in ("$", "$.now")


def test_both_keys_are_needed_and_no_other():
    assert fault_of({"now": TIME}) == ("$.items", "is missing")
    assert fault_of({"items": {}}) == ("$.now", "is missing")
    assert fault_of({"now": TIME, "items": {}, "more": 1}) == ("$.more", "is not known")
    assert fault_of({"now": "today", "items": {}})[0] == "$.now"
    assert fault_of({"now": TIME, "items": []})[0] == "$.items"


def test_details_after_anything_but_yes_are_told_apart_from_unknown_ones():
    given = document({"minor": {"answer": "no", "age": 15}})
    assert fault_of(given) == ("$.items.minor.age", "belongs to a yes only")


def test_an_answer_without_a_time_was_given_now():
    assert parse(document({"fever": {"answer": "no"}}))[1]["fever"] == Answer("no", NOW)


def test_an_answer_keeps_its_time_its_follow_ups_and_its_go_ahead():
    hour_ago, day_ago = NOW - timedelta(hours=1), NOW - timedelta(days=1)
    told = {"answered_at": write_time(hour_ago), "clearance": {"at": write_time(day_ago)}}
    _, answers = parse(document({"bp-high": {"answer": "yes", "systolic": None, "diastolic": 90, **told}}))
    assert answers["bp-high"] == Answer("yes", hour_ago, {"systolic": None, "diastolic": 90}, day_ago)
    assert answers["bp-high"].as_dict() == {"answer": "yes", "systolic": None, "diastolic": 90, **told}


def test_the_edges_of_every_number_and_list_are_taken():
    edges = [
        {"minor": {"answer": "yes", "age": 0}},
        {"minor": {"answer": "yes", "age": 120}},
        {"em-bp": {"answer": "yes", "systolic": 40, "diastolic": 200}},
        {"positions": {"answer": "yes", "can": []}},
        {"oil-allergy": {"answer": "yes", "oils": ["nut", "seed", "fragrance", "any"]}},
        {"sunburn": {"answer": "yes", "regions": "unknown"}},
    ]
    for items in edges:
        slug, answer = next(iter(items.items()))
        assert parse(document(items))[1][slug].follow_ups == {key: answer[key] for key in answer if key != "answer"}


def test_only_a_no_is_not_reported():
    assert [Answer(value, NOW).is_reported for value in ("yes", "unsure", "no")] == [True, True, False]


def test_everybody_well_is_read_whole():
    assert parse(document(everyone_well()))[1].keys() == everyone_well().keys()
