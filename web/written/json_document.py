"""Reads strict JSON from outside and names the exact place of the first fault."""

import json
import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, NoReturn

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
TIME_PATTERN = re.compile(r"(2[0-9]{3})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
MOST_DIGITS = 18
OUT_OF_EVERY_RANGE: int = 10**18


class DocumentError(ValueError):
    """A fault in a document from outside: `path` says where, `text` says what."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"{path}: {text}")
        self.path = path
        self.text = text


class _RepeatingObject(dict[str, Any]):
    """A JSON object that names a key twice."""

    repeated: str


def read_document(raw: bytes) -> dict[str, Any]:
    """One JSON object in UTF-8. NaN, Infinity, doubled keys and anything but an object are faults."""
    try:
        document = _DECODER.decode(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DocumentError("$", "not readable as JSON") from error
    if not isinstance(document, dict):
        raise DocumentError("$", "must be an object")
    _refuse_repeated_keys(document)
    return document


def _refuse_repeated_keys(document: dict[str, Any]) -> None:
    waiting: list[tuple[str, Any]] = [("$", document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _RepeatingObject):
            raise DocumentError(f"{path}.{value.repeated}", "is there twice")
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}", inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", inner) for index, inner in enumerate(value)]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    repeating = _RepeatingObject(found)
    repeating.repeated = next(key for key in keys if keys.count(key) > 1)
    return repeating


def _integer(digits: str) -> int:
    """Numbers too long for any range here become one that is out of every range, without the cost."""
    if len(digits) <= MOST_DIGITS:
        return int(digits)
    return -OUT_OF_EVERY_RANGE if digits.startswith("-") else OUT_OF_EVERY_RANGE


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_constant=_no_constant)


def read_object(value: Any, path: str, *, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Any]:
    """An object with all of the required keys and none beyond the listed ones."""
    if not isinstance(value, dict):
        raise DocumentError(path, "must be an object")
    for key in value.keys() - {*required, *optional}:
        raise DocumentError(f"{path}.{key}", "is not known")
    for key in required:
        if key not in value:
            raise DocumentError(f"{path}.{key}", "is missing")
    return value


def read_word(value: Any, path: str, known: Collection[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise DocumentError(path, f"must be one of {', '.join(sorted(known))}")
    return value


def read_words(value: Any, path: str, known: Collection[str], *, least: int, most: int) -> list[str]:
    """A list of known words, none of them twice."""
    if not isinstance(value, list):
        raise DocumentError(path, "must be a list")
    if not least <= len(value) <= most:
        raise DocumentError(path, f"must have {least} to {most} entries")
    for index, word in enumerate(value):
        read_word(word, f"{path}[{index}]", known)
        if word in value[:index]:
            raise DocumentError(f"{path}[{index}]", "is there twice")
    return value


def read_bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise DocumentError(path, "must be true or false")
    return value


def read_int(value: Any, path: str, low: int, high: int) -> int:
    """A JSON number without fraction or exponent: neither 20.0 nor true is one."""
    if type(value) is not int:
        raise DocumentError(path, "must be a whole number")
    if not low <= value <= high:
        raise DocumentError(path, f"must be from {low} to {high}")
    return value


def read_time(value: Any, path: str) -> datetime:
    """A real UTC time of the years 2000 to 2999, written exactly YYYY-MM-DDTHH:MM:SSZ."""
    match = TIME_PATTERN.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise DocumentError(path, "must be a time such as 2026-03-01T08:00:00Z")
    try:
        return datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[arg-type, misc]
    except ValueError as error:
        raise DocumentError(path, "is not a real time") from error


def read_past_time(value: Any, path: str, now: datetime) -> datetime:
    moment = read_time(value, path)
    if moment > now:
        raise DocumentError(path, "must not be after now")
    return moment


def write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(TIME_FORMAT)
