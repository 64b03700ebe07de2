"""How accounts look and speak: plain words, digits on the phone's number keys, nothing kept by browsers."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    ConfirmReauthenticationCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.core import context, ratelimit
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from massage_site.accounts import proof, second_factors
from massage_site.accounts.away import MailError, TooManyMailsError
from massage_site.accounts.mails import OwnAddressMixin
from web.ready.variants import is_known_visitor
from web.written.codes import typed_digits

WRONG_CODE = _("This code does not match. Check the digits and type them again.")
LONGEST_ADDRESS = 254  # of any that mail can reach, and of the column
TYPE_ADDRESS = _("Type your e-mail address, for example name@example.org.")
TOO_OFTEN = _("There were too many tries. Wait some minutes, then try again.")
OTHER_WAYS = _("There were too many tries. Wait some minutes, or sign in by e-mailed code or passkey.")
logger = logging.getLogger(__name__)


def display_name(user: Any) -> str:
    return user.email or user.get_username()


class AccountAdapter(OwnAddressMixin, DefaultAccountAdapter):
    """The one door for messages and for passwords that are tried: what may fail or be too much is met here."""

    is_notice = False

    error_messages = DefaultAccountAdapter.error_messages | {
        "cannot_remove_primary_email": _("This is your main address. Make another one the main address first."),
        "duplicate_email": _("This address is in your account already. Type another one."),
        "email_password_mismatch": _("Address and password do not match. Check both, or let a code come by e-mail."),
        "email_taken": _("This address has an account. Sign in, or use another address."),
        "enter_current_password": _("Type the password you have now."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This is not your password. Type it again."),
        "max_email_addresses": _("You cannot add more than %d addresses."),
        "rate_limited": TOO_OFTEN,
        "too_many_login_attempts": OTHER_WAYS,
        "unverified_primary_email": _("Confirm this address first. Then you can make it the main address."),
    }

    def is_safe_url(self, url: Any) -> bool:
        """Where signing in may lead. An address that makes no sense leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Says that no person wrote this, so that no holiday note answers it (RFC 3834)."""
        message: EmailMessage = super().render_mail(*args, **kwargs)
        message.extra_headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if not self.is_notice:
            self._count_mail(email.lower())
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, UnicodeError) as error:  # no server, no answer in time, an address that it refuses
            raise MailError(f"Mail {template_prefix} was not sent: {_reason(error)}") from error

    def _count_mail(self, email: str) -> None:
        """Whoever asks for messages may neither flood a mailbox nor use up what its owner needs."""
        for action, key in (("mail_from_one_network", _from_here(email)), ("mail_to_one_address", email)):
            if not ratelimit.consume(context.request, action=action, key=key):
                raise TooManyMailsError(action)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tells of what is done already, so it isn't limited, and nothing is undone where it can't be sent."""
        self.is_notice = True
        try:
            super().send_notification_mail(*args, **kwargs)
        except MailError as error:
            logger.error("%s", error)
        finally:
            self.is_notice = False

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "massage_site.accounts.second_factors.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not ratelimit.consume(request, action="wrong_passwords", key=_account(credentials), dry_run=True):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        ratelimit.consume(request, action="wrong_passwords", key=_account(credentials))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords from elsewhere don't lock the owner out; this is where allauth names whom it counts for."""
        return _from_here(_account(credentials))


def _account(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").lower()


def _from_here(name: str) -> str:
    return f"{get_ip(context.request)} {name}"


def _reason(error: Exception) -> str:
    """The kind of fault, with the server's number; its words may hold the address."""
    return " ".join(str(part) for part in (type(error).__name__, getattr(error, "smtp_code", "")) if part)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Remove passkeys and app first. Then you can add another address."),
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Confirm your e-mail address first. Then you can add a passkey or an app."),
    }

    def encrypt(self, text: str) -> str:
        return second_factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Fit to stand inside a page, where the content policy allows no picture from a data address."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :].replace("svg:", "").replace("xmlns:svg=", "xmlns=")


class EmailMixin:
    """An address is named and asked for in the same words on every page."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login" if "login" in self.fields else "email"]
        field.label = _("E-mail address")
        field.error_messages |= {"required": TYPE_ADDRESS, "invalid": TYPE_ADDRESS}
        field.validators.append(MaxLengthValidator(LONGEST_ADDRESS, TYPE_ADDRESS))  # what is longer would be cut


class SignInForm(EmailMixin, LoginForm):
    pass


class NewAccountForm(EmailMixin, SignupForm):
    """Asks for the address alone, so that no password can be older than its proof."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]

    def validate_unique_email(self, value: str) -> str:
        """Who asks for an account a second time gets a code for the first one; nobody has it yet."""
        is_waiting = proof.nobodys_with(value).exists()
        return value if is_waiting else str(super().validate_unique_email(value))

    def save(self, request: HttpRequest) -> User:
        with proof.making_an_account():
            if waiting := proof.nobodys_with(self.cleaned_data["email"]).first():
                waiting.date_joined = timezone.now()
                waiting.save(update_fields=["date_joined"])
                return waiting
            user: User = super().save(request)
        request.new_account = user  # type: ignore[attr-defined]  # to be taken back where its mail cannot be sent
        return user


class NewAddressForm(EmailMixin, AddEmailForm):
    pass


class ForgottenPasswordForm(EmailMixin, ResetPasswordForm):
    pass


class AskForCodeForm(EmailMixin, RequestLoginCodeForm):
    pass


class DigitsMixin:
    """A code of digits, whatever the mail program or the keyboard put between them."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "input--short"}

    def clean_code(self) -> str:
        self.cleaned_data["code"] = typed_digits(self.cleaned_data["code"])
        return str(super().clean_code())  # type: ignore[misc]


class LoginCodeForm(DigitsMixin, ConfirmLoginCodeForm):
    pass


class AddressCodeForm(DigitsMixin, ConfirmEmailVerificationCodeForm):
    def clean_code(self) -> str:
        """An account that nobody proved doesn't keep its address from who does."""
        try:
            return super().clean_code()
        except forms.ValidationError as error:
            others = proof.nobodys_with(self.email).exclude(pk=self.user.pk) if self.user else proof.nobodys().none()
            if error.code != "email_taken" or not others.exists():
                raise
            others.delete()
            return super().clean_code()


class ResetCodeForm(DigitsMixin, ConfirmPasswordResetCodeForm):
    pass


class ActivateAppForm(DigitsMixin, ActivateTOTPForm):
    pass


class SecondStepForm(DigitsMixin, AuthenticateForm):
    pass


class SecondStepAgainForm(DigitsMixin, ReauthenticateForm):
    pass


class CodeAgainForm(DigitsMixin, ConfirmReauthenticationCodeForm):
    pass


class PrivatePagesMiddleware:
    """No browser and no proxy keeps a page of an account, nor one that shows a known visitor how far they are.

    A page kept by the browser would show old marks after Back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/accounts/") or _shows_a_visitor_marks(request, response):
            add_never_cache_headers(response)
        return response


def _shows_a_visitor_marks(request: HttpRequest, response: HttpResponse) -> bool:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and is_known_visitor(request)
