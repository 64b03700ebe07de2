"""Where the scenarios play: people with browsers, what they can mark, tabs that race, and a look at the rows left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from threading import Barrier, Event

import psycopg

from tests.server.attack import Counter
from tests.server.browser import LEARNER, TOKEN, Answer, Browser, Tab, fields_of
from tests.server.deeds import Deed, Done, technique
from tests.server.recipe import Server

Act = Callable[[Tab], Answer]
PASSWORD = "warm oil, slow hands"
SIGN_IN = "/accounts/login/"
TRIES = 4
PREPARE = """
import json
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from lessons.models import Lesson, Technique
steps = {{lesson.slug: [step["slug"] for step in lesson.steps] for lesson in Lesson.objects.published()}}
password = make_password("{password}")
people = []
for number in range({number}):
    email = f"{{number}}@example.org"
    user = get_user_model().objects.create(username=email, email=email, password=password)
    user.emailaddress_set.create(email=email, primary=True, verified=True)
    people.append(email)
print(json.dumps([sorted(Technique.objects.published().values_list("slug", flat=True)), steps, people]))
"""
TABLES = ("learners_learner", "screening_visit")


class Theatre:
    """What all scenarios share: what can be marked, and members, of whom each is asked once."""

    def __init__(self, server: Server, members: int) -> None:
        self.server = server
        found = json.loads(server.shell(PREPARE.format(number=members, password=PASSWORD)))
        self.techniques: list[str] = found[0]
        self.steps: dict[str, list[str]] = found[1]
        self.members: list[str] = found[2]


@dataclass
class Stage:
    """One scenario's, for all its runs."""

    theatre: Theatre
    number: int
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    rows: list[tuple[str, set[str], int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = self.theatre.server
        self.techniques, self.steps = self.theatre.techniques, self.theatre.steps
        self.read_before = len(self.server.logs())
        self.chance = Random(self.number)

    def browser(self, run: int) -> Browser:
        return Browser(self.server, f"127.{self.number + 1}.{run // 250}.{run % 250 + 1}")

    def somebody(self, run: int) -> Browser:
        """A guest who is known by a mark, or a member, in turn."""
        return self.guest(run) if run % 2 == 0 else self.member(run)

    def member(self, run: int) -> Browser:
        browser = self.browser(run)
        tab = browser.tab()
        assert tab.send(SIGN_IN, sign_in_form(tab, self.theatre.members.pop())).status == 302
        return browser

    def guest(self, run: int) -> Browser:
        browser = self.browser(run)
        answer = browser.tab().send(technique(self.techniques[-1], "read", {}).path, {})
        assert answer.status == 302, answer
        assert browser.tokens(LEARNER)
        return browser

    def end(self, browser: Browser) -> None:
        browser.close()
        self.asked += browser.asked
        self.faults += browser.faults

    def expect_rows(self, words: str, tokens: Iterable[str], number: int = 0) -> None:
        """Those of learners or visits that these tokens lead to; looked at after all runs."""
        self.rows.append((words, {sha256(token.encode()).hexdigest() for token in tokens}, number))

    def look(self) -> None:
        there = token_hashes(self.server.settings["DATABASE_URL"])
        for words, hashes, number in self.rows:
            if len(hashes & there) != number:
                self.faults.append(f"{words}: {len(hashes & there)} rows instead of {number}")
        new = self.server.logs()[self.read_before :]
        self.faults += ["A traceback in the log"] * new.count("Traceback")


def sign_in_form(tab: Tab, email: str) -> dict[str, str]:
    return fields_of(tab.open(SIGN_IN).page, TOKEN) | {"login": email, "password": PASSWORD}


def token_hashes(address: str) -> set[str]:
    """Of every learner and visit, as the database itself has them."""
    is_file = address.startswith("sqlite")
    opened = sqlite3.connect(address.removeprefix("sqlite:///")) if is_file else psycopg.connect(address)
    with closing(opened) as rows:
        found = [rows.execute(f"SELECT token_hash FROM {table}").fetchall() for table in TABLES]
    return {row[0] for table in found for row in table if row[0]}


def race(
    browser: Browser, piles: Sequence[Sequence[Deed]], act: Act | None = None, *, after: int = 0, tries: int = 1
) -> tuple[list[Done], Answer | None]:
    """Each pile goes out from a tab of its own, one deed after the other; `act` once so many of all are answered."""
    counter, nobody_waits = Counter(), Event()
    together = Barrier(len(piles) + (act is not None), timeout=60)

    def work(tab: Tab, pile: Sequence[Deed]) -> list[Done]:
        together.wait()
        return [_send(tab, deed, counter, tries) for deed in pile]

    def interrupt(tab: Tab, act: Act) -> Answer:
        together.wait()
        counter.wait_for(after, nobody_waits)
        return act(tab)

    with ThreadPoolExecutor(len(piles) + 1) as pool:
        working = [pool.submit(work, browser.tab(), pile) for pile in piles]
        acting = pool.submit(interrupt, browser.tab(), act) if act else None
        done = [one for work_done in working for one in work_done.result()]
        return done, acting.result() if acting else None


def _send(tab: Tab, deed: Deed, counter: Counter, tries: int) -> Done:
    """Pressed again where it was refused, as often as somebody may."""
    answer = tab.send(deed.path, deed.fields)
    counter.add()
    again = answer.is_refused and tries > 1
    return _send(tab, deed, counter, tries - 1) if again else Done(deed, answer)


def judge(browser: Browser, sent: Iterable[Done], stays: Callable[[Done], bool]) -> None:
    """What stays is there once, and nothing else is."""
    export = browser.export()
    for done in sent:
        times, wanted = done.deed.times_in(export), int(stays(done))
        if times != wanted:
            answer = done.answer
            said = f"{answer.status} to {answer.place or 'its page'}, {'refused' if answer.is_refused else 'accepted'}"
            browser.fault(f"{done.deed.path} is there {times} times instead of {wanted}; answered {said}")
