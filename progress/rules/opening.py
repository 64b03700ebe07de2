"""What passed checks open: practice on a person after those of the first three lessons, a technique after its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lessons.pack.shapes import FIRST_LESSONS
from practice.rules.opening import LessonCheck, Opening
from progress.rules.standing import Standing, is_passed


def opening(lessons: Iterable[tuple[str, int, str]], standings: Mapping[str, Standing]) -> Opening:
    """`lessons` are slug, number and title of those on the path now; where one left it, practice stays closed.

    Only a passed check counts. Reading or practising a lesson says nothing about what is known of it.
    """
    path = {number: (slug, title) for slug, number, title in lessons}
    first = tuple(_check(number, *path.get(number, ("", "")), standings) for number in FIRST_LESSONS)
    return Opening(first, tuple(_check(number, *names, standings) for number, names in path.items()))


def _check(number: int, slug: str, title: str, standings: Mapping[str, Standing]) -> LessonCheck:
    return LessonCheck(slug, number, title, is_passed=is_passed(standings.get(slug)))
