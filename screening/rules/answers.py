"""The answers of a screening: what one is, and how they are read from and written to a document (contracts#answers)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from screening.rules.questionnaire import REGIONS, FollowUp, Item, load_questionnaire
from web.written.json_document import (
    DocumentError,
    read_bool,
    read_int,
    read_object,
    read_past_time,
    read_time,
    read_word,
    read_words,
    write_time,
)

Value = Literal["yes", "no", "unsure"]
VALUES = ("yes", "no", "unsure")


@dataclass(frozen=True)
class Answer:
    """One answer with its time; follow-ups and a doctor's go-ahead (`cleared_at`) only after a yes."""

    value: Value
    answered_at: datetime
    follow_ups: Mapping[str, Any] = field(default_factory=dict)
    cleared_at: datetime | None = None

    @property
    def is_reported(self) -> bool:
        return self.value != "no"

    def as_dict(self) -> dict[str, Any]:
        """The answer as a document: `parse` reads it back unchanged."""
        document = {"answer": self.value, "answered_at": write_time(self.answered_at), **self.follow_ups}
        if self.cleared_at:
            document["clearance"] = {"at": write_time(self.cleared_at)}
        return document


def parse(document: Any) -> tuple[datetime, dict[str, Answer]]:
    """Check the whole document. A fault raises DocumentError with the path of the fault."""
    read_object(document, "$", required=("now", "items"))
    now = read_time(document["now"], "$.now")
    items = read_object(document["items"], "$.items", optional=load_questionnaire().items)
    return now, {slug: _answer(load_questionnaire().items[slug], items[slug], now) for slug in items}


def _answer(item: Item, given: Any, now: datetime) -> Answer:
    path = f"$.items.{item.slug}"
    follow_ups = {follow_up.name: follow_up for follow_up in item.follow_ups}
    read_object(given, path, required=("answer",), optional=("answered_at", "clearance", *follow_ups))
    value = cast(Value, read_word(given["answer"], f"{path}.answer", VALUES))
    for key in given.keys() - {"answer", "answered_at"} if value != "yes" else ():
        raise DocumentError(f"{path}.{key}", "belongs to a yes only")
    return Answer(
        value,
        read_past_time(given["answered_at"], f"{path}.answered_at", now) if "answered_at" in given else now,
        {name: read_follow_up(follow_ups[name], given[name], f"{path}.{name}") for name in given if name in follow_ups},
        _cleared_at(given["clearance"], f"{path}.clearance", now) if "clearance" in given else None,
    )


def _cleared_at(given: Any, path: str, now: datetime) -> datetime:
    return read_past_time(read_object(given, path, required=("at",))["at"], f"{path}.at", now)


def read_follow_up(follow_up: FollowUp, value: Any, path: str) -> Any:
    """The reply to a follow-up, or the fault in it."""
    if value is None and follow_up.nullable:
        return None
    match follow_up.type:
        case "bool":
            return read_bool(value, path)
        case "int":
            return read_int(value, path, follow_up.min, cast(int, follow_up.max))
        case "choice":
            return read_word(value, path, follow_up.choices)
        case "list":
            return read_words(value, path, follow_up.choices, least=follow_up.min, most=len(follow_up.choices))
        case "pick":
            return value if value == "unknown" else read_words(value, path, REGIONS, least=0, most=len(REGIONS))
