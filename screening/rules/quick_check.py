"""The same-day quick check: what six grouped questions renew, and what they open (screening#quick-check)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from screening.rules.answers import Answer, Value
from screening.rules.assessment import answer_expires_at, assess, is_asked
from screening.rules.questionnaire import Item, load_questionnaire

QUESTIONS = (1, 2, 3, 4, 5, 6)
ALARM_SIGNS = 1
NEWS = 5
ALL_WELL: Mapping[str, Value] = {"consent": "yes", "giver-ready": "no", "touch-comfort": "no"}
HOURS_OF_A_DAY = 24

Answers = Mapping[str, Answer]


def items_of(question: int) -> tuple[str, ...]:
    return tuple(slug for slug, item in load_questionnaire().items.items() if item.quick_check == question)


def after_reply(answers: Answers, question: int, value: Value, now: datetime) -> dict[str, Answer]:
    """The answers once a question of the quick check is answered; "no" always means nothing to report.

    Nothing to report: its 24-hour items are answered anew, those of question 5 with what they said before. Anything
    else: its items have no answer any more, so they are asked one by one. Items with longer hours are never renewed.
    """
    others = {slug: answer for slug, answer in answers.items() if slug not in items_of(question)}
    if value != "no":
        return {slug: answer for slug, answer in others.items() if is_asked(slug, others)}
    renewed = {slug: _renewed(slug, answers, now) for slug in items_of(question)}
    joined = {**others, **{slug: answer for slug, answer in renewed.items() if answer}}
    return {slug: answer for slug, answer in joined.items() if is_asked(slug, joined)}


def _renewed(slug: str, answers: Answers, now: datetime) -> Answer | None:
    item = load_questionnaire().items[slug]
    if item.hours > HOURS_OF_A_DAY:
        return answers.get(slug)
    if item.quick_check == NEWS:
        return replace(answers[slug], answered_at=now) if slug in answers else None
    return Answer(ALL_WELL.get(slug, "no"), now)


def worth_keeping(answers: Answers) -> dict[str, Answer]:
    """What a later day can use. How somebody is today is asked anew each time, so it is not kept."""
    items = load_questionnaire().items
    return {slug: answer for slug, answer in answers.items() if not is_of_the_day(items[slug])}


def is_of_the_day(item: Item) -> bool:
    return item.hours <= HOURS_OF_A_DAY and item.quick_check != NEWS


def was_cleared_today(answers: Answers, now: datetime) -> bool:
    """Less than a day ago, when the last of these answers was given, a massage could start."""
    last = max((answer.answered_at for answer in answers.values()), default=None)
    if last is None or now - last >= timedelta(hours=HOURS_OF_A_DAY):
        return False
    return assess(answers, last).may_start


def useful_until(answers: Answers) -> datetime | None:
    """When the last of these answers has run out."""
    return max((answer_expires_at(slug, answer) for slug, answer in answers.items()), default=None)
