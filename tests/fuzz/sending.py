"""Sends requests to the whole application in this process and watches what each costs and writes."""

from __future__ import annotations

import logging
import resource
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from time import process_time
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core import mail, signals
from django.db import close_old_connections, transaction

from tests.fuzz.asking import TOKEN, Asked
from tests.fuzz.forms import Form, forms_of
from web.readable import SiteHandler

MOST_SECONDS = 60
MOST_REDIRECTS = 3
OWN_NAMES = {"Content-Length": "CONTENT_LENGTH", "Content-Type": "CONTENT_TYPE"}


@dataclass(frozen=True)
class Answer:
    """`status` is 599 where the application raised or took too long; `log` is what went to the log."""

    status: int
    headers: dict[str, str]
    content: bytes
    log: str
    seconds: float
    megabytes: float
    raised: str = ""

    @property
    def log_lines(self) -> int:
        return len(self.log.splitlines())

    @property
    def fault(self) -> str:
        """One kind of fault reads the same whatever the address."""
        lines = self.log.splitlines()
        if self.status >= 500 and not self._says_what_is_not_ready():
            return f"{self.status}: {self.raised or (lines or [''])[-1]}"
        if len(lines) > 1:
            return f"{self.status} with {len(lines)} lines of log: {':'.join(lines[0].split(':')[:2])}"
        return "a title that says Error: on a page that does not" if self._hides_an_error() else ""

    def _says_what_is_not_ready(self) -> bool:
        """`/readyz` answers 503 by design where something is missing, as on a site that only asks itself."""
        return self.status == 503 and b'"migrations"' in self.content

    def _hides_an_error(self) -> bool:
        return b"<title>Error:" in self.content and b"error-summary" not in self.content


class Sender:
    """Each request meets the same people: what it changes is taken back. So its number names it wholly."""

    def __init__(self, cookies: dict[str, dict[str, dict[str, str]]]) -> None:
        self.cookies = cookies
        self.application = SiteHandler()
        self.known_forms: dict[tuple[str, str], list[Form]] = {}

    def send(self, asked: Asked) -> Answer:
        environ = environment(asked, self.cookies[asked.role][asked.who])
        peak, started = _peak(), process_time()
        with (
            one_connection(),
            transaction.atomic(),
            log_of_the_site() as log,
            no_longer_than(MOST_SECONDS),
            uncaught() as e,
        ):
            status, headers, content = self._answer(environ)
            mail.outbox = []
            transaction.set_rollback(True)
        return Answer(status, headers, content, log.getvalue(), process_time() - started, _peak() - peak, " ".join(e))

    def _answer(self, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        begun: list[Any] = []
        try:
            answer = self.application(environ, lambda status, headers: begun.extend([status, headers]))
            content = b"".join(answer)
            answer.close()
            return int(begun[0].split()[0]), dict(begun[1]), content
        except Exception:
            logging.getLogger("tests.fuzz").exception("The application raised")
            return 599, {}, b""

    def forms(self, role: str, who: str, path: str) -> list[Form]:
        """On the page at this address, or where it leads."""
        if (who, path) not in self.known_forms:
            self.known_forms[who, path] = self._read_forms(Asked(-1, role, who, "GET", path))
        return self.known_forms[who, path]

    def _read_forms(self, asked: Asked) -> list[Form]:
        for _ in range(MOST_REDIRECTS):
            answer = self.send(asked)
            leads_to = answer.headers.get("Location", "")
            if not leads_to.startswith("/"):
                is_page = answer.headers.get("Content-Type", "").startswith("text/html")
                return forms_of(asked.path, answer.content.decode()) if is_page else []
            path, _, query = leads_to.partition("#")[0].partition("?")
            asked = Asked(-1, asked.role, asked.who, "GET", path, query)
        return []


def environment(asked: Asked, cookies: dict[str, str]) -> dict[str, Any]:
    """As a WSGI server makes it of the bytes on the wire."""
    usual = {
        "Host": "testserver",
        "Cookie": "; ".join(f"{name}={value}" for name, value in (cookies | {"csrftoken": TOKEN}).items()),
        "X-CSRFToken": TOKEN,
        "Content-Type": asked.content_type,
        "Content-Length": str(len(asked.body)),
        "User-Agent": "a browser",
    }
    headers = usual | dict(asked.headers)
    return {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(asked.path).decode("latin-1"),
        "QUERY_STRING": asked.query.encode().decode("latin-1"),
        "REMOTE_ADDR": "192.0.2.1",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(asked.body),
        "wsgi.errors": StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{_variable(name): _on_the_wire(value) for name, value in headers.items()},
    }


def _variable(name: str) -> str:
    return OWN_NAMES.get(name) or f"HTTP_{name.upper().replace('-', '_')}"


def _on_the_wire(value: str) -> str:
    return value.encode().decode("latin-1")


@contextmanager
def one_connection() -> Iterator[None]:
    """A server may change its connection between requests; here the transaction goes around the request."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


@contextmanager
def log_of_the_site() -> Iterator[StringIO]:
    """What the site's own handlers write, with their filters and as they format it."""
    written = StringIO()
    handlers = [handler for handler in logging.root.handlers if isinstance(handler, logging.StreamHandler)]
    handlers = [handler for handler in handlers if any("web" in type(found).__module__ for found in handler.filters)]
    before = [handler.setStream(written) for handler in handlers]
    try:
        yield written
    finally:
        for handler, stream in zip(handlers, before, strict=True):
            handler.setStream(stream)


@contextmanager
def uncaught() -> Iterator[list[str]]:
    """What the views let through, also where the page about it fails too."""
    found: list[str] = []

    def note(**_: Any) -> None:
        error = sys.exc_info()[1]
        place = traceback.extract_tb(error.__traceback__)[-1] if error else None
        found.append(
            f"{type(error).__name__}: {error} in {place.filename.rpartition('/')[2]}:{place.lineno}" if place else ""
        )

    signals.got_request_exception.connect(note)
    try:
        yield found
    finally:
        signals.got_request_exception.disconnect(note)


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Seconds of the processor, so that a busy machine changes nothing."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"still at it after {seconds} seconds of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
