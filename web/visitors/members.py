"""Who is signed in: asked here and nowhere else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def member_of(request: Any) -> Any:
    """The account that this browser is signed in to, or None. A request that comes without a session has none."""
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else None


def member(request: HttpRequest) -> dict[str, Any]:
    """For templates, which ask only where something differs: whoever asks reads the session."""
    return {"member": SimpleLazyObject(lambda: member_of(request))}
