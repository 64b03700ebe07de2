"""What the screening keeps: visits for a day, members' cards for receivers, and links to a receiver's own phone."""

from __future__ import annotations

from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from screening.vault import CLOCK_SKEW, KEPT_FOR, hash_of, seal, unseal

LONGEST_NICKNAME = 20
VISIT = b"warm-hands screening visit 1 "


class ExpiringQuerySet(models.QuerySet):
    def expired(self, now: datetime) -> ExpiringQuerySet:
        return self.filter(expires_at__lte=now)

    def alive(self, now: datetime) -> ExpiringQuerySet:
        return self.filter(expires_at__gt=now)


class LinkQuerySet(ExpiringQuerySet):
    """A link from the future, made before the clock was set back, would live too long: it has ended."""

    def expired(self, now: datetime) -> LinkQuerySet:
        return self.filter(models.Q(expires_at__lte=now) | models.Q(created_at__gt=now + CLOCK_SKEW))

    def alive(self, now: datetime) -> LinkQuerySet:
        return self.filter(expires_at__gt=now, created_at__lte=now + CLOCK_SKEW)


class VisitQuerySet(ExpiringQuerySet):
    """One from ahead of the clock is still read, so that a page can say what has ended, but it is not kept."""

    def expired(self, now: datetime) -> VisitQuerySet:
        ahead = now + KEPT_FOR + CLOCK_SKEW
        return self.filter(models.Q(expires_at__lte=now) | models.Q(expires_at__gt=ahead))

    def by_tokens(self, tokens: Any) -> VisitQuerySet:
        """In an order that never changes, so that two requests that lock them do not wait for each other."""
        return self.filter(token_hash__in=[hash_of(token) for token in tokens]).order_by("pk")

    def begin(self, parts: dict[str, Any], now: datetime) -> tuple[Visit, str]:
        """With the token, which is known here and then only to the browser."""
        token = token_urlsafe(32)
        row: Visit = self.model(token_hash=hash_of(token), expires_at=now + KEPT_FOR)
        row.sealed = row.sealed_with(parts, now)
        row.save(force_insert=True)
        return row, token


class Visit(models.Model):
    """All that the screening keeps of one visit. A cookie of its own leads here, and no other row does."""

    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(db_index=True)

    objects = VisitQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    def is_known_by(self, token: str) -> bool:
        return self.token_hash == hash_of(token)

    def parts(self) -> dict[str, Any]:
        """Nothing where no key of today opens it."""
        return unseal(bytes(self.sealed), self._purpose()) or {}

    def sealed_with(self, parts: dict[str, Any], now: datetime) -> bytes:
        return seal(parts, now, self._purpose())

    def write(self, **values: Any) -> bool:
        """False where somebody wrote it since it was read: then it stays as that one left it."""
        return bool(self._as_read().update(version=self.version + 1, **values))

    def remove(self) -> bool:
        return bool(self._as_read().delete()[0])

    def _as_read(self) -> VisitQuerySet:
        return Visit.objects.filter(pk=self.pk, version=self.version)

    def _purpose(self) -> bytes:
        """Each row has a key of its own, so that none opens in the place of another."""
        return VISIT + self.token_hash.encode()


class ReceiverCard(models.Model):
    """Answers of one receiver, kept by a member with the receiver's consent. `sealed` opens with the card keys only."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="receiver_cards", db_index=False)
    nickname = models.CharField(_("nickname"), max_length=LONGEST_NICKNAME)
    sealed = models.BinaryField()
    questions_version = models.PositiveSmallIntegerField(_("version of the questions"))
    created_at = models.DateTimeField(_("created"))
    agreed_at = models.DateTimeField(_("the receiver agreed"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    objects = ExpiringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", Lower("nickname"), name="receiver_card_nickname_once"),
            models.CheckConstraint(condition=~models.Q(nickname=""), name="receiver_card_has_nickname"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ReceiverLink(models.Model):
    """A link that opens once, on the receiver's phone. Only its token's hash is kept; `sealed` holds what was sent."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    opened_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(default=bytes)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(opened_at__isnull=False),
                name="receiver_link_sent_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
