"""When the giver asks the receiver how it is (R32)."""

from __future__ import annotations

from collections.abc import Iterable

from practice.rules.plan import Step

MOST_MINUTES_BETWEEN_CHECKS = 5.0


def check_ins(steps: Iterable[Step]) -> tuple[float, ...]:
    """When to ask the receiver: after a minute, at each new family, and at least every five minutes (R32)."""
    starts, families, now = [], dict[str, float](), 0.0
    for step in steps:
        starts.append(now)
        families.setdefault(step.family, now)
        now += step.minutes
    asked: list[float] = []
    for needed in [*sorted({1.0, *families.values()} - {0.0}), now]:
        while needed - (asked[-1] if asked else 0.0) > MOST_MINUTES_BETWEEN_CHECKS:
            asked.append(_next_check(starts, asked[-1] if asked else 0.0))
        asked.append(needed)
    return tuple(asked[:-1])


def _next_check(starts: Iterable[float], last: float) -> float:
    """The latest start of a step within reach, so that the question comes when the hands change."""
    latest = last + MOST_MINUTES_BETWEEN_CHECKS
    return max((start for start in starts if last < start <= latest), default=latest)
