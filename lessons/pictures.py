"""The pictures that pages here link to: the map with any choice of layers, and the moving hands of each technique."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from lessons.demonstration_words import demonstration_of
from lessons.models import Technique
from lessons.plate.demonstration.frames import Demonstration
from lessons.plate.demonstration.image import VERSION, render_webp
from lessons.plate.image import PlateImage, offered, render_png
from lessons.plate.image import digest as plate_digest
from web.pictures import Picture


def pictures() -> Iterator[Picture]:
    """All there can be, those first that are drawn in no time. An unpublished technique may come back."""
    yield from map(plate_picture, offered())
    for row in Technique.objects.select_related("family").prefetch_related("regions"):
        yield demonstration_picture(demonstration_of(row))


def plate_picture(options: PlateImage) -> Picture:
    return Picture(f"plate-{plate_digest(options)}.png", lambda: render_png(options))


def demonstration_picture(made: Demonstration) -> Picture:
    digest = sha256(repr((VERSION, made)).encode()).hexdigest()[:32]
    return Picture(f"demonstration-{digest}.webp", lambda: render_webp(made))
