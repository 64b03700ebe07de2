"""Seals everything under the first key of MASSAGE_CARD_KEYS, so that the older keys can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from massage_site.accounts.second_factors import seal_all_anew
from screening.cards.kept import are_kept, seal_anew
from screening.models import ReceiverCard


class Command(BaseCommand):
    help = "Seals every receiver's card and every second factor under the first key of MASSAGE_CARD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        if not are_kept():
            raise CommandError("There is no key: set MASSAGE_CARD_KEYS.")
        cards = [seal_anew(card) for card in ReceiverCard.objects.order_by("pk").iterator()]
        factors = seal_all_anew()
        self.stdout.write(f"Sealed anew: {cards.count(True)} cards, {factors.count(True)} second factors.")
        if not all(cards + factors):
            left = f"{cards.count(False)} cards and {factors.count(False)} second factors"
            raise CommandError(f"{left} open with none of these keys. Keep the older keys too.")
