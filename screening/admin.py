"""Receivers' cards in the admin: that there are some and until when, never whose answers or what they say."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from screening.models import ReceiverCard


@admin.register(ReceiverCard)
class ReceiverCardAdmin(admin.ModelAdmin):
    """To see and to erase. Nickname and content belong to the people concerned."""

    list_display = ["uuid", "created_at", "agreed_at", "expires_at", "questions_version"]
    fields = ["uuid", "created_at", "agreed_at", "expires_at", "questions_version"]
    ordering = ["expires_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
