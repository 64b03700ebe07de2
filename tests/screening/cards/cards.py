"""Kept cards for tests: keys, records, and a search through all that the database holds."""

import re
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone

from screening.models import ReceiverCard
from screening.rules.answers import Answer
from screening.rules.assessment import parse
from screening.rules.journey import Record
from tests.screening.rules.documents import everyone_well
from web.written.json_document import write_time

KEY, OTHER_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
PLANTED = re.compile(rb'cord-injury|"answered_at\\*":')  # a column elsewhere has that name too


def moment(**ago):
    return timezone.now().replace(microsecond=0) - timedelta(**ago)


def record_of(hours_ago=0, left_open=(), **items):
    """Everybody well but for these items, all answered that long ago."""
    said = everyone_well() | {slug.replace("_", "-"): answer for slug, answer in items.items()}
    now = moment(hours=hours_ago)
    return Record(parse({"now": write_time(now), "items": said})[1], frozenset(left_open))


def card_for(user, nickname="Sunny", **said):
    from screening.cards import kept as cards

    card = ReceiverCard(user=user, nickname=nickname)
    cards.keep(card, record_of(**said), moment())
    return card


def aged(card, **span):
    """Time travel: the card and each of its answers are that much older."""
    from screening.cards import kept as cards

    record = cards.opened(card, moment())
    older = {
        slug: Answer(a.value, a.answered_at - timedelta(**span), a.follow_ups, a.cleared_at)
        for slug, a in record.answers.items()
    }
    cards.keep(card, Record(older, record.left_open), moment(**span))
    return card


def everything_stored():
    """All text and all bytes in all tables, as one string of bytes; on SQLite the database's files besides."""
    with connection.cursor() as cursor:
        tables = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
        found = [_rows(cursor, table) for table in tables]
    return b"\n".join([*found, *_files()])


def _rows(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return b"\n".join(_plain(value) for row in cursor.fetchall() for value in row)


def _plain(value):
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return raw + b"\n" + _decoded(raw)


def _decoded(raw):
    """Sessions are base64: what anybody can decode counts as readable."""
    found = b""
    for part in raw.split(b":")[:1]:
        try:
            found += b64decode(part, altchars=b"-_")
        except ValueError:
            continue
    return found


def _files():
    if connection.vendor != "sqlite":
        return []
    name = Path(connection.settings_dict["NAME"])
    return [file.read_bytes() for file in (name, name.with_name(name.name + "-wal")) if file.exists()]
