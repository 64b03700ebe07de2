"""Erases visits whose time is over, and answers older than a day from those that go on. Run it once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening.visit.forgetting import forget_old_answers, forget_old_visits


class Command(BaseCommand):
    help = "Erases what the screening kept longer than its limit: old visits, and old answers of those that go on."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        visits, answers = forget_old_visits(now), forget_old_answers(now)
        if options["verbosity"]:
            self.stdout.write(f"Erased: {visits} visits, old answers of {answers} others.")
