"""Codes as people type and paste them: full-width digits, any spaces, hyphens and invisible signs among them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

LONGEST = 500  # characters; nobody pastes more around a code
SEPARATORS = "ZPSCM"  # kinds of characters: spaces, punctuation, symbols, invisible ones, marks set on others


def typed_digits(text: str) -> str:
    """All digits of a text, of whatever script, as 0 to 9; what stands between and around them does not count."""
    return "".join(str(unicodedata.decimal(char)) for char in _plain(text) if char.isdecimal())


def typed_code(text: str, alphabet: Collection[str]) -> str:
    """The code without what separates its characters, in capitals; empty where a character is not of its alphabet."""
    found = "".join(char for char in _plain(text).upper() if unicodedata.category(char)[0] not in SEPARATORS)
    return found if set(found) <= set(alphabet) else ""


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    return unicodedata.normalize("NFKC", text)
