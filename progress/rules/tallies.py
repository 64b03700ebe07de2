"""What one question's counts say to a teacher: counts and the question in, rows in plain words and numbers out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lessons.quiz.questions import Question
from lessons.quiz.words import ELSEWHERE, QuestionWords


@dataclass(frozen=True)
class Figure:
    """One option: how many people chose it, or in an order put it in a wrong place.

    `is_right` is unknown for an option that the present question does not have; then `text` is its key alone.
    `is_careful`: more care than is needed, which counts and is no miss.
    """

    key: str
    text: str
    count: int
    percent: int
    is_right: bool | None
    is_careful: bool = False


def figures(
    question: Question | None, words: QuestionWords | None, counts: Mapping[str, int], answered: int, elsewhere: str
) -> list[Figure]:
    """In the order of the pack, for an order in its right order; then what the question does not have any more.

    `elsewhere` is the text for a point beside all places. Without a question, as for an older version, keys alone.
    """
    texts = {key: words.options[key].text for key in _keys(question)} if question and words else {}
    if question and question.kind == "point":
        texts[ELSEWHERE] = elsewhere
    unknown = sorted(counts.keys() - texts.keys())
    right = set(question.right) if question else set()
    return [
        Figure(
            key,
            texts.get(key, key),
            counts.get(key, 0),
            percent_of(counts.get(key, 0), answered),
            key in right if key in texts else None,
            is_careful=question is not None and key in question.careful,
        )
        for key in (*texts, *unknown)
    ]


def _keys(question: Question) -> tuple[str, ...]:
    return tuple(question.right) if question.kind == "order" else question.keys


def percent_of(part: int, whole: int) -> int:
    """Rounded to whole percent; half upwards."""
    return (200 * part + whole) // (2 * whole) if whole else 0
