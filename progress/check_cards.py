"""What the pages of a lesson's check show, as ready values for their templates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lessons.models import Lesson
from lessons.quiz import Marked, Reply, mark, right_answer
from lessons.quiz_content import PLACE_KINDS, Question, QuestionWords, quiz
from lessons.rendering import inline
from progress.cards import step_address
from progress.checks import Check, Row, check_of, form_key, shown_order
from progress.given import PLATE_WIDTHS
from progress.places import VIEW_BOX, letters, places
from progress.records import facts


def lesson_check(request: HttpRequest, lesson: str) -> Check:
    questions = quiz().check_of(lesson)
    return check_of(questions, facts(request, [question.slug for question in questions]))


def check_page(lesson: Lesson, check: Check) -> dict[str, Any]:
    return {
        "lesson": lesson,
        "check": check,
        "rows": [_row(lesson, row) for row in check.rows],
        "missed": [_row(lesson, row) for row in check.missed],
        "next_address": question_address(lesson, check.next_open()),
    }


def _row(lesson: Lesson, row: Row) -> dict[str, Any]:
    return {
        "row": row,
        "stem": words_of(row.question).stem,
        "address": question_address(lesson, row.question),
        "step": step_link(lesson, row.question),
    }


def question_page(lesson: Lesson, check: Check, question: Question) -> dict[str, Any]:
    """What form and reply share."""
    following = check.next_open(question.slug)
    return {
        "lesson": lesson,
        "check": check,
        "question": question,
        "number": check.number(question.slug),
        "row": check.row(question.slug),
        "stem": words_of(question).stem,
        "address": question_address(lesson, question),
        "next_address": question_address(lesson, following),
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
    """First what was right, then one thing to change, then why (UX-47). Only for a row that has an answer."""
    question, given = row.question, row.last.given if row.last else ""
    marked, words = mark(question, given), words_of(question)
    wrong = [reply for reply in marked.replies if not reply.is_right]
    return {
        "marked": marked,
        "right": [_reply(words, reply) for reply in marked.replies if reply.is_right],
        "change": _reply(words, wrong[0]) if wrong else None,
        "others": [_reply(words, reply) for reply in wrong[1:]],
        "why": _html(words.why),
        "solution": _solution(question, words) if row.may_be_shown else (),
        "places": _answered_places(question, marked) if question.kind in PLACE_KINDS else (),
        "point": [f"{value:g}" for value in given] if question.kind == "point" and not isinstance(given, str) else (),
    }


def _reply(words: QuestionWords, reply: Reply) -> dict[str, Any]:
    text = words.options[reply.key].text if reply.key in words.options else ""
    return {"reply": reply, "text": text, "html": _html(words.reply(reply.key))}


def _answered_places(question: Question, marked: Marked) -> list[dict[str, Any]]:
    """What was chosen, and of a question with several places also what was left out."""
    shown = set(marked.chosen) if question.takes_one else set(marked.chosen) | set(question.right)
    return [
        {"place": place, "is_right": place.key in question.right, "is_chosen": place.key in marked.chosen}
        for place in places(question, shown)
    ]


def _solution(question: Question, words: QuestionWords) -> list[str]:
    keys: Iterable[str] = question.right if question.kind == "point" else _as_list(right_answer(question))
    return [words.options[key].text for key in keys]


def _as_list(answer: Any) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)


def step_link(lesson: Lesson, question: Question) -> dict[str, str]:
    titles = {step["slug"]: step["title"] for step in lesson.words.steps}
    return {"address": step_address(lesson, question.step), "title": titles.get(question.step, lesson.words.title)}


def question_address(lesson: Lesson, question: Question | None) -> str:
    """The overview where there is no question left."""
    if question is None:
        return reverse("checks:check", args=[lesson.slug])
    return reverse("checks:question", args=[lesson.slug, question.slug])


def words_of(question: Question) -> QuestionWords:
    return quiz().words_of(question.slug, get_language() or "en")


@lru_cache(maxsize=2048)
def _html(text: str) -> SafeString:
    """Rendered and sanitised by `lessons.prose`."""
    return mark_safe(inline(text))  # nosec B308 B703
