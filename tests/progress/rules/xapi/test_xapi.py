"""The learning record as xAPI statements: exact, the same each time, and without anything about health."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from lessons.quiz.marking import right_answer
from lessons.quiz.questions import quiz
from progress.rules.standing import Standing, all_read, passed, practised
from progress.rules.xapi import Massage, statements
from tests.progress.rules.xapi.statements import KINDS, MONDAY, PRESSURE, SITE, VERSION, made, record, verbs
from tests.progress.rules.xapi.xapi_rules import check_statement

ADL = "http://adlnet.gov/expapi"


def fact_for(question, given, **changes):
    return replace(PRESSURE, question=question.slug, version=question.version, given=given, **changes)


def test_one_whole_statement():
    assert made(PRESSURE) == [
        {
            "id": "88eec640-ea2e-51d6-912d-c3dfa8c5df3e",
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": "https://hands.example.org", "name": "member-7"},
            },
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
            "object": {
                "objectType": "Activity",
                "id": (
                    f"https://hands.example.org/lessons/what-massage-can-do/check/who-decides-on-pressure/#version-{VERSION}"
                ),
                "definition": {
                    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                    "name": {"en": "You give a massage. Who decides how firm your hands are?"},
                    "interactionType": "choice",
                    "correctResponsesPattern": ["receiver"],
                    "choices": [
                        {"id": "receiver", "description": {"en": "The receiver, from moment to moment"}},
                        {"id": "giver", "description": {"en": "The giver"}},
                        {"id": "lesson", "description": {"en": "The level in the lesson"}},
                        {"id": "routine", "description": {"en": "Whatever felt right last time"}},
                    ],
                },
            },
            "result": {
                "success": False,
                "score": {"scaled": 0.0},
                "response": "giver",
                "duration": "PT75S",
                "extensions": {
                    "https://hands.example.org/xapi/hints": 1,
                    "https://hands.example.org/xapi/question-version": VERSION,
                    "https://hands.example.org/xapi/asked-by-review": True,
                },
            },
            "context": {
                "platform": "Warm Hands",
                "language": "en",
                "contextActivities": {
                    "parent": [
                        {
                            "objectType": "Activity",
                            "id": "https://hands.example.org/lessons/what-massage-can-do/check/",
                            "definition": {
                                "type": "http://adlnet.gov/expapi/activities/assessment",
                                "name": {"en": "What massage can do"},
                            },
                        }
                    ],
                    "grouping": [
                        {
                            "objectType": "Activity",
                            "id": "https://hands.example.org/lessons/what-massage-can-do/",
                            "definition": {
                                "type": "http://adlnet.gov/expapi/activities/lesson",
                                "name": {"en": "What massage can do"},
                            },
                        }
                    ],
                },
            },
            "timestamp": "2026-03-02T08:30:00.000Z",
        }
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_response_of_every_kind_is_the_pattern(kind):
    question = quiz().question(KINDS[kind])
    (statement,) = made(fact_for(question, right_answer(question), is_right=True, share=1.0))
    definition = statement["object"]["definition"]
    (pattern,) = definition["correctResponsesPattern"]
    response = statement["result"]["response"]
    assert definition["interactionType"] == ("sequencing" if kind == "order" else "choice")
    assert response == pattern if kind == "order" else set(response.split("[,]")) == set(pattern.split("[,]"))


def test_a_wrong_order_is_given_in_the_order_it_was_given():
    question = quiz().question(KINDS["order"])
    given = list(reversed(question.right))
    assert made(fact_for(question, given))[0]["result"]["response"] == "[,]".join(given)


def test_a_point_beside_all_places_is_one_of_the_choices():
    question = quiz().question(KINDS["point"])
    (statement,) = made(fact_for(question, [300, 700]))
    assert statement["result"]["response"] == "elsewhere"


def test_every_question_of_the_pack_makes_a_sound_statement():
    asked = [fact_for(question, right_answer(question), key=question.slug) for question in quiz().questions]
    found = made(*asked)
    assert len(found) == len(quiz().questions)
    assert len({statement["object"]["id"] for statement in found}) == len(found)


def test_an_older_version_is_an_activity_of_its_own_of_which_no_more_is_known():
    (statement,) = made(replace(PRESSURE, version=9))
    assert statement["object"]["id"].endswith("/#version-9")
    assert statement["object"]["definition"] == {"type": f"{ADL}/activities/cmi.interaction"}
    assert "response" not in statement["result"]
    assert statement["result"]["success"] is False


def test_an_answer_to_a_question_that_left_the_pack_is_left_out():
    assert made(replace(PRESSURE, question="long-gone")) == []


def test_an_answer_that_cannot_be_read_any_more_has_no_response():
    (statement,) = made(replace(PRESSURE, given="no-such-option"))
    assert "response" not in statement["result"]


def test_a_case_belongs_to_its_lesson_and_to_no_check():
    case = quiz().cases[0]
    (statement,) = made(fact_for(case, right_answer(case)))
    assert [found["id"] for found in statement["context"]["contextActivities"]["parent"]] == [
        f"{SITE}/lessons/{case.lesson}/"
    ]
    assert "grouping" not in statement["context"]["contextActivities"]


def test_without_seconds_there_is_no_duration():
    (statement,) = made(replace(PRESSURE, seconds=None))
    assert "duration" not in statement["result"]


def test_what_was_read_passed_and_practised_is_told_by_its_verb():
    later = MONDAY + timedelta(hours=1)
    lesson = Standing(MONDAY, later, read_at=MONDAY, practised_at=later, passed_at=MONDAY + timedelta(minutes=5))
    found = made(
        lesson={"what-massage-can-do": lesson}, technique={"stroke-long": practised(MONDAY + timedelta(days=1))}
    )
    address = f"{SITE}/lessons/what-massage-can-do/"
    long_strokes = f"{SITE}/techniques/stroke-long/"
    assert verbs(found)[:3] == [
        ("completed", address),
        ("passed", f"{address}check/"),
        ("completed", f"{address}#practice"),
    ]
    assert set(verbs(found)[3:]) == {("experienced", long_strokes), ("completed", f"{long_strokes}#practice")}
    assert found[1]["result"] == {"success": True}
    assert [above["id"] for above in found[1]["context"]["contextActivities"]["parent"]] == [address]


def test_what_was_only_begun_says_nothing_yet():
    assert made(lesson={"what-massage-can-do": Standing(MONDAY, MONDAY, step="golden-rule")}) == []


def test_a_check_that_was_passed_unread_says_only_that():
    assert verbs(made(lesson={"what-massage-can-do": passed(MONDAY)})) == [
        ("passed", f"{SITE}/lessons/what-massage-can-do/check/")
    ]


def test_a_lesson_that_left_the_pack_has_no_name():
    (statement,) = made(lesson={"long-gone": all_read(MONDAY)})
    assert statement["object"]["definition"] == {"type": f"{ADL}/activities/lesson"}


def test_a_massage_is_a_performance_with_its_minutes():
    (statement,) = made(massages=[Massage("uuid", "short", {"en": "The short form"}, 20, MONDAY)])
    assert statement["object"] == {
        "objectType": "Activity",
        "id": f"{SITE}/practice/#plan-short",
        "definition": {"type": f"{ADL}/activities/performance", "name": {"en": "The short form"}},
    }
    assert statement["result"] == {"completion": True, "duration": "PT20M"}


def test_two_massages_at_one_moment_are_two_statements():
    massage = Massage("one", "", {"en": "Something else"}, 20, MONDAY)
    assert len(made(massages=[massage, replace(massage, key="two")])) == 2


def test_a_time_of_another_zone_is_told_in_utc():
    moment = datetime(2026, 3, 2, 1, 15, 0, 987654, tzinfo=timezone(timedelta(hours=2)))
    (statement,) = made(replace(PRESSURE, answered_at=moment))
    assert statement["timestamp"] == "2026-03-01T23:15:00.987Z"


def test_ids_tell_people_and_sites_apart():
    own = record([PRESSURE])
    ids = {
        statements(each, quiz())[0]["id"]
        for each in (own, replace(own, account="member-8"), replace(own, site="https://other.example"))
    }
    assert len(ids) == 3


def test_a_text_without_translation_is_named_by_the_language_it_is_in():
    (statement,) = statements(replace(record([PRESSURE]), language="de"), quiz())
    assert set(statement["object"]["definition"]["name"]) == {"en"}
    assert statement["context"]["language"] == "de"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda statement: statement.pop("actor"),
        lambda statement: statement.update(mood="good"),
        lambda statement: statement.update(id="7"),
        lambda statement: statement.update(timestamp="2026-03-02 08:30"),
        lambda statement: statement["object"].update(id="/lessons/"),
        lambda statement: statement["object"]["definition"].pop("interactionType"),
        lambda statement: statement["object"]["definition"]["choices"].pop(0),
        lambda statement: statement["result"].update(duration="75"),
        lambda statement: statement["result"].update(response="giver, lesson"),
        lambda statement: statement["result"]["score"].update(scaled=2),
        lambda statement: statement["result"].update(completion=None),
        lambda statement: statement["actor"].update(mbox="mailto:ada@example.org"),
        lambda statement: statement["context"].update(language="plain English"),
    ],
    ids=range(13),
)
def test_the_rules_notice_what_is_not_xapi(spoil):
    statement = deepcopy(made(PRESSURE)[0])
    spoil(statement)
    with pytest.raises(AssertionError):
        check_statement(statement)
