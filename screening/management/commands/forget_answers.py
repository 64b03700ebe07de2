"""Erases answers of the screening that are older than a day from the stored visits. Run it once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening.visit.forgetting import forget_old_answers


class Command(BaseCommand):
    help = "Erases from the stored visits what the screening kept longer than its limit; the rest of a visit stays."

    def handle(self, *args: Any, **options: Any) -> None:
        visits = forget_old_answers(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Erased: old answers of {visits} visits.")
