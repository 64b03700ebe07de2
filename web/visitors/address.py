"""Tells a set-up by which the site would not know one visitor from another, before anybody tries to sign in."""

import logging
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

FOR_MACHINES = ("/healthz", "/readyz")
log = logging.getLogger(__name__)


def fault_of_address(request: HttpRequest) -> str:
    """What is wrong with how this request came; nothing where all is well."""
    counted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    came_from = request.META.get("REMOTE_ADDR", "")
    named = [name for name in request.headers.get("X-Forwarded-For", "").split(",") if name.strip()]
    if named and len(named) < counted:
        return f"MASSAGE_PROXY_COUNT is {counted}, but X-Forwarded-For has {len(named)} address."
    if not came_from and not (named and counted):
        return "Requests bear no address. Set MASSAGE_PROXY_COUNT=1, and let the proxy send X-Forwarded-For."
    if named and not counted and _is_this_machine(came_from):
        return "A proxy stands in front, so everybody seems to be one visitor. Set MASSAGE_PROXY_COUNT=1."
    return ""


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


class VisitorAddressMiddleware:
    """Sign-in limits count by address. Rather no page than one on which nobody, or everybody at once, is locked out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_told = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fault = "" if settings.DEBUG or request.path in FOR_MACHINES else fault_of_address(request)
        if not fault:
            return self.get_response(request)
        if not self.is_told:  # once a process: each request would say the same
            log.error(fault)
            self.is_told = True
        return HttpResponse(render_to_string("500.html"), status=503)
