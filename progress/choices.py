"""What a person chose about learning, as plain values: how much a day, and whether days in a row are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from progress.review import DEFAULT_CAP


@dataclass(frozen=True)
class Choices:
    """`pauses` are pairs of first and last day, in the order of time; a pause that still runs has no last day yet."""

    cap: int = DEFAULT_CAP
    counts_days: bool = False
    pauses: tuple[tuple[date, date | None], ...] = field(default=())

    def as_plain(self) -> dict[str, Any]:
        """For a session, a row or an export."""
        days = [[first.isoformat(), last.isoformat() if last else None] for first, last in self.pauses]
        return asdict(self) | {"pauses": days}


def from_plain(plain: Mapping[str, Any]) -> Choices:
    """The inverse of `as_plain`."""
    pauses = tuple((date.fromisoformat(first), _day(last)) for first, last in plain["pauses"])
    return Choices(plain["cap"], plain["counts_days"], pauses)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
