"""Words that promise health, in each language: one list for the pack's checks and for the forms of the admin."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Annotated

from pydantic import Field

from lessons.pack.reader import PACK_DIR
from lessons.pack.shapes import Strict, Text
from web.written.yaml_text import read_yaml

FALLBACK = "en"


class PromiseTexts(Strict):
    """`*` stands for any ending; case never matters."""

    promised: Annotated[list[Text], Field(min_length=1)]
    avoided: list[Text]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        words = (re.escape(word).replace(r"\*", r"\w*") for word in (*self.promised, *self.avoided))
        return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


@cache
def promises(language: str | None) -> re.Pattern[str]:
    """Of a language without a list none could be found, so it is held to the English one."""
    file = PACK_DIR / (language or FALLBACK) / "promises.yaml"
    there = file if file.is_file() else PACK_DIR / FALLBACK / "promises.yaml"
    return PromiseTexts.model_validate(read_yaml(there.read_text(encoding="utf-8"))).pattern
