"""Tabs of one browser against the running site: python -m tests.server.tabs [--runs 20] [--database postgres://...]

Ends with 1 where something that was accepted is missing or there twice, something erased is back, or a request failed.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg

from tests.server.recipe import Server, served
from tests.server.scenarios import SCENARIOS
from tests.server.stage import Stage, Theatre

MOST_SHOWN = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.server.tabs")
    parser.add_argument("--runs", type=int, default=20, help="of each scenario")
    parser.add_argument("--database", default="", help="PostgreSQL, where it makes one of its own; else SQLite")
    parser.add_argument("--only", choices=SCENARIOS, action="append", help="this scenario; may be said again")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # or its servers and its database would stay
    with TemporaryDirectory() as folder, served_to_tabs(Path(folder) / "tabs", given.database) as server:
        theatre = Theatre(server, members=given.runs * len(SCENARIOS))
        stages = [play(theatre, name, given.runs) for name in given.only or SCENARIOS]
    return 1 if any(stage.faults for stage in stages) else 0


@contextmanager
def served_to_tabs(folder: Path, database: str = "") -> Iterator[Server]:
    """With workers enough for four tabs at once."""
    workers = {"GUNICORN_CMD_ARGS": "--workers 4"}
    with own_database(database) as address, served(folder, address, **workers) as server:
        yield server


@contextmanager
def own_database(beside: str) -> Iterator[str]:
    """On PostgreSQL an empty one on the same server, which ends with this; without an address there is none."""
    if not beside:
        yield ""
        return
    there = urlsplit(beside)
    name = f"{there.path.strip('/')}_tabs_{os.getpid()}"
    with psycopg.connect(there._replace(path="/postgres").geturl(), autocommit=True) as administrator:
        administrator.execute(f'CREATE DATABASE "{name}"')
        try:
            yield there._replace(path=f"/{name}").geturl()
        finally:
            administrator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def play(theatre: Theatre, name: str, runs: int) -> Stage:
    stage = Stage(theatre, list(SCENARIOS).index(name))
    for run in range(runs):
        SCENARIOS[name](stage, run)
    stage.look()
    say(f"{name}: {runs} runs, {stage.asked} requests, {len(stage.faults)} faults")
    for fault in stage.faults[:MOST_SHOWN]:
        say(f"    {fault}")
    return stage


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
