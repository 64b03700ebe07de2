"""Reads the content pack: YAML facts, Markdown words, every fault named with file, line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from lessons.content_models import (
    BackMapTexts,
    ClaimFile,
    ClaimText,
    GlossaryFile,
    GlossaryTexts,
    GuideFile,
    GuideText,
    Language,
    LessonFile,
    LessonText,
    MapFile,
    MistakeFile,
    SourceFile,
    TechniqueFamilyTexts,
    TechniqueFile,
    TechniqueText,
)
from lessons.pressures import PressureTexts, with_feel
from web.yaml_text import FastLoader

if TYPE_CHECKING:
    from lessons.quiz_content import Quiz

PACK_DIR = Path(__file__).parent / "content"
Model = TypeVar("Model", bound=BaseModel)
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in the pack and what would be right."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class PackError(Exception):
    """The pack cannot be used; carries every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults

    @property
    def count(self) -> str:
        return "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"


@dataclass
class Document:
    """One file of the pack: its data, the line of every key, and for Markdown the body."""

    file: str
    data: Any
    lines: Mapping[Path_, int]
    body: str = ""
    body_line: int = 1

    def line_of(self, path: Path_, at: str = "") -> int:
        """The line of a key; inside a Markdown body the line that holds the words `at`."""
        if path[:1] == ("body",) and self.body:
            lines = self.body.splitlines()
            return self.body_line + next((n for n, line in enumerate(lines) if at and at in line), 0)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass
class LanguagePack:
    """All words of one language."""

    language: Language
    pressures: PressureTexts
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


class PackReader:
    """Reads files of one pack and collects faults instead of stopping at the first."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.faults: list[Fault] = []
        self.documents: dict[str, Document] = {}
        self.pressures: dict[str, PressureTexts] = {}  # by language, for {feel:2} in its texts

    def fault(self, file: str, path: Path_, message: str, *, at: str = "") -> None:
        document = self.documents.get(file)
        line = document.line_of(path, at) if document else 1
        self.faults.append(Fault(file, line, dotted(path), message))

    def yaml(self, file: str, model: type[Model]) -> Model | None:
        text = self._text(file)
        document = self._parse(file, text) if text is not None else None
        return self._validate(document, model, {}) if document else None

    def markdown(self, file: str, model: type[Model]) -> Model | None:
        """Front matter between two `---` lines, then the body."""
        text = self._text(file)
        if text is None:
            return None
        front, body, body_line = split_front_matter(text)
        if front is None:
            self.faults.append(Fault(file, 1, "$", "start the file with '---', the front matter, and '---' again"))
            return None
        document = self._parse(file, front, first_line=2)
        if document is None:
            return None
        document.body, document.body_line = body, body_line
        return self._validate(document, model, {"body": body.strip()})

    def _text(self, file: str) -> str | None:
        try:
            content = (self.directory / file).read_bytes()
            return self._with_feel(file, content.decode("utf-8-sig"))
        except FileNotFoundError:
            self.faults.append(Fault(file, 1, "$", "this file is missing; add it"))
        except OSError as error:
            self.faults.append(Fault(file, 1, "$", f"this file cannot be opened ({error.strerror}); mend its rights"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.faults.append(Fault(file, line, "$", "not readable as UTF-8; save the file as UTF-8"))
        return None

    def _with_feel(self, file: str, text: str) -> str:
        words = self.pressures.get(file.partition("/")[0])
        return with_feel(text, words.pressures) if words else text

    def _parse(self, file: str, text: str, *, first_line: int = 1) -> Document | None:
        try:
            node, data = load_yaml(text)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = (mark.line if mark else 0) + first_line
            reason = getattr(error, "problem", None) or str(error).splitlines()[0]
            self.faults.append(Fault(file, line, "$", f"this is not valid YAML: {reason}"))
            return None
        except ValueError as error:  # YAML reads 2026-02-31 as a date and trips over it
            self.faults.append(Fault(file, first_line, "$", f"a date here does not exist ({error}); correct it"))
            return None
        lines = dict(key_lines(node, first_line=first_line)) if node else {}
        self.documents[file] = Document(file, data, lines)
        self.faults += [
            Fault(file, n, dotted(p), "this key stands twice; keep one") for p, n in repeated_keys(node, first_line)
        ]
        return self.documents[file]

    def _validate(self, document: Document, model: type[Model], extra: dict[str, Any]) -> Model | None:
        if not isinstance(document.data, dict):
            self.fault(document.file, (), "expected 'key: value' lines here")
            return None
        try:
            return model.model_validate({**document.data, **extra})
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                self.fault(document.file, problem["loc"], explain(problem))
        return None


def load_yaml(text: str) -> tuple[Any, Any]:
    """The nodes, which know their lines, and the data; parsed once, in C where PyYAML has it."""
    loader = FastLoader(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node else None
    finally:
        loader.dispose()


def explain(problem: Mapping[str, Any]) -> str:
    """A pydantic error in a teacher's words, with what would be right."""
    given = problem.get("input")
    shown = "" if isinstance(given, dict | list) or problem["type"] == "missing" else f" (found {given!r})"
    texts = {
        "missing": "this key is missing; add it",
        "extra_forbidden": "this key is not known; remove it or correct its spelling",
        "string_too_short": "this text is empty; write it",
    }
    return texts.get(problem["type"]) or str(problem["msg"]).removeprefix("Value error, ") + shown


def dotted(path: Path_) -> str:
    """techniques[2].pressure.high"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "$"


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return None, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return None, text, 1


def key_lines(node: Any, path: Path_ = (), *, first_line: int = 1) -> Iterator[tuple[Path_, int]]:
    yield path, node.start_mark.line + first_line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + first_line
            yield from (
                (p, n)
                for p, n in key_lines(value, (*path, key.value), first_line=first_line)
                if p != (*path, key.value)
            )
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from key_lines(value, (*path, index), first_line=first_line)


def repeated_keys(node: Any, first_line: int, path: Path_ = ()) -> Iterator[tuple[Path_, int]]:
    """YAML silently keeps the last of two equal keys; a teacher should hear of it."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield (*path, key.value), key.start_mark.line + first_line
            seen.add(key.value)
            yield from repeated_keys(value, first_line, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from repeated_keys(value, first_line, (*path, index))


def read_pack(directory: Path = PACK_DIR) -> Pack:
    """Read and check the whole pack; raises PackError with every fault."""
    from lessons.content_checks import check_pack, check_slugs
    from lessons.quiz_checks import check_quiz
    from lessons.quiz_content import read_quiz

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


def main() -> int:
    """`python -m lessons.content [DIR]`: print every fault of the pack."""
    import sys

    try:
        pack = read_pack(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK_DIR)
    except PackError as error:
        print(error)
        print(error.count)
        return 2
    questions = len(pack.quiz.questions) if pack.quiz else 0
    print(
        f"The pack is valid: {len(pack.lessons.lessons)} lessons, {len(pack.techniques.techniques)} techniques, "
        f"{questions} questions."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
