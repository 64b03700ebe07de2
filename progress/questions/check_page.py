"""What the pages of a lesson's check show, as ready values for their templates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lessons.models import Lesson
from lessons.names.lessons import LessonName
from lessons.quiz.questions import Question, quiz
from progress.learning import learning_of
from progress.questions.asking import Asked, Page
from progress.questions.question_page import step_link, words_of
from progress.rules.checks import Check, Row, check_of


def lesson_check(request: HttpRequest, lesson: str) -> Check:
    questions = quiz().check_of(lesson)
    return check_of(questions, learning_of(request).facts([question.slug for question in questions]))


def check_page(lesson: Lesson, check: Check) -> dict[str, Any]:
    name = LessonName.of(lesson)
    return {
        "lesson": lesson,
        "check": check,
        "rows": [_row(name, row) for row in check.rows],
        "missed": [_row(name, row) for row in check.missed],
        "next_address": question_address(lesson, check.next_open()),
    }


def _row(lesson: LessonName, row: Row) -> dict[str, Any]:
    return {
        "row": row,
        "stem": words_of(row.question).stem,
        "address": question_address(lesson, row.question),
        "step": step_link(lesson, row.question),
    }


def asked_in_check(lesson: LessonName, check: Check, question: Question, *, again: bool) -> Asked:
    address, following = question_address(lesson, question), check.next_open(question.slug)
    row, number, total = check.row(question.slug), check.number(question.slug), len(check.rows)
    page = Page(
        place=lesson.title,
        title=_("Question %(number)s of %(total)s: %(title)s")
        % {"number": number, "total": total, "title": lesson.title},
        back_address=reverse("checks:check", args=[lesson.slug]),
        back_label=_("Back to the check"),
        number=number,
        total=total,
        address=address,
        form_address=f"{address}?again",
        again_address=f"{address}?again",
        next_address=question_address(lesson, following),
        next_label=_("Next question") if following else _("See how it went"),
    )
    return Asked(question, row, page, lesson, shows_reply=bool(row.last and not again))


def question_address(lesson: Lesson | LessonName, question: Question | None) -> str:
    """The overview where there is no question left."""
    if question is None:
        return reverse("checks:check", args=[lesson.slug])
    return reverse("checks:question", args=[lesson.slug, question.slug])
