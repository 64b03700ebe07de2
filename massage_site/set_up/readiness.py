"""`/readyz`: what a server needs before people come, each fact by name. `/healthz` is the cheap one."""

import os
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lessons.models import Lesson
from massage_site.set_up.checks import uncollected_files
from screening.cards.kept import keys_fit
from screening.models import ReceiverCard, ReceiverLink, Visit
from web.visitors.address import fault_of_address

OVERDUE = timedelta(hours=2)  # what runs once an hour was missed at least once
STORED = ("database", "migrations", "content", "card_keys", "tidied")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every fact is true, 503 otherwise."""
    facts = stored_facts() | {
        "static_files": not uncollected_files(),
        "secret_key": settings.SECRET_KEY_LASTS,
        "visitor_address": not fault_of_address(request),
        "pictures": can_be_written(settings.PICTURE_DIR),
        "content_version": can_be_written(Path(settings.CONTENT_VERSION_FILE)) or not settings.READY_PAGES,
    }
    return JsonResponse(facts, status=200 if all(facts.values()) else 503)


def stored_facts() -> dict[str, bool]:
    """Without its tables the database can tell nothing more."""
    facts = dict.fromkeys(STORED, False)
    try:
        facts["migrations"] = own_migrations() <= set(MigrationRecorder(connection).applied_migrations())
        facts["database"] = True
        if facts["migrations"]:
            facts["content"] = Lesson.objects.published().exists()
            facts["card_keys"] = keys_fit()
            facts["tidied"] = is_tidy()
    except DatabaseError:
        connection.close()
    return facts


@cache
def own_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())


def is_tidy() -> bool:
    """Nothing waits for the hourly erasing that should have gone long ago."""
    long_ago = timezone.now() - OVERDUE
    late = [Session.objects.filter(expire_date__lte=long_ago)]
    late += [model.objects.filter(expires_at__lte=long_ago) for model in (ReceiverCard, ReceiverLink, Visit)]
    return not any(rows.exists() for rows in late)


def can_be_written(place: Path) -> bool:
    """A file or a folder; or made, where it is not there yet."""
    there = next(path for path in (place, *place.parents) if path.exists())
    return os.access(there, os.W_OK)
