"""Copies of the content pack with one thing broken in each."""

import shutil
from pathlib import Path

from lessons.pack.reader import PACK_DIR


def copy_pack(folder: Path) -> Path:
    return Path(shutil.copytree(PACK_DIR, folder / "pack"))


def replace(pack: Path, file: str, old: str, new: str) -> int:
    """Change one place of a file; gives the line on which it stood."""
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file} has no {old!r} any more"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def add_language(pack: Path, code: str, without: tuple[str, ...] = ()) -> Path:
    """The English words again under another code."""
    folder = Path(shutil.copytree(pack / "en", pack / code))
    replace(pack, f"{code}/language.yaml", "code: en", f"code: {code}")
    return folder
