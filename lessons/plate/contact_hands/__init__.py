"""The contact hands: one right hand in eleven contacts, from the side that touches and from above, as curves."""

from lessons.plate.contact_hands.hands import ContactHand, contact_hands, travelling_hands

__all__ = ["ContactHand", "contact_hands", "travelling_hands"]
