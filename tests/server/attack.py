"""Workers die while eight members are busy: what was answered as kept has to be kept."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle

from tests.server.clients import PAGES, BusyMember
from tests.server.recipe import Server


@dataclass
class Result:
    asked: int
    kept: int
    lost: int
    failed: list[str]
    kills: int


def all_techniques(server: Server) -> list[str]:
    return server.shell(
        "from lessons.models import Technique; print(*Technique.objects.values_list('slug', flat=True))"
    ).split()


class Counter:
    """How many requests were answered; others may wait for more."""

    def __init__(self) -> None:
        self.number, self.more = 0, threading.Condition()

    def add(self) -> None:
        with self.more:
            self.number += 1
            self.more.notify_all()

    def wait_for(self, number: int, is_over: threading.Event) -> None:
        with self.more:
            self.more.wait_for(lambda: self.number >= number or is_over.is_set(), timeout=120)


def kill_one_of_two(server: Server, is_over: threading.Event) -> bool:
    """Only while both are there, so that one goes on."""
    while not is_over.is_set():
        workers = server.workers()
        if len(workers) == 2:
            os.kill(workers[0], signal.SIGKILL)
            return True
        os.sched_yield()
    return False


def keep_busy(member: BusyMember, techniques: list[str], counter: Counter) -> int:
    pages: Iterator[str] = cycle(PAGES)
    asked = 0
    for technique in techniques:
        member.mark(technique)
        member.read(next(pages))
        counter.add()
        asked += 2
    return asked


def kill_workers_under(
    server: Server, rounds: Iterable[list[BusyMember]], next_kill: Callable[[Counter, int, threading.Event], bool]
) -> Result:
    """Members of a round work side by side. `next_kill` waits for its moment, and says whether there is one."""
    techniques, counter, is_over = all_techniques(server), Counter(), threading.Event()
    kills = 0

    def kill() -> None:
        nonlocal kills
        while next_kill(counter, kills, is_over) and kill_one_of_two(server, is_over):
            kills += 1

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        asked, everybody = 0, []
        for members in rounds:
            everybody += members
            with ThreadPoolExecutor(len(members)) as side_by_side:
                work = [side_by_side.submit(keep_busy, one, techniques, counter) for one in members]
                asked += sum(done.result() for done in work)
    finally:
        is_over.set()
        with counter.more:
            counter.more.notify_all()
        killer.join()
    stored = server.marks()
    return Result(
        asked=asked,
        kept=sum(len(member.kept) for member in everybody),
        lost=sum(len(member.kept - stored[member.session]) for member in everybody),
        failed=[fault for member in everybody for fault in member.failed],
        kills=kills,
    )
