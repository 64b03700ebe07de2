"""What the pages of today's review and of the misses show, as ready values for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lessons.models import Lesson
from lessons.names.lessons import LessonName, lesson_name
from lessons.quiz.questions import Question, quiz
from progress.learning import asked_today, learning_of
from progress.questions.asking import Asked, Page
from progress.questions.question_page import step_link, words_of
from progress.rules.checks import SECONDS_A_QUESTION, missed_rows
from progress.rules.recall import Recall
from progress.rules.schedule import Queue, task_for
from web.days import day_begins, today
from web.language import language_now

BAR_HEIGHT = 48  # of the tallest day, in units of the drawing


def review_page(request: HttpRequest) -> dict[str, Any]:
    """Before the first question of the day, on the way, and after the last one."""
    learning = learning_of(request)
    answers, found = learning.results, learning.todays_review
    begins = day_begins()
    done = [fact for fact in answers if fact.is_review and fact.answered_at >= begins]
    missed = [question for fact in done if not fact.is_right and (question := quiz().find(fact.question))]
    return {
        "queue": found,
        "has_cards": bool(learning.cards),
        "minutes": minutes_of(len(found.today)),
        "skills": [skill_entry(skill) for skill in found.today],
        "right_today": sum(fact.is_right for fact in done),
        "missed_today": rows_to_retry(missed),
        "start": next_address(found, answers),
        "days": coming_days(found.coming, today()),
        "cap": learning.choices.cap,
    }


def asked_in_review(known: Recall, question: Question) -> Asked | None:
    """None when today's review does not ask it, and did not."""
    answers, row = known.facts, known.row(question)
    found = asked_today(known.cards, known.reviewed_today, known.cap)
    is_open = question in (task_for(skill, answers, quiz()) for skill in found.today)
    was_asked = row.last and row.last.is_review and row.last.answered_at >= day_begins()
    if not (is_open or was_asked):
        return None
    number = found.done + 1 if is_open else found.done
    address = reverse("progress:review_question", args=[question.slug])
    page = Page(
        place=_("Today’s review"),
        title=_("Question %(number)s of %(total)s: Today’s review") % {"number": number, "total": found.size},
        back_address=reverse("progress:review"),
        back_label=_("Back to today’s review"),
        number=number,
        total=found.size,
        address=address,
        form_address=address,
        again_address=reverse("progress:mistake", args=[question.slug]),
        next_address=next_address(found, answers),
        next_label=_("See how it went") if found.is_done else _("Next question"),
    )
    return Asked(question, row, page, taught_in(known, question), shows_reply=not is_open, may_answer=is_open)


def mistakes_page(request: HttpRequest) -> dict[str, Any]:
    answers = learning_of(request).results
    rows = missed_rows(quiz().questions, answers)
    return {"missed": rows_to_retry([row.question for row in rows]), "has_answers": bool(answers)}


def asked_as_mistake(known: Recall, question: Question, *, was_answered: bool) -> Asked | None:
    """None when it is no miss any more; the reply to its last answer can still be seen."""
    row = known.row(question)
    if not row.last or not (row.is_missed or was_answered):
        return None
    missed = known.missed(quiz().questions)
    left = [other for other in missed if other.question != question]
    address = reverse("progress:mistake", args=[question.slug])
    page = Page(
        place=_("Missed questions"),
        title=_("Once more: %(stem)s") % {"stem": words_of(question).stem},
        back_address=reverse("progress:mistakes"),
        back_label=_("Back to the missed questions"),
        number=0,
        total=0,
        address=f"{address}?answered",
        form_address=address,
        again_address=address,
        next_address=reverse("progress:mistake", args=[left[0].question.slug])
        if left
        else reverse("progress:mistakes"),
        next_label=_("Next missed question") if left else _("See the missed questions"),
    )
    return Asked(question, row, page, taught_in(known, question), shows_reply=was_answered, may_answer=row.is_missed)


def taught_in(known: Recall, question: Question) -> LessonName | None:
    return lesson_name(question.lesson) if known.is_published else None


def next_address(found: Queue, answers: Sequence[Any]) -> str:
    if found.is_done:
        return reverse("progress:review")
    return reverse("progress:review_question", args=[task_for(found.today[0], answers, quiz()).slug])


def minutes_of(questions: int) -> int:
    return ceil(questions * SECONDS_A_QUESTION / 60)


def skill_entry(skill: str) -> dict[str, Any]:
    words = quiz().skill_words_of(skill, language_now())
    return {"slug": skill, "name": words.name, "is_safety": skill in quiz().safety_skills}


def rows_to_retry(questions: Sequence[Question]) -> list[dict[str, Any]]:
    found = Lesson.objects.published().with_words().filter(slug__in={question.lesson for question in questions})
    lessons = {lesson.slug: LessonName.of(lesson) for lesson in found}
    return [
        retry_entry(question) | {"step": step_link(lessons.get(question.lesson), question)} for question in questions
    ]


def retry_entry(question: Question) -> dict[str, Any]:
    return {
        "stem": words_of(question).stem,
        "skill": skill_entry(question.skill),
        "address": reverse("progress:mistake", args=[question.slug]),
    }


def coming_days(counts: Sequence[int], today: date) -> list[dict[str, Any]]:
    """A bar for each of the next days; heights are text, so that no locale writes a comma into a drawing."""
    tallest = max(counts, default=0)
    return [
        {
            "day": today + timedelta(days=number),
            "count": count,
            "height": f"{BAR_HEIGHT * count / tallest:g}" if tallest else "0",
            "top": f"{BAR_HEIGHT - BAR_HEIGHT * count / tallest:g}" if tallest else str(BAR_HEIGHT),
            "left": str((number - 1) * 40),
        }
        for number, count in enumerate(counts, 1)
    ]
