"""What each part of the hand that touches is called, as the title of its drawing."""

from __future__ import annotations

from django.utils.translation import gettext as _


def contact_names() -> dict[str, str]:
    """By the pack's word for the contact, in the order in which they are taught."""
    return {
        "whole-palm": _("Whole palm"),
        "little-finger-edge": _("Little-finger edge"),
        "thumb-edge": _("Thumb edge"),
        "heel": _("Heel of the hand"),
        "four-finger-pads": _("Four finger pads"),
        "thumb-pad": _("Thumb pad"),
        "middle-phalanges": _("Backs of the bent fingers"),
        "loose-fist": _("Loose fist"),
        "spread-fingers": _("Spread fingers"),
        "cupped-palm": _("Cupped palm"),
        "second-hand-on-top": _("Second hand on top"),
    }
