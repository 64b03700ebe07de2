"""Those who come at once: some send or read so slowly that they never end, others are busy and keep what they do."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPException
from urllib.parse import urlencode

from tests.server.recipe import HOST, Server

PAGES = ("/", "/lessons/", "/lessons/stroking/", "/techniques/stroke-long/", "/map/", "/claims/", "/about/")
SLOW_HEAD = f"GET /lessons/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: "
SLOW_BODY = f"POST /appearance/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\ntheme="
SLOW_READER = f"GET /lessons/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n"


class SlowClient:
    """Begins, and is in no hurry. It is still there as long as the server neither ends nor answers it."""

    def __init__(self, server: Server, begins: str) -> None:
        self.plug = server.plug()
        self.is_reader = begins == SLOW_READER
        self.plug.sendall(begins.encode())

    def is_there(self) -> bool:
        """One more letter is taken; and nothing has come, but for a reader, who has not read it yet."""
        try:
            if not self.is_reader:
                self.plug.sendall(b"x")
            self.plug.setblocking(False)
            return bool(self.plug.recv(1)) and self.is_reader
        except (ssl.SSLWantReadError, BlockingIOError):
            return True
        except OSError:
            return False
        finally:
            self.plug.setblocking(True)


@contextmanager
def slow_clients(server: Server, number: int) -> Iterator[list[SlowClient]]:
    """Of each kind a third: in the head of a request, in its body, in reading the answer."""
    kinds = (SLOW_HEAD, SLOW_BODY, SLOW_READER)
    with ExitStack() as open_plugs:
        clients = [SlowClient(server, kinds[one % len(kinds)]) for one in range(number)]
        for client in clients:
            open_plugs.callback(client.plug.close)
        yield clients


@contextmanager
def busy_members(server: Server, number: int) -> Iterator[list[BusyMember]]:
    with ExitStack() as open_talks:
        sessions = server.new_members(number)
        yield [open_talks.enter_context(closing(BusyMember(server, session))) for session in sessions]


class BusyMember:
    """Signed in by a cookie; reads pages, and marks one technique after the other as read."""

    csrf = "csrftoken="

    def __init__(self, server: Server, session: str) -> None:
        self.server, self.session, self.talk = server, session, server.connection()
        self.failed: list[str] = []
        self.kept: set[str] = set()
        self.form = {"csrfmiddlewaretoken": self.form_key()}

    def form_key(self, tries: int = 9) -> str:
        """Asks again where a worker died over it: what counts begins afterwards."""
        _status, page = self.ask("GET", "/accounts/email/")
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found or tries, page[:300]
        return found[1] if found else self.form_key(tries - 1)

    def ask(self, method: str, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the page; 0 where the connection broke."""
        origin = f"https://{HOST}:{self.server.port}"
        headers = {"Cookie": self.cookie(), "Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.talk.request(method, path, urlencode(sent) if sent else None, headers)
            answer = self.talk.getresponse()
            page = answer.read().decode(errors="replace")
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and value.startswith("csrftoken="):
                    self.csrf = value.partition(";")[0]
            return answer.status, page
        except (OSError, HTTPException) as broken:
            self.talk.close()
            return 0, repr(broken)

    def close(self) -> None:
        self.talk.close()

    def cookie(self) -> str:
        return f"sessionid={self.session}; {self.csrf}"

    def read(self, page: str) -> None:
        status, _text = self.ask("GET", page)
        if status != 200:
            self.failed.append(f"GET {page}: {status}")

    def mark(self, technique: str) -> None:
        status, _text = self.ask("POST", f"/progress/techniques/{technique}/read/", self.form)
        if status in (200, 302):
            self.kept.add(technique)
        else:
            self.failed.append(f"POST {technique}: {status}")
