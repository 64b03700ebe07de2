"""Erases guests whose thirty days are over, with all that they did. Run it once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from learners.models import Learner


class Command(BaseCommand):
    help = "Erase guests who made no mark for thirty days, with everything that was kept for them."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        erased = sum(guest.expire(now) for guest in Learner.objects.expired(now).iterator())
        if options["verbosity"]:
            self.stdout.write(f"Erased: {erased} guests.")
