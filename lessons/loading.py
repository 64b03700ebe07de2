"""Writes a checked content pack into the database: upserts by slug in one transaction, and says what it did."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction

from lessons import models as rows
from lessons.back_map import BACK_MAP
from lessons.pack.whole import LanguagePack, Pack
from lessons.rendering import columns

PACK_AGAIN = "pack again"  # stands for a digest where a teacher gave an edited text back to the pack
LOAD_LOCK = 7_245_113  # any number that nothing else locks
PUBLISHED: tuple[Any, ...] = (
    rows.Source,
    rows.Region,
    rows.MapFeature,
    rows.Claim,
    rows.TechniqueFamily,
    rows.Lesson,
    rows.Technique,
    rows.Guide,
    rows.GlossaryTerm,
)
MAP_KINDS = ("zones", "landmarks", "muscles", "divisions", "targets")


@dataclass
class LoadReport:
    """How many rows were added, changed, left alone, kept because edited, and unpublished."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        return not (self.counts["added"] or self.counts["changed"] or self.unpublished)


@transaction.atomic
def load(pack: Pack, *, overwrite: bool = False) -> LoadReport:
    """Bring the database to what the pack says; rows edited in the admin stay unless `overwrite`."""
    _wait_for_other_loads()
    loader = _Loader(overwrite)
    _load_facts(loader, pack)
    for words in pack.languages.values():
        _load_words(loader, words)
    for model in PUBLISHED:
        loader.unpublish_missing(model)
    return loader.report


