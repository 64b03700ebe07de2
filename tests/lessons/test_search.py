"""Search understands plain, textbook, Russian and misspelt words, and the article's own."""

import pytest

from lessons import models as rows
from lessons.search import alternatives, matches

pytestmark = pytest.mark.django_db


def lessons(query):
    found = rows.Lesson.objects.published().filter(matches(alternatives(query))).distinct()
    return {lesson.slug for lesson in found}


def techniques(query):
    found = rows.Technique.objects.published().filter(matches(alternatives(query))).distinct()
    return {technique.slug for technique in found}


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("effleurage", "stroking"),
        ("EFFLEURAGE", "stroking"),
        ("eflurage", "stroking"),
        ("поглаживание", "stroking"),
        ("Поглаживание", "stroking"),
        ("petrissage", "kneading"),
        ("разминание", "kneading"),
        ("tapotement", "percussion-and-vibration"),
        ("kidneys", "squeezing"),
        ("  slow   wave ", "squeezing"),
        ("oil", "place-posture-hands-oil"),
        ("armpit arrows", "directions"),
    ],
)
def test_lessons_are_found_by_the_words_people_use(content, query, slug):
    assert slug in lessons(query)


@pytest.mark.parametrize(
    ("query", "slug"),
    [("lat", "knead-lat"), ("пиление", "rub-saw"), ("sawing", "rub-saw"), ("sawing soft", "rub-saw-soft")],
)
def test_techniques_are_found_by_the_words_people_use(content, query, slug):
    assert slug in techniques(query)


@pytest.mark.parametrize("query", ["kill all flying", "mash"])
def test_the_words_of_the_article_lead_to_ours(content, query):
    assert lessons(query)


@pytest.mark.parametrize("query", ["xylophone", "stroking xylophone", "%", "_", "'; --", "\\"])
def test_nonsense_finds_nothing(content, query):
    assert lessons(query) == set()
    assert techniques(query) == set()


def test_every_word_must_match(content):
    assert lessons("kidneys") > lessons("kidneys heel") > set()


def test_a_hidden_term_lends_no_synonyms(content):
    assert lessons("eflurage")
    rows.GlossaryTerm.objects.filter(slug="stroking").update(published=False)
    assert not lessons("eflurage")
