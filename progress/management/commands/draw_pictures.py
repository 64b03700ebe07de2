"""`manage.py draw_pictures`: draws what pages link to and nobody has drawn yet, and takes away what is out of date."""

import os
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lessons.pictures import pictures
from progress.certificates.pictures import all_pictures
from web.pictures import Picture, draw_all

LAST_IN_LINE = 19


class Command(BaseCommand):
    help = (
        "Draws the pictures of the map, the moving hands and the certificates that are missing: some minutes at first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--nicely", action="store_true", help="let everything else go first, and end with the process that asked"
        )

    def handle(self, *args: Any, nicely: bool, verbosity: int, **options: Any) -> None:
        asked_by = os.getppid()
        if nicely:
            os.nice(LAST_IN_LINE)
        drawn = []
        for picture in draw_all(every_picture):
            drawn.append(picture.name)
            if verbosity > 1:
                self.stdout.write(picture.name)
            if nicely and os.getppid() != asked_by:
                break
        if verbosity:
            self.stdout.write(f"{len(drawn)} pictures drawn.")


def every_picture() -> Iterator[Picture]:
    """Certificates first: a person is waiting for theirs."""
    yield from all_pictures()
    yield from pictures()
