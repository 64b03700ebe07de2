"""Measures whether pages stay as quick with many learners as with a few: two databases, one process, turn by turn."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.utils import load_backend
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from crowd import seeding
from learners.models import Learner
from learners.visitor import PREFIX as COOKIE
from lessons.quiz.marking import right_answer
from lessons.quiz.questions import quiz
from progress.learning import name_of_answerer
from progress.models import Answer, ReviewCard
from progress.questions.answering import recall
from progress.rules.checks import form_key
from web.days import day_begins, day_ends

PAGES = ("progress:progress", "progress:review")
MOST_GROWTH = 1.2
WARM_UPS = 3
ANSWERED = next(question for question in quiz().questions if question.kind == "one" and not question.is_case)
VISITS = 2  # the first finds nobody's rows at hand, the second does
HOST = "measured.example.org"
Visit = Callable[[], Any]


class CannotMeasure(Exception):  # noqa: N818  it reads as what it says
    """Says what stands in the way."""


# --- two databases ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """A database of its own that stands in for the configured one while it is in use."""

    people: int
    wrapper: Any

    @property
    def name(self) -> str:
        return self.wrapper.settings_dict["NAME"]

    @contextmanager
    def in_use(self) -> Iterator[None]:
        usual = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.wrapper
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = usual


class SqliteSide(Side):
    def exists(self) -> bool:
        return Path(self.name).exists()

    def create(self) -> None:
        Path(self.name).parent.mkdir(parents=True, exist_ok=True)

    def drop(self) -> None:
        self.wrapper.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.name}{end}").unlink(missing_ok=True)


class PostgresSide(Side):
    def exists(self) -> bool:
        return bool(self._ask("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]))

    def create(self) -> None:
        self._ask(f"CREATE DATABASE {self.wrapper.ops.quote_name(self.name)}")

    def drop(self) -> None:
        self.wrapper.close()
        self._ask(f"DROP DATABASE IF EXISTS {self.wrapper.ops.quote_name(self.name)}")

    def _ask(self, sql: str, values: list[str] | None = None) -> list[Any]:
        """From the server's own database, since this one may not be there."""
        server = _wrapper({"NAME": "postgres"})
        try:
            with server.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            server.close()


def side(people: int, name: str, folder: Path) -> Any:
    """The scratch database beside the configured one, or in the folder."""
    if connection.vendor == "sqlite":
        return SqliteSide(people, _wrapper({"NAME": str(folder / f"learners_{name}.sqlite3")}))
    if connection.vendor == "postgresql":
        return PostgresSide(people, _wrapper({"NAME": f"{connection.settings_dict['NAME']}_bench_{name}"}))
    raise CannotMeasure("This measures SQLite and PostgreSQL only.")


def _wrapper(changes: dict[str, Any]) -> Any:
    """A connection that is set up as the configured one but for the changes, and stays open."""
    wanted = deepcopy(connection.settings_dict) | {"CONN_MAX_AGE": None} | changes
    return load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, DEFAULT_DB_ALIAS)


def spare(one: Any) -> None:
    """Raise CannotMeasure where a database of this name holds people: it would be emptied."""
    if one.exists():
        with one.in_use():
            is_filled = get_user_model()._meta.db_table in connection.introspection.table_names()
            others = is_filled and _holds_people()
        one.wrapper.close()
        if others:
            raise CannotMeasure(f"{one.name} holds people who are not made up: rename it, it would be emptied.")


def _holds_people() -> bool:
    members = get_user_model().objects.exclude(pk__in=seeding.made_up())
    guests = Learner.objects.filter(user=None).exclude(pk__in=seeding.made_up_guests())
    return members.exists() or guests.exists()


def prepare(one: Any, answers: int, seed: int) -> Iterator[int]:
    """Fill this side, unless an earlier run has left it filled just so; says after each batch how many are there."""
    crowd = seeding.Crowd(one.people, answers, seed, day_begins(), has_guests=True)
    if one.exists():
        with one.in_use():
            _load()
            if Learner.objects.count() == one.people and Answer.objects.count() == answers:
                return
        one.drop()
    one.create()
    with one.in_use():
        _load()
        seeding.check(crowd, among_people=False)
        yield from seeding.fill(crowd)
        with connection.cursor() as cursor:  # what the server's own housekeeping does in time
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _load() -> None:
    for command in ("migrate", "createcachetable", "load_content"):
        call_command(command, verbosity=0, stdout=StringIO())


