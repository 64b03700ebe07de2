"""What a person is asked to do and comes back to: a question, or an exercise. The schedule knows no more of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Task(Protocol):
    """`quick_seconds`: whoever needs no longer knew it at once. `lesson` teaches it."""

    @property
    def slug(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def skill(self) -> str: ...

    @property
    def lesson(self) -> str: ...

    @property
    def quick_seconds(self) -> int: ...


Some = TypeVar("Some", bound=Task)
SomeTask = TypeVar("SomeTask", bound=Task, covariant=True)


class Tasks(Protocol[SomeTask]):
    """All there is of one kind, such as the quiz. A safety skill comes back in time, whatever its card says."""

    @property
    def safety_skills(self) -> frozenset[str]: ...

    @property
    def rules(self) -> str: ...

    def find(self, slug: str) -> SomeTask | None: ...

    def of_skill(self, skill: str) -> Sequence[SomeTask]: ...
