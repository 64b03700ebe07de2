"""What must hold across the files of the content pack, each fault named where an author can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from lessons.back_map import build
from lessons.pack import prose
from lessons.pack.map_checks import check_map
from lessons.pack.pressures import FEEL
from lessons.pack.stroke_checks import stroke_faults
from lessons.plate.mistake_hands import POSES

if TYPE_CHECKING:
    from lessons.pack.reader import PackReader
    from lessons.pack.whole import LanguagePack, Pack

Known = dict[str, set[str]]
Place = tuple[str | int, ...]

PLAIN_FIELDS = {
    "title",
    "name",
    "summary",
    "objectives",
    "short",
    "neutral",
    "plain",
    "classical",
    "latin",
    "synonyms",
    "floor",
    "chair",
}
FREE_FIELDS = {"source", "source_says", "article", "synonyms", "refs"}  # may repeat what the article promises
EXEMPT_MODELS = {"ClaimText", "Language"}
REFERENCES = {
    "divisions": {"regions": "region"},
    "regions": {"target": "target"},
    "muscles": {"regions": "region"},
    "techniques": {
        "family": "family", "lesson": "lesson", "regions": "region", "banned": "place", "claims": "claim",
    },
    "lessons": {"requires": "lesson", "families": "family", "regions": "region", "claims": "claim"},
    "steps": {
        "regions": "region", "zones": "zone", "landmarks": "landmark", "muscles": "muscle", "technique": "technique"
    },
    "terms": {"technique": "technique", "family": "family", "region": "region-base", "muscle": "muscle"},
}  # fmt: skip
ALLOWED_MARKS = "only paragraphs, lists, quotes, **bold**, *italics* and links are shown here"


def check_pack(pack: Pack, reader: PackReader) -> None:
    """Run every check; faults gather in the reader."""
    for check in (check_map, _check_references, _check_lesson_order, _check_strokes, _check_mistakes):
        check(pack, reader)
    for code, words in pack.languages.items():
        _check_coverage(pack, reader, code, words)
        _check_steps(pack, reader, code, words)
        _check_mistake_words(pack, reader, code, words)
        _check_positions(pack, reader, code, words)
        _check_prose(pack, reader, code, words)


def check_slugs(pack: Pack, reader: PackReader) -> None:
    for file, key, entries in _lists(pack):
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            if entry.slug in seen:
                reader.fault(file, (key, index, "slug"), f"'{entry.slug}' stands twice; give each entry its own slug")
            seen.add(entry.slug)


def _lists(pack: Pack) -> Iterator[tuple[str, str, Iterable[Any]]]:
    for key in ("divisions", "regions", "zones", "landmarks", "muscles"):
        yield "back_map.yaml", key, getattr(pack.map, key)
    yield "techniques.yaml", "families", pack.techniques.families
    yield "techniques.yaml", "techniques", pack.techniques.techniques
    yield "lessons.yaml", "lessons", pack.lessons.lessons
    yield "claims.yaml", "claims", pack.claims.claims
    yield "guides.yaml", "guides", pack.guides.guides
    yield "glossary.yaml", "terms", pack.glossary.terms


def _check_references(pack: Pack, reader: PackReader) -> None:
    known = known_slugs(pack)
    for file, place, value, kind in _references(pack):
        values = value if isinstance(value, list | dict) else [value] if value else []
        _one_of(reader, file, place, values, known[kind])


def _references(pack: Pack) -> Iterator[tuple[str, Place, Any, str]]:
    """Every place that names something by slug: file, key, the slug or slugs, and what they must be."""
    for file, key, entries in _lists(pack):
        for index, entry in enumerate(entries):
            for field, kind in REFERENCES.get(key, {}).items():
                yield file, (key, index, field), getattr(entry, field), kind
    for index, technique in enumerate(pack.techniques.techniques):
        place: Place = ("techniques", index, "pressure", "lower_in")
        yield "techniques.yaml", place, technique.pressure.lower_in, "place"
        yield from _plan_facts(index, technique)
    for index, lesson in enumerate(pack.lessons.lessons):
        for number, step in enumerate(lesson.steps):
            for field, kind in REFERENCES["steps"].items():
                yield "lessons.yaml", ("lessons", index, "steps", number, field), getattr(step, field), kind
    yield from _outside_sources(pack)


def _plan_facts(index: int, technique: Any) -> Iterator[tuple[str, Place, Any, str]]:
    place = ("techniques", index, "plan")
    yield "techniques.yaml", (*place, "also_touches"), technique.plan.also_touches, "region"
    stand_in = technique.plan.stand_in
    if stand_in:
        yield "techniques.yaml", (*place, "stand_in", "technique"), [stand_in.technique], "technique"
        yield "techniques.yaml", (*place, "stand_in", "regions"), stand_in.regions, "region"
        yield "techniques.yaml", (*place, "stand_in", "within"), stand_in.within, "region"


def _outside_sources(pack: Pack) -> Iterator[tuple[str, Place, Any, str]]:
    for file, key, entries in _lists(pack):
        for index, entry in enumerate(entries):
            yield file, (key, index, "sources"), _outside(getattr(entry, "sources", [])), "source"
    for code, words in pack.languages.items():
        for slug, text in words.lessons.items():
            for index, ruling in enumerate(text.rulings):
                yield f"{code}/lessons/{slug}.md", ("rulings", index, "refs"), _outside(ruling.refs), "source"


def _outside(references: Iterable[str]) -> list[str]:
    return [reference for reference in references if reference.startswith("V:")]


def known_slugs(pack: Pack) -> Known:
    """What a link or reference of each kind may name."""
    bases = {region.slug for region in pack.map.regions}
    sides = {f"{r.slug}-{side}" for r in pack.map.regions if r.sides == "pair" for side in "lr"}
    regions = sides | {r.slug for r in pack.map.regions if r.sides == "both"}
    return {
        "region": regions,
        "place": regions | {zone.slug for zone in pack.map.zones},
        "source": {f"V:{source.key}" for source in pack.sources.sources},
        "region-base": bases,
        "zone": {zone.slug for zone in pack.map.zones},
        "landmark": {landmark.slug for landmark in pack.map.landmarks},
        "muscle": {muscle.slug for muscle in pack.map.muscles},
        "division": {division.slug for division in pack.map.divisions},
        "target": set(pack.map.targets),
        "family": {family.slug for family in pack.techniques.families},
        "technique": {technique.slug for technique in pack.techniques.techniques},
        "lesson": {lesson.slug for lesson in pack.lessons.lessons},
        "claim": {claim.slug for claim in pack.claims.claims},
        "guide": {guide.slug for guide in pack.guides.guides},
        "term": {term.slug for term in pack.glossary.terms},
        "page": set(prose.PAGES),
    }


def _one_of(reader: PackReader, file: str, path: Place, values: Iterable[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            reader.fault(file, path, f"'{value}' is not known{_nearest(value, known)}")


def _nearest(value: str, known: set[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(value, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; use one of: {', '.join(sorted(known)[:12])}"


def _check_lesson_order(pack: Pack, reader: PackReader) -> None:
    """Numbers run from 1 without a gap and a lesson requires only earlier ones, so the path has no circle."""
    number_of = {lesson.slug: lesson.number for lesson in pack.lessons.lessons}
    for index, lesson in enumerate(pack.lessons.lessons):
        if lesson.number != index + 1:
            reader.fault(
                "lessons.yaml", ("lessons", index, "number"), f"expected {index + 1}; lessons stand in their order"
            )
        for slug in lesson.requires:
            if number_of.get(slug, 0) >= lesson.number:
                reader.fault(
                    "lessons.yaml", ("lessons", index, "requires"), f"'{slug}' does not come before this lesson"
                )


def _check_strokes(pack: Pack, reader: PackReader) -> None:
    if reader.faults:
        return
    back_map = build(reader.documents["back_map.yaml"].data)
    for index, technique in enumerate(pack.techniques.techniques):
        for number, stroke in enumerate(technique.path):
            for message in stroke_faults(stroke, technique, back_map):
                reader.fault("techniques.yaml", ("techniques", index, "path", number), message)


def _check_mistakes(pack: Pack, reader: PackReader) -> None:
    techniques = {technique.slug for technique in pack.techniques.techniques}
    for slug in techniques - pack.mistakes.techniques.keys():
        reader.fault("mistakes.yaml", ("techniques",), f"'{slug}' is missing; draw its mistakes")
    _one_of(reader, "mistakes.yaml", ("techniques",), pack.mistakes.techniques, techniques)
    zones = known_slugs(pack)["zone"]
    for slug, pictures in pack.mistakes.techniques.items():
        for index, picture in enumerate(pictures):
            place: Place = ("techniques", slug, index)
            _one_of(reader, "mistakes.yaml", (*place, "zones"), picture.zones, zones)
            _one_of(reader, "mistakes.yaml", (*place, "hand"), [picture.hand] if picture.hand else [], set(POSES))


def _check_mistake_words(pack: Pack, reader: PackReader, code: str, words: LanguagePack) -> None:
    """Pictures and words are matched by their order."""
    for slug, pictures in pack.mistakes.techniques.items():
        told = len(words.techniques[slug].mistakes) if slug in words.techniques else len(pictures)
        if told != len(pictures):
            message = f"{told} mistakes are described, but mistakes.yaml draws {len(pictures)}; give each its picture"
            reader.fault(f"{code}/techniques/{slug}.md", ("mistakes",), message)


def _check_positions(pack: Pack, reader: PackReader, code: str, words: LanguagePack) -> None:
    """How a technique is done on a chair is told exactly where it is done there."""
    for technique in pack.techniques.techniques:
        text, file = words.techniques.get(technique.slug), f"{code}/techniques/{technique.slug}.md"
        if text and text.chair and "chair" in technique.not_in:
            reader.fault(
                file, ("chair",), "techniques.yaml leaves it out on a chair, and the page says so; remove this"
            )
        elif text and not text.chair and "chair" not in technique.not_in:
            reader.fault(file, ("chair",), "say how it is done on a chair, or leave it out there in techniques.yaml")


def _check_coverage(pack: Pack, reader: PackReader, code: str, words: LanguagePack) -> None:
    known = known_slugs(pack)
    expected: list[tuple[str, str, Any, set[str]]] = [
        ("back_map.yaml", "regions", words.back_map.regions, known["region-base"]),
        ("back_map.yaml", "zones", words.back_map.zones, known["zone"]),
        ("back_map.yaml", "landmarks", words.back_map.landmarks, known["landmark"]),
        ("back_map.yaml", "muscles", words.back_map.muscles, known["muscle"]),
        ("back_map.yaml", "divisions", words.back_map.divisions, known["division"]),
        ("back_map.yaml", "targets", words.back_map.targets, known["target"]),
        ("families.yaml", "families", words.families.families, known["family"]),
        ("glossary.yaml", "terms", words.glossary.terms, known["term"]),
    ]
    for name, key, given, slugs in expected:
        file = f"{code}/{name}"
        for slug in sorted(slugs - set(given)):
            reader.fault(file, (key,), f"the text for '{slug}' is missing; add it")
        for slug in sorted(set(given) - slugs):
            reader.fault(file, (key, slug), f"'{slug}' is not known{_nearest(slug, slugs)}")
    for region in pack.map.regions:
        text = words.back_map.regions.get(region.slug)
        if text and region.sides == "pair" and not (text.left and text.right):
            reader.fault(
                f"{code}/back_map.yaml", ("regions", region.slug), "this region is a pair; add 'left' and 'right' names"
            )


def _check_steps(pack: Pack, reader: PackReader, code: str, words: LanguagePack) -> None:
    for lesson in pack.lessons.lessons:
        text = words.lessons.get(lesson.slug)
        for message, at in step_faults(text.body, [step.slug for step in lesson.steps]) if text else ():
            reader.fault(f"{code}/lessons/{lesson.slug}.md", ("body",), message, at=at)


def step_faults(body: str, expected: list[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the parts of a lesson, and the words near which it is wrong."""
    parts = prose.sections(body)
    given = [part.slug for part in parts]
    if given != expected:
        odd = next((slug for slug, wanted in zip_longest(given, expected) if slug != wanted), None)
        found = ", ".join(given) or "none"
        yield f"the steps must be {', '.join(expected)} in this order; found {found}", f"{{#{odd}}}"
    before = prose.before_sections(body).strip()
    if before:
        yield "this text stands before the first '## Title {#step}' line; move it into a step", before.splitlines()[0]
    for part in parts:
        if not part.text.strip():
            yield f"the step '{part.slug}' has no text; write it", f"{{#{part.slug}}}"


