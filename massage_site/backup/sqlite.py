"""Copies an SQLite file page by page in one read, which writers do not wait for, and puts it back in one write."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from massage_site.backup.archive import CannotCopy, Contents

PATIENCE = 60  # seconds to wait for somebody else's write


def copy(target: Path, left_out: Iterable[str]) -> Contents:
    with _plain_words(), closing(_open(_live_file(), "rw")) as live, closing(_open(target, "rwc")) as made:
        live.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
        tables = _tables(made)
        made.execute("PRAGMA secure_delete = ON")
        for table in tables & set(left_out):
            made.execute(f'DELETE FROM "{table}"')  # nosec B608
        made.commit()
        made.execute("VACUUM")
        _refuse_damage(made)
        return Contents(_migrations(made), {table: _count(made, table) for table in sorted(tables - set(left_out))})


def put_back(source: Path) -> None:
    """All or nothing, also where the site was not stopped: its readers see the old state, then the new one."""
    connection.close()
    with _plain_words(), closing(_open(source, "ro")) as made, closing(_open(_live_file(), "rwc")) as live:
        _refuse_damage(made)
        made.backup(live)


def _live_file() -> Path:
    name = str(connection.settings_dict["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        raise CannotCopy("The database is in memory only. DATABASE_URL names another one.")
    return Path(name)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode={mode}", uri=True, timeout=PATIENCE)


@contextmanager
def _plain_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CannotCopy(f"SQLite cannot do it: {error}.") from error


def _refuse_damage(made: sqlite3.Connection) -> None:
    (found,) = made.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise CannotCopy(f"The database is damaged: {found}. Nothing was kept of it.")


def _tables(made: sqlite3.Connection) -> set[str]:
    names = made.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name for (name,) in names}


def _count(made: sqlite3.Connection, table: str) -> int:
    (count,) = made.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # nosec B608
    return int(count)


def _migrations(made: sqlite3.Connection) -> list[list[str]]:
    return [list(row) for row in made.execute("SELECT app, name FROM django_migrations ORDER BY app, name")]
