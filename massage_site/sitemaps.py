"""Addresses that search engines may know: everything that can be read, nothing that is a person's."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from lessons.models import Claim, Lesson, Region, Technique


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        names = ["lessons", "techniques", "map", "directions", "claims", "glossary", "preparation"]
        return ["home", "about", "practice:plan", *[f"lessons:{name}" for name in names]]

    def location(self, item: str) -> str:
        return reverse(item)


class RowSitemap(Sitemap):
    model: Any

    def items(self) -> QuerySet:
        return self.model.objects.published()


class LessonSitemap(RowSitemap):
    model = Lesson


class TechniqueSitemap(RowSitemap):
    model = Technique


class RegionSitemap(RowSitemap):
    model = Region


class ClaimSitemap(RowSitemap):
    model = Claim


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "lessons": LessonSitemap,
    "techniques": TechniqueSitemap,
    "regions": RegionSitemap,
    "claims": ClaimSitemap,
}
