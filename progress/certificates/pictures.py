"""Certificates as pictures: drawn when they are made, kept as files, gone with the certificate."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from lessons.pictures import plate_picture
from progress.certificates import image as certificate_image
from progress.certificates.records import plate_words_here, sheet_of
from progress.models import Certificate
from progress.rules.certificates import Sheet
from web import pictures
from web.pictures import Picture
from web.site_address import LOCAL_ADDRESS

log = logging.getLogger(__name__)


def all_pictures() -> Iterator[Picture]:
    """Every certificate in every language of the site; first the drawing that stands on each of them."""
    for _language in _languages():
        yield _plate(plate_words_here())
    for row in Certificate.objects.iterator():
        yield from _of_one(row)


def name_of(row: Certificate, sheet: Sheet) -> str:
    return f"certificate-{row.code}-{certificate_image.digest(sheet)}.png"


def sheet_on(row: Certificate) -> Sheet:
    """A picture is drawn where nobody asks for it, so it can only name the address that the operator set."""
    return sheet_of(row, settings.SITE_URL or LOCAL_ADDRESS)


def draw(row: Certificate) -> None:
    """What cannot be drawn or kept now is left to `draw_pictures`: a certificate is made all the same."""
    try:
        for picture in _of_one(row):
            pictures.draw(picture)
    except OSError:
        log.exception("A certificate's picture could not be kept; draw_pictures tries again.")


def erase(sender: Any, instance: Certificate, **_: Any) -> None:
    """Once the row is gone for good."""
    transaction.on_commit(lambda: pictures.erase(f"certificate-{instance.code}-*"))


def _of_one(row: Certificate) -> Iterator[Picture]:
    for _language in _languages():
        yield _picture(row, sheet_on(row))


def _picture(row: Certificate, sheet: Sheet) -> Picture:
    return Picture(
        name_of(row, sheet),
        lambda: certificate_image.render_png(sheet, _plate_on(sheet)),
        is_wanted=lambda: Certificate.objects.filter(pk=row.pk).exists(),
    )


def _plate_on(sheet: Sheet) -> bytes:
    """The same on all of them, so it is drawn once."""
    plate = _plate(sheet.plate_words)
    pictures.draw(plate)
    return pictures.kept(plate.name) or plate.draw()


def _plate(words: tuple[str, ...]) -> Picture:
    return plate_picture(certificate_image.plate(words))


def _languages() -> Iterator[str]:
    """Each one while it is spoken."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield code
