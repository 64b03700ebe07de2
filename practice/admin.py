"""The practice log in the admin, to look at; facts are not rewritten."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from practice.models import PracticeSession


@admin.register(PracticeSession)
class PracticeSessionAdmin(admin.ModelAdmin):
    """Notes belong to their writers, so they are not shown here."""

    list_display = ["learner", "practised_at", "plan", "minutes", "felt"]
    list_filter = ["plan", "felt"]
    list_select_related = ["learner__user"]
    date_hierarchy = "practised_at"
    exclude = ["note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
