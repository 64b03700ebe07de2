"""Documents for screening tests: everybody well, plus what a test wants to say."""

from datetime import UTC, datetime, timedelta
from typing import Any

from screening.rules.assessment import assess, parse
from screening.rules.questionnaire import load_questionnaire
from web.written.json_document import write_time

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SAFE2 = [
    *("knead-phalanges", "knead-thumb", "knead-two-thumbs", "knead-weighted"),
    *("percuss", "rub-heel", "squeeze-weighted"),
]


def ago(**span: float) -> str:
    return write_time(NOW - timedelta(**span))


def yes(cleared: str | None = None, **follow_ups: Any) -> dict[str, Any]:
    clearance = {"clearance": {"at": cleared}} if cleared else {}
    return {"answer": "yes", **follow_ups, **clearance}


def no(**keys: Any) -> dict[str, Any]:
    return {"answer": "no", **keys}


def unsure(**keys: Any) -> dict[str, Any]:
    return {"answer": "unsure", **keys}


def everyone_well() -> dict[str, Any]:
    items: dict[str, Any] = {slug: no() for slug in load_questionnaire().items if slug != "em-pregnancy"}
    return {**items, "consent": yes()}


def document(items: dict[str, Any]) -> dict[str, Any]:
    return {"now": write_time(NOW), "items": items}


def outcome_of(items: dict[str, Any]) -> dict[str, Any]:
    """The output for these items alone."""
    now, answers = parse(document(items))
    return assess(answers, now).as_dict()


def outcome_with(**items: dict[str, Any]) -> dict[str, Any]:
    """The output for a person who is well apart from these items (underscores stand for hyphens)."""
    return outcome_of(everyone_well() | {slug.replace("_", "-"): answer for slug, answer in items.items()})


def expected(**shown: Any) -> dict[str, Any]:
    """A whole output: what is shown, and the values of an empty result for the rest."""
    empty = {
        "class": 0,
        "urgency": None,
        "blocked": [],
        "stroke_only": [],
        "cap": 3,
        "max_minutes": None,
        "banned": [],
        "positions": ["chair", "prone", "side"],
        "oils_banned": [],
        "notes": [],
        "reasons": [],
        "may_start": False,
        "expires_at": None,
        "expired": [],
        "missing": [],
    }
    level = {"class": shown.pop("level")} if "level" in shown else {}
    return empty | shown | level
