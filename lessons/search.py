"""Finds lessons and techniques by the words people use: every word must match, itself or by a glossary synonym."""

from __future__ import annotations

from django.db.models import Q

from lessons.models import GlossaryTerm

Alternatives = list[list[str]]


def alternatives(query: str) -> Alternatives:
    """For each word of the query the word itself and what the glossary says means the same, folded."""
    folded = " ".join(query.casefold().split())
    groups = synonym_groups()
    whole = _same_meaning(folded, groups)
    if whole:
        return [[folded, *whole]]
    return [[word, *_same_meaning(word, groups)] for word in folded.split()]


def synonym_groups() -> list[set[str]]:
    """One set of folded words for each glossary term."""
    groups = []
    for term in GlossaryTerm.objects.published().with_words():
        words = term.words
        names = [words.plain, words.classical, words.article, term.russian, *words.synonyms]
        groups.append({part.strip().casefold() for name in names for part in name.split(",") if part.strip()})
    return groups


def matches(groups: Alternatives) -> Q:
    """Every group must be found in the searchable text, by any of its words."""
    found = Q()
    for group in groups:
        anyone = Q()
        for word in group:
            anyone |= Q(texts__search_text__contains=word)
        found &= anyone
    return found


def _same_meaning(word: str, groups: list[set[str]]) -> list[str]:
    return sorted({other for group in groups if word in group for other in group} - {word})
