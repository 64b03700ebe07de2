"""A copy of the database as one file, made while people write, and put back as it was."""

from typing import Any, Protocol

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from massage_site.backup import postgresql, sqlite
from massage_site.backup.archive import CannotCopy, Contents
from screening.models import ReceiverLink, Visit

# What the pages promise to erase within hours, a day or with the visit must not live on in a backup.
SHORT_LIVED: tuple[str, ...] = (
    Session._meta.db_table,  # opens accounts
    UserSession._meta.db_table,  # names those sessions by address and browser
    Visit._meta.db_table,  # answers of the screening are in there
    ReceiverLink._meta.db_table,
    str(settings.CACHES["default"]["LOCATION"]),  # counts of tries, by address
)
KEYS = ("MASSAGE_SECRET_KEY", "MASSAGE_CARD_KEYS")


class Copies(Protocol):
    """What each kind of database has to know."""

    def copy(self, target: Any, left_out: Any) -> Contents: ...

    def put_back(self, source: Any) -> None: ...


def copies() -> Copies:
    known: dict[str, Copies] = {"sqlite": sqlite, "postgresql": postgresql}
    if connection.vendor not in known:
        raise CannotCopy(f"This copies SQLite and PostgreSQL. {connection.display_name} has tools of its own.")
    return known[connection.vendor]
