"""The pages of what there is to learn: load, choose what the plate shows, render."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lessons import demonstration_words, search
from lessons.back_map import BACK_MAP, zones_in
from lessons.forms import MINUTES, LessonFilterForm
from lessons.models import (
    Claim,
    GlossaryTerm,
    Guide,
    Lesson,
    MapFeature,
    Region,
    Source,
    Technique,
    TechniqueFamily,
)
from lessons.plate.marks.zones import LEFT_ALONE
from lessons.plate.mistakes import MistakePicture, mistake_picture
from web.htmx import render_page_or_fragment
from web.pictures import Picture, send
from web.ready.memory import made_once
from web.ready.pieces import in_pieces
from web.ready.variants import Query, one_of, same_for_everyone

PICTURE_AGE = 60 * 60 * 24


def _narrowed(query: QueryDict) -> Query | None:
    """What somebody types is not kept, nor what differs only for somebody who is known."""
    asked = {name: str(query[name]) for name in LessonFilterForm.base_fields if name in query}
    narrowed = {name: value for name, value in asked.items() if value.strip()}
    known = {"family": _families(), "region": set(BACK_MAP.regions), "minutes": {value for value, _words in MINUTES}}
    is_known = all(value in known.get(name, ()) for name, value in narrowed.items())
    return tuple(sorted(narrowed.items())) if is_known else None


@made_once
def _families() -> set[str]:
    return set(TechniqueFamily.objects.published().values_list("slug", flat=True))


@same_for_everyone(_narrowed)
@in_pieces
@require_safe
def lesson_list(request: HttpRequest) -> HttpResponse:
    form = LessonFilterForm(request.GET or None)
    chosen = form.chosen
    lessons = _filtered_lessons(request, chosen)
    techniques = _found_techniques(chosen.get("q", ""))
    context = {
        "form": form,
        "lessons": lessons,
        "techniques": techniques,
        "chosen": chosen,
        "narrowed": chosen.keys() - {"q"} or form.errors,
    }
    return render_page_or_fragment(
        request, "lessons/lesson_list.html", context, fragment="lessons/_lesson_results.html"
    )


def _filtered_lessons(request: HttpRequest, chosen: dict[str, str]) -> list[Lesson]:
    lessons = Lesson.objects.published().with_words()
    if "q" in chosen:
        lessons = lessons.filter(search.matches(search.alternatives(chosen["q"])))
    if "family" in chosen:
        lessons = lessons.teaching_family(chosen["family"])
    if "region" in chosen:
        lessons = lessons.in_region(chosen["region"])
    if "minutes" in chosen:
        lessons = lessons.at_most(int(chosen["minutes"]))
    found = list(lessons.distinct())
    if "state" in chosen:
        states = request.learning.states["lesson"]
        found = [lesson for lesson in found if states.get(lesson.slug, "new") == chosen["state"]]
    return found


def _found_techniques(query: str) -> list[Technique]:
    if not query:
        return []
    found = search.matches(search.alternatives(query))
    return list(Technique.objects.published().with_words().filter(found).distinct())


@made_once
def _steps_of(slug: str) -> set[str]:
    row = Lesson.objects.published().filter(slug=slug).first()
    return {step["slug"] for step in row.steps} if row else set()


@same_for_everyone(one_of(step=_steps_of))
@in_pieces
@require_safe
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    row, following = _lesson_and_next(slug)
    words = {step["slug"]: step for step in row.words.steps}  # kept from the admin, they may be older than the facts
    steps = [
        {**words[shows["slug"]], "shows": shows, "points": _points_at_something(shows)}
        for shows in row.steps
        if shows["slug"] in words
    ]
    context = {"lesson": row, "next_lesson": following, "steps": steps, "shown": _shown(request, steps)}
    return render_page_or_fragment(request, "lessons/lesson.html", context, fragment="lessons/_lesson_plate.html")


def _lesson_and_next(slug: str) -> tuple[Lesson, Lesson | None]:
    """Both by one query and one for their words."""
    position = Lesson.objects.filter(slug=slug).values("position")[:1]
    rows = list(Lesson.objects.published().with_words().filter(position__gte=Subquery(position))[:2])
    if not rows or rows[0].slug != slug:
        raise Http404
    return rows[0], rows[1] if len(rows) > 1 else None


def _shown(request: HttpRequest, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """The step whose places the plate shows: the one asked for, or the next that points at something.

    Where none follows it is the last one before, so that the plate is bare only in a lesson without any place.
    """
    at = next((number for number, step in enumerate(steps) if step["slug"] == request.GET.get("step")), 0)
    in_turn = [*steps[at:], *reversed(steps[:at])]
    pointing = [step for step in in_turn if step["points"]]
    return (pointing or steps or [{"title": "", "shows": {}}])[0]


def _points_at_something(shows: dict[str, Any]) -> bool:
    return any(shows.get(key) for key in ("regions", "zones", "landmarks", "muscles", "technique", "directions"))


@same_for_everyone()
@in_pieces
@require_safe
def technique_list(request: HttpRequest) -> HttpResponse:
    techniques = Technique.objects.published().with_words()
    families = TechniqueFamily.objects.published().with_words()
    families = families.prefetch_related(Prefetch("techniques", queryset=techniques))
    return render(request, "lessons/technique_list.html", {"families": families})


@same_for_everyone()
@in_pieces
@require_safe
def technique(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Technique.objects.published().with_words(), slug=slug)
    regions = row.regions.published().with_words()
    context = {
        "technique": row,
        "family": TechniqueFamily.objects.with_words().get(pk=row.family_id),
        "lesson": Lesson.objects.with_words().get(pk=row.lesson_id),
        "regions": regions,
        "lit": _lit(regions),
        "zones": LEFT_ALONE,
        "claims": row.claims.published().with_words(),
        "mistakes": _mistakes(row),
        "demonstration": demonstration_words.shown(row),
        "neighbours": _neighbours(row),
    }
    return render(request, "lessons/technique.html", context)


def _mistakes(row: Technique) -> list[tuple[Mapping[str, str], MistakePicture | None]]:
    """Each mistake with its picture; one that was written in the admin has none."""
    pictures = map(mistake_picture, row.mistake_pictures)
    return [(words, next(pictures, None)) for words in row.words.mistakes_html]


def _lit(regions: Iterable[Region]) -> list[str]:
    """The whole back needs no light: the path says it all."""
    slugs = [region.slug for region in regions]
    return slugs if len(slugs) < len(BACK_MAP.regions) else []


def _neighbours(row: Technique) -> dict[str, Technique | None]:
    others = Technique.objects.published().with_words()
    return {
        "before": others.filter(position__lt=row.position).last(),
        "after": others.filter(position__gt=row.position).first(),
    }


LAYERS = ("regions", "leave-alone", "muscles", "directions", "known")


def _layers_asked_for(query: QueryDict) -> Query:
    asked = tuple(("layer", layer) for layer in _layers(query))
    return (("layers", ""), *asked) if "layers" in query else ()


@same_for_everyone(_layers_asked_for)
@require_safe
def back_map(request: HttpRequest) -> HttpResponse:
    features = MapFeature.objects.published().with_words()
    by_kind = {kind: list(rows) for kind, rows in groupby(features, key=lambda feature: feature.kind)}
    context = {
        "regions": Region.objects.published().with_words(),
        "features": by_kind,
        "layers": _layers(request.GET),
    }
    return render_page_or_fragment(request, "lessons/back_map.html", context, fragment="lessons/_back_map_board.html")


def _layers(query: QueryDict) -> list[str]:
    """The layers asked for in the address, in the drawing's order; regions and zones when none is named."""
    asked = query.getlist("layer")
    return [layer for layer in LAYERS if layer in asked] if "layers" in query else ["regions", "leave-alone"]


