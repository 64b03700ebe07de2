"""Markdown of pack and admin: rendered once, links resolved, sanitised, read for words that promise too much."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

Resolve = Callable[[str, str], str]  # (kind, slug) of a link such as claim:toxins -> address; raises KeyError

LINK_KINDS = ("claim", "technique", "region", "lesson", "guide", "term", "page")
PAGES = ("screening", "practice", "map", "directions", "preparation", "glossary")
TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "blockquote", "br"}
STEP_HEADING = re.compile(r"^##\s+(?P<title>.+?)\s*\{#(?P<slug>[a-z0-9-]+)\}\s*$")

BLOCKS = {
    f"{name}_{edge}" for name in ("paragraph", "bullet_list", "ordered_list", "list_item", "blockquote")
    for edge in ("open", "close")
} | {"inline"}  # fmt: skip
INLINES = {"text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close"} | {
    "link_open", "link_close"
}  # fmt: skip
RAW_MARKS = re.compile(r"</?[a-z][^>]*>?|<!--|\]\([^)\s]*\)?", re.IGNORECASE)

_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=8)
def _tokens(text: str) -> tuple[Token, ...]:
    """For reading alone: the checks ask three things of each text, one after the other."""
    return tuple(_markdown.parse(text))


@dataclass(frozen=True)
class Section:
    """One `## Title {#slug}` part of a lesson body."""

    slug: str
    title: str
    text: str
    line: int


def render(text: str, resolve: Resolve) -> str:
    """Block Markdown to sanitised HTML."""
    tokens = _markdown.parse(text)
    for link in _links(tokens):
        _point(link, resolve)
    return _clean(_markdown.renderer.render(tokens, _markdown.options, {}))


def render_inline(text: str, resolve: Resolve) -> str:
    """One line of Markdown, without the paragraph around it."""
    tokens = _markdown.parseInline(text)
    for link in _links(tokens):
        _point(link, resolve)
    return _clean(_markdown.renderer.render(tokens, _markdown.options, {}))


def links(text: str) -> list[tuple[str, str]]:
    """Every (kind, slug) the text points at; an outside address has the kind ''."""
    found = []
    for token in _links(_tokens(text)):
        kind, _, slug = str(token.attrGet("href") or "").partition(":")
        found.append((kind, slug) if kind in LINK_KINDS else ("", str(token.attrGet("href"))))
    return found


def sections(body: str, *, first_line: int = 1) -> list[Section]:
    """The steps of a lesson; text before the first heading belongs to none and is an error of the author."""
    parts: list[Section] = []
    for number, line in enumerate(body.splitlines(), start=first_line):
        heading = STEP_HEADING.match(line)
        if heading:
            parts.append(Section(heading["slug"], heading["title"], "", number))
        elif parts:
            last = parts[-1]
            parts[-1] = Section(last.slug, last.title, f"{last.text}{line}\n", last.line)
    return parts


def before_sections(body: str) -> str:
    """What stands above the first step heading and so would never be shown."""
    lines = body.splitlines()
    first = next((n for n, line in enumerate(lines) if STEP_HEADING.match(line)), len(lines))
    return "\n".join(lines[:first])


def unshown(text: str) -> list[str]:
    """Marks that rendering drops or shows raw: HTML, headings, code, pictures, links of an unsafe kind."""
    tokens = _tokens("\n".join(line for line in text.splitlines() if not STEP_HEADING.match(line)))
    blocks = [token.markup or token.tag for token in tokens if token.type not in BLOCKS]
    children = [child for token in tokens for child in token.children or ()]
    inline = [child.markup or child.tag for child in children if child.type not in INLINES]
    raw = [match.group(0) for child in children if child.type == "text" for match in RAW_MARKS.finditer(child.content)]
    return list(dict.fromkeys([*blocks, *inline, *raw]))


def plain(text: str) -> str:
    """The words alone, for search and for counting."""
    return " ".join(
        child.content
        for token in _tokens(text)
        for child in token.children or ()
        if child.type in ("text", "code_inline")
    )


def promises(text: str, promised: re.Pattern[str]) -> list[str]:
    """What it promises outside a claim link, in order."""
    return promised.findall(_outside_claim_links(text))


def _outside_claim_links(text: str) -> str:
    words, inside = [], False
    for token in _tokens(text):
        for child in token.children or ():
            if child.type == "link_open":
                inside = str(child.attrGet("href")).startswith("claim:")
            elif child.type == "link_close":
                inside = False
            elif child.type == "text" and not inside:
                words.append(child.content)
        words.append("\n")
    return " ".join(words)


def _links(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield child


def _point(link: Token, resolve: Resolve) -> None:
    kind, _, slug = str(link.attrGet("href") or "").partition(":")
    if kind in LINK_KINDS:
        link.attrSet("href", resolve(kind, slug))
    if kind == "claim":
        link.attrSet("class", "claim-link")


def _clean(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href", "class"}}, url_schemes={"https"}, link_rel=None).strip()
