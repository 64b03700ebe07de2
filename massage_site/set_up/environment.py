"""Reads the environment for the settings. What cannot be read is refused in one line that names its variable."""

import logging
import re
from email.utils import parseaddr
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ON = ("on", "true", "yes", "y", "ok", "1")
OFF = ("off", "false", "no", "n", "0")


class Environment(environ.Env):
    """Remembers which names were asked for, so that a misspelled one can be told."""

    asked: set[str] = set()

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        self.asked.add(var)
        return super().get_value(var, *args, **kwargs)

    def switch(self, name: str, default: bool = False) -> bool:
        word = self.str(name, default="").strip().lower()
        if word not in (*ON, *OFF, ""):
            raise ImproperlyConfigured(f"{name}: on or off, not {word!r}.")
        return word in ON if word else default

    def count(self, name: str, default: int) -> int:
        typed = self.str(name, default=str(default)).strip()
        if not re.fullmatch("[0-9]{1,9}", typed):
            raise ImproperlyConfigured(f"{name}: a whole number, 0 or more, not {typed!r}.")
        return int(typed)

    def database(self, default: str) -> dict[str, Any]:
        url = self.str("DATABASE_URL", default=default)
        try:
            if not re.match("(sqlite|postgres|postgresql|pgsql|psql)://", url):
                raise ValueError("another kind of database")
            return dict(self.db_url_config(url))
        except (ImproperlyConfigured, ValueError) as error:
            hint = "such as postgres://user:password@host/name or sqlite:////srv/warm-hands/warm_hands.sqlite3."
            raise ImproperlyConfigured(f"DATABASE_URL: {hint}") from error

    def mail_server(self) -> dict[str, Any]:
        try:
            server: dict[str, Any] = self.email("MASSAGE_EMAIL_URL", default="consolemail://")
        except (ImproperlyConfigured, ValueError) as error:
            raise ImproperlyConfigured("MASSAGE_EMAIL_URL: such as smtp+tls://user:password@host:587.") from error
        return server

    def sender(self) -> str:
        sender = self.str("MASSAGE_FROM_EMAIL", default="Warm Hands <warm-hands@localhost>")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(sender)[1]):
            raise ImproperlyConfigured("MASSAGE_FROM_EMAIL: an address, such as Warm Hands <hands@massage.example>.")
        return sender

    def log_level(self) -> str:
        level = self.str("MASSAGE_LOG_LEVEL", default="INFO").strip().upper()
        if level not in logging.getLevelNamesMapping():
            raise ImproperlyConfigured("MASSAGE_LOG_LEVEL: DEBUG, INFO, WARNING, ERROR or CRITICAL.")
        return level
