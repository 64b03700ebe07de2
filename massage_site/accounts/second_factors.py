"""Secrets of authenticator apps and recovery codes, sealed in the database; whether a visit showed a second factor."""

import re
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from massage_site.accounts.away import KeyMissingError

SECRETS = ("secret", "seed")
# As the site stored them before it sealed them; a sealed one always begins with a small g.
UNSEALED = re.compile(r"[A-Z2-7]{16,}|[0-9a-f]{80}")


def seal(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    if UNSEALED.fullmatch(sealed):
        return sealed
    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken:
        raise KeyMissingError("No key of MASSAGE_CARD_KEYS opens a second factor.") from None


def _fernet() -> MultiFernet:
    if not settings.CARD_KEYS:
        raise KeyMissingError("A second factor needs a key: set MASSAGE_CARD_KEYS.")
    return MultiFernet([Fernet(key) for key in settings.CARD_KEYS])


def sealed_anew(data: dict[str, Any]) -> dict[str, Any]:
    """The same, with its secrets under the first key, however they were kept."""
    return {name: seal(unseal(value)) if name in SECRETS else value for name, value in data.items()}


def seal_all_anew() -> list[bool]:
    """For each one that holds a secret: whether a key opened it. One that is just used waits for its turn."""
    return [_seal_anew(number) for number in _holding_secrets().order_by("pk").values_list("pk", flat=True)]


def _holding_secrets() -> Any:
    return Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])


@transaction.atomic
def _seal_anew(number: int) -> bool:
    found = Authenticator.objects.select_for_update().filter(pk=number).first()
    if found:
        try:
            found.data = sealed_anew(found.data)
        except KeyMissingError:
            return False
        found.save(update_fields=["data"])
    return True


def has_one(user: Any) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


class SecondStep(AuthenticateStage):
    """Nobody is led back to it once the factor is gone; its page would lead to sign-in, and that one back here."""

    def is_resumable(self, request: HttpRequest) -> bool:
        return has_one(self.login.user)


def was_used(request: HttpRequest) -> bool:
    """Since this visitor signed in; a passkey counts also where it took the place of the password."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and has_one(request.user)
