"""How a page tells later which person's answers it belonged to."""

from dataclasses import replace
from hashlib import sha256

from django.http import HttpRequest
from django.middleware.csrf import get_token

from screening.rules.journey import Record
from screening.visit.current import visit_of
from screening.visit.state import visit_name


def visit_word(request: HttpRequest) -> str:
    """What a form shows of it, so that one from before a new start is told from those after it."""
    name = visit_name(visit_of(request)) or _before_any_visit(request)
    return sha256(name.encode()).hexdigest()[:12]


def named(record: Record, request: HttpRequest) -> Record:
    return record if record.visit else replace(record, visit=_before_any_visit(request))


def _before_any_visit(request: HttpRequest) -> str:
    """The secret of this browser's forms: erasing renews it, as nothing else would be left to tell by."""
    get_token(request)
    return str(request.META["CSRF_COOKIE"])
