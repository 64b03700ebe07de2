"""Pages that are the same for everyone: the whole answer is kept, compressed, with every header, and sent as it is."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import brotli
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date

from web.ready.memory import MOST_SECONDS
from web.ready.pieces import AS_IT_CAME, IN_PIECES, OPEN_PLACES, Pieces, pieces_of
from web.ready.shelf import Shelf
from web.ready.variants import (
    NO_QUERY,
    Query,
    as_for_everyone,
    encoding_of,
    is_known_visitor,
    is_worth_keeping,
    looks_of,
    query_for,
    query_of,
)
from web.ready.version import changed_at, content_version

REVALIDATE = "public, no-cache"  # kept by browsers and proxies, and asked about each time
BEGAN = timezone.now().timestamp()  # what the code and the settings make is as old as this process
CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
OF_THE_BODY = frozenset({"Content-Length", "Content-Encoding", "Content-Type"})


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    headers: dict[str, str]


pieces: Shelf[Pieces] = Shelf(settings.READY_PAGES_MOST, settings.READY_PAGES_MOST_BYTES, MOST_SECONDS)
pages: Shelf[Kept] = Shelf(settings.READY_PAGES_MOST, settings.READY_PAGES_MOST_BYTES, MOST_SECONDS)


class ReadyPagesMiddleware:
    """The first of all: what is kept has the headers that the others gave it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.READY_PAGES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        version = content_version() if _is_page(request) else ""
        if not version:  # without a version it is not known how old the content is
            return self.get_response(request)
        if is_known_visitor(request):
            return self._for_somebody(request, version)
        return self._for_everyone(request, version)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The middlewares between have found out by now who asks, and refused what makes no sense."""
        if hasattr(request, OPEN_PLACES):
            return _page_or_none(lambda: view(request, *args, **kwargs))
        version, meta = getattr(request, AS_IT_CAME, ("", {}))
        query = query_for(view, request, kwargs) if version and hasattr(view, IN_PIECES) else None
        if query is None:
            return None
        key = (*_differs_by(request, query), version)
        made = pieces.get(key)
        if made is None:
            made = pieces_of(meta, query, self.get_response)
            if made is None:
                return None
            pieces.put(key, made, made.size)
        return made.fill(request)

    def _for_somebody(self, request: HttpRequest, version: str) -> HttpResponse:
        setattr(request, AS_IT_CAME, (version, {**request.META}))  # before anything of a person is noted there
        return self.get_response(request)

    def _for_everyone(self, request: HttpRequest, version: str) -> HttpResponse:
        query = query_of(request) if request.META.get("QUERY_STRING") else NO_QUERY
        if query is None:
            return self.get_response(request)
        encoding = encoding_of(request)
        key = (*_differs_by(request, query), encoding, version)
        kept = pages.get(key)
        if kept is None:
            if query is NO_QUERY and query_of(request) is None:  # not asked yet whether it is made once
                return self.get_response(request)
            as_for_everyone(request, query)
            response = self.get_response(request)
            if not is_worth_keeping(response):
                return response
            kept = _made_ready(response, encoding)
            pages.put(key, kept, len(kept.body) + 1_000)
        return _answer(request, kept)


def _page_or_none(view: Callable[[], HttpResponse]) -> HttpResponse:
    """What is not there is told, and written to the log, by the request that asks for it."""
    try:
        return view()
    except Http404:
        return HttpResponse(status=404)


def _is_page(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and not request.path_info.startswith(settings.STATIC_URL)


def _differs_by(request: HttpRequest, query: Query) -> tuple[Any, ...]:
    meta = request.META
    host = meta.get("HTTP_HOST") or f"{meta.get('SERVER_NAME')}:{meta.get('SERVER_PORT')}"
    is_fragment = meta.get("HTTP_HX_REQUEST") == "true"
    return (request.scheme, host, request.path, query, is_fragment, *looks_of(request))


def _made_ready(response: HttpResponse, encoding: str) -> Kept:
    body = COMPRESS[encoding](response.content)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    response.headers.setdefault("Cache-Control", REVALIDATE)  # kept here alone where browsers may not keep it
    response.headers["Content-Length"] = str(len(body))
    response.headers["ETag"] = f'"{sha256(body).hexdigest()[:24]}"'
    response.headers["Last-Modified"] = http_date(max(BEGAN, changed_at()))
    return Kept(body, dict(response.headers))


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response = HttpResponse(kept.body, headers=kept.headers)
    if CONDITIONS & request.META.keys():
        made_at = parse_http_date(kept.headers["Last-Modified"])
        answer = get_conditional_response(request, kept.headers["ETag"], made_at, response)
        if answer and answer is not response:  # not modified, or not what the browser asked for
            for name in kept.headers.keys() - OF_THE_BODY:
                answer.headers.setdefault(name, kept.headers[name])
            return answer
    if request.method == "HEAD":
        response.content = b""  # its length is in the headers
    return response


def _brotli(page: bytes) -> bytes:
    return brotli.compress(page, brotli.MODE_TEXT, settings.READY_PAGES_QUALITY)


def _gzip(page: bytes) -> bytes:
    return gzip.compress(page, min(settings.READY_PAGES_QUALITY, 9), mtime=0)


COMPRESS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip, "identity": bytes}
