"""One person's browser: its tabs share a jar of cookies, and each has a connection of its own."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPException
from http.cookies import SimpleCookie
from threading import Lock
from typing import Any
from urllib.parse import urldefrag, urlencode

from tests.server.recipe import HOST, Server

LEARNER, VISIT = "learner-", "screening-"
TOKEN, MESSAGES = "csrfmiddlewaretoken", "messages"
SMALL_PAGE = "/techniques/stroke-long/"
REFUSALS = (
    "nothing was kept",
    "nothing was counted",
    "this one was not kept",
    "no longer kept, so we begin again",
    "Please look at this page again",
)
EXPECTED = (200, 302, 403, 422)


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    place: str  # where it leads to
    sent: Mapping[str, str]  # the cookies of the request
    given: Mapping[str, str]  # those of the answer
    begun: float
    ended: float
    told: str = ""  # the page that it led to, where it had something to say there

    @property
    def is_refused(self) -> bool:
        return self.status not in (200, 302) or any(words in self.told for words in REFUSALS)

    def tokens(self, prefix: str) -> set[str]:
        return values_of(self.sent, prefix)


@dataclass
class Browser:
    """`had` are the values of all cookies that it was ever given, by which the database is looked through."""

    server: Server
    source: str  # a network address of its own, for limits count by it
    jar: dict[str, str] = field(default_factory=dict)
    had: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    lock: Lock = field(default_factory=Lock)
    tabs: list[Tab] = field(default_factory=list)

    def tab(self) -> Tab:
        self.tabs.append(Tab(self))
        return self.tabs[-1]

    def close(self) -> None:
        for tab in self.tabs:
            tab.talk.close()

    def cookies(self) -> dict[str, str]:
        with self.lock:
            self.asked += 1
            return dict(self.jar)

    def take(self, headers: Iterable[str]) -> dict[str, str]:
        """As a browser does: what comes later counts, and the next request of each tab sends it.

        But a message stays with the tab that it was for: another one would show it, and seem to be told it.
        """
        given: dict[str, str] = {}
        for header in headers:
            for name, cookie in SimpleCookie(header).items():
                given[name] = "" if cookie["max-age"] == "0" else cookie.value
        with self.lock:
            for name, value in given.items():
                if not value:
                    self.jar.pop(name, None)
                elif name != MESSAGES:
                    self.jar[name] = value
                    self.had[value] = name
        return given

    def tokens(self, prefix: str) -> set[str]:
        return values_of(self.jar, prefix)

    def had_tokens(self, prefix: str) -> set[str]:
        return {value for value, name in self.had.items() if name.startswith(prefix)}

    def export(self) -> dict[str, Any]:
        """All that the site says it keeps, once it has had requests enough to make one of several tokens."""
        tab = self.tab()
        for _time in range(3):
            tab.open("/progress/")
        exported: dict[str, Any] = json.loads(tab.open("/accounts/data/export/").page)
        return exported

    def fault(self, words: str) -> None:
        with self.lock:
            self.faults.append(words)


class Tab:
    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.talk = browser.server.connection(browser.source)

    def ask(
        self, method: str, path: str, fields: Mapping[str, Any] | None = None, also: Mapping[str, str] | None = None
    ) -> Answer:
        cookies = self.browser.cookies() | dict(also or {})
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Origin": f"https://{HOST}:{self.browser.server.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        begun = time.monotonic()
        try:
            self.talk.request(method, path, urlencode(fields, doseq=True) if fields else None, headers)
            got = self.talk.getresponse()
            page = got.read().decode()
        except (OSError, HTTPException) as broken:
            self.talk.close()
            self.browser.fault(f"{method} {path}: {broken!r}")
            return Answer(0, "", "", cookies, {}, begun, time.monotonic())
        given = self.browser.take(got.headers.get_all("Set-Cookie") or [])
        if got.status not in EXPECTED:
            self.browser.fault(f"{method} {path}: {got.status}")
        return Answer(got.status, page, got.headers.get("Location", ""), cookies, given, begun, time.monotonic())

    def open(self, path: str, also: Mapping[str, str] | None = None) -> Answer:
        """The page, and where it leads elsewhere the one there."""
        answer = self.ask("GET", path, also=also)
        if answer.status == 302:
            return self.open(urldefrag(answer.place).url, also)
        if answer.status != 200:
            self.browser.fault(f"GET {path}: {answer.status}")
        return answer

    def token(self) -> dict[str, str]:
        """As a small page has it in its forms; none for somebody who is not known here yet."""
        return fields_of(self.open(SMALL_PAGE).page, TOKEN)

    def send(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Where the token is old, once more with the one of the page that says so, or of one opened anew."""
        answer = self.ask("POST", path, fields)
        if answer.status == 403:
            others = {name: value for name, value in fields.items() if name != TOKEN}
            answer = self.ask("POST", path, others | (fields_of(answer.page, TOKEN) or self.token()))
        if answer.given.get(MESSAGES) and answer.status == 302:
            told = self.open(urldefrag(answer.place).url, {MESSAGES: answer.given[MESSAGES]})
            return Answer(**vars(answer) | {"told": told.page})
        return answer


def fields_of(page: str, *names: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in names}
    return {name: unescape(value[1]) for name, value in found.items() if value}


def values_of(cookies: Mapping[str, str], prefix: str) -> set[str]:
    return {value for name, value in cookies.items() if name.startswith(prefix)}
