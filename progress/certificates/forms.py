"""The name that is printed on a certificate, and the code that leads to one."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from progress.certificates.records import find
from progress.models import LONGEST_NAME, Certificate
from progress.rules.certificates import LONGEST_ADDRESS, is_printable, tidy_name
from web.written.typed import few_marks

TYPE_NAME = _("Type the name to print, for example Robin.")
UNKNOWN = _(
    "No certificate has this code. Compare each letter and number with the sheet. It may also have been erased."
)
TOO_LONG = _("A name has up to %(limit_value)d characters. Shorten it.")


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name to print"),
        max_length=LONGEST_NAME,
        validators=[few_marks],
        help_text=_("Your name or a nickname, as others may read it. It is printed as you type it."),
        error_messages={
            "required": TYPE_NAME,
            "max_length": TOO_LONG,
            "null_characters_not_allowed": TYPE_NAME,
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if not is_printable(name):
            raise forms.ValidationError(_("This name holds a character that cannot be printed. Type it anew."))
        tidy = tidy_name(name)
        MaxLengthValidator(LONGEST_NAME, TOO_LONG)(tidy)  # some letters become two when they are brought into one form
        return tidy


class CodeForm(forms.Form):
    """Gives the certificate itself."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=LONGEST_ADDRESS,
        help_text=_("12 letters and numbers, or the whole address. Capitals, spaces and hyphens do not matter."),
        error_messages={
            "required": _("Type the code that stands on the sheet."),
            "max_length": UNKNOWN,
            "null_characters_not_allowed": UNKNOWN,
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input--code"}
        ),
    )

    def clean_code(self) -> Certificate:
        found = find(self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(UNKNOWN)
        return found
