"""Whoever learns here: every fact of the apps above points at one of these rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_DAYS = 30
KEPT = timedelta(days=KEPT_DAYS)  # after the last mark of a guest
RENEWED_AFTER = timedelta(days=1)  # so that a busy evening writes the new end once

joining = Signal()  # sends `guest` and `member`, both locked: each app moves its rows, before the guest's are gone


class LearnerGone(Exception):  # noqa: N818  it reads as what it says
    """Erased or joined to an account meanwhile: there is nobody to keep anything for."""


class LearnerQuerySet(models.QuerySet):
    def of_member(self, user: Any) -> Learner:
        """The row of this account, made where there is none yet, by several tabs at once too."""
        found = self.filter(user=user).first()
        if found is None:
            self.bulk_create([self.model(user=user)], ignore_conflicts=True)
            found = self.get(user=user)
        return found

    def by_tokens(self, tokens: Any) -> LearnerQuerySet:
        """Guests, the eldest first."""
        hashes = [hash_of(token) for token in tokens]
        return self.filter(token_hash__in=hashes, expires_at__gt=timezone.now()).order_by("pk")

    def expired(self, now: datetime) -> LearnerQuerySet:
        return self.filter(expires_at__lte=now)

    def locked(self) -> LearnerQuerySet:
        return self.select_for_update(no_key=True)


class Learner(models.Model):
    """A member has an account; of a guest only the hash of a token is known, which its browser keeps in a cookie."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="learner",
        verbose_name=_("member"),
    )
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  unique, or none
    expires_at = models.DateTimeField(_("kept until"), null=True, db_index=True, editable=False)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, token_hash__isnull=True, expires_at__isnull=True)
                | models.Q(user__isnull=True, token_hash__isnull=False, expires_at__isnull=False),
                name="learner_is_member_or_guest",
            )
        ]

    def __str__(self) -> str:
        return str(self.user) if self.is_member else str(_("a guest"))

    @property
    def is_member(self) -> bool:
        return self.user_id is not None

    def is_known_by(self, token: str) -> bool:
        return self.token_hash == hash_of(token)

    @classmethod
    def new_guest(cls) -> tuple[Learner, str]:
        """With the token, which is known here and then only to the browser."""
        token = token_urlsafe(32)
        return cls.objects.create(token_hash=hash_of(token), expires_at=timezone.now() + KEPT), token

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Read, decide and write while nobody else writes for this learner, to the end of the transaction.

        Raises LearnerGone where there is nobody any more.
        """
        with transaction.atomic():
            row = Learner.objects.locked().filter(pk=self.pk).first()
            if row is None:
                raise LearnerGone
            row.renew()
            yield

    @transaction.atomic
    def expire(self, now: datetime) -> bool:
        """Erase a guest whose time is over, unless it made a mark just now; says whether it did."""
        row = Learner.objects.locked().expired(now).filter(pk=self.pk).first()
        if row:
            row.delete()
        return row is not None

    def renew(self) -> None:
        """A guest is kept for thirty days from the last mark."""
        until = timezone.now() + KEPT
        if self.expires_at and self.expires_at < until - RENEWED_AFTER:
            Learner.objects.filter(pk=self.pk).update(expires_at=until)


def join(guests: list[Learner], member: Learner) -> None:
    """Move what these guests did to the member, or to the eldest of them, each in one transaction."""
    for guest in guests:
        with transaction.atomic():
            rows = Learner.objects.locked().filter(pk__in=[guest.pk, member.pk]).order_by("pk")
            found = {row.pk: row for row in rows}
            if len(found) == 2:  # another tab may have been here before
                joining.send(Learner, guest=found[guest.pk], member=member)
                found[guest.pk].delete()


def hash_of(token: str) -> str:
    """The token has 256 bits of chance, so a quick hash keeps it unguessable."""
    return sha256(token.encode(errors="replace")).hexdigest()
