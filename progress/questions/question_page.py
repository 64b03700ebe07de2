"""What a question shows wherever it is asked: its form, its reply, its words, the step that teaches it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from lessons.names.lessons import LessonName
from lessons.quiz.marking import Marked, Reply, mark, right_answer
from lessons.quiz.questions import PLACE_KINDS, Question, quiz
from lessons.quiz.words import QuestionWords
from lessons.rendering import inline
from progress.questions.given import PLATE_WIDTHS
from progress.questions.places import VIEW_BOX, letters, places
from progress.questions.way_words import way_words
from progress.questions.ways import way_to_right
from progress.reading.parts import step_address
from progress.rules.checks import Row, form_key, shown_order
from web.language import language_now


def question_part(question: Question, lesson: LessonName | None) -> dict[str, Any]:
    """What form and reply share."""
    return {
        "question": question,
        "stem": words_of(question).stem,
        "step": step_link(lesson, question),
        "is_place": question.kind in PLACE_KINDS,
        "view_box": VIEW_BOX,
    }


def form_part(owner: str, row: Row, sent: QueryDict, *, hints: int, error: str) -> dict[str, Any]:
    """The form: its options as this person sees them, with what was chosen before it was refused."""
    question, words = row.question, words_of(row.question)
    order, chosen = shown_order(question, owner), set(sent.getlist("answer"))
    minutes = {option.key: f"{option.minutes:g}" if option.minutes else "" for option in question.options}
    return {
        "error": error,
        "first_field": f"id_{order[0]}",
        "shown": form_key(owner, row),
        "hints": [_html(text) for text in words.hints[:hints]],
        "hints_shown": hints,
        "next_hint": hints + 1 if hints < len(words.hints) else 0,
        "options": [
            {
                "key": key,
                "text": words.options[key].text,
                "letter": letters(question)[key],
                "minutes": minutes[key],
                "is_chosen": key in chosen,
                "number": sent.get(f"place-{key}", ""),
            }
            for key in order
        ],
        "numbers": [str(number) for number in range(1, len(order) + 1)],
        "places": places(question, question.keys) if question.kind == "mark" else (),
        "plate_widths": list(PLATE_WIDTHS),
    }


def reply_part(row: Row) -> dict[str, Any]:
    """First what was right, then one thing to change, then why (UX-47). Only for a row that has an answer.

    Of several things to change one that could harm comes first.
    """
    question, given = row.question, row.last.given if row.last else ""
    marked, words = mark(question, given), words_of(question)
    way = way_to_right(question, marked, given)
    wrong = [reply for reply in marked.replies if not (reply.is_right or reply.is_careful)]
    wrong.sort(key=lambda reply: not _is_unsafe(question, marked, reply))
    return {
        "marked": marked,
        "right": [_reply(words, reply) for reply in marked.replies if reply.is_right],
        "careful": [_reply(words, reply) for reply in marked.replies if reply.is_careful],
        "change": _reply(words, wrong[0]) if wrong else None,
        "is_unsafe": bool(wrong) and _is_unsafe(question, marked, wrong[0]),
        "others": [_reply(words, reply) for reply in wrong[1:]],
        "why": _html(words.why),
        "solution": _solution(question, words) if row.may_be_shown or marked.is_careful else (),
        "places": _answered_places(question, marked) if question.kind in PLACE_KINDS else (),
        "has_wrong_place": bool(set(marked.chosen) & set(question.keys) - set(question.right)),
        "point": [f"{value:g}" for value in given] if question.kind == "point" and not isinstance(given, str) else (),
        "way": way_words(way) if way else "",
        "way_line": [f"{value:g}" for value in (*way.start, *way.end)] if way else (),
    }


def _is_unsafe(question: Question, marked: Marked, reply: Reply) -> bool:
    """Chosen, or in an order put too early."""
    if reply.key not in question.unsafe:
        return False
    if question.kind == "order":
        return marked.chosen.index(reply.key) < question.right.index(reply.key)
    return reply.chosen


def _reply(words: QuestionWords, reply: Reply) -> dict[str, Any]:
    text = words.options[reply.key].text if reply.key in words.options else ""
    return {"reply": reply, "text": text, "html": _html(words.reply(reply.key))}


def _answered_places(question: Question, marked: Marked) -> list[dict[str, Any]]:
    """What was chosen, and what would have been right."""
    return [
        {"place": place, "is_right": place.key in question.right, "is_chosen": place.key in marked.chosen}
        for place in places(question, {*marked.chosen, *question.right})
    ]


def _solution(question: Question, words: QuestionWords) -> list[str]:
    keys: Iterable[str] = question.right if question.kind == "point" else _as_list(right_answer(question))
    return [words.options[key].text for key in keys]


def _as_list(answer: Any) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)


def step_link(lesson: LessonName | None, question: Question) -> dict[str, str] | None:
    """Where it is taught; none while that lesson is not published."""
    if lesson is None:
        return None
    title = lesson.steps.get(question.step, lesson.title)
    return {"address": step_address(lesson, question.step), "title": title}


def words_of(question: Question) -> QuestionWords:
    return quiz().words_of(question.slug, language_now())


@lru_cache(maxsize=2048)
def _html(text: str) -> SafeString:
    """Rendered and sanitised by `lessons.pack.prose`."""
    return mark_safe(inline(text))  # nosec B308 B703
