"""Reads the content pack: YAML facts, Markdown words, every fault named with file, line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from lessons.pack.pressures import PressureTexts, with_feel
from web.written.yaml_text import FastLoader

PACK_DIR = Path(__file__).resolve().parent.parent / "content"
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
