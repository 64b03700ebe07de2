"""Leaving out a question must never change what is allowed."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from screening.rules.assessment import Answer, assess
from screening.rules.details import GO_AHEAD
from screening.rules.journey import Record
from screening.rules.questionnaire import REGIONS, FollowUp, load_questionnaire
from tests.screening.rules.documents import NOW

ITEMS = [item for item in load_questionnaire().items.values() if item.follow_ups or item.is_clearable]


def replies_to(follow_up: FollowUp) -> st.SearchStrategy[Any]:
    match follow_up.type:
        case "bool":
            return st.booleans()
        case "int":
            near = st.integers(follow_up.min, min(follow_up.max or 0, 200))
            return st.one_of(near, st.none()) if follow_up.nullable else near
        case "choice":
            return st.sampled_from(follow_up.choices)
        case "list":
            return st.lists(st.sampled_from(follow_up.choices), min_size=follow_up.min, unique=True)
        case "pick":
            return st.one_of(st.just("unknown"), st.lists(st.sampled_from(sorted(REGIONS)), unique=True))
    raise AssertionError(follow_up.type)


@st.composite
def full_answers(draw: st.DrawFn) -> tuple[str, dict[str, Any], bool]:
    """An item, a reply to each of its follow-ups, and whether a doctor agreed."""
    item = draw(st.sampled_from(ITEMS))
    replies = {follow_up.name: draw(replies_to(follow_up)) for follow_up in item.follow_ups}
    return item.slug, replies, item.is_clearable and draw(st.booleans())


@given(full_answers())
@example(("cva-past", {"months_ago": 4, "numb_regions": []}, True))
@example(("diabetes", {"unstable_today": False, "regions": []}, False))
@example(("lymph-removed", {"places": ["groin-l"], "new_swelling": False}, False))
def test_what_is_asked_decides_as_all_answers_would(told: tuple[str, dict[str, Any], bool]) -> None:
    slug, replies, agreed = told
    record = Record().with_values({slug: "yes"}, NOW)
    for _ in range(len(replies) + 2):
        waiting = [detail for detail in record.details(slug) if not record.has_reply(detail)]
        if not waiting:
            break
        detail = waiting[0]
        if detail.name == GO_AHEAD:
            record = record.with_go_ahead(detail, NOW if agreed else None)
        else:
            record = record.with_reply(detail, {part.name: replies[part.name] for part in detail.follow_ups})
    assert all(map(record.has_reply, record.details(slug)))
    full = {slug: Answer("yes", NOW, replies, NOW if agreed else None)}
    assert assess(record.answers, NOW).limits == assess(full, NOW).limits
