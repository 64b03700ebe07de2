"""Several windows of one browser, and requests that leave at the same moment."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection
from django.test import Client


def tab_of(client: Client) -> Client:
    """Another window of the same browser."""
    tab = Client()
    for name, cookie in client.cookies.items():
        tab.cookies[name] = cookie.value
    return tab


def at_once(calls: Iterable[Callable[[], Any]]) -> list[Any]:
    """What each call gives back; none begins before all are there."""
    waiting = list(calls)
    together = Barrier(len(waiting), timeout=60)

    def run(call: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(waiting)) as tabs:
        return list(tabs.map(run, waiting))
