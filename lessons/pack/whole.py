"""The content pack as checked objects: facts once, words by language."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.pack.map_shapes import MapFile
from lessons.pack.pressures import PressureTexts
from lessons.pack.promises import PromiseTexts
from lessons.pack.reader import Document
from lessons.pack.shapes import ClaimFile, GlossaryFile, GuideFile, LessonFile, SourceFile
from lessons.pack.technique_shapes import MistakeFile, TechniqueFile
from lessons.pack.word_shapes import (
    BackMapTexts,
    ClaimText,
    GlossaryTexts,
    GuideText,
    Language,
    LessonText,
    TechniqueFamilyTexts,
    TechniqueText,
)

if TYPE_CHECKING:
    from lessons.quiz.questions import Quiz


@dataclass
class LanguagePack:
    """All words of one language."""

    language: Language
    pressures: PressureTexts
    promises: PromiseTexts
    back_map: BackMapTexts
    families: TechniqueFamilyTexts
    techniques: dict[str, TechniqueText]
    lessons: dict[str, LessonText]
    claims: dict[str, ClaimText]
    guides: dict[str, GuideText]
    glossary: GlossaryTexts
    documents: dict[str, Document] = field(default_factory=dict)


@dataclass
class Pack:
    """The whole content pack as checked objects."""

    directory: Path
    map: MapFile
    sources: SourceFile
    techniques: TechniqueFile
    mistakes: MistakeFile
    lessons: LessonFile
    claims: ClaimFile
    guides: GuideFile
    glossary: GlossaryFile
    languages: dict[str, LanguagePack]
    documents: dict[str, Document]
    quiz: Quiz | None = None
