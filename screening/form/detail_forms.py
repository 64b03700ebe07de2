"""The pages after a yes as forms: choices, lists, places on the back, a doctor's go-ahead."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.form.forms import NOTHING, OPEN, PageForm, Places, RadioRows, TickRows
from screening.form.number_forms import NumberForm, ReadingForm
from screening.rules.answers import Answer
from screening.rules.assessment import CLEARANCE_HOURS
from screening.rules.details import GO_AHEAD, READING, Detail
from screening.rules.questionnaire import FollowUp
from screening.wording import FollowUpText, ItemText
from web.days import day_of, last_second_of, latest_today, whose_day

UNKNOWN = "unknown"
NOW = "now"


def detail_form(
    data: Any,
    *,
    detail: Detail,
    answer: Answer,
    is_open: bool,
    text: ItemText,
    places: Places,
    now: datetime,
    was_now: bool = False,
) -> Any:
    """The form for one detail. `places` holds name and neutral text of each region; `was_now` shows that reply."""
    if detail.name == GO_AHEAD:
        return GoAheadForm(data, answer=answer, is_open=is_open, now=now)
    if detail.name == READING:
        return ReadingForm(data, detail=detail, answer=answer, is_open=is_open, text=text)
    follow_up = detail.follow_ups[0]
    form = {"bool": ChoiceForm, "choice": ChoiceForm, "list": ListForm, "pick": PickForm, "int": NumberForm}
    words = text.follow_ups[follow_up.name]
    found = form[follow_up.type](data, follow_up=follow_up, answer=answer, is_open=is_open, text=words, places=places)
    if was_now:
        found.initial[follow_up.name] = NOW
    return found


class FollowUpForm(PageForm):
    """One follow-up. `replies` is what to keep; without keys it means "don’t know"."""

    def __init__(
        self, data: Any, *, follow_up: FollowUp, answer: Answer, is_open: bool, text: FollowUpText, places: Places
    ) -> None:
        self.follow_up, self.text, self.places = follow_up, text, places
        known = follow_up.name in answer.follow_ups
        super().__init__(data, initial=self.shown(answer.follow_ups.get(follow_up.name), known, is_open))
        self.build()

    @property
    def title(self) -> str:
        return self.text.question

    @property
    def hint(self) -> str:
        return self.text.hint

    @property
    def name(self) -> str:
        return self.follow_up.name

    def build(self) -> None:
        raise NotImplementedError

    def shown(self, value: Any, known: bool, is_open: bool) -> dict[str, Any]:
        raise NotImplementedError

    def replies(self) -> dict[str, Any]:
        raise NotImplementedError


class ChoiceForm(FollowUpForm):
    """Yes or no, or one of a few choices."""

    def build(self) -> None:
        self.fields[self.name] = forms.ChoiceField(
            label=self.text.question,
            choices=[*self._choices(), (OPEN, _("Don’t know"))],
            widget=RadioRows,
            error_messages={
                "required": _("Choose the answer that fits."),
                "invalid_choice": _("Choose one of the rows."),
            },
        )

    def _choices(self) -> list[tuple[str, str]]:
        if self.follow_up.type == "bool":
            now = [(NOW, self.text.now_label)] if self.follow_up.now_is else []
            return [*now, ("yes", self.text.yes_label or _("Yes")), ("no", _("No"))]
        return [(choice, self.text.choices[choice]) for choice in self.follow_up.choices]

    def shown(self, value: Any, known: bool, is_open: bool) -> dict[str, Any]:
        word = {True: "yes", False: "no"}.get(value, value) if known else None
        return {self.name: OPEN if is_open else word}

    def replies(self) -> dict[str, Any]:
        word = self.cleaned_data[self.name]
        if word == OPEN:
            return {}
        return {self.name: word != "no" if self.follow_up.type == "bool" else word}

    @property
    def is_now(self) -> bool:
        return bool(self.cleaned_data[self.name] == NOW)


class ListForm(FollowUpForm):
    """Several choices, and rows that exclude the others."""

    def build(self) -> None:
        self.fields[self.name] = forms.MultipleChoiceField(
            label=self.text.question,
            choices=[*self.main_choices(), *self.lone_choices()],
            widget=TickRows,
            error_messages={"required": self.nothing_ticked(), "invalid_choice": _("Tick one of the rows.")},
        )

    def main_choices(self) -> list[tuple[str, Any]]:
        return [(choice, self.text.choices[choice]) for choice in self.follow_up.choices]

    def lone_choices(self) -> list[tuple[str, Any]]:
        none = [(NOTHING, _("None of these"))] if self.follow_up.min == 0 else []
        return [*none, (OPEN, _("Don’t know"))]

    def nothing_ticked(self) -> str:
        return _("Tick all that fit, or one of the last rows.")

    def clean(self) -> dict[str, Any]:
        ticked = self.cleaned_data.get(self.name, [])
        lone = [label for value, label in self.lone_choices() if value in ticked]
        if lone and len(ticked) > 1:
            self.add_error(self.name, _("“%(row)s” stands alone. Untick it, or untick the others.") % {"row": lone[0]})
        return self.cleaned_data

    def shown(self, value: Any, known: bool, is_open: bool) -> dict[str, Any]:
        if is_open:
            return {self.name: [OPEN]}
        return {self.name: (list(value) or [NOTHING]) if known else []}

    def replies(self) -> dict[str, Any]:
        ticked = self.cleaned_data[self.name]
        if OPEN in ticked:
            return {}
        return {self.name: [] if NOTHING in ticked else ticked}


class PickForm(ListForm):
    """Places on the back, in the order of the drawing."""

    @property
    def hint(self) -> str:
        return self.text.hint

    def main_choices(self) -> list[tuple[str, Any]]:
        row = '{}<span class="choice__help">{}</span>'
        return [(slug, format_html(row, *words)) for slug, words in self.places.items()]

    def lone_choices(self) -> list[tuple[str, Any]]:
        return [(NOTHING, _("None of these places")), (UNKNOWN, _("Can’t say where"))]

    def nothing_ticked(self) -> str:
        return _("Tick each place, or one of the last two rows.")

    def shown(self, value: Any, known: bool, is_open: bool) -> dict[str, Any]:
        return super().shown([UNKNOWN] if value == UNKNOWN else value, known, is_open)

    def replies(self) -> dict[str, Any]:
        ticked = self.cleaned_data[self.name]
        return {self.name: UNKNOWN} if UNKNOWN in ticked else super().replies()


class GoAheadForm(PageForm):
    """What a doctor or midwife said, and when; only a recent day counts."""

    said = forms.ChoiceField(
        label=gettext_lazy("Their answer"),
        choices=[
            ("yes", gettext_lazy("Yes, they said it is fine")),
            ("no", gettext_lazy("No, or not asked yet")),
        ],
        widget=RadioRows,
        error_messages={
            "required": gettext_lazy("Choose the answer that fits."),
            "invalid_choice": gettext_lazy("Choose one of the rows."),
        },
    )
    day = forms.DateField(
        label=gettext_lazy("If yes, on which day?"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput({"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as 31/12/2026 or choose it.")},
    )

    def __init__(self, data: Any, *, answer: Answer, is_open: bool, now: datetime) -> None:
        said = "no" if is_open else "yes" if answer.cleared_at else None
        super().__init__(data, initial={"said": said, "day": answer.cleared_at and day_of(answer.cleared_at)})
        self.now = now
        self.title = _("Has a doctor or midwife who knows of this said that light back massage is fine?")
        self.hint = _("It counts for 30 days.")
        oldest = day_of(now - timedelta(hours=CLEARANCE_HOURS))
        self.fields["day"].widget.attrs |= {"min": oldest, "max": latest_today(now)}
        self.fields["day"].help_text = whose_day()

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("said") == "yes" and "day" not in self.errors:
            fault = self._fault_of(self.cleaned_data.get("day"))
            if fault:
                self.add_error("day", fault)
        return self.cleaned_data

    def _fault_of(self, day: date | None) -> str:
        if day is None:
            return _("Write the day when they said so.")
        if day > latest_today(self.now):
            return _("This day is still to come. Write a day up to today.")
        if self.now - self._moment(day) >= timedelta(hours=CLEARANCE_HOURS):
            return _("That is more than 30 days ago, so it no longer counts. Ask again, and choose No for now.")
        return ""

    def given_at(self) -> datetime | None:
        """The end of that day, or now: only the day is known."""
        return self._moment(self.cleaned_data["day"]) if self.cleaned_data["said"] == "yes" else None

    def _moment(self, day: date) -> datetime:
        return min(last_second_of(day), self.now)
