"""What follows from the content alone, as the names of all lessons: worked out once, until the content changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

from web.ready.shelf import Shelf
from web.ready.version import content_version

Given = ParamSpec("Given")
Made = TypeVar("Made")

MOST = 2_000
MOST_SECONDS = 600  # the longest that a change can stay unseen which nobody tells of, as one made with SQL
memory: Shelf[object] = Shelf(MOST, MOST, MOST_SECONDS)


def made_once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """For what is the same for everyone who reads in one language. What it gives is shared: nobody changes it."""

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        version = content_version()
        if not version:
            return make(*args, **kwargs)
        key = (make, args, tuple(sorted(kwargs.items())), get_language(), version)
        found = memory.get(key)
        if found is None:
            found = (make(*args, **kwargs),)
            memory.put(key, found, 1)
        return found[0]  # type: ignore[index]

    return made
