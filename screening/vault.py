"""Seals what a visit holds for hours, so that whoever reads the tables cannot read the answers."""

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEPT_FOR = timedelta(hours=24)
CLOCK_SKEW = timedelta(seconds=60)  # Fernet's own: a clock may be put right by so much; beyond it nothing is read


def seal(document: dict[str, Any], now: datetime, purpose: bytes) -> bytes:
    content = json.dumps(document, separators=(",", ":")).encode()
    return _fernet(purpose).encrypt_at_time(content, int(now.timestamp()))


def unseal(sealed: bytes, purpose: bytes, within: tuple[datetime, timedelta] | None = None) -> dict[str, Any] | None:
    """What was sealed for that purpose, or nothing: tampered with, sealed under another key, or too old now."""
    fernet = _fernet(purpose)
    try:
        content = fernet.decrypt_at_time(sealed, *_seconds(*within)) if within else fernet.decrypt(sealed)
        document = json.loads(content)
    except (InvalidToken, TypeError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def hash_of(token: str) -> str:
    """A token has 256 bits of chance, so a quick hash keeps it unguessable."""
    return sha256(token.encode(errors="replace")).hexdigest()


def dated(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A part of a visit that ends by itself, whatever else the visit writes later."""
    return {"at": int(now.timestamp()), "is": document}


def in_time(part: Any, now: datetime) -> dict[str, Any] | None:
    """What such a part holds, or nothing: too old, from a time to come, or no such part."""
    if not isinstance(part, dict) or is_too_old(part.get("at"), now):
        return None
    document = part.get("is")
    return document if isinstance(document, dict) else None


def is_too_old(moment: Any, now: datetime) -> bool:
    """What bears no time, or one to come, counts as too old."""
    earliest, latest = (int(end.timestamp()) for end in (now - KEPT_FOR, now + CLOCK_SKEW))
    return not isinstance(moment, int) or not earliest <= moment <= latest


def _seconds(now: datetime, kept_for: timedelta) -> tuple[int, int]:
    return int(kept_for.total_seconds()), int(now.timestamp())


def _fernet(purpose: bytes) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(secret), purpose)) for secret in secrets])


def _derived(secret: str, purpose: bytes) -> bytes:
    return urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=purpose).derive(secret.encode()))
