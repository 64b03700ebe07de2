"""What a person chose about learning, as plain values: how much a day, and whether days in a row are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from progress.rules.schedule import CAPS, DEFAULT_CAP

Pause = tuple[date, date | None]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choices:
    """`pauses` are pairs of first and last day, in the order of time; a pause that still runs may have no last day."""

    cap: int = DEFAULT_CAP
    counts_days: bool = False
    pauses: tuple[Pause, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """For a row or an export."""
        days = [[first.isoformat(), last.isoformat() if last else None] for first, last in self.pauses]
        return {"cap": self.cap, "counts_days": self.counts_days, "pauses": days}

    def begin_pause(self, today: date, last: date | None = None) -> Choices:
        """From today to that day, or until it is ended. A pause that runs already gets the new end."""
        running = pause_on(today, self.pauses)
        first = running[0] if running else today
        earlier = [pause for pause in self.pauses if pause[0] < first]
        return replace(self, pauses=in_order([*earlier, (first, last)]))

    def end_pause(self, today: date) -> Choices:
        """Today counts again; a pause that began today leaves no trace."""
        running = pause_on(today, self.pauses)
        if running is None:
            return self
        others = [pause for pause in self.pauses if pause != running]
        return replace(self, pauses=in_order([*others, (running[0], today - ONE_DAY)]))


def pause_on(day: date, pauses: Iterable[Pause]) -> Pause | None:
    return next((pause for pause in pauses if pause[0] <= day and (pause[1] is None or day <= pause[1])), None)


def in_order(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """By time; those that touch or overlap become one, and one that ends before it begins is none."""
    found: list[Pause] = []
    for first, last in sorted(pauses, key=lambda pause: (pause[0], pause[1] or date.max)):
        if last and last < first:
            continue
        before = found[-1] if found else None
        if before and (before[1] is None or first - before[1] <= ONE_DAY):
            found[-1] = before[0], before[1] and last and max(before[1], last)
        else:
            found.append((first, last))
    return tuple(found)


def from_plain(plain: Any) -> Choices:
    """The inverse of `as_plain`. What is broken, or no longer offered, is as if it had not been chosen."""
    if not isinstance(plain, Mapping):
        return Choices()
    cap, pauses = plain.get("cap"), plain.get("pauses")
    found = [pause for pair in pauses if (pause := _pause(pair))] if isinstance(pauses, list | tuple) else []
    return Choices(
        cap=cap if isinstance(cap, int) and cap in CAPS else DEFAULT_CAP,
        counts_days=plain.get("counts_days") is True,
        pauses=in_order(found),
    )


def _pause(pair: Any) -> Pause | None:
    try:
        first, last = pair
        return date.fromisoformat(first), date.fromisoformat(last) if last is not None else None
    except (TypeError, ValueError):
        return None
