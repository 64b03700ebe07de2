"""Reads and checks the whole pack, or names every fault of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessons.pack.checks import check_pack, check_slugs
from lessons.pack.map_shapes import MapFile
from lessons.pack.pressures import PressureTexts
from lessons.pack.promises import PromiseTexts
from lessons.pack.reader import PACK_DIR, Fault, Model, PackError, PackReader
from lessons.pack.shapes import ClaimFile, GlossaryFile, GuideFile, LessonFile, SourceFile
from lessons.pack.technique_shapes import MistakeFile, TechniqueFile
from lessons.pack.whole import LanguagePack, Pack
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
from lessons.quiz.checks import check_quiz
from lessons.quiz.questions import read_quiz


def read_pack(directory: Path = PACK_DIR) -> Pack:
    """Read and check the whole pack; raises PackError with every fault."""
    reader = PackReader(directory)
    pack = _read_structure(reader)
    if pack:
        check_slugs(pack, reader)
    if pack is None or reader.faults:
        raise PackError(reader.faults)
    _read_languages(reader, pack)
    pack.quiz = read_quiz(reader, pack.languages)
    _find_strangers(reader)
    if reader.faults or pack.quiz is None:
        raise PackError(reader.faults)
    check_pack(pack, reader)
    check_quiz(pack, pack.quiz, reader)
    if reader.faults:
        raise PackError(reader.faults)
    return pack


def _read_structure(reader: PackReader) -> Pack | None:
    files = {
        "map": reader.yaml("back_map.yaml", MapFile),
        "sources": reader.yaml("sources.yaml", SourceFile),
        "techniques": reader.yaml("techniques.yaml", TechniqueFile),
        "mistakes": reader.yaml("mistakes.yaml", MistakeFile),
        "lessons": reader.yaml("lessons.yaml", LessonFile),
        "claims": reader.yaml("claims.yaml", ClaimFile),
        "guides": reader.yaml("guides.yaml", GuideFile),
        "glossary": reader.yaml("glossary.yaml", GlossaryFile),
    }
    if any(value is None for value in files.values()):
        return None
    return Pack(directory=reader.directory, languages={}, documents=reader.documents, **files)  # type: ignore[arg-type]


def _read_languages(reader: PackReader, pack: Pack) -> None:
    folders = sorted(p.name for p in reader.directory.iterdir() if (p / "language.yaml").is_file())
    if "en" not in folders:
        reader.faults.append(Fault("en/language.yaml", 1, "$", "the English folder is missing; add it"))
    for code in folders:
        language_pack = _read_language(reader, pack, code)
        if language_pack and language_pack.language.code != code:
            reader.fault(f"{code}/language.yaml", ("code",), f"the folder is named '{code}'; write the same here")
        elif language_pack:
            pack.languages[code] = language_pack


def _read_language(reader: PackReader, pack: Pack, code: str) -> LanguagePack | None:
    pressures = reader.yaml(f"{code}/pressures.yaml", PressureTexts)
    if pressures:
        reader.pressures[code] = pressures
    files = {
        "language": reader.yaml(f"{code}/language.yaml", Language),
        "pressures": pressures,
        "promises": reader.yaml(f"{code}/promises.yaml", PromiseTexts),
        "back_map": reader.yaml(f"{code}/back_map.yaml", BackMapTexts),
        "families": reader.yaml(f"{code}/families.yaml", TechniqueFamilyTexts),
        "glossary": reader.yaml(f"{code}/glossary.yaml", GlossaryTexts),
        "techniques": _texts(reader, code, "techniques", pack.techniques.techniques, TechniqueText),
        "lessons": _texts(reader, code, "lessons", pack.lessons.lessons, LessonText),
        "claims": _texts(reader, code, "claims", pack.claims.claims, ClaimText),
        "guides": _texts(reader, code, "guides", pack.guides.guides, GuideText),
    }
    if any(value is None for value in files.values()):
        return None
    return LanguagePack(**files)  # type: ignore[arg-type]


def _texts(reader: PackReader, code: str, folder: str, entries: Any, model: type[Model]) -> dict[str, Model]:
    texts = {entry.slug: reader.markdown(f"{code}/{folder}/{entry.slug}.md", model) for entry in entries}
    return {slug: text for slug, text in texts.items() if text is not None}


def _find_strangers(reader: PackReader) -> None:
    """A file that nothing reads is a typing error in its name, or a text whose entry is missing."""
    asked = set(reader.documents) | {fault.file for fault in reader.faults} | {"README.md"}
    for path in sorted(path for path in reader.directory.rglob("*") if path.is_file()):
        file = path.relative_to(reader.directory)
        if file.as_posix() in asked or any(part.startswith(".") for part in file.parts):
            continue
        entry = len(file.parts) == 3 and path.suffix == ".md"
        needs = f"no entry '{path.stem}' in {file.parts[1]}.yaml" if entry else "nothing reads this file"
        reader.faults.append(Fault(file.as_posix(), 1, "$", f"{needs}; correct its name or remove it"))
