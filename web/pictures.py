"""Pictures that are drawn beforehand and kept as files: a request only sends them, whatever it asks for."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response

LARGEST_BYTES = 3_000_000  # of one picture; the largest is a plate of about 1.3 MB
A_DAY = 60 * 60 * 24
WAIT = 60  # seconds
DRAFT = ".draft-"
LOCK = ".lock"


@dataclass(frozen=True)
class Picture:
    """The name says what is on it: whatever changes the picture changes the name."""

    name: str
    draw: Callable[[], bytes]
    is_wanted: Callable[[], bool] = lambda: True  # asked once it is drawn: what it shows may be erased meanwhile


def kept(name: str) -> bytes | None:
    try:
        return (_folder() / name).read_bytes()
    except FileNotFoundError:
        return None


def draw(picture: Picture) -> bool:
    """Draws and keeps it if it is missing, and says whether it was."""
    if (_folder() / picture.name).exists():
        return False
    _keep(picture.name, picture.draw())
    if not picture.is_wanted():
        erase(picture.name)
    return True


def draw_all(list_them: Callable[[], Iterable[Picture]]) -> Iterator[Picture]:
    """Draws what is missing, one after the other, and gives each; what is kept and not listed goes.

    Only one process at a time does so; another waits and then finds nothing to do. What is kept while the list is made
    stays.
    """
    with _alone():
        there = set(_names())
        pictures = list(list_them())
        for name in there - {picture.name for picture in pictures}:
            (_folder() / name).unlink(missing_ok=True)
        yield from filter(draw, pictures)


def erase(pattern: str) -> None:
    """Those whose names match."""
    for file in _folder().glob(pattern):
        file.unlink(missing_ok=True)


def send(request: HttpRequest, name: str, *, file_name: str, cache_control: str) -> HttpResponse:
    """The kept picture with a strong tag; who has it already gets a 304. One that is not drawn yet is said so: 503."""
    tag = f'"{name}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        content = kept(name)
        if content is None:
            return _not_drawn_yet(request)
        response = HttpResponse(content, content_type=f"image/{Path(name).suffix[1:]}")
        response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["ETag"] = tag
    response["Cache-Control"] = cache_control
    return response


def _not_drawn_yet(request: HttpRequest) -> HttpResponse:
    response = render(request, "picture_not_drawn.html", status=503)
    response["Retry-After"] = str(WAIT)
    response["Cache-Control"] = "no-store"
    return response


def _folder() -> Path:
    return Path(settings.PICTURE_DIR)


def _names() -> Iterator[str]:
    """All kept pictures, and drafts that a process which was killed left behind."""
    for file in _folder().iterdir():
        if file.name != LOCK and not (file.name.startswith(DRAFT) and _is_fresh(file)):
            yield file.name


def _is_fresh(draft: Path) -> bool:
    try:
        return timezone.now().timestamp() - draft.stat().st_mtime < A_DAY
    except FileNotFoundError:  # it has just become a picture
        return True


def _keep(name: str, content: bytes) -> None:
    """Whole or not at all."""
    if len(content) > LARGEST_BYTES:
        raise ValueError(f"{name} has {len(content)} bytes; at most {LARGEST_BYTES} are kept.")
    _folder().mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=_folder(), prefix=DRAFT, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(_folder() / name)


@contextmanager
def _alone() -> Iterator[None]:
    _folder().mkdir(parents=True, exist_ok=True)
    with (_folder() / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