@same_for_everyone()
@in_pieces
@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Region.objects.published().with_words(), slug=slug)
    zones = MapFeature.objects.published().with_words().filter(kind=MapFeature.Kind.ZONE, slug__in=zones_in(row.base))
    context = {
        "region": row,
        "place": BACK_MAP.regions[slug],
        "techniques": Technique.objects.published().in_region(slug).with_words(),
        "lessons": Lesson.objects.published().in_region(slug).with_words(),
        "features": MapFeature.objects.published().filter(regions=row).with_words(),
        "zones": zones,
        "others": Region.objects.published().with_words(),
    }
    return render(request, "lessons/region.html", context)


@same_for_everyone()
@in_pieces
@require_safe
def directions(request: HttpRequest) -> HttpResponse:
    targets = MapFeature.objects.published().with_words().filter(kind=MapFeature.Kind.TARGET)
    names = {target.slug: target.words for target in targets}
    rows = [
        {"region": row, "target": names[BACK_MAP.regions[row.slug].target], "below": _below(row.slug, names)}
        for row in Region.objects.published().with_words()
    ]
    claim = Claim.objects.published().with_words().filter(slug="lymph-direction").first()
    return render(request, "lessons/directions.html", {"rows": rows, "claim": claim, "targets": targets})


def _below(slug: str, names: dict[str, Any]) -> Any:
    below = BACK_MAP.regions[slug].target_below
    return names[below[1]] if below else None


