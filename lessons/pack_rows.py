"""What all rows of the pack share: facts by slug, words by language, English where a language has none."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from web.language import FALLBACK, language_now


class PackRow(models.Model):
    """A row that the content pack fills. `pack_digest` tells whether the pack's entry changed since the last load."""

    pack_digest = models.CharField(max_length=64, blank=True, editable=False)
    edited_in_admin = models.BooleanField(
        _("edited here"), default=False, help_text=_("Loading the content pack leaves this row as it is.")
    )

    class Meta:
        abstract = True


class FactsQuerySet(models.QuerySet):
    def published(self) -> FactsQuerySet:
        return self.filter(published=True)

    def with_words(self, language: str | None = None) -> FactsQuerySet:
        """Prefetch the words of one language and of English, which stands in where a translation is missing."""
        codes = {language or language_now(), FALLBACK}
        texts = self.model._meta.get_field("texts").related_model.objects.filter(language__in=codes)
        return self.prefetch_related(models.Prefetch("texts", queryset=texts, to_attr="loaded_texts"))


class Facts(PackRow):
    """What does not depend on language."""

    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    published = models.BooleanField(_("published"), default=True)
    sources = models.JSONField(default=list, blank=True)

    objects = FactsQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.slug

    @property
    def words(self) -> Any:
        """The text row of the current language, or the English one."""
        texts = {text.language: text for text in getattr(self, "loaded_texts", None) or self.texts.all()}
        return texts.get(language_now()) or texts.get(FALLBACK)


class Words(PackRow):
    """Text of one row in one language; `html` fields are rendered and sanitised when saved."""

    language = models.CharField(max_length=12)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "name", "") or getattr(self, "title", ""))
