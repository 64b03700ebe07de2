"""What pressure 1, 2 and 3 are called and feel like: one definition for texts, pages and plans (plan#pressure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import model_validator

from lessons.pack.shapes import Pressure, Strict, Text
from web.written.yaml_text import read_yaml

CONTENT = Path(__file__).resolve().parent.parent / "content"
FALLBACK_LANGUAGE = "en"
FEEL = re.compile(r"\{feel:([^}]*)\}")


class PressureWords(Strict):
    """`feel` is a clause without a full stop, for lists and sentences alike."""

    name: Text
    feel: Text


class PressureTexts(Strict):
    pressures: dict[Pressure, PressureWords]

    @model_validator(mode="after")
    def has_every_level(self) -> PressureTexts:
        if sorted(self.pressures) != [1, 2, 3]:
            raise ValueError("say what 1, 2 and 3 feel like, each once")
        return self


@cache
def pressures(language: str | None) -> Mapping[int, PressureWords]:
    """The words of each level in this language; English where the pack has none."""
    files = [CONTENT / code / "pressures.yaml" for code in (language or FALLBACK_LANGUAGE, FALLBACK_LANGUAGE)]
    file = next(path for path in files if path.is_file())
    return PressureTexts.model_validate(read_yaml(file.read_text(encoding="utf-8"))).pressures


def with_feel(text: str, words: Mapping[int, PressureWords]) -> str:
    """The text with each {feel:2} written out; what names no level stays, and the check of the pack points at it."""
    feels = {str(level): word.feel for level, word in words.items()}
    return FEEL.sub(lambda found: feels.get(found[1], found[0]), text)
