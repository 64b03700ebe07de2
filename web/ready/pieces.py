"""A page for somebody whom the site knows: what is the same for everyone is made once, the personal places each time.

A template says `{% personal slug=lesson.slug %}…{% endpersonal %}`. What stands between knows the request and the
values that are named, nothing else of the page. So that nobody's marks can get into what is kept, a page is made into
pieces for a visitor whom nobody knows, and its personal places are left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from secrets import token_hex
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template import Context, NodeList, Template
from django.utils.cache import patch_vary_headers

from web.ready.variants import Query, View, as_for_everyone, is_worth_keeping

OPEN_PLACES = "open_places"
AS_IT_CAME = "ready_as_it_came"  # version of the content, and META, of a request that may be answered in pieces
CONTEXT = "personal_context"
IN_PIECES = "in_pieces"


def in_pieces(view: View) -> View:
    """Marks a view whose templates name all that is personal, so that the rest is made once for members and guests."""
    setattr(view, IN_PIECES, True)
    return view


@dataclass(frozen=True, slots=True)
class Place:
    """`values` are shared by all who see the page: nobody changes them."""

    nodes: NodeList
    values: dict[str, Any]
    template: Template

    def fill(self, request: HttpRequest) -> str:
        context = _context(request, self.template)
        with context.render_context.push_state(self.template), context.push(**self.values):
            return self.nodes.render(context)


@dataclass(frozen=True, slots=True)
class Pieces:
    """`texts` has one more than `places`."""

    texts: tuple[str, ...]
    places: tuple[Place, ...]
    content_type: str
    vary: tuple[str, ...]

    @property
    def size(self) -> int:
        """In bytes, near enough."""
        return sum(map(len, self.texts)) + 1_000

    def fill(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse("".join(self._parts(request)), content_type=self.content_type)
        patch_vary_headers(response, self.vary)
        return response

    def _parts(self, request: HttpRequest) -> Iterator[str]:
        yield self.texts[0]
        for place, text in zip(self.places, self.texts[1:], strict=True):
            yield place.fill(request)
            yield text


class OpenPlaces:
    """Of one page in the making. No text of the page can look like a mark: nobody can guess its word."""

    def __init__(self) -> None:
        self.word = token_hex(16)
        self.found: list[Place] = []

    def mark(self, place: Place) -> str:
        self.found.append(place)
        return f"<{self.word}:{len(self.found) - 1}>"

    def cut(self, page: str) -> tuple[tuple[str, ...], tuple[Place, ...]]:
        parts = re.split(rf"<{self.word}:(\d+)>", page)
        return tuple(parts[::2]), tuple(self.found[int(number)] for number in parts[1::2])


def pieces_of(meta: dict[str, Any], query: Query, get_response: Callable[[HttpRequest], HttpResponse]) -> Pieces | None:
    """Of the page at this address, made for a visitor whom nobody knows; None where that is no page."""
    blank = WSGIRequest({**meta, "wsgi.input": BytesIO()})
    as_for_everyone(blank, query)
    places = OpenPlaces()
    setattr(blank, OPEN_PLACES, places)
    response = get_response(blank)
    if not is_worth_keeping(response):
        return None
    texts, found = places.cut(response.content.decode())
    vary = tuple(name.strip() for name in response.headers.get("Vary", "").split(",") if name.strip())
    return Pieces(texts, found, response.headers["Content-Type"], vary)


def _context(request: HttpRequest, template: Template) -> Context:
    """One for all places of a page, so that what the context processors say is worked out once."""
    context: Context | None = getattr(request, CONTEXT, None)
    if context is None:
        context = Context()
        context.template = template
        for processor in template.engine.template_context_processors:
            context.update(processor(request))
        setattr(request, CONTEXT, context)
    return context
