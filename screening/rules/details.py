"""Which follow-up pages a yes opens: only those whose reply can still change what is allowed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

from screening.rules.answers import Answer
from screening.rules.assessment import assess
from screening.rules.consequences import UNKNOWN, URGENCIES, Consequence
from screening.rules.questionnaire import FollowUp, Item, load_questionnaire

GO_AHEAD = "go-ahead"
READING = "reading"
READING_PARTS = ("systolic", "diastolic")
ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
ANY_REGION = ("sacral",)

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Detail:
    """One page after a yes: a follow-up, the two numbers of a pressure reading, or a doctor's go-ahead."""

    item: str
    name: str
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.item}/{self.name}"

    @property
    def is_pick(self) -> bool:
        return any(follow_up.type == "pick" for follow_up in self.follow_ups)


def possible_details(item: Item) -> list[Detail]:
    """In the order of asking: plain questions, then a doctor's go-ahead, then places on the back."""
    names = dict.fromkeys(_page_of(follow_up) for follow_up in item.follow_ups)
    details = [Detail(item.slug, name, _parts(item, name)) for name in names]
    go_ahead = [Detail(item.slug, GO_AHEAD)] if item.is_clearable else []
    plain = [detail for detail in details if not detail.is_pick]
    return [*plain, *go_ahead, *(detail for detail in details if detail.is_pick)]


def details_of(slug: str, answer: Answer | None, left_open: Collection[str]) -> list[Detail]:
    """The pages to ask, up to the first one without a reply: what comes later may depend on it."""
    found: list[Detail] = []
    if answer is None or answer.value != "yes":
        return found
    for detail in possible_details(load_questionnaire().items[slug]):
        if _can_matter(detail, answer, found):
            found.append(detail)
            if not has_reply(detail, answer, left_open):
                break
    return found


def deciding_details(slug: str, answer: Answer, left_open: Collection[str]) -> list[Detail]:
    """Those where another reply, with the other replies as they are, would be less grave."""
    if answer.value != "yes":
        return []
    details = [detail for detail in details_of(slug, answer, left_open) if detail.name != GO_AHEAD]
    return [detail for detail in details if _decides(detail, answer, left_open)]


def has_reply(detail: Detail, answer: Answer, left_open: Collection[str]) -> bool:
    if detail.key in left_open:
        return True
    if detail.name == GO_AHEAD:
        return answer.cleared_at is not None
    return all(follow_up.name in answer.follow_ups for follow_up in detail.follow_ups)


def _page_of(follow_up: FollowUp) -> str:
    return READING if follow_up.name in READING_PARTS else follow_up.name


def _parts(item: Item, name: str) -> tuple[FollowUp, ...]:
    return tuple(follow_up for follow_up in item.follow_ups if _page_of(follow_up) == name)


def _can_matter(detail: Detail, answer: Answer, earlier: list[Detail]) -> bool:
    """Whether two replies lead to different limits, given the replies so far and any later ones."""
    item = load_questionnaire().items[detail.item]
    known = {part.name: answer.follow_ups.get(part.name, part.absent) for page in earlier for part in page.follow_ups}
    if detail.name == GO_AHEAD:
        return _limits(item, known, False) != _limits(item, known, True)
    go_aheads = [answer.cleared_at is not None] if detail.is_pick else [False, True]
    return any(
        len({_limits(item, {**values, part.name: reply}, go_ahead) for reply in _samples(item, part)}) > 1
        for part in detail.follow_ups
        for values in _continuations(item, part, known)
        for go_ahead in go_aheads
    )


def _decides(detail: Detail, answer: Answer, left_open: Collection[str]) -> bool:
    item = load_questionnaire().items[detail.item]
    asked = {part.name for part in item.follow_ups if part.name in answer.follow_ups}
    asked |= {key.partition("/")[2] for key in left_open if key.partition("/")[0] == item.slug}
    known = {part.name: answer.follow_ups.get(part.name, part.absent) for part in item.follow_ups if part.name in asked}
    cleared = answer.cleared_at is not None
    now = _gravity(assess({item.slug: answer}, answer.answered_at).limits)
    return any(
        _gravity(_limits(item, {**values, part.name: reply}, cleared)) < now
        for part in detail.follow_ups
        for values in _continuations(item, part, known)
        for reply in _samples(item, part)
    )


def _gravity(limits: Consequence) -> tuple[int, int]:
    return limits.level, URGENCIES.index(limits.urgency)


def _continuations(item: Item, part: FollowUp, known: Values) -> Iterator[Values]:
    """The replies so far with every mix of replies to the questions that are still open."""
    still_open = [other for other in item.follow_ups if other.name not in {part.name, *known}]
    for replies in product(*(_samples(item, other) for other in still_open)):
        yield {**known, **{other.name: reply for other, reply in zip(still_open, replies, strict=True)}}


def _samples(item: Item, part: FollowUp) -> list[Any]:
    """Replies on both sides of every border that the rules draw."""
    match part.type:
        case "bool":
            return [False, True]
        case "int":
            numbers = {near for border in _borders(item, part.name) for near in (border - 1, border, border + 1)}
            inside = [number for number in sorted(numbers) if part.min <= number <= (part.max or 0)]
            return [*inside, None] if part.nullable else inside
        case "choice":
            return [*part.choices, part.absent]
        case "list":
            return [[choice] for choice in part.choices] + [list(part.choices)]
        case "pick":
            return [(), ANY_REGION, UNKNOWN]


def _borders(item: Item, name: str) -> list[int]:
    whens = [branch.when for branch in item.branches]
    whens += [also.when for branch in item.branches for also in branch.also]
    return [border for when in whens if when for compared, border in when.borders if compared == name]


def _limits(item: Item, values: Values, go_ahead: bool) -> Consequence:
    answer = Answer("yes", ANY_MOMENT, values, ANY_MOMENT if go_ahead else None)
    return assess({item.slug: answer}, ANY_MOMENT).limits
