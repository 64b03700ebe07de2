"""What the small pieces of progress on a page show, as ready values for their templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from lessons.models import Lesson
from lessons.names.lessons import LessonName
from lessons.pack.shapes import FIRST_LESSONS
from lessons.quiz.questions import quiz
from practice.rules.opening import Opening
from progress.learning import learning_of
from progress.questions.resets import Reset
from progress.reading.outlines import outline, step_order, titles_by_number
from progress.rules.opening import opening
from progress.rules.schedule import Queue, due
from progress.rules.standing import is_behind, next_step, state_of
from progress.rules.summary import is_done, is_read, tally, what_next
from web.days import day_ends
from web.language import language_now


def step_part(request: HttpRequest, lesson: Lesson, step: str) -> dict[str, Any]:
    """`in_place` says that reading this step changes nothing else on the page but this piece."""
    standing, order = learning_of(request).standings["lesson"].get(lesson.slug), step_order(lesson)
    following = next_step(order, step)
    return {
        "lesson": lesson,
        "step": step,
        "next_step": following,
        "is_read": is_behind(standing, step, order),
        "in_place": bool(standing and following),
    }


def step_address(lesson: Lesson | LessonName, step: str) -> str:
    """The plate shows the step that the query names; the anchor brings the reader to it. No step: the end."""
    return f"{lesson.get_absolute_url()}?step={step}#{step}" if step else end_address(lesson)


def end_address(lesson: Lesson | LessonName) -> str:
    return f"{lesson.get_absolute_url()}#lesson-end"


def lesson_part(request: HttpRequest, lesson: Lesson, following: Lesson | None) -> dict[str, Any]:
    standing = learning_of(request).standings["lesson"].get(lesson.slug)
    return {"lesson": lesson, "standing": standing, "state": state_of(standing), "next_lesson": following}


def technique_part(request: HttpRequest, slug: str) -> dict[str, Any]:
    standing = learning_of(request).standings["technique"].get(slug)
    return {"slug": slug, "standing": standing, "state": state_of(standing)}


def continue_part(request: HttpRequest, lessons: Iterable[Lesson], *, with_review: bool = False) -> dict[str, Any]:
    """One thing to do now: what would fade comes before what is new, and it takes fewer minutes."""
    path, known = [outline(lesson) for lesson in lessons], learning_of(request).standings["lesson"]
    is_all_read = all(is_read(known.get(lesson.slug)) for lesson in path)
    return {
        "tally": tally(path, known),
        "next": what_next(path, known),
        "is_all_read": is_all_read,
        "review": _review_due(request) if with_review else None,
    }


def _review_due(request: HttpRequest) -> Queue | None:
    """Where nothing falls due today, only the cards are read."""
    ends, safety = day_ends(), quiz().safety_skills
    is_due = any(due(card, safety) < ends for card in learning_of(request).cards.values())
    return learning_of(request).todays_review if is_due else None


def knows_part(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The way past a lesson: offered until it is read or its check is passed, where there is a check."""
    standing = learning_of(request).standings["lesson"].get(slug)
    return {"slug": slug, "is_offered": bool(quiz().check_of(slug)) and not is_done(standing)}


def after_check(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """Once a check is passed: the next lesson of the path, and what else it opened."""
    following = Lesson.objects.published().filter(number__gt=lesson.number).with_words().order_by("number").first()
    is_first = lesson.number in FIRST_LESSONS
    standing = learning_of(request).standings["lesson"].get(lesson.slug)
    return {
        "lesson": lesson,
        "next_lesson": following,
        "is_read": is_read(standing),
        "opening": practice_opening(request) if is_first else None,
    }


def practice_opening(request: HttpRequest) -> Opening:
    """A lesson whose questions left the pack has no check that could be passed, so practice stays closed."""
    lessons = [row for row in titles_by_number() if quiz().check_of(row[0])]
    return opening(lessons, learning_of(request).standings["lesson"])


def skill_reset_page(skill: str, reset: Reset) -> dict[str, Any]:
    """`passes` are the lessons whose check would have to be passed again, with their words."""
    lessons = list(Lesson.objects.filter(slug__in=reset.passes).with_words())
    return {
        "skill": skill,
        "words": quiz().skill_words_of(skill, language_now()),
        "reset": reset,
        "passes": lessons,
        "closes_practice": any(lesson.number in FIRST_LESSONS for lesson in lessons),
    }
