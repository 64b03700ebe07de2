"""One visit's answers and the way through the questions: what is asked, what comes next, where an emergency ends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from screening.rules.answers import Answer, Value
from screening.rules.assessment import answer_expires_at, assess, is_asked, reasons_to_ask
from screening.rules.details import GO_AHEAD, Detail, details_of, has_reply
from screening.rules.questionnaire import Page, load_questionnaire

EMERGENCY = 5


@dataclass(frozen=True)
class Step:
    """One page of the form: a page of questions, or a detail of one of its items."""

    page: Page
    detail: Detail | None = None


@dataclass(frozen=True)
class Record:
    """The answers of a visit. `left_open` holds details that were asked and could not be answered.

    `opened` holds items that wait for an answer because the quick check said yes or not sure to them as a group.
    `here_now` holds details whose reply said that the thing is there now, which made it an emergency sign.
    `visit` is a random word: addresses of details are made from it, so that none of them gives an answer away.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    left_open: frozenset[str] = frozenset()
    visit: str = ""
    opened: frozenset[str] = frozenset()
    here_now: frozenset[str] = frozenset()

    def with_values(self, values: Mapping[str, Value], now: datetime) -> "Record":
        """New answers join the others. A yes that is confirmed keeps its details, unless it had expired."""
        kept = {slug for slug, value in values.items() if self._is_confirmed(slug, value, now)}
        fresh = {
            slug: replace(self.answers[slug], answered_at=now) if slug in kept else Answer(value, now)
            for slug, value in values.items()
        }
        still_open = {key for key in self.left_open if key.partition("/")[0] not in values.keys() - kept}
        joined = replace(
            self,
            answers={**self.answers, **fresh},
            left_open=frozenset(still_open),
            opened=self.opened - values.keys(),
            here_now=frozenset(key for key in self.here_now if _sign_of(key) not in values),
        )
        return _without_unasked(joined, self.answers)

    def with_reply(self, detail: Detail, replies: Mapping[str, Any]) -> "Record":
        """A reply of no keys means "don’t know": the rules then take the strictest value."""
        answer = self.answers[detail.item]
        names = {follow_up.name for follow_up in detail.follow_ups}
        kept = {name: value for name, value in answer.follow_ups.items() if name not in names}
        return self._with(detail, replace(answer, follow_ups={**kept, **replies}), bool(replies))

    def with_sign(self, detail: Detail, is_now: bool, at: datetime) -> "Record":
        """What is there now is the emergency sign too. Once that is taken back, the sign itself is asked again."""
        if is_now:
            joined = self.with_values({_sign_of(detail.key): "yes"}, at)
            return replace(joined, here_now=joined.here_now | {detail.key})
        if detail.key not in self.here_now:
            return self
        answers = {slug: answer for slug, answer in self.answers.items() if slug != _sign_of(detail.key)}
        return replace(self, answers=answers, here_now=self.here_now - {detail.key})

    def with_go_ahead(self, detail: Detail, given_at: datetime | None) -> "Record":
        answer = replace(self.answers[detail.item], cleared_at=given_at)
        return self._with(detail, answer, given_at is not None)

    def _with(self, detail: Detail, answer: Answer, is_replied: bool) -> "Record":
        still_open = self.left_open - {detail.key} if is_replied else self.left_open | {detail.key}
        joined = replace(self, answers={**self.answers, detail.item: answer}, left_open=still_open)
        return _without_stale_details(joined, detail.item)

    def _is_confirmed(self, slug: str, value: Value, now: datetime) -> bool:
        return slug in self.answers and self.answers[slug].value == value and not self.is_expired(slug, now)

    def is_expired(self, slug: str, now: datetime) -> bool:
        return now >= answer_expires_at(slug, self.answers[slug])

    def details(self, slug: str) -> list[Detail]:
        return details_of(slug, self.answers.get(slug), self.left_open)

    def has_reply(self, detail: Detail) -> bool:
        return has_reply(detail, self.answers[detail.item], self.left_open)


def pages(record: Record) -> list[Page]:
    """The pages that ask this person something."""
    asked = [page for page in load_questionnaire().pages if any(is_asked(slug, record.answers) for slug in page.items)]
    return [page for page in asked if not _is_skipped(page, record)]


