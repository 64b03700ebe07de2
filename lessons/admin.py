"""What teachers may change: words and whether a page is shown. Facts that safety rests on change in the pack only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lessons import models as rows
from lessons.editing.words_forms import WordsForm, WordsFormSet, word_names, words_field
from lessons.loading import PACK_AGAIN
from lessons.pack.shapes import FIRST_LESSONS
from lessons.rendering import address

FACTS_NOTE = _("The safety rules rest on these facts. They change in the content pack, where each change is reviewed.")
ALWAYS_SHOWN_KINDS = ("rule", "stop")


class WordsInline(admin.StackedInline):
    """The texts of a row, one form a language. Languages come with the pack."""

    form = WordsForm
    formset = WordsFormSet
    extra = 0
    can_delete = False
    readonly_fields = ("language", "edited_in_admin")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, *word_names(self.model), "seen"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return words_field(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def words_inline(text_model: type[rows.Words]) -> type[WordsInline]:
    return type(f"{text_model.__name__}Inline", (WordsInline,), {"model": text_model})


class EditedHere(admin.SimpleListFilter):
    title = _("words")
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("edited", _("edited here")),
            ("again", _("the pack's again at next load")),
            ("pack", _("as in the pack")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        edited = Q(edited_in_admin=True) | Q(texts__edited_in_admin=True)
        again = Q(pack_digest=PACK_AGAIN) | Q(texts__pack_digest=PACK_AGAIN)
        chosen = {"edited": edited, "again": again & ~edited, "pack": ~edited & ~again}.get(self.value() or "", Q())
        return queryset.filter(pk__in=queryset.model.objects.filter(chosen).values("pk"))


class FactsAdmin(admin.ModelAdmin):
    """One row of the pack with its words; nothing is added or deleted here."""

    list_display: Any = ("slug", "title", "published", "state")
    list_filter: Any = ("published", EditedHere)
    search_fields: Any = ("slug",)
    actions = ("publish", "unpublish", "take_the_packs_text", "keep_the_text_here")
    text_model: type[rows.Words]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("texts")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [words_inline(self.text_model)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (None, {"fields": ["slug", "published", "state"]}),
            (_("Facts"), {"fields": self._facts(), "description": FACTS_NOTE, "classes": ["collapse"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = [] if obj is None or self.can_be_hidden(obj) else ["published"]
        return ["slug", "state", *fixed, *self._facts()]

    def _facts(self) -> list[str]:
        apart = {"id", "slug", "published", "edited_in_admin"}
        fields = [*self.model._meta.fields, *self.model._meta.many_to_many]
        return [field.name for field in fields if field.editable and field.name not in apart]

    def can_be_hidden(self, row: Any) -> bool:
        """What warns people stays on the pages."""
        return True

    @admin.display(description=_("title"))
    def title(self, row: Any) -> str:
        return getattr(row.words, "plain", "") or str(row.words or row)

    @admin.display(description=_("words"))
    def state(self, row: Any) -> Any:
        own = [row, *row.texts.all()]
        if any(each.edited_in_admin for each in own):
            return _("edited here; loading the pack leaves it")
        if any(each.pack_digest == PACK_AGAIN for each in own):
            return _("the pack's again at the next load")
        return _("as in the pack")

    def view_on_site(self, row: Any) -> str | None:
        return self.page_of(row) if row.published else None

    def page_of(self, row: Any) -> str:
        return str(row.get_absolute_url())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "published" in form.changed_data:
            obj.edited_in_admin = True
            obj.save()

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        hidden = list(queryset.filter(published=False))
        count = queryset.filter(published=False).update(published=True, edited_in_admin=True)
        self._note(request, hidden, _("Published."))
        self._say(request, count, ngettext("%d page is shown now.", "%d pages are shown now.", count))

    @admin.action(description=_("Unpublish"), permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        shown = queryset.filter(published=True)
        hidden = [row for row in shown if self.can_be_hidden(row)]
        kept = len(shown) - len(hidden)
        pks = [row.pk for row in hidden]
        queryset.model.objects.filter(pk__in=pks).update(published=False, edited_in_admin=True)
        self._note(request, hidden, _("Unpublished."))
        note = ngettext("%d page is hidden now.", "%d pages are hidden now.", len(hidden))
        self._say(request, len(hidden), f"{note} {_('“Publish” brings them back.')}")
        if kept:
            note = ngettext("%d row warns people and stays.", "%d rows warn people and stay.", kept)
            self.message_user(request, note % kept, messages.WARNING)
        return None

    @admin.action(description=_("Take the pack's text again at the next load"), permissions=["change"])
    def take_the_packs_text(self, request: HttpRequest, queryset: QuerySet) -> None:
        edited = Q(edited_in_admin=True)
        self._note(request, self._with(queryset, edited), _("Takes the pack's text again at the next load."))
        count = self._mark(queryset, edited, edited_in_admin=False, pack_digest=PACK_AGAIN)
        note = ngettext("%d row takes the pack's text.", "%d rows take the pack's text.", count)
        self._say(request, count, f"{note} {_('Until the next load, “Keep the text edited here” takes that back.')}")

    @admin.action(description=_("Keep the text edited here"), permissions=["change"])
    def keep_the_text_here(self, request: HttpRequest, queryset: QuerySet) -> None:
        again = Q(pack_digest=PACK_AGAIN)
        self._note(request, self._with(queryset, again), _("Keeps the text edited here."))
        count = self._mark(queryset, again, edited_in_admin=True)
        self._say(request, count, ngettext("%d row stays as edited.", "%d rows stay as edited.", count))

    def _mark(self, queryset: QuerySet, which: Q, **values: Any) -> int:
        parents: dict[str, Any] = {f"{self._parent()}__in": queryset.values("pk")}
        texts = self.text_model._default_manager.filter(which, **parents).update(**values)
        return texts + queryset.filter(which).update(**values)

    def _with(self, queryset: QuerySet, which: Q) -> list[Any]:
        """The rows that this is true of, or of a text of theirs."""
        texts = self.text_model._default_manager.filter(which).values(f"{self._parent()}_id")
        return list(queryset.filter(which | Q(pk__in=texts)))

    def _note(self, request: HttpRequest, changed: list[Any], what: Any) -> None:
        """In the history of each row, as a change through its own page is."""
        LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, str(what))  # type: ignore[arg-type]

    def _parent(self) -> str:
        return next(f.name for f in self.text_model._meta.fields if f.is_relation)

    def _say(self, request: HttpRequest, count: int, message: str) -> None:
        self.message_user(request, message.replace("%d", str(count)), messages.SUCCESS if count else messages.INFO)


@admin.register(rows.Lesson)
class LessonAdmin(FactsAdmin):
    text_model = rows.LessonText
    list_display = ("number", "slug", "title", "published", "state")
    list_display_links = ("slug",)
    search_fields = ("slug", "texts__title")

    @admin.action(description=_("Unpublish"), permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Asks first where practice on a person would close."""
        chosen = list(queryset.filter(published=True).order_by("number"))
        first = [lesson for lesson in chosen if lesson.number in FIRST_LESSONS]
        if not first or "confirmed" in request.POST:
            return super().unpublish(request, queryset)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hide lessons and close practice?"),
            "opts": self.opts,
            "chosen": chosen,
            "first": first,
            "others": [lesson for lesson in chosen if lesson not in first],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/lessons/lesson/hide_confirmation.html", context)


