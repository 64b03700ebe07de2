"""What to tell a doctor or midwife, and why: the sentences of an item, by the replies that were given."""

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


def reason_for(slug: str, answers: Mapping[str, Answer], text: ItemText) -> str:
    """The reason that goes with the reply, where it depends on one."""
    replies = answers[slug].follow_ups
    said = (follow_up.because.get(_key(replies.get(name))) for name, follow_up in text.follow_ups.items())
    return next(filter(None, said), text.because)


def signs_of(text: ItemText, answers: Mapping[str, Answer]) -> list[str]:
    """The signs that can be there, by the answers because of which the item is asked."""
    return [sign for case in cases_of(text, answers) for sign in case.signs]


def cases_of(text: ItemText, answers: Mapping[str, Answer]) -> list[Case]:
    fitting = [case for slug, case in text.cases.items() if slug in answers and answers[slug].is_reported]
    return fitting or list(text.cases.values())


def _said(text: FollowUpText, reply: object) -> str:
    return text.tell.get(_key(reply), text.tell.get(UNKNOWN, "")).replace("#", str(reply))


def _key(reply: object) -> str:
    match reply:
        case None:
            return UNKNOWN
        case bool():
            return "yes" if reply else "no"
        case int():
            return "number"
        case _:
            return str(reply)
