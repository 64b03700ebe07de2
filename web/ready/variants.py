"""What makes two answers at one address differ for people whom the site does not know; everything else is ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import get_language_from_request

View = Callable[..., HttpResponse]
Query = tuple[tuple[str, str], ...]
Canonical = Callable[..., Query | None]

CANONICAL = "canonical_query"
NO_QUERY: Query = ()


def same_for_everyone(canonical: Canonical | None = None) -> Callable[[View], View]:
    """Marks a view whose page is made once for all whom the site does not know.

    `canonical(query, **kwargs)` gives what of the query makes a difference, or None where the page is not worth
    keeping, as for words that somebody types. Without it no parameter makes a difference.
    """

    def mark(view: View) -> View:
        setattr(view, CANONICAL, canonical or _nothing)
        return view

    return mark


def one_of(**known: Iterable[str] | Callable[..., Iterable[str]]) -> Canonical:
    """A parameter counts where its value is known; a callable gets what the address holds, as the lesson's slug."""

    def canonical(query: QueryDict, **kwargs: Any) -> Query:
        given = {name: query.get(name) for name in known}
        fit = {
            name: value for name, value in given.items() if value is not None and value in _values(known[name], kwargs)
        }
        return tuple(sorted(fit.items()))

    return canonical


def unless(*names: str) -> Canonical:
    """Where one of these parameters is given, something is done for the one who gives it: no page for everyone."""

    def canonical(query: QueryDict, **kwargs: Any) -> Query | None:
        return None if any(name in query for name in names) else NO_QUERY

    return canonical


def query_of(request: HttpRequest) -> Query | None:
    """None where the page is not one that is made once."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return query_for(match.func, request, match.kwargs)


def query_for(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> Query | None:
    """The same where it is known already which view answers."""
    canonical: Canonical | None = getattr(view, CANONICAL, None)
    return canonical(request.GET, **kwargs) if canonical else None


def is_worth_keeping(response: HttpResponse) -> bool:
    return response.status_code == 200 and not response.streaming and not response.cookies


def is_known_visitor(request: HttpRequest) -> bool:
    """Comes with a cookie by which the site tells people apart."""
    return any(name.startswith(settings.PERSONAL_COOKIES) for name in request.COOKIES)


def as_for_everyone(request: HttpRequest, query: Query) -> None:
    """What is made for all can depend on no cookie that another program set, and on no parameter that nobody knows."""
    for name in request.COOKIES.keys() - {*settings.READY_COOKIES, settings.LANGUAGE_COOKIE_NAME}:
        del request.COOKIES[name]
    request.META["QUERY_STRING"] = urlencode(query)
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"  # it is compressed once, at the end
    vars(request).pop("GET", None)


def looks_of(request: HttpRequest) -> tuple[str, ...]:
    """What a visitor chose to see, in few words, however the cookie spells it."""
    chosen = [_canonical_cookie(name, request.COOKIES.get(name, "")) for name in settings.READY_COOKIES]
    language = get_language_from_request(request) if len(settings.LANGUAGES) > 1 else settings.LANGUAGE_CODE
    return (language, *chosen)


def encoding_of(request: HttpRequest) -> str:
    """The smallest that the browser takes."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return _encoding(accepted)


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    taken = {}
    for part in accepted.lower().split(","):
        name, *parameters = [piece.strip() for piece in part.split(";")]
        taken[name] = not any(parameter.replace(" ", "").rstrip("0.") == "q=" for parameter in parameters)
    return next((name for name in ("br", "gzip") if taken.get(name)), "identity")


@lru_cache(maxsize=256)
def _canonical_cookie(name: str, value: str) -> str:
    return import_string(settings.READY_COOKIES[name])(value)


def _nothing(query: QueryDict, **kwargs: Any) -> Query:
    return NO_QUERY


def _values(known: Iterable[str] | Callable[..., Iterable[str]], kwargs: dict[str, Any]) -> Iterable[str]:
    return known(**kwargs) if callable(known) else known
