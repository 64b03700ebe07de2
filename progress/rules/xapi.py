"""A learning record as xAPI 1.0.3 statements: facts in, plain values for a JSON file out.

It says what was learned and never how anyone is: no answer of a screening, no note, nothing about how a massage felt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lessons.quiz.marking import AnswerError, mark
from lessons.quiz.questions import FALLBACK, Question, Quiz
from lessons.quiz.words import ELSEWHERE
from progress.rules.checks import Fact
from progress.rules.standing import Kind, Known

Statement = dict[str, Any]
Activity = dict[str, Any]
LanguageMap = dict[str, str]

PLATFORM = "Warm Hands"
ADL = "http://adlnet.gov/expapi"
DELIMITER = "[,]"  # between the options of one response (xAPI 1.0.3, part two, 2.4.4.1)
ELSEWHERE_WORDS: LanguageMap = {"en": "Somewhere else on the back"}
FOLDERS: dict[Kind, str] = {"lesson": "lessons", "technique": "techniques"}


@dataclass(frozen=True)
class Massage:
    """One massage that was given: `key` tells it from all others, `plan` is empty where none was followed."""

    key: str
    plan: str
    plan_name: LanguageMap
    minutes: int
    given_at: datetime


@dataclass(frozen=True)
class Record:
    """What one person did. `site` begins every id and ends without a slash; `account` names the person on it."""

    site: str
    account: str
    language: str
    names: Mapping[Kind, Mapping[str, LanguageMap]]
    standings: Known
    answers: Sequence[Fact]
    massages: Sequence[Massage]


def statements(record: Record, quiz: Quiz) -> list[Statement]:
    """In the order of time. The same record gives the same statements, their ids too.

    An answer to a question that left the pack is left out: nothing is known any more about what was asked.
    """
    found = [*_standings(record), *_answers(record, quiz), *_massages(record)]
    return sorted(found, key=lambda statement: (statement["timestamp"], statement["id"]))


# --- what was read, practised and passed -----------------------------------------------------------------------------


def _standings(record: Record) -> Iterator[Statement]:
    for kind, found in record.standings.items():
        for slug, standing in found.items():
            page = _page(record, kind, slug)
            if standing.read_at:
                verb = "completed" if kind == "lesson" else "experienced"
                yield _statement(record, verb, page, standing.read_at, result={"completion": True})
            if standing.passed_at and kind == "lesson":
                check = _check(record, slug)
                yield _statement(record, "passed", check, standing.passed_at, result={"success": True}, parent=page)
            if standing.practised_at:
                practice = _activity(f"{page['id']}#practice", "performance", record.names[kind].get(slug))
                done = {"completion": True}
                yield _statement(record, "completed", practice, standing.practised_at, result=done, parent=page)


def _massages(record: Record) -> Iterator[Statement]:
    for massage in record.massages:
        activity = _activity(f"{record.site}/practice/#plan-{massage.plan or 'none'}", "performance", massage.plan_name)
        result = {"completion": True, "duration": f"PT{massage.minutes}M"}
        yield _statement(record, "completed", activity, massage.given_at, key=massage.key, result=result)


def _page(record: Record, kind: Kind, slug: str) -> Activity:
    return _activity(f"{record.site}/{FOLDERS[kind]}/{slug}/", "lesson", record.names[kind].get(slug))


def _check(record: Record, lesson: str) -> Activity:
    return _activity(f"{record.site}/lessons/{lesson}/check/", "assessment", record.names["lesson"].get(lesson))


# --- answers ---------------------------------------------------------------------------------------------------------


def _answers(record: Record, quiz: Quiz) -> Iterator[Statement]:
    """What was asked is described once and shared by all its answers."""
    asked: dict[tuple[str, int], tuple[Activity, dict[str, Activity]]] = {}
    for fact in record.answers:
        if (question := quiz.find(fact.question)) is None:
            continue
        key = question.slug, fact.version
        if key not in asked:
            asked[key] = _question(record, quiz, question, fact.version), _above(record, question)
        activity, above = asked[key]
        result = _result(record, question, fact)
        yield _statement(record, "answered", activity, fact.answered_at, key=fact.key, result=result, **above)


def _above(record: Record, question: Question) -> dict[str, Activity]:
    """A question stands in the check of its lesson; a case, which only a review asks, in the lesson alone."""
    lesson = _page(record, "lesson", question.lesson)
    return {"parent": lesson} if question.is_case else {"parent": _check(record, question.lesson), "grouping": lesson}


def _question(record: Record, quiz: Quiz, question: Question, version: int) -> Activity:
    """Each version is an activity of its own, because what is right may differ. Of an older one no more is known."""
    address = f"{record.site}/lessons/{question.lesson}/check/{question.slug}/#version-{version}"
    if version != question.version:
        return _activity(address, "cmi.interaction")
    language = record.language if question.slug in quiz.words.get(record.language, {}) else FALLBACK
    words = quiz.words_of(question.slug, language)
    activity = _activity(address, "cmi.interaction", {language: words.stem})
    choices = [{"id": key, "description": {language: words.options[key].text}} for key in question.keys]
    if question.kind == "point":
        choices.append({"id": ELSEWHERE, "description": ELSEWHERE_WORDS})
    activity["definition"] |= {
        "interactionType": "sequencing" if question.kind == "order" else "choice",
        "correctResponsesPattern": [DELIMITER.join(question.right)],
        "choices": choices,
    }
    return activity


def _result(record: Record, question: Question, fact: Fact) -> dict[str, Any]:
    result: dict[str, Any] = {
        "success": fact.is_right,
        "score": {"scaled": fact.share},
        "extensions": {
            f"{record.site}/xapi/hints": fact.hints,
            f"{record.site}/xapi/question-version": fact.version,
            f"{record.site}/xapi/asked-by-review": fact.is_review,
        },
    }
    if response := _response(question, fact):
        result["response"] = response
    if fact.seconds is not None:
        result["duration"] = f"PT{fact.seconds}S"
    return result


def _response(question: Question, fact: Fact) -> str:
    """The options that were chosen, a touched point by the place it lies in; empty where that cannot be told now."""
    if fact.version != question.version:
        return ""
    try:
        return DELIMITER.join(mark(question, fact.given).chosen)
    except AnswerError:
        return ""


# --- the parts of a statement ----------------------------------------------------------------------------------------


def _statement(
    record: Record,
    verb: str,
    activity: Activity,
    moment: datetime,
    *,
    key: str = "",
    result: Mapping[str, Any],
    **above: Activity,
) -> Statement:
    """The id follows from who did what to what and when, or from the key of what was kept."""
    timestamp = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    context: dict[str, Any] = {"platform": PLATFORM, "language": record.language}
    if above:
        context["contextActivities"] = {place: [above[place]] for place in above}
    return {
        "id": _id(record.site, [record.account, verb, activity["id"], key or timestamp]),
        "actor": {"objectType": "Agent", "account": {"homePage": record.site, "name": record.account}},
        "verb": {"id": f"{ADL}/verbs/{verb}", "display": {"en": verb}},
        "object": activity,
        "result": dict(result),
        "context": context,
        "timestamp": timestamp,
    }


def _id(site: str, parts: Iterable[str]) -> str:
    return str(uuid5(uuid5(NAMESPACE_URL, site), " ".join(parts)))


def _activity(address: str, kind: str, name: LanguageMap | None = None) -> Activity:
    definition: dict[str, Any] = {"type": f"{ADL}/activities/{kind}"}
    return {
        "objectType": "Activity",
        "id": address,
        "definition": definition | ({"name": name} if name else {}),
    }
