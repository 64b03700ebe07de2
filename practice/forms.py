"""What a visitor may choose: a position and a length that the clearance leaves open, and what to note afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.models import LONGEST_MINUTES, LONGEST_NOTE, PracticeSession
from web.written.typed import few_marks

MINUTES_ERRORS = {
    "required": _("Write how many minutes it took."),
    "invalid": _("Write the minutes as a whole number, such as 20."),
    "min_value": _("Write at least 1 minute."),
    "max_value": _("Write at most %(limit_value)s minutes."),
}
SEND_AGAIN = _("This form had lost its number and has a new one. Nothing was kept yet. Send it again.")


class PracticeSessionForm(forms.ModelForm):
    """A note about one massage. Only the minutes are needed."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    plan = forms.ChoiceField(choices=PracticeSession.Plan.choices, required=False, label=_("What you did"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        error_messages=MINUTES_ERRORS,
        widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )
    position = forms.ChoiceField(choices=PracticeSession.Position.choices, required=False, label=_("Position"))
    felt = forms.ChoiceField(
        choices=[choice for choice in PracticeSession.Felt.choices if choice[0]],
        required=False,
        label=_("How was it for the receiver?"),
        widget=forms.RadioSelect,
    )
    discomfort = forms.IntegerField(
        label=_("Discomfort from 0 to 10"),
        help_text=_("The number the receiver gave: 0 is none, 10 is the worst. You may leave it empty."),
        min_value=0,
        max_value=10,
        required=False,
        error_messages={
            "invalid": _("Write a whole number from 0 to 10, or leave it empty."),
            "min_value": _("Write a number from 0 to 10."),
            "max_value": _("Write a number from 0 to 10."),
        },
        widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What felt good, and what you would change. Leave out names and illnesses."),
        max_length=LONGEST_NOTE,
        validators=[few_marks],
        required=False,
        error_messages={"max_length": _("Use at most %(limit_value)d characters.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = PracticeSession
        fields = ["plan", "minutes", "position", "felt", "discomfort", "note"]

    def clean(self) -> dict[str, Any] | None:
        """Without its number no form could ever be sent: what was typed comes back under a new one."""
        if self.errors.pop("uuid", None):
            data = self.data.copy()
            data["uuid"] = str(uuid4())
            self.data = data
            self.add_error(None, SEND_AGAIN)
        return super().clean()

    def entry(self) -> PracticeSession:
        """The entry as it was filled in, under the number that the form came with."""
        entry = self.save(commit=False)
        entry.uuid = self.cleaned_data["uuid"]
        return entry


def blank_form(*, plan: str = "", minutes: int | None = None, position: str = "") -> PracticeSessionForm:
    """An empty note, with what is known filled in (UX-34)."""
    return PracticeSessionForm(initial={"uuid": uuid4(), "plan": plan, "minutes": minutes, "position": position})


class PlanForm(forms.Form):
    """Which plan to show. What the clearance does not leave open is no choice."""

    position = forms.ChoiceField(label=_("Position"), widget=forms.RadioSelect)
    length = forms.ChoiceField(label=_("Length"), widget=forms.RadioSelect)

    def __init__(
        self, positions: Sequence[tuple[str, str]], lengths: Sequence[tuple[str, str]], *, chosen: dict[str, str]
    ) -> None:
        super().__init__(initial=chosen)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]
        self.fields["length"].choices = lengths  # type: ignore[attr-defined]
