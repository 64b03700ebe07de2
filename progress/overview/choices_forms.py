"""What a person may choose about learning: how many questions a day, whether days are counted, how long a pause is."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from progress.rules.checks import SECONDS_A_QUESTION
from progress.rules.schedule import CAPS
from web.days import earliest_today, today, whose_day

MALFORMED = _("Write the day as year, month and day, such as 2026-07-03, or leave it empty.")

HOW_TO_END = _("Leave it empty if you do not know yet. You can end the pause on any day.")
LONGEST_PAUSE = timedelta(days=366)


def _words_for(cap: int) -> str:
    minutes = ceil(cap * SECONDS_A_QUESTION / 60)
    words = ngettext(
        "%(cap)d questions, about %(minutes)d minute", "%(cap)d questions, about %(minutes)d minutes", minutes
    )
    return words % {"cap": cap, "minutes": minutes}


class LearningForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class ChoicesForm(LearningForm):
    cap = forms.TypedChoiceField(
        label=_("How many questions a day"),
        help_text=_(
            "The review never asks more than this on one day. The rest moves to the days after. "
            "With each of these numbers every skill still comes back within a week or so."
        ),
        choices=[(cap, lazy(_words_for, str)(cap)) for cap in CAPS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how many questions a day."),
            "invalid_choice": _("Choose one of these numbers."),
        },
    )
    counts_days = forms.BooleanField(
        label=_("Count the days in a row"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "id_counts_days_helptext"}),
    )


class PauseForm(LearningForm):
    """A pause begins today. Without a last day it runs until it is ended."""

    last = forms.DateField(
        label=_("Last day of the pause"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input--date"}),
        error_messages={"invalid": MALFORMED},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"].widget.attrs |= {"min": earliest_today(timezone.now()), "max": today() + LONGEST_PAUSE}
        self.fields["last"].help_text = f"{HOW_TO_END} {whose_day()}"

    def clean_last(self) -> date | None:
        """A reader's own today may be yesterday here: it means today."""
        last = self.cleaned_data["last"]
        if last and last < earliest_today(timezone.now()):
            words = _("Choose today, %(today)s, or a later day, or leave it empty.")
            raise forms.ValidationError(words % {"today": date_format(today(), "j F Y")})
        if last and last > today() + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day within a year from now, or leave it empty."))
        return last and max(last, today())
