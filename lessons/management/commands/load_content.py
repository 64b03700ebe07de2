"""`manage.py load_content`: check the content pack and bring the database to what it says."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lessons.loading import LoadReport, load
from lessons.pack.read import read_pack
from lessons.pack.reader import PACK_DIR, PackError


class Command(BaseCommand):
    help = "Validate the content pack, then load it. A faulty pack leaves the database as it was (exit code 2)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="validate only, write nothing")
        parser.add_argument("--overwrite", action="store_true", help="prefer the pack to rows edited in the admin")
        parser.add_argument("--pack", type=Path, default=PACK_DIR, metavar="DIR", help="another pack's folder")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["pack"].is_dir():
            self.stderr.write(f"{options['pack']}: no such folder; name the folder that holds lessons.yaml")
            sys.exit(2)
        try:
            pack = read_pack(options["pack"])
        except PackError as error:
            self.stderr.write(str(error))
            self.stderr.write(f"{error.count}; nothing was changed.")
            sys.exit(2)
        self.stdout.write(
            f"The pack is valid: {len(pack.lessons.lessons)} lessons, {len(pack.techniques.techniques)} techniques, "
            f"{len(pack.claims.claims)} claims, {len(pack.map.zones)} zones, "
            f"{len(pack.quiz.questions) if pack.quiz else 0} questions, languages: {', '.join(pack.languages)}."
        )
        if not options["check"]:
            self._say(load(pack, overwrite=options["overwrite"]))

    def _say(self, report: LoadReport) -> None:
        for name in report.kept:
            self.stdout.write(f"Kept as edited in the admin: {name} (--overwrite prefers the pack)")
        for name in report.unpublished:
            self.stdout.write(f"No longer in the pack, unpublished: {name}")
        if report.changed_nothing:
            self.stdout.write("Nothing to change.")
        else:
            self.stdout.write(f"Added {report.counts['added']}, changed {report.counts['changed']}.")
