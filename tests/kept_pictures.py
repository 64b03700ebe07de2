"""Pictures as on a site that is set up, without the minutes that drawing them takes."""

from progress.management.commands.draw_pictures import every_picture
from web import pictures


def keep_every_picture() -> None:
    """Each is a few bytes."""
    for picture in every_picture():
        pictures.draw(pictures.Picture(picture.name, lambda: b"a picture"))
