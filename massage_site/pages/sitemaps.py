"""Addresses that search engines may know: everything that can be read, nothing that is a person's."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from lessons.models import Claim, Lesson, Region, Technique


class SiteSitemap(Sitemap):
    """Names the site as its operator does; without that, as the request did."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)


class PageSitemap(SiteSitemap):
    def items(self) -> list[str]:
        names = ["lessons", "techniques", "map", "directions", "claims", "glossary", "preparation"]
        return ["home", "about", "practice:plan", *[f"lessons:{name}" for name in names]]

    def location(self, item: str) -> str:
        return reverse(item)


class RowSitemap(SiteSitemap):
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
