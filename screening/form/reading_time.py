"""How long a well person takes for the questions, worked out from the words that such a person reads."""

import math
import re
from collections.abc import Iterator

from screening.rules.questionnaire import Page, load_questionnaire
from screening.wording import Wording

WORDS_A_MINUTE = 238  # reading silently, English that informs: Brysbaert, Journal of Memory and Language 2019
AROUND_A_PAGE = 18  # "Back", how many pages are left, the labels of the answers, "Continue"
START_AND_CHECK = 162
WORD = re.compile(r"[\w’'-]*\w")


def minutes_to_read(wording: Wording) -> int:
    """Whole minutes, rounded up."""
    return math.ceil(words_to_read(wording) / WORDS_A_MINUTE)


def words_to_read(wording: Wording) -> int:
    """From the start to the check of the answers, where nothing is ticked and nothing is opened."""
    pages = [page for page in load_questionnaire().pages if not _is_opened_by_an_answer(page)]
    texts = [text for page in pages for text in _texts(page, wording)]
    return sum(len(WORD.findall(text)) for text in texts) + AROUND_A_PAGE * len(pages) + START_AND_CHECK


def _is_opened_by_an_answer(page: Page) -> bool:
    return all(load_questionnaire().items[slug].asked_if for slug in page.items)


def _texts(page: Page, wording: Wording) -> Iterator[str]:
    items = [wording.items[slug] for slug in page.items]
    if page.kind == "theme":
        yield wording.page(page).title
        yield wording.page(page).intro
        yield from (f"{item.short} {item.row}" for item in items)
    else:
        yield from (f"{item.question} {item.hint} {item.yes_label} {item.no_label}" for item in items)
