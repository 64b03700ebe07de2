"""What to tell a doctor or midwife: the sentence of an item, with the replies that were given."""

from collections.abc import Mapping

from screening.answers import Answer
from screening.consequences import UNKNOWN
from screening.wording import Case, FollowUpText, ItemText


def what_to_tell(slug: str, answers: Mapping[str, Answer], text: ItemText) -> str:
    if text.cases:
        return " ".join(case.tell for case in cases_of(text, answers))
    replies = answers[slug].follow_ups
    words = {name: _said(follow_up, replies.get(name)) for name, follow_up in text.follow_ups.items()}
    return " ".join(text.tell.format(**words).split())


def signs_of(text: ItemText, answers: Mapping[str, Answer]) -> list[str]:
    """The signs that can be there, by the answers because of which the item is asked."""
    return [sign for case in cases_of(text, answers) for sign in case.signs]


def cases_of(text: ItemText, answers: Mapping[str, Answer]) -> list[Case]:
    fitting = [case for slug, case in text.cases.items() if slug in answers and answers[slug].is_reported]
    return fitting or list(text.cases.values())


def _said(text: FollowUpText, reply: object) -> str:
    match reply:
        case bool():
            key = "yes" if reply else "no"
        case int():
            key = "number"
        case _:
            key = str(reply)
    return text.tell.get(key, text.tell.get(UNKNOWN, "")).replace("#", str(reply))
