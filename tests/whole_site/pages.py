"""Reads pages for tests that look at every one of them: addresses, parsed HTML, what a first visit weighs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import brotli
import html5lib
from django.contrib.staticfiles import finders

FIXED_ADDRESSES = [
    "/",
    "/lessons/",
    "/techniques/",
    "/map/",
    "/directions/",
    "/claims/",
    "/glossary/",
    "/preparation/",
    "/screening/",
    "/screening/receiver/",
    "/screening/erase/",
    "/practice/",
    "/progress/",
    "/progress/certificate/",
    "/certificates/",
    "/progress/choices/",
    "/progress/review/",
    "/progress/mistakes/",
    "/about/",
    "/offline/",
    "/accounts/data/erase-visit/",
]
ACCOUNT_ADDRESSES = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
OWN_HOST = "testserver"
LINKS_THAT_LOAD_NOTHING = {"canonical", "alternate", "license", "author", "next", "prev", "help"}


def all_addresses() -> list[str]:
    """Every public page, those of the content by the slugs that are in the database."""
    from lessons.models import Claim, Lesson, Region, Technique

    by_slug = [("lessons", Lesson), ("techniques", Technique), ("map", Region), ("claims", Claim)]
    slugs = [
        f"/{folder}/{slug}/"
        for folder, model in by_slug
        for slug in model.objects.order_by("slug").values_list("slug", flat=True)
    ]
    checks = [f"/lessons/{slug}/check/" for slug in Lesson.objects.order_by("slug").values_list("slug", flat=True)]
    return [*FIXED_ADDRESSES, *slugs, *checks, *ACCOUNT_ADDRESSES]


@dataclass
class HtmlPage:
    """One answer of the site, parsed when first asked."""

    address: str
    html: str = field(repr=False)

    @cached_property
    def _parsed(self) -> tuple[Element, list[str]]:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root = parser.parse(self.html)
        return root, [f"line {line}: {code} {data}" for (line, _), code, data in parser.errors]

    @property
    def root(self) -> Element:
        return self._parsed[0]

    @property
    def html_errors(self) -> list[str]:
        return self._parsed[1]

    def elements(self, *names: str) -> Iterator[Element]:
        return (
            element
            for element in self.root.iter()
            if isinstance(element.tag, str) and tag(element) in (names or (tag(element),))
        )

    def text(self, name: str) -> str:
        return " ".join("".join(next(self.elements(name)).itertext()).split())

    def ids(self) -> list[str]:
        return [element.get("id", "") for element in self.elements() if element.get("id") is not None]

    def loaded(self) -> set[str]:
        """Addresses of all files that the browser fetches for this page, without those that stylesheets name."""
        links = [
            element.get("href", "")
            for element in self.elements("link")
            if not LINKS_THAT_LOAD_NOTHING & set((element.get("rel") or "").split())
        ]
        sources = [element.get("src", "") for element in self.elements("script", "img", "source", "iframe")]
        pictures = [xlink(element) for element in self.elements("image", "use")]
        found = {url for url in [*links, *sources, *pictures] if url and not url.startswith(("#", "data:"))}
        return {urljoin(self.address, url) for url in found}


def tag(element: Element) -> str:
    """html5lib leaves names of SVG elements in their namespace."""
    return element.tag.rpartition("}")[2]


def xlink(element: Element) -> str:
    return (element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or "").partition("#")[0]


def is_elsewhere(url: str) -> bool:
    return urlsplit(url).netloc not in ("", OWN_HOST)


def static_file(url: str) -> bytes:
    path = finders.find(urlsplit(url).path.removeprefix("/static/"))
    assert path, f"{url} is no static file"
    return Path(path).read_bytes()


def files_of_first_visit(page: HtmlPage) -> set[str]:
    """What the page names and what its stylesheets name: each is one request."""
    files = page.loaded()
    for sheet in [url for url in files if urlsplit(url).path.endswith(".css")]:
        css = re.sub(r"/\*.*?\*/", "", static_file(sheet).decode(), flags=re.DOTALL)
        named = re.findall(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", css)
        files |= {urljoin(sheet, name) for name in named if not name.startswith(("data:", "#"))}
    return files


def compressed(content: bytes) -> int:
    return len(brotli.compress(content))
