"""Progress as facts to look at; people write it themselves."""

from django.contrib import admin
from django.http import HttpRequest

from progress.models import Progress


@admin.register(Progress)
class ProgressAdmin(admin.ModelAdmin):
    list_display = ["user", "kind", "slug", "started_at", "read_at", "practised_at"]
    list_filter = ["kind", "slug"]
    list_select_related = ["user"]
    search_fields = ["user__email", "slug"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Progress | None = None) -> bool:
        return False
