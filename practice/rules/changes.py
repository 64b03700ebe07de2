"""What was changed in a plan and why, as codes and slugs that the page puts into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Change:
    """One difference from the default plan.

    kind: left-out, replaced, lighter, shorter, place-left-out, stroke-only.
    reason: blocked, stroke-only, banned, cap, chair, side, too-short, max-minutes, no-place, neck-block.
    `items` are the screening items behind it, `by` the technique that stands in.
    """

    kind: str
    reason: str
    technique: str = ""
    by: str = ""
    groups: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    pressure: int | None = None
    items: tuple[str, ...] = ()

    @property
    def _merging_key(self) -> tuple[Any, ...]:
        return self.kind, self.reason, self.technique, self.by, self.items


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once, in order of appearance, with all groups and regions that it concerns."""
    found: dict[tuple[Any, ...], Change] = {}
    for change in changes:
        earlier = found.get(change._merging_key)
        found[change._merging_key] = _joined(earlier, change) if earlier else change
    return tuple(found.values())


def _joined(one: Change, other: Change) -> Change:
    return replace(
        one,
        groups=tuple(sorted({*one.groups, *other.groups})),
        regions=tuple(dict.fromkeys([*one.regions, *other.regions])),
    )
