"""Measures the server recipe on this machine: python -m tests.server [--seconds 60] [--database postgres://...]

Ends with 1 where /healthz took half a second, or an answer that was given is not in the database, or more requests
failed than workers were killed.
"""

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from tests.server.attack import Counter, kill_workers_under
from tests.server.clients import PAGES, BusyMember, busy_members, slow_clients
from tests.server.recipe import Server, served

MOST = 0.5  # seconds for /healthz
BUSY = 8
SLOW = 20
MOST_ROUNDS = 30


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.server")
    parser.add_argument("--seconds", type=int, default=60, help="of each of both trials")
    parser.add_argument("--database", default="", help="a DATABASE_URL; without it an SQLite file of its own")
    given = parser.parse_args()
    with TemporaryDirectory() as folder, served(Path(folder) / "trial", given.database) as server:
        is_quick = try_slow_clients(server, given.seconds)
        return 0 if try_dying_workers(server, given.seconds) and is_quick else 1


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


def read_on(member: BusyMember, until: float) -> int:
    """How many pages, one after the other without a pause."""
    pages = cycle(PAGES)
    number = 0
    while time.monotonic() < until:
        member.read(next(pages))
        number += 1
    return number


def try_slow_clients(server: Server, seconds: int) -> bool:
    """Beside the busy ones /healthz is asked, each time on a new connection."""
    times = []
    with busy_members(server, BUSY) as members, slow_clients(server, SLOW) as slow, ThreadPoolExecutor(BUSY) as pool:
        until = time.monotonic() + seconds
        work = [pool.submit(read_on, member, until) for member in members]
        while time.monotonic() < until:
            begun = time.monotonic()
            assert server.get("/healthz")[0] == 200
            times.append(time.monotonic() - begun)
        pages = sum(done.result() for done in work)
        holding = sum(client.is_there() for client in slow)
    failed = [fault for member in members for fault in member.failed]
    say(f"{holding} of {SLOW} slow clients held on for {seconds} s. {BUSY} busy ones read {pages} pages.")
    say(f"Requests that failed: {len(failed)}")
    middle, late = median(times), quantiles(times, n=20)[-1]
    say(f"/healthz, {len(times)} times: median {middle:.3f} s, 95 % {late:.3f} s, longest {max(times):.3f} s")
    return not failed and max(times) < MOST


def try_dying_workers(server: Server, seconds: int) -> bool:
    """As many rounds of members as fit into the time; each second one of the two workers dies."""
    sessions = server.new_members(BUSY * MOST_ROUNDS)
    begun = time.monotonic()

    def each_second(_counter: Counter, kills: int, is_over: threading.Event) -> bool:
        return not is_over.wait(max(0.0, begun + kills + 1 - time.monotonic())) and kills < seconds

    def rounds(open_talks: ExitStack) -> Iterator[list[BusyMember]]:
        while sessions and time.monotonic() < begun + seconds:
            members = [BusyMember(server, sessions.pop()) for _ in range(BUSY)]
            for member in members:
                open_talks.callback(member.close)
            yield members

    with ExitStack() as open_talks:
        result = kill_workers_under(server, rounds(open_talks), each_second)
    say(f"{result.kills} workers killed in {time.monotonic() - begun:.0f} s, under {result.asked} requests.")
    say(f"Marks answered as kept: {result.kept}; of these not in the database: {result.lost}")
    say(f"Requests that failed: {len(result.failed)} ({', '.join(sorted(result.failed)[:4]) or 'none'})")
    return result.lost == 0 and len(result.failed) <= result.kills


if __name__ == "__main__":
    sys.exit(main())
