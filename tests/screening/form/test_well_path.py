"""A well person is through the questions in a few minutes: the words that such a person sees are counted."""

import re
from collections.abc import Iterator
from statistics import median
from xml.etree.ElementTree import Element

import pytest

from screening.form.reading_time import WORDS_A_MINUTE, minutes_to_read, words_to_read
from screening.rules.questionnaire import load_questionnaire
from screening.wording import load_wording
from tests.screening.visit.visit import CHECK, FIRST, START, Visit, question
from tests.whole_site.pages import HtmlPage

MOST_WORDS = 1250
MOST_WORDS_OF_A_MEDIAN_ITEM = 12
MOST_WORDS_OF_AN_ITEM = 25
MOST_ROWS = 12
UNSEEN = {"script", "style", "template", "title", "desc"}

pytestmark = pytest.mark.django_db


def phrases(element: Element, is_folded: bool = False) -> Iterator[str]:
    """The texts that are in sight without opening anything."""
    is_hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    if element.tag in UNSEEN or is_hidden or "visually-hidden" in element.get("class", ""):
        return
    is_folded = element.tag == "details" or (is_folded and element.tag != "summary")
    if not is_folded:
        yield element.text or ""
    for child in element:
        yield from phrases(child, is_folded)
        if not is_folded:
            yield child.tail or ""


def words(element: Element) -> list[str]:
    """A phrase that comes again on the page, such as "Not sure", is read once."""
    once = dict.fromkeys(" ".join(phrase.split()) for phrase in phrases(element))
    return [word for phrase in once for word in re.findall(r"[\w’'-]*\w", phrase)]


def page(client, address):
    return HtmlPage(address, client.get(address).content.decode())


def main(client, address):
    [found] = page(client, address).elements("main")
    return found


@pytest.fixture
def path(content, client):
    """Every page from the start to the check, as it was before it was answered."""
    found = {START: words(main(client, START))}
    visit, answer = Visit(client), client.get(question(FIRST))
    while "step" in (answer.context or {}):
        address = answer.request["PATH_INFO"]
        found[address] = words(main(client, address))
        answer = visit.post(answer)
    return found | {CHECK: words(main(client, CHECK))}


def test_what_is_folded_or_hidden_is_not_counted_and_what_comes_again_is_counted_once():
    html = (
        "<main>One <p>two</p> three<p>two</p><p hidden>no</p><script>no</script>"
        "<details><summary>four <span class=visually-hidden>no</span></summary><p>no</p></details>five</main>"
    )
    [found] = HtmlPage("", html).elements("main")
    assert words(found) == ["One", "two", "three", "four", "five"]


def test_the_way_of_a_well_person_has_few_words(path):
    pages = [item for item in load_questionnaire().pages if question(item.slug) in path]
    assert len(pages) == len(load_questionnaire().pages) - 1  # all but the signs in pregnancy
    assert sum(map(len, path.values())) <= MOST_WORDS


def test_an_item_says_its_sign_in_few_words(content, client):
    counts = []
    Visit(client).walk()
    for asked in load_questionnaire().pages:
        if asked.kind == "theme":
            rows = [words(legend) for legend in page(client, question(asked.slug)).elements("legend")]
            assert len(rows) == len(asked.items) <= MOST_ROWS
            counts += map(len, rows)
    singles = [load_wording().items[slug].question for slug in ("consent", "giver-ready")]
    counts += [len(text.split()) for text in singles]
    assert median(counts) <= MOST_WORDS_OF_A_MEDIAN_ITEM
    assert max(counts) <= MOST_WORDS_OF_AN_ITEM


def test_the_time_that_the_start_page_says_is_that_of_the_words(path, client):
    counted = sum(map(len, path.values()))
    assert abs(words_to_read(load_wording()) - counted) <= counted / 20
    assert minutes_to_read(load_wording()) * WORDS_A_MINUTE >= counted
    assert f"About {minutes_to_read(load_wording())} minutes" in client.get(START).content.decode()


def test_the_full_question_and_its_reason_wait_behind_each_row(content, client):
    Visit(client).walk()
    for asked in load_questionnaire().pages:
        if asked.kind == "theme":
            folded = [
                " ".join("".join(found.itertext()).split())
                for found in page(client, question(asked.slug)).elements("details")
            ]
            for slug, text in zip(asked.items, folded, strict=True):
                item = load_wording().items[slug]
                assert text.startswith(f"What does this mean? {item.short}")
                assert item.question in text
                assert item.meaning in text
                assert item.why in text
