"""The version of the content: every write to it makes a new one, which every process of this machine sees at once."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection as default_connection
from django.db import transaction

WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
FAR_ENOUGH = 100  # letters, in which a statement names the table that it writes to
log = logging.getLogger(__name__)
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def content_version() -> str:
    """Empty where nothing may be kept: while this process is changing content, or where nothing tells of changes.

    One look at a file and no query. It grows by a byte with each change, so that two changes are two versions however
    fast they follow.
    """
    if not settings.READY_PAGES or _is_changing(default_connection):
        return ""
    try:
        return _read()
    except OSError:
        return _begun()


def changed_at() -> float:
    """Seconds since 1970 of the last change."""
    try:
        return os.stat(settings.CONTENT_VERSION_FILE).st_mtime
    except OSError:
        return 0.0


def content_changed() -> None:
    """What was made of the content before is not shown any more, by no process."""
    file = Path(settings.CONTENT_VERSION_FILE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as end:
            end.write(b".")
    except OSError as error:  # the change itself is kept; /readyz tells of it too
        log.error("Workers show what was before for up to ten minutes: %s can't be written to (%s).", file, error)


def watch(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every query, so that no way of writing can be forgotten: forms, bulk, update(), a content pack.

    A new version begins once others can see what was written, and not before.
    """
    result = execute(sql, params, many, context)
    if sql.startswith(WRITES) and settings.CONTENT_TABLES in sql[:FAR_ENOUGH]:
        connection = context["connection"]
        if not connection.in_atomic_block:
            content_changed()
        elif not _is_changing(connection):
            transaction.on_commit(content_changed, using=connection.alias)
    return result


def watch_connection(connection: Any, **kwargs: Any) -> None:
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def _is_changing(connection: Any) -> bool:
    return any(call is content_changed for _savepoints, call, *_ in connection.run_on_commit)


def _begun() -> str:
    """A folder that can't be written to costs speed, not the page."""
    content_changed()
    try:
        return _read()
    except OSError:
        return ""


def _read() -> str:
    file = os.stat(settings.CONTENT_VERSION_FILE)
    return f"{file.st_ino:x}-{file.st_mtime_ns:x}-{file.st_size:x}"
