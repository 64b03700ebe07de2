"""Erases accounts whose address was never proved. Run it once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from massage_site.accounts.proof import purge


class Command(BaseCommand):
    help = "Erases accounts that were asked for more than a day ago and whose address was never proved."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = purge(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Erased: {erased} accounts.")
