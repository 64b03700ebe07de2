"""An address counts once it is proved: what stood under an account before proves nothing about its owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

KEPT_FOR = timedelta(days=1)  # a code works for minutes; this only lets a slow sign-up end


def nobodys() -> QuerySet[User]:
    """Accounts that were asked for and never proved: no way in, and nothing kept under them."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    asked_for = EmailAddress.objects.filter(user=OuterRef("pk"))
    never_used = User.objects.filter(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return never_used.filter(Exists(asked_for), ~Exists(proved))


def nobodys_with(email: str) -> QuerySet[User]:
    return nobodys().filter(emailaddress__email=email)


@contextmanager
def making_an_account() -> Iterator[None]:
    """One sign-up looks and writes after the other: two at once would both find their address and their name free.

    SQLite lets one transaction write at a time; on PostgreSQL all wait for one row that is always there.
    """
    with transaction.atomic():
        ContentType.objects.select_for_update(no_key=True).get(app_label="auth", model="user")
        yield


def take_back(account: User) -> None:
    """Unless somebody asked for it again meanwhile, or proved it."""
    nobodys().filter(pk=account.pk, date_joined=account.date_joined).delete()


def purge(now: datetime) -> int:
    """Erase the accounts that nobody proved within a day."""
    return nobodys().filter(date_joined__lt=now - KEPT_FOR).delete()[1].get("auth.User", 0)


def forget_what_came_before(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """At the first proof: a password that somebody else may have set is gone, and every session goes with it.

    It stays where it was typed in this very session: then whoever proves the address knows it.
    """
    user = email_address.user
    others = EmailAddress.objects.filter(user=user, verified=True).exclude(pk=email_address.pk)
    if user.has_usable_password() and not others.exists() and not _typed_the_password(request, user):
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _typed_the_password(request: HttpRequest, user: User) -> bool:
    return any(record["method"] == "password" for record in get_authentication_records(request, user))
