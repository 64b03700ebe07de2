"""The rules of xAPI 1.0.3 (part two, data) for the statements made here, written by hand from the specification."""

import re
from urllib.parse import urlsplit

STATEMENT = {"id", "actor", "verb", "object", "result", "context", "timestamp"}
DEFINITION = {"name", "type", "interactionType", "correctResponsesPattern", "choices"}
RESULT = {"success", "completion", "score", "response", "duration", "extensions"}
CONTEXT = {"platform", "language", "contextActivities"}
PLACES = {"parent", "grouping", "category", "other"}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
DURATION = re.compile(r"PT(\d+H)?(\d+M)?(\d+S)?")
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
COMPONENT_LISTS = {"choice": {"choices"}, "sequencing": {"choices"}}


def check_record(statements):
    """Every statement by itself, and all of them together."""
    for statement in statements:
        check_statement(statement)
    ids = [statement["id"] for statement in statements]
    assert len(set(ids)) == len(ids), "an id stands for one statement"


def check_statement(statement):
    refuse_nothing_said(statement)
    keys(statement, required={"id", "actor", "verb", "object"}, known=STATEMENT)
    assert ID.fullmatch(statement["id"])
    check_actor(statement["actor"])
    keys(statement["verb"], required={"id", "display"})
    check_iri(statement["verb"]["id"])
    check_language_map(statement["verb"]["display"])
    check_activity(statement["object"])
    check_result(statement["result"], statement["object"]["definition"])
    check_context(statement["context"])
    assert TIMESTAMP.fullmatch(statement["timestamp"])


def refuse_nothing_said(value):
    """No null anywhere but in extensions (2.2), and here nothing empty either."""
    assert value is not None
    assert value not in ("", [], {})
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        refuse_nothing_said(inner)


def keys(value, *, required, known=None):
    assert isinstance(value, dict)
    assert required <= value.keys() <= (known or required)


def check_actor(actor):
    """An agent has exactly one name of one kind; here it is an account and never an e-mail address."""
    keys(actor, required={"objectType", "account"})
    assert actor["objectType"] == "Agent"
    keys(actor["account"], required={"homePage", "name"})
    check_iri(actor["account"]["homePage"])
    assert isinstance(actor["account"]["name"], str)
    assert "@" not in actor["account"]["name"]


def check_activity(activity):
    keys(activity, required={"objectType", "id", "definition"})
    assert activity["objectType"] == "Activity"
    check_iri(activity["id"])
    definition = activity["definition"]
    keys(definition, required={"type"}, known=DEFINITION)
    check_iri(definition["type"])
    if "name" in definition:
        check_language_map(definition["name"])
    lists = definition.keys() & {"choices", "scale", "source", "target", "steps"}
    assert lists == COMPONENT_LISTS.get(definition.get("interactionType"), set())
    assert ("correctResponsesPattern" in definition) == ("interactionType" in definition)
    if "interactionType" in definition:
        assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
        check_choices(definition["choices"])
        for pattern in definition["correctResponsesPattern"]:
            check_response(pattern, definition)


def check_choices(choices):
    ids = [choice["id"] for choice in choices]
    assert len(set(ids)) == len(ids)
    for choice in choices:
        keys(choice, required={"id", "description"})
        assert not re.search(r"\s", choice["id"])
        check_language_map(choice["description"])


def check_response(response, definition):
    """Ids between delimiters: some of them, each once; in a sequence all of them."""
    assert isinstance(response, str)
    given, known = response.split("[,]"), {choice["id"] for choice in definition["choices"]}
    assert set(given) <= known
    assert len(set(given)) == len(given)
    assert definition["interactionType"] == "choice" or set(given) == known


def check_result(result, definition):
    keys(result, required=set(), known=RESULT)
    for name in result.keys() & {"success", "completion"}:
        assert isinstance(result[name], bool)
    if "score" in result:
        keys(result["score"], required={"scaled"})
        assert -1 <= result["score"]["scaled"] <= 1
    if "response" in result:
        check_response(result["response"], definition)
    if "duration" in result:
        assert DURATION.fullmatch(result["duration"])
        assert result["duration"] != "PT"
    for address in result.get("extensions", {}):
        check_iri(address)


def check_context(context):
    keys(context, required={"platform", "language"}, known=CONTEXT)
    assert isinstance(context["platform"], str)
    assert LANGUAGE.fullmatch(context["language"])
    for place, activities in context.get("contextActivities", {}).items():
        assert place in PLACES
        assert isinstance(activities, list)
        for activity in activities:
            check_activity(activity)


def check_language_map(words):
    assert isinstance(words, dict)
    for language, text in words.items():
        assert LANGUAGE.fullmatch(language)
        assert isinstance(text, str)


def check_iri(address):
    """Absolute, with a scheme and a host, and without a space."""
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https")
    assert parts.netloc
    assert not re.search(r"\s", address)