@same_for_everyone(one_of(label=Claim.Label.values))
@in_pieces
@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    claims = Claim.objects.published().with_words()
    label = request.GET.get("label", "")
    if label in Claim.Label.values:
        claims = claims.filter(label=label)
    context = {"claims": claims, "labels": Claim.Label, "label": label}
    return render_page_or_fragment(request, "lessons/claim_list.html", context, fragment="lessons/_claim_results.html")


@same_for_everyone()
@in_pieces
@require_safe
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Claim.objects.published().with_words(), slug=slug)
    keys = [source.removeprefix("V:") for source in row.sources if source.startswith("V:")]
    context = {
        "claim": row,
        "sources": Source.objects.filter(key__in=keys),
        "from_memory": "M" in row.sources,
        "techniques": row.techniques.published().with_words(),
        "lessons": row.lessons.published().with_words(),
    }
    return render(request, "lessons/claim.html", context)


def _nothing_searched(query: QueryDict) -> Query | None:
    return None if query.get("q", "").strip() else ()


@same_for_everyone(_nothing_searched)
@in_pieces
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:100]
    terms = list(GlossaryTerm.objects.published().with_words().select_related("technique", "family"))
    if query:
        terms = [term for term in terms if _mentions(term, query.casefold())]
    terms.sort(key=lambda term: term.words.plain.casefold())
    context = {"terms": terms, "query": query}
    return render_page_or_fragment(request, "lessons/glossary.html", context, fragment="lessons/_glossary_results.html")


def _mentions(term: GlossaryTerm, query: str) -> bool:
    words = term.words
    return query in " ".join([words.plain, words.classical, words.article, term.russian, *words.synonyms]).casefold()


@same_for_everyone()
@in_pieces
@require_safe
def preparation(request: HttpRequest) -> HttpResponse:
    guides = Guide.objects.published().with_words()
    by_kind: dict[str, list[Guide]] = {}
    for guide in guides:
        by_kind.setdefault(guide.kind, []).append(guide)
    return render(request, "lessons/preparation.html", {"guides": by_kind})


@require_safe
def plate_png(request: HttpRequest) -> HttpResponse:
    """The plate as a picture, for shares and for people without SVG; a wrong parameter is a plain 400."""
    from lessons import pictures
    from lessons.plate import image as back_map_image  # Pillow loads only where pictures are asked for

    try:
        options = back_map_image.parse_parameters(request.GET)
    except ValueError as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain; charset=utf-8")
    return _sent(request, pictures.plate_picture(options), f"{_('back-map')}.png")


@require_safe
def technique_demonstration(request: HttpRequest, slug: str) -> HttpResponse:
    """The moving hands as a picture, for shares."""
    from lessons import pictures  # Pillow loads only where pictures are asked for

    row = get_object_or_404(Technique.objects.published().select_related("family"), slug=slug)
    made = demonstration_words.demonstration_of(row)
    return _sent(request, pictures.demonstration_picture(made), f"{slug}.webp")


def _sent(request: HttpRequest, picture: Picture, file_name: str) -> HttpResponse:
    return send(request, picture.name, file_name=file_name, cache_control=f"public, max-age={PICTURE_AGE}")
