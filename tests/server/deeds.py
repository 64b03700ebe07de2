"""What a tab sends to be kept, and how often an export of own data has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag

from lessons.quiz.questions import quiz
from tests.progress.answers import a_right_answer, as_sent
from tests.server.browser import LEARNER, TOKEN, VISIT, Answer, Tab, fields_of

Export = Mapping[str, Any]
FIRST_QUESTION = "/screening/questions/signs-now/"
MAYBE = {  # of each page of the screening one that opens no further question
    "signs-now": "em-aorta",
    "signs-today": "kidney-acute",
    "heart-and-vessels": "bp-low",
    "blood-and-organs": "swelling",
    "general-health": "eye-pressure",
}


@dataclass(frozen=True)
class Deed:
    path: str
    fields: Mapping[str, Any]
    times_in: Callable[[Export], int]
    kept_under: str = LEARNER  # how the names of the cookies begin that lead to where it is kept


@dataclass(frozen=True)
class Done:
    deed: Deed
    answer: Answer


def technique(slug: str, how: str, token: Mapping[str, str]) -> Deed:
    """`how` is read or practise."""
    name = {"read": "read_at", "practise": "practised_at"}[how]
    return Deed(
        f"/progress/techniques/{slug}/{how}/",
        token,
        lambda export: sum(row["slug"] == slug and name in row for row in export["progress"]["technique"]),
    )


def step_read(lesson: str, step: str, steps: Sequence[str], token: Mapping[str, str]) -> Deed:
    """A lesson keeps the step to go on at, which stands behind this one; nothing of it once all is read."""

    def is_in(row: Mapping[str, str]) -> bool:
        return "read_at" in row or steps.index(step) < steps.index(row["step"])

    return Deed(
        f"/progress/lessons/{lesson}/steps/{step}/read/",
        token,
        lambda export: sum(row["slug"] == lesson and is_in(row) for row in export["progress"]["lesson"]),
    )


def practised(lesson: str, token: Mapping[str, str]) -> Deed:
    return Deed(
        f"/progress/lessons/{lesson}/practise/",
        token,
        lambda export: sum(row["slug"] == lesson and "practised_at" in row for row in export["progress"]["lesson"]),
    )


def answers(tab: Tab, lesson: str) -> list[Deed]:
    """Every question of the lesson's check, answered rightly; the forms are open now."""
    return [_answer(tab, f"/lessons/{lesson}/check/{question.slug}/", question) for question in quiz().check_of(lesson)]


def _answer(tab: Tab, path: str, question: Any) -> Deed:
    form = fields_of(tab.open(f"{path}?again").page, TOKEN, "shown", "hints", "begun")
    fields = form | as_sent(question, a_right_answer(question))
    return Deed(path, fields, lambda export: sum(one["question"] == question.slug for one in export["answers"]))


def note(tab: Tab, words: str) -> Deed:
    form = fields_of(tab.open("/practice/after/").page, TOKEN, "uuid")
    fields = form | {"minutes": "20", "note": words}
    return Deed("/practice/after/", fields, lambda export: sum(one["note"] == words for one in export["practice"]))


def begin_screening(tab: Tab) -> None:
    """The first pages are answered with no."""
    path = FIRST_QUESTION
    while any(page in path for page in (*MAYBE, "em-pregnancy")):
        form = fields_of(tab.open(path).page, TOKEN, "shown")
        answer = tab.send(path, form | ({"answer": "no"} if "em-pregnancy" in path else {"none": "on"}))
        assert answer.status == 302, (path, answer.status)
        path = urldefrag(answer.place).url


def screening_answers(tab: Tab) -> list[Deed]:
    """Each page that was answered says "not sure" to something now."""
    return [_maybe(tab, page, item) for page, item in MAYBE.items()]


def _maybe(tab: Tab, page: str, item: str) -> Deed:
    path = f"/screening/questions/{page}/"
    fields = fields_of(tab.open(path).page, TOKEN, "shown") | {item: "unsure"}

    def times_in(export: Export) -> int:
        return int(export["screening"].get(item, {}).get("answer") == "unsure")

    return Deed(path, fields, times_in, kept_under=VISIT)
