"""Erases practice notes that were taken out and not put back within an hour. Run it once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from practice.log import forget_removed


class Command(BaseCommand):
    help = "Erases practice notes that were taken out more than an hour ago."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = forget_removed(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Erased: {erased} notes.")
