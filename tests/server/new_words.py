"""What a process changes in the content is on the page of every worker with the next request."""

from concurrent.futures import ThreadPoolExecutor

from tests.server.recipe import Server

LESSON = "/lessons/squeezing/"
CHANGE = """
from lessons.models import LessonText
LessonText.objects.filter(lesson__slug="squeezing", language="en").update(title="{title}")
"""
ASKED = 48  # by eight at once, so that each of the workers is met
AT_ONCE = 8


def seen_after_each_change(server: Server, changes: int) -> list[tuple[str, list[str]]]:
    """For each change the words, and how many of the pages after it, from whichever worker, lack them."""
    found = []
    for number in range(changes):
        pages_of(server)  # each worker has it ready
        title = f"Squeezing, told anew {number}"
        server.shell(CHANGE.format(title=title))
        found.append((title, [page for page in pages_of(server) if title not in page]))
    return found


def pages_of(server: Server) -> list[str]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [page.decode() for _status, _headers, page in pool.map(server.get, [LESSON] * ASKED)]
