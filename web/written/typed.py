"""Names and notes that people type: what would spoil the page around them is an error of the form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_MARKS = 4  # pointed Hebrew with its accents piles as many on one letter; no script needs more
LONGEST = 5_000  # characters; no field takes more, and says so itself
MARKS = ("Mn", "Me")
UNSEEN = "Cf"  # a joiner between two marks does not part them


def most_marks(text: str) -> int:
    """How many marks stand above and below one letter, at most."""
    most = run = 0
    for char in _parts(text):
        kind = unicodedata.category(char)
        if kind in MARKS:
            run += 1
            most = max(most, run)
        elif kind != UNSEEN:
            run = 0
    return most


def _parts(text: str) -> Iterator[str]:
    """Each letter taken apart by itself: as a whole, a text of nothing but marks is sorted for minutes."""
    for char in text[:LONGEST]:
        yield from unicodedata.normalize("NFD", char)


def few_marks(text: str) -> None:
    """A validator: piled up, marks climb over the lines above and below."""
    if most_marks(text) > MOST_MARKS:
        raise ValidationError(_("One letter has too many accents. Take some of them away."), code="marks")