# --- measuring -------------------------------------------------------------------------------------------------------


@dataclass
class Times:
    """What one page took on one side: milliseconds of all visits, queries of all people."""

    milliseconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.milliseconds)

    @property
    def p95(self) -> float:
        return quantiles(self.milliseconds, n=20, method="inclusive")[-1]


@dataclass
class Page:
    """One page on both sides."""

    address: str
    is_answer: bool = False  # sent by htmx, not kept
    small: Times = field(default_factory=Times)
    large: Times = field(default_factory=Times)

    @property
    def median_growth(self) -> float:
        return self.large.median / self.small.median

    @property
    def p95_growth(self) -> float:
        return self.large.p95 / self.small.p95

    @property
    def is_good(self) -> bool:
        return self.small.queries == self.large.queries and self.median_growth < MOST_GROWTH


def measure(small: Any, large: Any, rounds: int, seed: int) -> list[Page]:
    """Visit each page turn by turn: one person of the few, one with the same history among the many."""
    chance = Random(seed)  # nosec B311
    twins = _twins(small, large, chance)
    answered = reverse("checks:question", args=[ANSWERED.lesson, ANSWERED.slug])
    pages = [*(Page(reverse(name)) for name in PAGES), Page(answered, is_answer=True)]
    with override_settings(DEBUG=False, ALLOWED_HOSTS=[HOST]):
        for number in range(-WARM_UPS, rounds):
            for page in pages:
                few, many = next(twins)
                turns = [(small, few, page.small), (large, many, page.large)]
                _round(page, turns if number % 2 else turns[::-1], is_counted=number >= 0)
    return pages


def _twins(small: Any, large: Any, chance: Random) -> Iterator[tuple[int, int]]:
    """Numbers of two people with equal histories, again and again; all of them have something to review today."""
    with small.in_use():
        due = set(ReviewCard.objects.filter(due_at__lt=day_ends()).values_list("learner", flat=True))
        few = [number for number in range(1, small.people + 1) if seeding.learner_of(number).pk in due]
    if not few:
        raise CannotMeasure("None of the few has anything to review today: take a larger --small.")
    many = {number: list(range(number, large.people + 1, seeding.HISTORIES)) for number in few}
    for numbers in many.values():
        chance.shuffle(numbers)
    turn = 0
    while True:
        number = few[turn % len(few)]
        others = many[number]
        yield number, others[turn // len(few) % len(others)]
        turn += 1


def _round(page: Page, turns: list[tuple[Any, int, Times]], *, is_counted: bool) -> None:
    visitors = [(one, _visit_of(one, number, page), times) for one, number, times in turns]
    gc.collect()
    gc.disable()
    try:
        for _visit in range(VISITS):
            for one, visit, times in visitors:
                took = _visit_once(one, visit)
                if is_counted:
                    times.milliseconds.append(took)
    finally:
        gc.enable()
    for one, visit, times in visitors:
        queries = min(_queries(one, visit) for _visit in range(VISITS))
        if is_counted:
            times.queries.append(queries)


def _queries(one: Any, visit: Visit) -> int:
    """Of one visit. Once a minute a visit pays for names that are kept for all, so the lower of two visits counts."""
    with one.in_use(), CaptureQueriesContext(one.wrapper) as captured:
        visit()
    return len(captured)


def _visit_of(one: Any, number: int, page: Page) -> Visit:
    """Asks for the page, or sends an answer, as this person; nothing that is written stays."""
    client = Client(SERVER_NAME=HOST)
    with one.in_use():
        learner = seeding.learner_of(number)
        if learner.user:
            client.force_login(learner.user)
        else:
            client.cookies[f"{COOKIE}measured"] = seeding.name_of(number)
        if not page.is_answer:
            return lambda: client.get(page.address, secure=True)
        shown = form_key(name_of_answerer(learner), recall(learner, ANSWERED).row(ANSWERED))
    sent = {"shown": shown, "answer": right_answer(ANSWERED)}

    def answer() -> Any:
        with transaction.atomic():
            reply = client.post(page.address, sent, secure=True, headers={"HX-Request": "true"})
            transaction.set_rollback(True)
        return reply

    return answer


def _visit_once(one: Any, visit: Visit) -> float:
    with one.in_use():
        begun = perf_counter()
        response = visit()
        took = 1000 * (perf_counter() - begun)
    if response.status_code != 200:
        raise CannotMeasure(f"{response.request['PATH_INFO']} answered {response.status_code}, not 200.")
    return took