def _wait_for_other_loads() -> None:
    """SQLite lets one writer in at a time; PostgreSQL is told to, or two first loads would add the same rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])


class _Loader:
    """Upserts single rows and remembers what it has seen."""

    def __init__(self, overwrite: bool) -> None:
        self.overwrite = overwrite
        self.report = LoadReport()
        self.seen: dict[type[models.Model], set[int]] = {}
        self.rows: dict[tuple[type[models.Model], str], Any] = {}
        self.stored: dict[type[models.Model], dict[tuple[Any, ...], Any]] = {}

    def put(
        self,
        model: type[models.Model],
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        related: Mapping[str, list[models.Model]] | None = None,
    ) -> Any:
        related = related or {}
        digest = _digest(values, related)
        row = self._find(model, key)
        if row is None:
            row = self._add(model, key, values, related, digest)
        elif row.edited_in_admin and not self.overwrite:
            self.report.kept.append(f"{model._meta.verbose_name} {_label(key)}")
        elif row.pack_digest != digest or row.edited_in_admin:
            self._update(row, values, related, digest)
        else:
            self.report.counts["unchanged"] += 1
        self.seen.setdefault(model, set()).add(row.pk)
        if "slug" in key:
            self.rows[model, key["slug"]] = row
        return row

    def _find(self, model: type[models.Model], key: Mapping[str, Any]) -> Any:
        """All rows of a model are read once: hundreds of single questions would make every start slow."""
        if model not in self.stored:
            names: list[Any] = [model._meta.get_field(name) for name in key]
            self.stored[model] = {
                tuple(getattr(row, field.attname) for field in names): row for row in model._default_manager.all()
            }
        values = tuple(value.pk if isinstance(value, models.Model) else value for value in key.values())
        return self.stored[model].get(values)

    def _add(
        self, model: type[models.Model], key: Mapping[str, Any], values: Mapping[str, Any], related: Any, digest: str
    ) -> Any:
        row = model(**key, **values, pack_digest=digest)
        row.save()
        self._relate(row, related)
        self.report.counts["added"] += 1
        return row

    def _update(self, row: Any, values: Mapping[str, Any], related: Mapping[str, Any], digest: str) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.pack_digest, row.edited_in_admin = digest, False
        row.save()
        self._relate(row, related)
        self.report.counts["changed"] += 1

    def _relate(self, row: Any, related: Mapping[str, list[models.Model]]) -> None:
        for name, targets in related.items():
            getattr(row, name).set(targets)

    def get(self, model: type[models.Model], slugs: Iterable[str]) -> list[Any]:
        return [self.rows[model, slug] for slug in slugs]

    def unpublish_missing(self, model: Any) -> None:
        """What left the pack is hidden, not deleted: progress may still point at it."""
        gone = model._default_manager.filter(published=True).exclude(pk__in=self.seen.get(model, ()))
        for row in gone:
            row.published, row.pack_digest = False, ""
            row.save()
            self.report.unpublished.append(f"{model._meta.verbose_name} {row}")


def _digest(values: Mapping[str, Any], related: Mapping[str, list[Any]]) -> str:
    facts = {
        "values": dict(values),
        "related": {name: [str(t.slug) for t in targets] for name, targets in related.items()},
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


def _label(key: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in key.values())


def _load_facts(loader: _Loader, pack: Pack) -> None:
    for number, source in enumerate(pack.sources.sources):
        values = {"citation": source.citation, "checked": source.checked, "position": number, "published": True}
        loader.put(rows.Source, {"key": source.key}, values)
    for number, region in enumerate(BACK_MAP.regions.values()):
        loader.put(rows.Region, {"slug": region.slug}, _facts(number, base=region.base, side=region.side))
    _load_features(loader, pack)
    for number, claim in enumerate(pack.claims.claims):
        values = claim.model_dump(exclude={"slug"})
        loader.put(rows.Claim, {"slug": claim.slug}, _facts(number, **values))
    for number, family in enumerate(pack.techniques.families):
        values = _facts(number, russian=family.russian, sources=family.sources)
        loader.put(rows.TechniqueFamily, {"slug": family.slug}, values)
    _load_lessons(loader, pack)
    _load_techniques(loader, pack)
    for number, guide in enumerate(pack.guides.guides):
        loader.put(rows.Guide, {"slug": guide.slug}, _facts(number, kind=guide.kind, sources=guide.sources))
    _load_terms(loader, pack)


def _facts(position: int, **values: Any) -> dict[str, Any]:
    return {"position": position, "published": True, **values}


def _load_features(loader: _Loader, pack: Pack) -> None:
    number = 0
    for key in MAP_KINDS:
        entries = getattr(pack.map, key)
        for entry in entries:
            slug = entry if isinstance(entry, str) else entry.slug
            kind = key.removesuffix("s")
            values = _facts(number, mark=getattr(entry, "mark", ""), sources=getattr(entry, "sources", []))
            regions = loader.get(rows.Region, getattr(entry, "regions", []))
            feature = loader.put(rows.MapFeature, {"kind": kind, "slug": slug}, values, {"regions": regions})
            loader.rows[rows.MapFeature, f"{kind}:{slug}"] = feature
            number += 1


def _load_lessons(loader: _Loader, pack: Pack) -> None:
    for number, lesson in enumerate(pack.lessons.lessons):
        values = _facts(
            number,
            number=lesson.number,
            minutes=lesson.minutes,
            steps=[step.model_dump() for step in lesson.steps],
            sources=lesson.sources,
        )
        related = {
            "requires": loader.get(rows.Lesson, lesson.requires),
            "families": loader.get(rows.TechniqueFamily, lesson.families),
            "regions": loader.get(rows.Region, lesson.regions),
            "claims": loader.get(rows.Claim, lesson.claims),
        }
        loader.put(rows.Lesson, {"slug": lesson.slug}, values, related)


def _load_techniques(loader: _Loader, pack: Pack) -> None:
    apart = {"slug", "family", "lesson", "regions", "claims", "plan"}
    for number, technique in enumerate(pack.techniques.techniques):
        values = _facts(number, **technique.model_dump(mode="json", exclude=apart))
        values["exercise"] = technique.exercise or ""
        drawn = pack.mistakes.techniques[technique.slug]
        values["mistake_pictures"] = [picture.model_dump(mode="json") for picture in drawn]
        values["family_id"] = loader.rows[rows.TechniqueFamily, technique.family].pk
        values["lesson_id"] = loader.rows[rows.Lesson, technique.lesson].pk
        related = {
            "regions": loader.get(rows.Region, technique.regions),
            "claims": loader.get(rows.Claim, technique.claims),
        }
        loader.put(rows.Technique, {"slug": technique.slug}, values, related)


def _load_terms(loader: _Loader, pack: Pack) -> None:
    for number, term in enumerate(pack.glossary.terms):
        values = _facts(number, russian=term.russian, region_base=term.region or "", muscle=term.muscle or "")
        values["technique_id"] = _key_of(loader, rows.Technique, term.technique)
        values["family_id"] = _key_of(loader, rows.TechniqueFamily, term.family)
        loader.put(rows.GlossaryTerm, {"slug": term.slug}, values)


def _key_of(loader: _Loader, model: type[models.Model], slug: str | None) -> int | None:
    return loader.rows[model, slug].pk if slug else None


# --- words -----------------------------------------------------------------------------------------------------------


def _load_words(loader: _Loader, words: LanguagePack) -> None:
    code = words.language.code
    _load_map_words(loader, words, code)
    for model, parent, texts in (
        (rows.TechniqueFamilyText, "family", words.families.families),
        (rows.ClaimText, "claim", words.claims),
        (rows.LessonText, "lesson", words.lessons),
        (rows.TechniqueText, "technique", words.techniques),
        (rows.GuideText, "guide", words.guides),
        (rows.GlossaryTermText, "term", words.glossary.terms),
    ):
        facts_model: Any = model._meta.get_field(parent).related_model
        for slug, text in texts.items():
            facts = loader.rows[facts_model, slug]
            loader.put(model, {parent: facts, "language": code}, columns(model, text.model_dump(), facts))


def _load_map_words(loader: _Loader, words: LanguagePack, code: str) -> None:
    for region in BACK_MAP.regions.values():
        text = words.back_map.regions[region.base]
        values = text.model_dump(exclude={"left", "right"})
        values["name"] = {"": text.name, "l": text.left, "r": text.right}[region.side]
        facts = loader.rows[rows.Region, region.slug]
        loader.put(rows.RegionText, {"region": facts, "language": code}, columns(rows.RegionText, values, facts))
    for key in MAP_KINDS:
        for slug, text in getattr(words.back_map, key).items():
            values = {"why": "", **text.model_dump()}
            values["text"] = values.pop("rule", None) or values["text"]
            facts = loader.rows[rows.MapFeature, f"{key.removesuffix('s')}:{slug}"]
            values = columns(rows.MapFeatureText, values, facts)
            loader.put(rows.MapFeatureText, {"feature": facts, "language": code}, values)
