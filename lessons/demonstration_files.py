"""Moving pictures of demonstrations, kept as files: one takes seconds to make and is asked for again and again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from lessons.plate.demonstration import Demonstration
from lessons.plate.demonstration_image import VERSION, render_webp


def etag(made: Demonstration) -> str:
    """Strong: the same movement and the same code give the same bytes."""
    return f'"{_name(made)}"'


def kept_webp(made: Demonstration) -> bytes:
    """From the disk; made and put there at once when it is missing."""
    file: Path = settings.PICTURE_DIR / f"{_name(made)}.webp"
    if file.exists():
        return file.read_bytes()
    content = render_webp(made)
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(file)
    return content


def _name(made: Demonstration) -> str:
    return sha256(repr((VERSION, made)).encode()).hexdigest()[:32]
