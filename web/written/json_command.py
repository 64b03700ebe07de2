"""A command that reads one JSON object, or one a line, and prints one JSON object for each."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand

from web.written.json_document import DocumentError, read_document

BAD_INPUT = 2


class JsonCommand(BaseCommand):
    """Subclasses say in `answer` what one document leads to. No clock, no database, no network."""

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a JSON file; - or nothing reads the standard input")
        parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, in and out")

    def answer(self, document: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["file"] == "-":
                self.respond(sys.stdin.buffer, in_lines=options["jsonl"])
            else:
                with open(options["file"], "rb") as file:
                    self.respond(file, in_lines=options["jsonl"])
        except OSError as error:
            self.refuse(DocumentError("$", f"cannot be read: {error.strerror}"))

    def respond(self, source: BinaryIO, *, in_lines: bool) -> None:
        if in_lines:
            self.respond_to_lines(source)
            return
        try:
            self.print(self.answer(read_document(source.read())))
        except DocumentError as error:
            self.refuse(error)

    def respond_to_lines(self, lines: Iterable[bytes]) -> None:
        """One line of output for each line that is not blank, also for a bad one."""
        all_good = True
        for line in lines:
            if line.strip():
                all_good &= self.respond_to_line(line)
        if not all_good:
            sys.exit(BAD_INPUT)

    def respond_to_line(self, line: bytes) -> bool:
        try:
            self.print(self.answer(read_document(line)))
        except DocumentError as error:
            self.print({"error": {"path": error.path, "message": error.text}})
            return False
        return True

    def print(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, separators=(",", ":"), allow_nan=False))

    def refuse(self, error: DocumentError) -> None:
        """The path stays on the first line whatever characters a key holds."""
        self.stderr.write("".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(error)))
        sys.exit(BAD_INPUT)
