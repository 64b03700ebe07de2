"""Copies a PostgreSQL database with its own tools: everything of one moment out, everything or nothing back in."""

import os
import shutil
import subprocess  # nosec B404
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from massage_site.backup.archive import CannotCopy, Contents


def copy(target: Path, left_out: Iterable[str]) -> Contents:
    """The counts and the dump see one snapshot, which writers do not wait for."""
    without = [f"--exclude-table-data={table}" for table in left_out]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        contents = Contents(_migrations(cursor), _counts(cursor, set(left_out)))
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        _run(_command("pg_dump", *options, *without))
    return contents


def put_back(source: Path) -> None:
    """In one transaction the present tables go and those of the backup come: all of them, or none."""
    script = source.with_name("restore.sql")
    _run([_found("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(source)])
    with connection.cursor() as cursor:
        present = ", ".join(connection.ops.quote_name(table) for table in sorted(_tables(cursor)))
    connection.close()
    drop = [f"--command=DROP TABLE {present} CASCADE"] if present else []
    quietly = ["--quiet", "--no-psqlrc", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run(_command("psql", *quietly, *drop, f"--file={script}"))


def _tables(cursor: Any) -> set[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return {name for (name,) in cursor.fetchall()}


def _counts(cursor: Any, left_out: set[str]) -> dict[str, int]:
    counts = {}
    for table in sorted(_tables(cursor) - left_out):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # nosec B608: a name from the database
        counts[table] = cursor.fetchone()[0]
    return counts


def _migrations(cursor: Any) -> list[list[str]]:
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in cursor.fetchall()]


def _command(tool: str, *options: str) -> list[str]:
    """pg_dump takes the options of psql for the connection."""
    _psql, *arguments = connection.client.settings_to_cmd_args_env(connection.settings_dict, list(options))[0]
    return [_found(tool), *arguments]


def _run(command: list[str]) -> None:
    """The password goes by the environment, where no list of processes shows it."""
    secrets = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])[1] or {}
    ended = subprocess.run(command, env=os.environ | secrets, stderr=subprocess.PIPE, text=True, check=False)  # nosec B603
    if ended.returncode:
        raise CannotCopy(f"{Path(command[0]).name} failed: {' '.join(ended.stderr.split())}")


def _found(tool: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise CannotCopy(f"{tool} is missing. On Debian: sudo apt install postgresql-client")
    return path
