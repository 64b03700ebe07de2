"""Adds to the tallies in one statement: made where there is none, raised where there is one, and locked meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

Count = tuple[str, int, bool, tuple[str, ...]]  # question, version, whether it was missed, the options to note

INSERT = """
INSERT INTO progress_questiontally AS kept (question, version, answered, missed, options)
VALUES (%s, %s, 1, %s, %s)
ON CONFLICT (question, version) DO UPDATE SET
    answered = kept.answered + 1,
    missed = kept.missed + excluded.missed,
    options = """
RAISED = {
    "postgresql": """kept.options || COALESCE((
        SELECT jsonb_object_agg(option, COALESCE((kept.options ->> option)::integer, 0) + 1)
        FROM jsonb_object_keys(excluded.options) AS option
    ), '{}')""",
    "sqlite": """json_patch(kept.options, (
        SELECT json_group_object(
            option.key, 1 + COALESCE((SELECT value FROM json_each(kept.options) WHERE key = option.key), 0)
        )
        FROM json_each(excluded.options) AS option
    ))""",
}


def add(counts: Iterable[Count]) -> None:
    """Always in the same order, so that no two transactions wait for each other."""
    rows = [
        (question, version, int(is_missed), json.dumps(dict.fromkeys(options, 1)))
        for question, version, is_missed, options in sorted(counts)
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(INSERT + RAISED[connection.vendor], rows)