def _check_prose(pack: Pack, reader: PackReader, code: str, words: LanguagePack) -> None:
    known = known_slugs(pack)
    for file, model in _texts(code, words):
        for place, message, at in prose_faults(
            model, known, words.promises.pattern, excused=type(model).__name__ in EXEMPT_MODELS
        ):
            reader.fault(file, place, message, at=at)


def prose_faults(
    words: Any, known: Known, promised: re.Pattern[str], *, excused: bool = False
) -> Iterator[tuple[Place, str, str]]:
    """Dead links, marks that are not shown, and promises: where, what would be right, and the words at fault.

    A claim page may name what it weighs, and a field that quotes the article may repeat its promises.
    """
    for place, text in _strings(words):
        field = next((part for part in reversed(place) if isinstance(part, str)), "")
        for kind, slug in prose.links(text):
            message = _link_fault(field, kind, slug, known)
            if message:
                yield place, message, f"{kind}:{slug}" if kind else slug
        for found in FEEL.finditer(text):
            yield place, f"'{found[0]}' names no level; write {{feel:1}}, {{feel:2}} or {{feel:3}}", found[0]
        for mark in prose.unshown(text):
            yield place, f"'{mark}' does not work; {ALLOWED_MARKS}", mark
        for word in [] if excused or field in FREE_FIELDS else prose.promises(text, promised):
            yield place, f"'{word}' promises too much here; say it plainly or inside a [claim link](claim:...)", word


def _link_fault(field: str, kind: str, slug: str, known: Known) -> str:
    if field in PLAIN_FIELDS:
        return "links do not work in this field; use plain words"
    if not kind:
        return f"'{slug}' is not a link this site knows; write for example claim:toxins"
    if slug not in known[kind] | (known["region-base"] if kind == "region" else set()):
        return f"the link '{kind}:{slug}' leads nowhere{_nearest(slug, known[kind])}"
    return ""


def _texts(code: str, words: LanguagePack) -> Iterator[tuple[str, BaseModel]]:
    yield f"{code}/back_map.yaml", words.back_map
    yield f"{code}/families.yaml", words.families
    yield f"{code}/glossary.yaml", words.glossary
    for folder in ("techniques", "lessons", "claims", "guides"):
        for slug, text in getattr(words, folder).items():
            yield f"{code}/{folder}/{slug}.md", text


def _strings(value: Any, path: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of a model with its place."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _strings(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _strings(part, (*path, index))
    elif isinstance(value, str):
        yield path, value
