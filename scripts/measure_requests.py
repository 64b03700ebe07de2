"""Measures what requests of strangers cost at their dearest, each in a fresh process; ends with 1 above the limits.

In a worker that has just started (cold) and once more (warm): seconds of processor and by how much memory grew.
"""

import argparse
import logging
import os
import pickle  # nosec B403: only what our own forks say
import re
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
MOST_SECONDS, MOST_MB = 0.3, 60
SHOWN = 25


@dataclass(frozen=True)
class Cost:
    name: str
    visitor: str
    status: int
    cold: float
    warm: float
    grown: float  # MB

    @property
    def is_too_dear(self) -> bool:
        return max(self.cold, self.warm) > MOST_SECONDS or self.grown > MOST_MB

    def __str__(self) -> str:
        return f"{self.cold:7.3f} {self.warm:7.3f} {self.grown:6.1f}  {self.status}  {self.visitor:8} {self.name}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", default="", metavar="PATTERN", help="requests such as 'POST /accounts/login'")
    only = re.compile(asked.parse_args().only)
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        costs = measure_all(only)
    say(costs)
    sys.exit(any(cost.is_too_dear for cost in costs))


def prepare(folder: Path) -> None:
    """A scratch database with the whole content, and pictures as large as any may be."""
    sys.path.insert(0, str(PROJECT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "massage_site.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'scratch.sqlite3'}",
        "MASSAGE_ALLOWED_HOSTS": "testserver",
        "MASSAGE_DEBUG": "off",
        "MASSAGE_EMAIL_URL": "dummymail://",
        "MASSAGE_SECRET_KEY": "of-a-scratch-site-that-lives-for-minutes",  # nosec B105
    }
    from massage_site import wsgi  # noqa: F401  as a worker starts

    logging.disable()
    in_a_fresh_process(lambda: fill(folder))
    use(folder)


def use(folder: Path) -> None:
    from django.conf import settings

    settings.PICTURE_DIR = folder / "pictures"


def fill(folder: Path) -> None:
    from django.core.management import call_command

    use(folder)
    for command in ("migrate", "createcachetable", "load_content"):
        call_command(command, verbosity=0, stdout=StringIO())
    from lessons.pictures import pictures
    from progress.certificates.pictures import all_pictures
    from tests.whole_site import dear_requests
    from web.pictures import LARGEST_BYTES, Picture, draw

    dear_requests.certificate()
    largest = folder / "pictures" / "largest"
    draw(Picture(largest.name, lambda: b"x" * LARGEST_BYTES))
    for picture in (*all_pictures(), *pictures()):
        (folder / "pictures" / picture.name).symlink_to(largest)
    dear_requests.undrawn().unlink()


def measure_all(only: re.Pattern[str]) -> list[Cost]:
    from django.test import Client

    from tests.whole_site import dear_requests

    handler = Client().handler
    handler.load_middleware()  # as a worker has it before the first request
    visitors = {"stranger": {}, "visitor": in_a_fresh_process(full_visit)}
    requests = in_a_fresh_process(lambda: list(dear_requests.every_request()))
    costs = []
    for visitor, cookies in visitors.items():
        for request in filter(lambda request: only.search(request.name), requests):
            client = Client(raise_request_exception=False)
            client.cookies.load(cookies)
            client.handler = handler
            task = partial(cold_and_warm, request.send, client)
            cold, warm = in_a_fresh_process(task)
            costs.append(Cost(request.name, visitor, cold[2], cold[0], warm[0], max(cold[1], warm[1])))
            if costs[-1].is_too_dear:
                print(costs[-1], flush=True)
    return costs


def full_visit() -> dict[str, str]:
    from django.test import Client

    from tests.whole_site import dear_requests

    client = Client()
    dear_requests.full_visit(client)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def cold_and_warm(send: Callable[[Any], Any], client: Any) -> list[tuple[float, float, int]]:
    return [cost_of(send, client) for _ in range(2)]


def cost_of(send: Callable[[Any], Any], client: Any) -> tuple[float, float, int]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    status = send(client).status_code
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, (after.ru_maxrss - before.ru_maxrss) / 1024, status


def in_a_fresh_process(task: Callable[[], Any]) -> Any:
    """What the task gives back, made by a copy of this process that ends with it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with open(writing, "wb") as out:
                pickle.dump(task(), out)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:
        found = answer.read()
    os.waitpid(process, 0)
    if not found:
        sys.exit("A measurement failed.")
    return pickle.loads(found)  # nosec B301: our own copy wrote it


def say(costs: list[Cost]) -> None:
    dearest = sorted(costs, key=lambda cost: max(cost.cold, cost.warm), reverse=True)
    largest = sorted(costs, key=lambda cost: cost.grown, reverse=True)
    print(f"{len(costs)} requests. Seconds of processor cold and warm, MB grown, status, who, what:")
    for title, those in (("most seconds", dearest), ("most memory", largest)):
        print(f"\n{title}")
        print(*those[:SHOWN], sep="\n")
    above = [cost for cost in costs if cost.is_too_dear]
    print(f"\n{len(above)} above {MOST_SECONDS} s or {MOST_MB} MB" + ("." if above else ": none is too dear."))


if __name__ == "__main__":
    main()
