"""What a certificate says and by which code it is found: codes, names, which checks count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from progress.rules.standing import Standing
from web.written.codes import typed_code

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what is mistaken for something else: 0 O, 1 I L, U V
CODE_LENGTH, GROUP = 12, 4
LONGEST_ADDRESS = 500
ADDRESS = re.compile(r"/CERTIFICATES/([^/?#.\s]+)")
MOST_KEPT = 20
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that show nothing
JOINERS = "\u200c\u200d"  # they shape letters of Persian and Indian names
INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


@dataclass(frozen=True)
class Learned:
    """A lesson whose check was passed, and on which day."""

    slug: str
    passed_on: date

    def as_plain(self) -> dict[str, str]:
        return {"slug": self.slug, "passed_on": self.passed_on.isoformat()}


def from_plain(plain: Mapping[str, str]) -> Learned:
    """The inverse of `as_plain`."""
    return Learned(plain["slug"], date.fromisoformat(plain["passed_on"]))


@dataclass(frozen=True)
class SheetRow:
    """One line of the list: its number on the path (empty once it left the path), its title and the day."""

    number: str
    title: str
    day: str


@dataclass(frozen=True)
class Sheet:
    """All that is printed, in the reader's language, so that page and picture cannot say different things."""

    code: str
    title: str
    leads: str
    name: str
    says: str
    rows: tuple[SheetRow, ...]
    stands_for: str
    no_licence: str
    unchecked: str
    issued: str
    to_check: str
    address: str
    code_label: str
    unwritable: str
    plate_words: tuple[str, ...]

    @property
    def site(self) -> str:
        """The part of the address before the code; a line breaks here and not within the code."""
        return self.address.partition(self.code)[0]

    @property
    def end(self) -> str:
        return self.address.removeprefix(self.site)


def make_code(choose: Callable[[str], str]) -> str:
    """A new code; `choose` picks one character by chance. 30 to the power of 12: nobody finds one by trying."""
    return "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """The code that was meant, as it is typed or pasted from the sheet: alone, after a word, or in its address.

    Empty where it is none. Only V can have been meant by a U, which no code holds.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_ADDRESS]).upper()
    address = ADDRESS.search(plain)
    words = (address[1] if address else plain).replace("U", "V").split()
    ends = (typed_code(" ".join(words[first:]), ALPHABET) for first in range(len(words)))
    return next((code for code in ends if len(code) == CODE_LENGTH), "")


def grouped(code: str) -> str:
    """As it is printed: ABCD-EFGH-JKMN."""
    return "-".join(re.findall(f".{{{GROUP}}}", code))


def tidy_name(text: str) -> str:
    """One form for each name, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_printable(text: str) -> bool:
    """Whether a name shows: nothing in it steers the printing or is invisible, and something in it can be seen."""
    kinds = [unicodedata.category(char) for char in text if char not in JOINERS and char not in BLANKS]
    return not any(kind in INVISIBLE for kind in kinds) and any(kind[0] in "LNPS" for kind in kinds)


def learned(path: Iterable[str], known: Mapping[str, Standing], day_of: Callable[[datetime], date]) -> list[Learned]:
    """The lessons of the path whose check is passed, in its order; `day_of` says which day a moment belongs to."""
    passes = ((slug, known[slug].passed_at) for slug in path if slug in known)
    return [Learned(slug, day_of(moment)) for slug, moment in passes if moment]


def title_of(slug: str) -> str:
    """A lesson that is gone altogether, by the name it was stored under."""
    return slug.replace("-", " ").capitalize()