def _is_skipped(page: Page, record: Record) -> bool:
    """Nobody could answer it, as another answer says."""
    answer = record.answers.get(page.skipped_after or "")
    return answer is not None and answer.value == "yes"


def steps(record: Record) -> list[Step]:
    """Every step in order. What may be an emergency is asked after its page; other details end their section."""
    found: list[Step] = []
    for section in load_questionnaire().sections:
        later: list[Step] = []
        for page in pages(record):
            if page.section == section:
                details = [Step(page, detail) for slug in page.items for detail in record.details(slug)]
                found += [Step(page), *filter(_is_urgent, details)]
                later += [step for step in details if not _is_urgent(step)]
        found += later
    return found


def _is_urgent(step: Step) -> bool:
    detail = step.detail
    if detail is None:
        return False
    is_sign = load_questionnaire().items[detail.item].is_emergency_sign
    return is_sign or any(follow_up.now_is for follow_up in detail.follow_ups)


def steps_left(record: Record, now: datetime) -> list[Step]:
    return [step for step in steps(record) if not is_done(step, record, now)]


def is_done(step: Step, record: Record, now: datetime) -> bool:
    if step.detail:
        return record.has_reply(step.detail)
    return all(slug in record.answers and not record.is_expired(slug, now) for slug in step.page.items)


def next_step(record: Record, now: datetime) -> Step | None:
    return next(iter(steps_left(record, now)), None)


def reachable_steps(record: Record, now: datetime) -> list[Step]:
    """What is answered, and the one step after it. An emergency is the end of the way."""
    last = emergency(record, now)
    reached = []
    for step in steps(record):
        reached.append(step)
        if not is_done(step, record, now) or (step.detail is None and last in step.page.items):
            break
    return reached + [step for step in _details_of_emergency(record, last) if step not in reached]


def step_before(step: Step, record: Record) -> Step | None:
    before = [other for other in steps(record) if other != step]
    position = steps(record).index(step)
    return before[position - 1] if position else None


def emergency(record: Record, now: datetime) -> str | None:
    """The item that calls for help now, once all its details are asked."""
    reasons = assess(record.answers, now).reasons
    signs = [reason.item for reason in reasons if reason.consequence.level == EMERGENCY]
    return next((slug for slug in signs if all(map(record.has_reply, record.details(slug)))), None)


def said_as_now(slug: str, record: Record) -> Step | None:
    """Where an emergency sign was told by a reply that asks about another item."""
    details = [step for step in steps(record) if step.detail and step.detail.key in record.here_now]
    return next((step for step in details if step.detail and _sign_of(step.detail.key) == slug), None)


def _details_of_emergency(record: Record, slug: str | None) -> list[Step]:
    if slug is None:
        return []
    page, elsewhere = load_questionnaire().page_of(slug), said_as_now(slug, record)
    return [Step(page, detail) for detail in record.details(slug)] + ([elsewhere] if elsewhere else [])


def _sign_of(key: str) -> str:
    """The emergency sign that a detail can be; nothing where it cannot."""
    item, _slash, name = key.partition("/")
    follow_ups = load_questionnaire().items[item].follow_ups
    return next((part.now_is or "" for part in follow_ups if part.name == name), "")


def _without_unasked(record: Record, before: Mapping[str, Answer]) -> Record:
    """An answer to a question that is no longer asked, or was asked with other signs, is dropped."""
    asked = {
        slug: answer
        for slug, answer in record.answers.items()
        if is_asked(slug, record.answers) and reasons_to_ask(slug, record.answers) <= reasons_to_ask(slug, before)
    }
    return replace(record, answers=asked)


def _without_stale_details(record: Record, slug: str) -> Record:
    """Once all details of an item are known, replies that no longer matter are dropped."""
    details = record.details(slug)
    if not all(map(record.has_reply, details)):
        return record
    answer = record.answers[slug]
    names = {follow_up.name for detail in details for follow_up in detail.follow_ups}
    kept = {name: value for name, value in answer.follow_ups.items() if name in names}
    given_at = answer.cleared_at if any(detail.name == GO_AHEAD for detail in details) else None
    keys = {detail.key for detail in details}
    still_open = {key for key in record.left_open if key in keys or key.partition("/")[0] != slug}
    pruned = {**record.answers, slug: replace(answer, follow_ups=kept, cleared_at=given_at)}
    return replace(record, answers=pruned, left_open=frozenset(still_open))
