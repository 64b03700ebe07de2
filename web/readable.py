"""A request that cannot be read is answered by one calm page and one line of log, before any other code meets it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation, ValidationError
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters
from django.utils.log import log_response

UTF_8 = ("utf-8", "ascii")
PIECE, MOST_PIECES = 64 * 1024, 64  # 4 MB, more than nginx lets through
NUL = "\0"  # PostgreSQL keeps no text with it, and no address or cookie of ours holds it
FAULTS_OF_READING = (
    BadRequest,
    LookupError,
    MultiPartParserError,
    SuspiciousOperation,
    UnreadablePostError,
    ValueError,
)


class Unreadable(Exception):  # noqa: N818  it reads as what it says
    """Says for the log what is wrong with a request."""


class ReadableRequestMiddleware:
    """Reads here all that views read later, so that what fails on it is the request's fault and never a view's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            read(request)
        except Unreadable as fault:
            _read_to_the_end(request)
            return refusal(request, str(fault))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The admin's lists look for the ticked rows by whatever stands there."""
        model = getattr(getattr(view, "model_admin", None), "model", None)
        keys = request.POST.getlist("_selected_action") if model else []
        return None if all(_may_be_a_key(model, key) for key in keys) else refusal(request, "key of a row")


def _read_to_the_end(request: HttpRequest) -> None:
    """A server that hangs up on what is still being sent takes its own answer away with it."""
    with suppress(OSError, *FAULTS_OF_READING):
        for _piece in range(MOST_PIECES):
            if not request._stream.read(PIECE):
                break


def _may_be_a_key(model: Any, text: str) -> bool:
    try:
        model._meta.pk.run_validators(model._meta.pk.to_python(text))
    except ValidationError:
        return False
    return True


def read(request: HttpRequest) -> None:
    """Raise Unreadable where a part of the request makes no sense."""
    _check_charset(request)
    _check_length(request)
    try:
        request.get_host()
        found = [request.path_info, *_texts(request)]
    except FAULTS_OF_READING as error:
        raise Unreadable(type(error).__name__) from error
    if any(NUL in text for text in found):
        raise Unreadable("NUL")


def _check_charset(request: HttpRequest) -> None:
    """Pages are in UTF-8, so browsers send UTF-8."""
    named = (request.content_params or {}).get("charset", "utf-8")
    try:
        is_known = codecs.lookup(named).name in UTF_8
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        raise Unreadable("charset")


def _check_length(request: HttpRequest) -> None:
    """No page takes files, so nothing is longer than the text of a form may be."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise Unreadable("length")
    if len(length) > 18 or int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
        raise Unreadable("too long")


def _texts(request: HttpRequest) -> Iterator[str]:
    """Without the values of forms: a form tells what is wrong with them, and keeps what was typed beside it."""
    yield from chain(request.GET, request.POST, request.FILES, request.COOKIES, request.COOKIES.values())


def refusal(request: HttpRequest, fault: str) -> HttpResponse:
    """Without the request in the page's context: it would be read once more there."""
    response = HttpResponse(render_to_string("400.html"), status=400)
    log_response("Bad Request (%s): %s", fault, request.path, response=response, request=request)
    return response


class SiteRequest(WSGIRequest):
    """Only notes what kind of content is named. Django would read the address in a charset that may be none."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {"charset": ""}


class SiteHandler(WSGIHandler):
    request_class = SiteRequest
