"""The plate in templates: `{% plate lit=... states=... layers=... %}`, the legend, names of places, pressure dots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from lessons.back_map import BACK_MAP
from lessons.models import MapFeature, Region, Technique
from lessons.names.contacts import contact_names
from lessons.names.places import map_names
from lessons.plate.contact_hands.text import hand_text
from lessons.plate.mistakes import MistakePicture
from lessons.plate.svg import PlateWords
from lessons.plate.svg import plate as draw

register = template.Library()


def plate_words() -> PlateWords:
    return PlateWords(
        head=_("head"),
        receivers_left=_("receiver's left"),
        receivers_right=_("receiver's right"),
        leave_out=_("leave out"),
        states={
            "lit": _("shown now"),
            "go": _("may be worked"),
            "gentle": _("gently only"),
            "stroke-only": _("stroking only"),
            "out": _("leave out"),
            "new": _("not known yet"),
            "fading": _("fading"),
            "part": _("known in part"),
            "known": _("known"),
        },
    )


@register.inclusion_tag("components/_plate.html", takes_context=True)
def plate(
    context: template.Context,
    *,
    layers: Iterable[str] | str = ("regions",),
    states: Mapping[str, str] | None = None,
    lit: Iterable[str] = (),
    zones: Iterable[str] = (),
    left_alone: bool = False,
    landmarks: Iterable[str] = (),
    paths: Sequence[Mapping[str, Any]] = (),
    linked: bool = True,
    prefix: str = "plate",
    title: str = "",
    description: str = "",
) -> dict[str, Any]:
    """Draw the back in the viewer's chosen look. `layers` may be words with spaces between them."""
    look = context.get("appearance")
    names = map_names()
    return {
        "plate": draw(
            words=plate_words(),
            title=title or _("The back, seen from behind"),
            description=description,
            layers=layers.split() if isinstance(layers, str) else layers,
            states=states,
            lit=lit,
            zones=zones,
            left_alone=left_alone,
            landmarks=landmarks,
            paths=paths,
            links={slug: reverse("lessons:region", args=[slug]) for slug in BACK_MAP.regions} if linked else None,
            names=names,
            silhouette=look.silhouette if look else "narrow",
            tone=int(look.tone) if look else 3,
            prefix=prefix,
        )
    }


@register.inclusion_tag("components/_plate.html", takes_context=True)
def step_plate(context: template.Context, shows: Mapping[str, Any], *, title: str = "") -> dict[str, Any]:
    """The plate as one step of a lesson wants it."""
    layers = ["regions"]
    layers += ["directions"] if shows.get("directions") else []
    layers += ["muscles"] if shows.get("muscles") else []
    return plate(
        context,
        layers=layers,
        lit=shows.get("regions", ()),
        zones=shows.get("zones", ()),
        left_alone=bool(shows.get("technique")),
        landmarks=shows.get("landmarks", ()),
        paths=technique_path(shows.get("technique")),
        title=title,
    )


def technique_path(slug: str | None) -> Sequence[Mapping[str, Any]]:
    """The strokes of a technique; empty when none is asked for or it left the pack."""
    row = Technique.objects.filter(slug=slug).values_list("path", flat=True).first() if slug else None
    return row or ()


@register.filter
def place_name(slug: str) -> str:
    """The name of a region, zone, landmark or target in the current language."""
    return map_names().get(slug, slug)


@register.inclusion_tag("components/_mistake_picture.html", takes_context=True)
def mistake_plate(context: template.Context, picture: MistakePicture, *, prefix: str = "plate") -> dict[str, Any]:
    """A crossed picture. The page's plate with this prefix lends its figure."""
    look = context.get("appearance")
    return {"picture": picture, "p": prefix, "tone": look.tone if look else 3}


@register.inclusion_tag("components/_pressure.html")
def pressure_dots(low: int, high: int, is_named: bool = True) -> dict[str, Any]:
    """Filled dots of three: full up to `low`, half up to `high`. Unnamed where the words stand beside them."""
    dots = ["full" if level <= low else "half" if level <= high else "" for level in (1, 2, 3)]
    return {"dots": dots, "low": low, "high": high, "is_named": is_named}


@register.inclusion_tag("components/_plate_legend.html", takes_context=True)
def plate_legend(
    context: template.Context, layers: Iterable[str] | str, states: Mapping[str, str] | None = None, **shown: Any
) -> dict[str, Any]:
    """What the marks of these layers and states mean, and of whatever else a plate can show."""
    return plate(context, layers=layers, states=states, linked=False, **shown)


@register.inclusion_tag("components/_contact_hand.html")
def contact_hand(slugs: Iterable[str] | str, *, row: bool = False, prefix: str = "hand") -> dict[str, Any]:
    """The hand of each contact with its name below; "all" shows every one."""
    names = contact_names()
    chosen = names if slugs == "all" else [slugs] if isinstance(slugs, str) else slugs
    return {
        "hands": [_named_hand(f"{prefix}-{slug}", slug, names[slug]) for slug in chosen],
        "row": row,
        "prefix": prefix,
    }


def _named_hand(prefix: str, slug: str, name: str) -> dict[str, Any]:
    text = hand_text(slug)
    return {"name": name, "text": text, "outlines": [(f"{prefix}-{i}", d) for i, d in enumerate(text.outlines)]}


@register.simple_tag
def region_slugs(row: Any) -> list[str]:
    """The regions of a technique, or the one region itself."""
    if isinstance(row, Region):
        return [row.slug]
    return [region.slug for region in row.regions.all()]


@register.simple_tag
def zone_slugs(zones: Iterable[MapFeature]) -> list[str]:
    return [zone.slug for zone in zones]


@register.filter
def region_address(base: str) -> str:
    """The page of a region; of its left half where it is a pair."""
    return reverse("lessons:region", args=[base if base in BACK_MAP.regions else f"{base}-l"])
