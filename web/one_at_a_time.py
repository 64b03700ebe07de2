"""Lets processes that would change the same files or tables take turns, also when both begin in the same second."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(lock_file: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Waits for its turn, saying so first. The system ends a turn with its process, however that ends."""
    lock_file.parent.mkdir(exist_ok=True)
    with lock_file.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
