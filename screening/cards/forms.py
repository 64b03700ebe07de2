"""Forms around kept cards and the receiver's own phone."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.cards.kept import cards_of
from screening.form.forms import PageForm, RadioRows
from screening.models import LONGEST_NICKNAME, ReceiverCard
from screening.rules.answers import Answer
from web.written.typed import few_marks

CHOOSE = {"required": _("Choose the answer that fits."), "invalid_choice": _("Choose one of the rows.")}


class NicknameForm(PageForm):
    """A short name that only the giver understands; a member has each name once."""

    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=LONGEST_NICKNAME,
        validators=[few_marks],
        help_text=_("A short name, such as “R” or “Sunny”. Not a full name."),
        widget=forms.TextInput({"autocomplete": "off", "class": "input--nickname"}),
        error_messages={
            "required": _("Write a nickname."),
            "max_length": _("Write a shorter name: %(limit_value)d letters at most."),
        },
    )

    def __init__(self, data: Any, *, user: Any, card: ReceiverCard) -> None:
        super().__init__(data, initial={"nickname": card.nickname})
        self.user, self.card = user, card

    def clean_nickname(self) -> str:
        nickname = " ".join(self.cleaned_data["nickname"].split())
        others = cards_of(self.user).exclude(uuid=self.card.uuid)
        if others.filter(nickname__iexact=nickname).exists():
            raise forms.ValidationError(_("You have a card with this nickname. Choose another one."))
        if "@" in nickname or sum(char.isdigit() for char in nickname) > 4:
            raise forms.ValidationError(_("Write a nickname, not an address or a number."))
        return nickname


class KeepForm(NicknameForm):
    """The receiver's own tick comes first: without it nothing is kept."""

    agrees = forms.BooleanField(
        label=_("I am the receiver, and I agree that these answers are kept."),
        error_messages={"required": _("The receiver has to tick this. Without it nothing is kept.")},
    )


class QuickCheckForm(PageForm):
    """One question of the quick check. Nothing is chosen beforehand."""

    answer = forms.ChoiceField(widget=RadioRows, error_messages=CHOOSE)

    def __init__(self, data: Any, *, choices: list[tuple[str, Any]], initial: str | None) -> None:
        super().__init__(data, initial={"answer": initial})
        cast(forms.ChoiceField, self.fields["answer"]).choices = choices


class GiverReadyForm(PageForm):
    """The giver's one question, with its follow-up as a row of its own."""

    answer = forms.ChoiceField(
        choices=[
            ("well", _("I am well, and my hands are healthy")),
            ("gloved", _("I have one small cut, covered, and I wear a glove")),
            ("not-ready", _("I am ill, or under alcohol, or my hands have cuts, a rash or an infection")),
            ("unsure", _("I am not sure")),
        ],
        widget=RadioRows,
        error_messages=CHOOSE,
    )

    def given(self, now: Any) -> Answer:
        match self.cleaned_data["answer"]:
            case "well":
                return Answer("no", now)
            case "unsure":
                return Answer("unsure", now)
            case chosen:
                return Answer("yes", now, {"small_cut_gloved": chosen == "gloved"})


class SendForm(PageForm):
    """Sharing is a choice; what is not ticked is not shown."""

    shares = forms.BooleanField(label=_("Show my answers to the giver too"), required=False)
