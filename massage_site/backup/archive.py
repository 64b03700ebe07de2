"""The file of a backup: a zip of the copied database and a manifest that says what it holds."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
OWNER_ONLY = 0o600


class CannotCopy(Exception):  # noqa: N818  it reads as what it says
    """Says what stands in the way, and what to do."""


@dataclass(frozen=True)
class Contents:
    """What a copy holds, counted in the copy itself or at the very moment that it shows."""

    migrations: list[list[str]]
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Manifest:
    format: int
    made_at: str
    database: str
    left_out: list[str]
    keys_kept_apart: list[str]
    migrations: list[list[str]]
    rows: Mapping[str, int]
    sha256: str


def checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def write_archive(target: Path, folder: Path, database: Path, manifest: Manifest) -> None:
    """Appears whole under its name, for its owner only, and never in the place of another file."""
    draft = folder / "draft.zip"
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY), "w+b") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
            archive.write(database, DATABASE)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(draft, target)
    except FileExistsError as error:
        raise CannotCopy(f"{target} is there already. Name another file, or a folder.") from error


def read_archive(file: Path, folder: Path) -> tuple[Manifest, Path]:
    """The manifest and the database, unpacked into the folder and compared with its checksum."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _read_manifest(json.loads(archive.read(MANIFEST)))
            unpacked = folder / DATABASE
            with archive.open(DATABASE) as packed, unpacked.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
    except FileNotFoundError as error:
        raise CannotCopy(f"There is no file {file}.") from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise CannotCopy(f"{file} is no backup of this site, or it is damaged.") from error
    if checksum(unpacked) != manifest.sha256:
        raise CannotCopy(f"{file} is damaged: its checksum differs. Take another backup.")
    return manifest, unpacked


def _read_manifest(document: dict[str, Any]) -> Manifest:
    if document["format"] != FORMAT:
        raise CannotCopy(f"The backup has format {document['format']}; this version of the site reads {FORMAT}.")
    return Manifest(**document)
