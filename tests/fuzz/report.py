"""What came out: how often which status, what fell in its smallest form, what cost most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from heapq import nlargest

from tests.fuzz.asking import Asked
from tests.fuzz.sending import Answer

SHOWN = 10


@dataclass
class Report:
    """`fails` says of a request what is wrong with its answer, and is asked again to make it smaller."""

    seed: int
    fault_of: Callable[[Asked], str]
    statuses: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    how_often: Counter[str] = field(default_factory=Counter)
    costs: list[tuple[float, str]] = field(default_factory=list)
    growths: list[tuple[float, str]] = field(default_factory=list)
    most_lines: int = 0

    def add(self, asked: Asked, answer: Answer) -> None:
        self.statuses[f"{asked.role} {answer.status // 100}xx"] += 1
        self.most_lines = max(self.most_lines, answer.log_lines)
        said = f"number {asked.number}, {asked}"
        self.costs = nlargest(SHOWN, [*self.costs, (answer.seconds, said)])
        self.growths = nlargest(SHOWN, [*self.growths, (answer.megabytes, said)])
        if answer.fault:
            self.how_often[answer.fault] += 1
            if answer.fault not in self.faults:
                self.faults[answer.fault] = str(smallest(asked, lambda other: self.fault_of(other) == answer.fault))
                self.faults[answer.fault] += f"\n    (--seed {self.seed} --only {asked.number})"

    def lines(self) -> Iterator[str]:
        yield f"{self.statuses.total()} requests, seed {self.seed}"
        for status, count in sorted(self.statuses.items()):
            yield f"  {status:12} {count:6}"
        yield f"most lines of log for one request: {self.most_lines}"
        yield "dearest, in seconds of the processor:"
        yield from (f"  {seconds:6.2f} {said[:200]}" for seconds, said in self.costs)
        yield "memory that was not needed before, in MB:"
        yield from (f"  {megabytes:6.1f} {said[:200]}" for megabytes, said in self.growths if megabytes >= 1)
        for fault, said in self.faults.items():
            yield f"FAULT ({self.how_often[fault]}) {fault}\n    {said}"
        yield f"{len(self.faults)} kinds of faults" if self.faults else "good: no fault"


def smallest(asked: Asked, still_fails: Callable[[Asked], bool]) -> Asked:
    """Leaves out what the fault does not need, part by part."""
    is_smaller = True
    while is_smaller:
        smaller = next((other for other in _smaller(asked) if still_fails(other)), None)
        is_smaller = smaller is not None
        asked = smaller or asked
    return asked


def _smaller(asked: Asked) -> Iterator[Asked]:
    for header in asked.headers:
        yield replace(asked, headers=tuple(other for other in asked.headers if other != header))
    for name, sign in (("query", "&"), ("body", b"&")):
        whole = getattr(asked, name)
        parts = whole.split(sign)
        if whole and len(parts) < 60:
            for at in range(len(parts)):
                yield replace(asked, **{name: sign.join([*parts[:at], *parts[at + 1 :]])})
    if asked.content_type and asked.method != "POST":
        yield replace(asked, content_type="")
