"""Keeps a copy of the whole database in one file, while the site runs."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from massage_site.backup import KEYS, SHORT_LIVED, copies
from massage_site.backup.archive import FORMAT, CannotCopy, Manifest, checksum, write_archive


class Command(BaseCommand):
    help = "Keeps a copy of the database in one file that only its owner may read. The site may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("where", type=Path, help="a folder, where the file is named by the time, or a new file")

    def handle(self, *args: Any, where: Path, **options: Any) -> None:
        now = timezone.now()
        target = where / f"warm-hands-{now:%Y-%m-%dT%H%M%S.%fZ}.zip" if where.is_dir() else where
        if target.exists() or not target.parent.is_dir():
            problem = "is there already" if target.exists() else "would stand in a folder that is not there"
            raise CommandError(f"{target} {problem}. Name another file, or a folder.")
        try:
            manifest = self._keep(target, now.isoformat(timespec="seconds"))
        except (CannotCopy, DatabaseError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self._report(target, manifest)

    def _keep(self, target: Path, made_at: str) -> Manifest:
        """The folder for the work stands beside the file and is for its owner only."""
        with TemporaryDirectory(dir=target.parent, prefix=".backup-") as work:
            database = Path(work) / "database"
            contents = copies().copy(database, SHORT_LIVED)
            manifest = Manifest(
                format=FORMAT,
                made_at=made_at,
                database=connection.vendor,
                left_out=list(SHORT_LIVED),
                keys_kept_apart=list(KEYS),
                migrations=contents.migrations,
                rows=contents.rows,
                sha256=checksum(database),
            )
            write_archive(target, Path(work), database, manifest)
        return manifest

    def _report(self, target: Path, manifest: Manifest) -> None:
        size = target.stat().st_size / 1_000_000
        self.stdout.write(f"Kept: {target} ({sum(manifest.rows.values())} rows, {size:.1f} MB)")
        self.stdout.write(f"Left out, as it is to go within a day or with the visit: {', '.join(SHORT_LIVED)}")
        self.stdout.write(f"Not in it, to be kept apart: {' and '.join(KEYS)}, or the files of these in .state/")
