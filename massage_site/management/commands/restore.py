"""Puts a backup in the place of what the database holds."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from massage_site.backup import copies
from massage_site.backup.archive import CannotCopy, Manifest, read_archive
from massage_site.set_up.readiness import own_migrations

AFTERWARDS = ("migrate", "createcachetable", "load_content", "rebuild_reviews --missing", "purge_cards", "purge_guests")


class Command(BaseCommand):
    help = "Puts a backup in the place of what the database holds: all of it, or nothing. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what the command backup kept")
        parser.add_argument("--yes", action="store_true", help="also where people are, whose newer entries then go")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        try:
            with TemporaryDirectory() as work:
                manifest, database = read_archive(file, Path(work))
                self._refuse_what_does_not_fit(manifest)
                self._refuse_to_lose_people(yes)
                copies().put_back(database)
        except (CannotCopy, DatabaseError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self._report(manifest)

    def _refuse_what_does_not_fit(self, manifest: Manifest) -> None:
        if manifest.database != connection.vendor:
            raise CannotCopy(f"The backup is of {manifest.database}, DATABASE_URL names {connection.vendor}.")
        unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in own_migrations()]
        if unknown:
            raise CannotCopy(f"The backup is of a newer version of the site, with {unknown[0]}. Install that version.")

    def _refuse_to_lose_people(self, yes: bool) -> None:
        people = get_user_model()
        if yes or people._meta.db_table not in connection.introspection.table_names():
            return
        if count := people._default_manager.count():
            raise CannotCopy(f"The database holds {count} people. Make a backup of it, then say --yes.")

    def _report(self, manifest: Manifest) -> None:
        self.stdout.write(f"The database is as it was on {manifest.made_at}: {sum(manifest.rows.values())} rows.")
        self.stdout.write("Everybody is signed out, and guests begin again: visits are not in a backup.")
        self.stdout.write("Before the site starts, with the keys of that time in the environment, run:")
        for command in AFTERWARDS:
            self.stdout.write(f"    .venv/bin/python manage.py {command}")
        self.stdout.write("Then start it and ask /readyz.")
