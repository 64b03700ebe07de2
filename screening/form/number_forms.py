"""Follow-ups that ask for numbers, as people write them: "12", "150/95", "150 over 95"."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from screening.form.forms import NOTHING, OPEN, PageForm, Places, TickRows
from screening.rules.answers import Answer
from screening.rules.details import Detail
from screening.rules.questionnaire import FollowUp
from screening.wording import FollowUpText, ItemText

BOX = "box"


def number_field(label: str, hint: str = "") -> forms.CharField:
    entry = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "input--short"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=40, widget=entry)


def box_field(choices: list[tuple[str, Any]]) -> forms.MultipleChoiceField:
    """Rows to tick in place of a number."""
    wrong = {"invalid_choice": _("Tick one of the rows.")}
    return forms.MultipleChoiceField(
        label=_("Or tick a row"), choices=choices, required=False, widget=TickRows, error_messages=wrong
    )


class NumbersForm(PageForm):
    """One or two whole numbers, or a ticked row in their place."""

    parts: tuple[FollowUp, ...] = ()

    def clean(self) -> dict[str, Any]:
        typed = [part for part in self.parts if self.cleaned_data.get(part.name)]
        boxes = self.cleaned_data.get(BOX, [])
        if len(boxes) > 1:
            self.add_error(BOX, _("Tick only one of the rows."))
        if boxes and typed:
            self.add_error(BOX, _("You wrote a number and also ticked a row. Keep one of them."))
        elif not boxes:
            self._clean_numbers()
        return self.cleaned_data

    def _clean_numbers(self) -> None:
        for part in self.parts:
            if part.name not in self.errors:
                self._clean_number(part)

    def _clean_number(self, part: FollowUp) -> None:
        try:
            self.cleaned_data[part.name] = whole_number(self.cleaned_data.get(part.name, ""), part.min, part.max or 0)
        except forms.ValidationError as error:
            self.add_error(part.name, error)

    def replies(self) -> dict[str, Any]:
        boxes = self.cleaned_data.get(BOX, [])
        if OPEN in boxes:
            return {}
        return {part.name: None if NOTHING in boxes else self.cleaned_data[part.name] for part in self.parts}

    def rows(self, null_label: str) -> list[tuple[str, Any]]:
        return [*([(NOTHING, null_label)] if null_label else []), (OPEN, _("Don’t know"))]

    def shown(self, values: Mapping[str, Any], is_open: bool) -> dict[str, Any]:
        known = {part.name: values[part.name] for part in self.parts if part.name in values}
        is_null = bool(known) and None in known.values()
        return known | {BOX: [OPEN] if is_open else [NOTHING] if is_null else []}


class NumberForm(NumbersForm):
    def __init__(
        self, data: Any, *, follow_up: FollowUp, answer: Answer, is_open: bool, text: FollowUpText, places: Places
    ) -> None:
        self.parts = (follow_up,)
        super().__init__(data, initial=self.shown(answer.follow_ups, is_open))
        self.title, self.hint = text.question, ""
        self.fields[follow_up.name] = number_field(text.question, text.hint)
        self.fields[BOX] = box_field(self.rows(text.null_label))


class ReadingForm(NumbersForm):
    """Upper and lower number; "150/95" in the first field is understood too."""

    def __init__(self, data: Any, *, detail: Detail, answer: Answer, is_open: bool, text: ItemText) -> None:
        self.parts = detail.follow_ups
        super().__init__(data, initial=self.shown(answer.follow_ups, is_open))
        self.title = _("What was the reading?")
        self.hint = _("You can also write both numbers in the first box, as in 150/95.")
        for part in self.parts:
            self.fields[part.name] = number_field(text.follow_ups[part.name].question, text.follow_ups[part.name].hint)
        null_label = text.follow_ups[self.parts[0].name].null_label
        self.fields[BOX] = box_field([(NOTHING, null_label)] if null_label else self.rows(""))

    def _clean_numbers(self) -> None:
        upper, lower = (part.name for part in self.parts)
        pair = two_numbers(self.cleaned_data.get(upper, ""))
        if pair and not self.cleaned_data.get(lower):
            self.cleaned_data |= {upper: pair[0], lower: pair[1]}
        super()._clean_numbers()
        if not self.errors and self.cleaned_data[lower] >= self.cleaned_data[upper]:
            self.add_error(lower, _("The lower number must be smaller than the upper one. Check both."))


def whole_number(text: Any, low: int, high: int) -> int:
    """A number from a person's hand: "12", " 12 ", "1 200". Raises what to do instead."""
    digits = str(text).replace(" ", "").replace("\u00a0", "")
    if not digits:
        raise forms.ValidationError(_("Write a number, or tick a row below."))
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise forms.ValidationError(_("Write only a whole number, such as 3."))
    if not low <= int(digits) <= high:
        raise forms.ValidationError(_("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high})
    return int(digits)


def two_numbers(text: Any) -> tuple[str, str] | None:
    """ "150/95", "150 over 95", "150 95", "150-95"."""
    match = re.fullmatch(
        r"\s*(\d{2,3})\s*(?:/|-|–|,|:|\bover\b|\s)\s*(\d{2,3})\s*(?:mm\s?hg)?\s*", str(text), re.IGNORECASE
    )
    return (match[1], match[2]) if match else None
