"""What passed checks open: practising on a person begins after the checks of the first three lessons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from practice.opening import FirstCheck, Opening
from progress.standing import Standing, is_passed

FIRST_LESSONS = (1, 2, 3)  # what to promise, when not to massage, how to ask and prepare


def opening(lessons: Iterable[tuple[str, int, str]], standings: Mapping[str, Standing]) -> Opening:
    """`lessons` are slug, number and title of those on the path now; where one left it, practice stays closed.

    Only a passed check counts. Reading or practising a lesson says nothing about what is known of it.
    """
    here = {number: (slug, title) for slug, number, title in lessons}
    return Opening(tuple(_first_check(number, *here.get(number, ("", "")), standings) for number in FIRST_LESSONS))


def _first_check(number: int, slug: str, title: str, standings: Mapping[str, Standing]) -> FirstCheck:
    return FirstCheck(slug, number, title, is_passed=is_passed(standings.get(slug)))
