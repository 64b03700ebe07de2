"""Where made things are kept in the memory of this process: bounded in number and in bytes, the longest unused go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    def __init__(self, most: int, most_bytes: int, seconds: float) -> None:
        self.most, self.most_bytes, self.seconds = most, most_bytes, seconds
        self.bytes = 0
        self._kept: OrderedDict[Hashable, tuple[float, int, Thing]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Thing | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if found[0] < monotonic():
                self._take_away(key)
                return None
            self._kept.move_to_end(key)
            return found[2]

    def put(self, key: Hashable, thing: Thing, size: int) -> None:
        """What is larger than the whole shelf is not kept."""
        with self._lock:
            self._take_away(key)
            if size > self.most_bytes:
                return
            self._kept[key] = (monotonic() + self.seconds, size, thing)
            self.bytes += size
            while len(self._kept) > self.most or self.bytes > self.most_bytes:
                self._take_away(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.bytes = 0

    def _take_away(self, key: Hashable) -> None:
        found = self._kept.pop(key, None)
        if found:
            self.bytes -= found[1]
