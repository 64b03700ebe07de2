"""Says in words where the right place lies from the chosen one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from progress.questions.ways import Heading, Way


def way_words(way: Way) -> str:
    if not way.hands:
        return _("From there the right place is very near, less than half a hand-width away.")
    said = _ways(_distance(way.hands))[way.heading]
    if way.also:
        said = _("%(way)s, %(also)s") % {"way": said, "also": _also()[way.also]}
    return _("From there the right place lies %(way)s.") % {"way": said}


def _distance(hands: float) -> str:
    if hands < 2:
        return {0.5: _("half a hand-width"), 1: _("one hand-width"), 1.5: _("one and a half hand-widths")}[hands]
    numbers = [_("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine")]
    return _("%(number)s hand-widths") % {"number": numbers[min(int(hands), 9) - 2]}


def _ways(distance: str) -> dict[Heading, str]:
    said: dict[Heading, str] = {
        "higher": _("%(distance)s higher"),
        "lower": _("%(distance)s lower"),
        "in": _("%(distance)s toward the spine"),
        "out": _("%(distance)s away from the spine"),
    }
    return {heading: words % {"distance": distance} for heading, words in said.items()}


def _also() -> dict[Heading, str]:
    return {
        "higher": _("and higher"),
        "lower": _("and lower"),
        "in": _("toward the spine"),
        "out": _("away from the spine"),
    }
