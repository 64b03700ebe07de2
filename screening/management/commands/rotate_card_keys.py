"""Seals every card under the first key of MASSAGE_CARD_KEYS, so that the older keys can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.cards import are_kept, seal_anew
from screening.models import ReceiverCard


class Command(BaseCommand):
    help = "Seals every receiver's card under the first key of MASSAGE_CARD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        if not are_kept():
            raise CommandError("There is no key: set MASSAGE_CARD_KEYS.")
        results = [seal_anew(card) for card in ReceiverCard.objects.order_by("pk").iterator()]
        self.stdout.write(f"Sealed anew: {results.count(True)} cards.")
        if not all(results):
            raise CommandError(f"{results.count(False)} cards open with none of these keys. Keep the older keys too.")