@admin.register(rows.Technique)
class TechniqueAdmin(FactsAdmin):
    text_model = rows.TechniqueText
    list_filter = (*FactsAdmin.list_filter, "family")
    search_fields = ("slug", "texts__name")


@admin.register(rows.TechniqueFamily)
class TechniqueFamilyAdmin(FactsAdmin):
    text_model = rows.TechniqueFamilyText

    def page_of(self, row: Any) -> str:
        return f"{reverse('lessons:techniques')}#{row.slug}"


@admin.register(rows.Claim)
class ClaimAdmin(FactsAdmin):
    text_model = rows.ClaimText
    list_display = ("slug", "title", "label", "certainty", "published", "state")
    list_filter = (*FactsAdmin.list_filter, "label", "certainty")
    search_fields = ("slug", "texts__title")


@admin.register(rows.Region)
class RegionAdmin(FactsAdmin):
    text_model = rows.RegionText

    def can_be_hidden(self, row: Any) -> bool:
        return False


@admin.register(rows.MapFeature)
class MapFeatureAdmin(FactsAdmin):
    text_model = rows.MapFeatureText
    list_display = ("slug", "kind", "title", "published", "state")
    list_filter = (*FactsAdmin.list_filter, "kind")

    def can_be_hidden(self, row: Any) -> bool:
        return False

    def page_of(self, row: Any) -> str:
        return f"{reverse('lessons:map')}#{row.slug}"


@admin.register(rows.Guide)
class GuideAdmin(FactsAdmin):
    text_model = rows.GuideText
    list_filter = (*FactsAdmin.list_filter, "kind")

    def can_be_hidden(self, row: Any) -> bool:
        return row.kind not in ALWAYS_SHOWN_KINDS

    def page_of(self, row: Any) -> str:
        return address("guide", row.slug)


@admin.register(rows.GlossaryTerm)
class GlossaryTermAdmin(FactsAdmin):
    text_model = rows.GlossaryTermText
    search_fields = ("slug", "texts__plain", "texts__classical")

    def page_of(self, row: Any) -> str:
        return address("term", row.slug)


@admin.register(rows.Source)
class SourceAdmin(admin.ModelAdmin):
    """Outside sources: to look at; they change in the pack."""

    list_display = ("key", "citation", "checked", "published")
    list_filter = ("checked", "published")
    search_fields = ("key", "citation")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
