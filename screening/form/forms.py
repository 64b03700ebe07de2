"""The pages of questions as forms: one question with its three answers, or a theme page with several."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.rules.answers import Value
from screening.rules.journey import Record
from screening.rules.questionnaire import Page
from screening.wording import ItemText, Wording

NONE = "none"
NOTHING_ELSE = "nothing_else"
NOTHING = "nothing"
OPEN = "open"

Places = Mapping[str, tuple[str, str]]


class RadioRows(forms.RadioSelect):
    """Big rows, one below the other; nothing is chosen beforehand."""

    template_name = "screening/widgets/rows.html"


class TickRows(forms.CheckboxSelectMultiple):
    template_name = "screening/widgets/rows.html"


class PageForm(forms.Form):
    """A form of one page; errors are told by the page, not by the browser."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def is_now(self) -> bool:
        """Whether the reply says that an emergency sign is there now."""
        return False


class QuestionForm(PageForm):
    """One question: yes, no, not sure."""

    answer = forms.ChoiceField(
        widget=RadioRows,
        error_messages={"required": _("Choose the answer that fits."), "invalid_choice": _("Choose one of the rows.")},
    )

    def __init__(self, data: Any, *, page: Page, record: Record, wording: Wording) -> None:
        self.slug = page.items[0]
        answer = record.answers.get(self.slug)
        super().__init__(data, initial={"answer": answer.value if answer else None})
        self.text = wording.items[self.slug]
        field = cast(forms.ChoiceField, self.fields["answer"])
        field.label = self.text.question
        field.choices = choices_of(self.text)

    def values(self) -> dict[str, Value]:
        return {self.slug: self.cleaned_data["answer"]}


@dataclass(frozen=True)
class QuestionRow:
    """One item of a theme page: its two ticks and its words."""

    field: forms.BoundField
    text: ItemText


class ThemeForm(PageForm):
    """Several questions on one page; what is not ticked is a no, as the page says. "None of these" says it aloud.

    Where the quick check said that something is there, only a tick or the last row, said aloud, goes on. Beside ticks
    that stay from before, the last row is "Nothing else".
    """

    def __init__(self, data: Any, *, page: Page, record: Record, wording: Wording) -> None:
        super().__init__(data, initial=_ticks(page, record))
        self.items, self.wording = page.items, wording
        for slug in page.items:
            self.fields[slug] = _tick_field(wording.items[slug])
        self.opened = [slug for slug in page.items if slug in record.opened]
        self.last_name = NOTHING_ELSE if self.opened and _is_ticked(page, record) else NONE
        label = _("None of these") if self.last_name == NONE else _("Nothing else")
        self.fields[self.last_name] = forms.BooleanField(label=label, required=False)

    @property
    def last_row(self) -> forms.BoundField:
        return self[self.last_name]

    @property
    def rows(self) -> list[QuestionRow]:
        return [QuestionRow(self[slug], self.wording.items[slug]) for slug in self.items]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for slug in self.items:
            if len(cleaned.get(slug, ())) > 1:
                short = self.wording.items[slug].short
                self.add_error(slug, _("%(name)s: tick yes or not sure, not both.") % {"name": short})
        ticked = any(self.data.getlist(slug) for slug in self.items)
        if cleaned.get(NONE) and ticked:
            self.add_error(NONE, _("You ticked an answer above and also “None of these”. Untick one of them."))
        if self.opened and not cleaned.get(self.last_name) and not any(map(self.data.getlist, self.opened)):
            fault = _("Nothing new is ticked yet. Tick what it is, or “%(row)s”.")
            self.add_error(self.last_name, fault % {"row": self.fields[self.last_name].label})
        return cleaned

    def values(self) -> dict[str, Value]:
        return {slug: (self.cleaned_data[slug] or ["no"])[0] for slug in self.items}


def choices_of(text: ItemText) -> list[tuple[str, Any]]:
    return [("yes", text.yes_label or _("Yes")), ("no", text.no_label or _("No")), ("unsure", _("Not sure"))]


def page_form(data: Any, page: Page, record: Record, wording: Wording) -> QuestionForm | ThemeForm:
    form = ThemeForm if page.kind == "theme" else QuestionForm
    return form(data, page=page, record=record, wording=wording)


def _tick_field(text: ItemText) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=text.question,
        choices=[("yes", _("Yes")), ("unsure", _("Not sure"))],
        required=False,
        widget=TickRows,
        error_messages={"invalid_choice": _("Tick one of the rows.")},
    )


def _is_ticked(page: Page, record: Record) -> bool:
    return any(slug in record.answers and record.answers[slug].is_reported for slug in page.items)


def _ticks(page: Page, record: Record) -> dict[str, Any]:
    """What was ticked before."""
    known = {slug: record.answers[slug].value for slug in page.items if slug in record.answers}
    ticks: dict[str, Any] = {slug: [value] for slug, value in known.items() if value != "no"}
    return ticks | {NONE: len(known) == len(page.items) and not ticks}
