"""Words become columns: Markdown rendered, lessons cut into steps, search text folded; for pack and admin alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from lessons import models as rows
from lessons.back_map import BACK_MAP
from lessons.pack import prose

Columns = dict[str, Any]


def columns(model: type[rows.Words], words: Mapping[str, Any], facts: rows.Facts) -> Columns:
    """All columns of a text row that follow from its words."""
    html = {f"{name}_html": prose.render(words[name], address) for name in BLOCKS.get(model, ())}
    more = FURTHER[model](words, facts) if model in FURTHER else {}
    return {**words, **html, **more}


def _lesson_columns(words: Mapping[str, Any], lesson: Any) -> Columns:
    parts = prose.sections(words["body"])
    search = [words["title"], words["summary"], *words["objectives"], prose.plain(words["body"])]
    return {
        "steps": [{"slug": part.slug, "title": part.title, "html": prose.render(part.text, address)} for part in parts],
        "rulings_html": [_ruling(ruling) for ruling in words["rulings"]],
        "after_care_html": [inline(point) for point in words["after_care"]],
        "search_text": folded(*search, *lesson.slug.split("-")),
    }


def _ruling(ruling: Mapping[str, Any]) -> Columns:
    return {key: inline(ruling[key]) for key in ("source", "teach", "why")} | {"refs": ruling["refs"]}


def _technique_columns(words: Mapping[str, Any], technique: Any) -> Columns:
    names = [words["name"], words["classical"], words["article"], technique.russian]
    return {
        "limits_html": [inline(limit) for limit in words["limits"]],
        "mistakes_html": [{key: inline(text) for key, text in mistake.items()} for mistake in words["mistakes"]],
        "search_text": folded(*names, words["summary"], words["hand"]),
    }


def _guide_columns(words: Mapping[str, Any], guide: Any) -> Columns:
    return {"points_html": [inline(point) for point in words["points"]]}


BLOCKS: dict[type[rows.Words], tuple[str, ...]] = {
    rows.RegionText: ("full", "feel_for"),
    rows.MapFeatureText: ("text", "why"),
    rows.TechniqueFamilyText: ("text",),
    rows.ClaimText: ("body",),
    rows.TechniqueText: ("body",),
    rows.GuideText: ("body",),
    rows.GlossaryTermText: ("text",),
}
FURTHER: dict[type[rows.Words], Callable[[Mapping[str, Any], Any], Columns]] = {
    rows.LessonText: _lesson_columns,
    rows.TechniqueText: _technique_columns,
    rows.GuideText: _guide_columns,
}


def inline(text: str) -> str:
    return prose.render_inline(text, address)


def folded(*texts: str) -> str:
    """Folded words, so that a search is the same on every database."""
    return " ".join(" ".join(texts).casefold().split())


def address(kind: str, slug: str) -> str:
    """Where a link of the pack leads on this site."""
    if kind == "page":
        names = {"screening": "screening:start", "practice": "practice:plan"}
        return reverse(names.get(slug, f"lessons:{slug}"))
    if kind == "guide":
        return f"{reverse('lessons:preparation')}#{slug}"
    if kind == "term":
        return f"{reverse('lessons:glossary')}#{slug}"
    if kind == "region":
        slug = slug if slug in BACK_MAP.regions else f"{slug}-l"
    return reverse(f"lessons:{kind}", args=[slug])
