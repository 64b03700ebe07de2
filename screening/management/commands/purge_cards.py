"""Erases receivers' cards and links that have run out. Run it once an hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening.cards.kept import purge


class Command(BaseCommand):
    help = "Erases receivers' cards and links whose time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        cards, links = purge(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Erased: {cards} cards, {links} links.")
