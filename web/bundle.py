"""One style sheet or script from several files: each stays readable, and a page pays for one request."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, find
from django.core.files.storage import FileSystemStorage

COMMENTS = {".css": re.compile(r"/\*.*?\*/", re.DOTALL), ".js": re.compile(r"^\s*//.*\n", re.MULTILINE)}


def without_comments(part: Path) -> str:
    """Comments are for those who read the source; on a phone's first visit they would be a sixth of the styles."""
    return COMMENTS[part.suffix].sub("", part.read_text(encoding="utf-8"))


class BundleFinder(BaseFinder):
    """Serves each entry of STATIC_BUNDLES as its parts joined in order; rewritten whenever a part is newer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.BUNDLE_DIR)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        if path not in settings.STATIC_BUNDLES:
            return []
        bundle = str(self._write(path))
        return [bundle] if find_all or kwargs.get("all") else bundle

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in settings.STATIC_BUNDLES:
            self._write(path)
            yield path, self.storage

    def _write(self, path: str) -> Path:
        parts = [Path(str(find(part))) for part in settings.STATIC_BUNDLES[path]]
        target = Path(settings.BUNDLE_DIR) / path
        newest = max(part.stat().st_mtime for part in [*parts, Path(__file__)])
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(without_comments(part) for part in parts)
            with NamedTemporaryFile("w", dir=target.parent, encoding="utf-8", delete=False) as draft:
                draft.write(text)
            Path(draft.name).chmod(0o644)  # the server of the collected files may be another user
            Path(draft.name).replace(target)
        return target
