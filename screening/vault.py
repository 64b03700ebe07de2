"""Seals what a visit holds for hours, so that whoever reads the tables cannot read the answers."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VISIT = b"warm-hands screening answers 1"
KEPT_FOR = timedelta(hours=24)
CLOCK_SKEW = timedelta(seconds=60)  # Fernet's own: a clock may be put right by so much; beyond it nothing is read
FERNET = b"\x80"
TIME = slice(1, 9)  # where a Fernet token bears the second it was sealed, readable without a key


def seal(document: dict[str, Any], now: datetime, purpose: bytes = VISIT) -> str:
    content = json.dumps(document, separators=(",", ":")).encode()
    return _fernet(purpose).encrypt_at_time(content, int(now.timestamp())).decode()


def unseal(sealed: Any, now: datetime, purpose: bytes = VISIT, kept_for: timedelta = KEPT_FOR) -> dict[str, Any] | None:
    """What was sealed for that purpose, or nothing: too old, tampered with, or sealed under another key."""
    try:
        content = _fernet(purpose).decrypt_at_time(sealed, int(kept_for.total_seconds()), int(now.timestamp()))
        document = json.loads(content)
    except (InvalidToken, TypeError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def is_too_old(sealed: Any, now: datetime, kept_for: timedelta = KEPT_FOR) -> bool:
    """Told without a key, whatever the purpose; what bears no time, or one to come, counts as too old."""
    try:
        token = urlsafe_b64decode(sealed)
    except (TypeError, ValueError):
        return True
    sealed_at = int.from_bytes(token[TIME]) if token.startswith(FERNET) else 0
    earliest, latest = now - kept_for, now + CLOCK_SKEW
    return not earliest.timestamp() <= sealed_at <= latest.timestamp()


def _fernet(purpose: bytes) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(secret), purpose)) for secret in secrets])


def _derived(secret: str, purpose: bytes) -> bytes:
    return urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode()))
