"""What a device sends to prove a passkey comes from outside: however reading it fails, it is an error of the form."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from web.written.typed import few_marks

UNREADABLE = _("The passkey could not be read. Try it once more, or go on another way.")

LONGEST_NAME = 60
LONGEST_PROOF = 20_000  # characters; a device that names its maker with three certificates sends half of that


def name_field(*, required: bool) -> forms.CharField:
    return forms.CharField(label=_("Name"), max_length=LONGEST_NAME, validators=[few_marks], required=required)


class ProofField(forms.JSONField):
    """JSON that says what a device of this kind says. It is read once more, and believed or not, by the form."""

    default_error_messages = {"invalid": UNREADABLE, "required": UNREADABLE}

    def __init__(self, reader: Any) -> None:
        super().__init__(widget=forms.HiddenInput)
        self.reader = reader

    def to_python(self, value: Any) -> Any:
        if len(str(value or "")) > LONGEST_PROOF:
            raise forms.ValidationError(UNREADABLE)  # reading CBOR takes time by the square of its length
        try:
            proof = super().to_python(value)
            self.reader.from_dict(proof)
        except forms.ValidationError:
            raise
        except Exception as error:  # it is nested in JSON, base64 and CBOR, and each fails in ways of its own
            raise forms.ValidationError(UNREADABLE) from error
        return proof


class AddPasskeyForm(AddWebAuthnForm):
    """Signing in by it alone is what most people want of a passkey, so it is chosen beforehand."""

    name = name_field(required=False)
    credential = ProofField(RegistrationResponse)
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without a password"), required=False, initial=True
    )


class SignInWithPasskeyForm(LoginWebAuthnForm):
    credential = ProofField(AuthenticationResponse)


class ShowPasskeyAgainForm(ReauthenticateWebAuthnForm):
    credential = ProofField(AuthenticationResponse)


class RenamePasskeyForm(EditWebAuthnForm):
    name = name_field(required=True)
