"""Reads an answer out of a sent form, and says in words why one does not count."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lessons.quiz.marking import AnswerError, Fault
from lessons.quiz.questions import Question
from progress.questions.places import canvas_point

PLATE_WIDTHS = {"narrow": 270, "wide": 420}  # pixels; pointing.css draws them just so
LAST_HINT = 2


def given_in(question: Question, sent: QueryDict) -> Any:
    """Plain values as `lessons.quiz.marking.mark` takes them."""
    if question.kind == "order":
        return _order(question, sent)
    if question.kind == "point" and (point := _point(sent)):
        return point
    return sent.get("answer", "") if question.takes_one else sent.getlist("answer")


def hints_in(sent: QueryDict) -> int:
    """How many hints were open, as the address or the form says, or are asked for now."""
    text = sent.get("hint", "") or sent.get("hints", "")
    return min(int(text), LAST_HINT) if text.isdecimal() and text.isascii() and len(text) < 3 else 0


def kept_fields(question: Question, sent: QueryDict) -> str:
    """What was chosen so far and the hints to show, as the query of an address."""
    kept = QueryDict(mutable=True)
    for name in ("answer", *(f"place-{key}" for key in question.keys)):
        if values := [value for value in sent.getlist(name) if value]:
            kept.setlist(name, values)
    kept["hints"] = str(hints_in(sent))
    return kept.urlencode()


def _order(question: Question, sent: QueryDict) -> list[str]:
    """The keys by the number that each was given."""
    numbers = {key: sent.get(f"place-{key}", "") for key in question.keys}
    known = [str(number) for number in range(1, len(question.keys) + 1)]
    if not any(numbers.values()):
        raise AnswerError("empty", "no number was chosen")
    if not all(numbers.values()):
        raise AnswerError("incomplete", "an order needs a number for every key")
    if not set(numbers.values()) <= set(known):
        raise AnswerError("unknown", "no such number")
    if len(set(numbers.values())) < len(numbers):
        raise AnswerError("repeated", "a number stands twice")
    return sorted(numbers, key=lambda key: known.index(numbers[key]))


def _point(sent: QueryDict) -> list[float] | None:
    """Where the plate was touched; none when the list was used."""
    for name, width in PLATE_WIDTHS.items():
        x, y = sent.get(f"{name}.x", ""), sent.get(f"{name}.y", "")
        if x or y:
            if not (x.isdecimal() and y.isdecimal() and len(x + y) < 12):
                raise AnswerError("wrong-kind", "a place on the plate is two whole numbers")
            return [round(value, 1) for value in canvas_point(int(x), int(y), width)]
    return None


def words_for(question: Question, fault: Fault) -> str:
    """What to do now; the answer did not count."""
    if fault in ("off-canvas", "off-body"):
        return _("No region is here, so this did not count. Touch the back itself, or choose from the list.")
    if fault in ("wrong-kind", "unknown"):
        return _("This answer does not belong to this question, so it did not count. Choose again.")
    if question.kind == "order":
        if fault == "repeated":
            return _("Two lines have the same number. Give each line a number of its own.")
        if fault == "empty":
            return _("Put the lines in their order first.")
        return _("Give every line a number.")
    if question.takes_one or question.kind == "one":
        return _("Choose one answer.")
    return _("Tick at least one line.")


def words_for_an_old_form() -> str:
    return _("This page was not up to date, so nothing was counted. Please answer here.")


def words_for_a_second_answer() -> str:
    return _("You had answered on this page already, and that answer counts. Here is your last answer.")


def words_for_a_late_answer() -> str:
    return _("This page was not up to date, so nothing was counted. What you see here is up to date.")
