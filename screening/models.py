"""What the screening keeps beyond a visit: members' cards for receivers, and links to a receiver's own phone."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from screening.vault import CLOCK_SKEW

LONGEST_NICKNAME = 20


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
