"""What to tell a doctor or midwife, and why: the sentences of an item, by the replies that were given."""

from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from screening.rules.answers import Answer
from screening.rules.consequences import UNKNOWN
from screening.wording import CASES, Case, FollowUpText, ItemText


def what_to_tell(slug: str, answers: Mapping[str, Answer], text: ItemText) -> str:
    answer = answers[slug]
    words = {name: _said(follow_up, answer.follow_ups.get(name)) for name, follow_up in text.follow_ups.items()}
    words[CASES] = ". ".join(case.tell[value] for case, value in cases_of(text, answers))
    if answer.value != "unsure":
        return _one_line(text.tell.format(**words))
    if text.tell_unsure:
        return _one_line(text.tell_unsure.format(**words))
    return _("Not sure, but perhaps: %s") % _one_line(text.tell.format(**words))


def _one_line(sentence: str) -> str:
    return " ".join(sentence.split())


def reason_for(slug: str, answers: Mapping[str, Answer], text: ItemText) -> str:
    """The reason that goes with the reply, where it depends on one."""
    replies = answers[slug].follow_ups
    said = (follow_up.because.get(_key(replies.get(name))) for name, follow_up in text.follow_ups.items())
    return next(filter(None, said), text.because)


def signs_of(text: ItemText, answers: Mapping[str, Answer]) -> list[str]:
    """The signs that can be there, by the answers because of which the item is asked."""
    return [sign for case, _value in cases_of(text, answers) for sign in case.signs]


def cases_of(text: ItemText, answers: Mapping[str, Answer]) -> list[tuple[Case, Literal["yes", "unsure"]]]:
    """Each with how sure the answer is because of which the item is asked; all of them where none is known."""
    known = [(case, answers[slug].value) for slug, case in text.cases.items() if slug in answers]
    fitting = [(case, value) for case, value in known if value != "no"]
    return fitting or [(case, "unsure") for case in text.cases.values()]


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
