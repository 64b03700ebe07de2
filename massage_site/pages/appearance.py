"""What a viewer chose to look at: theme, skin tone and silhouette of the plate, movement; kept in one plain cookie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

COOKIE = "appearance"
YEAR = 60 * 60 * 24 * 365


@dataclass(frozen=True)
class Appearance:
    """Empty theme and movement follow the device; tone runs from 1 (lightest) to 5 (darkest)."""

    theme: str = ""
    tone: str = "3"
    silhouette: str = "narrow"
    motion: str = ""

    def as_cookie(self) -> str:
        return ".".join(getattr(self, field.name) for field in fields(self))


class AppearanceForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("", _("As my device")), ("light", _("Light")), ("dark", _("Evening, for a dim room"))],
        required=False,
        widget=forms.RadioSelect,
    )
    tone = forms.ChoiceField(
        label=_("Skin tone of the drawing"),
        choices=[
            ("1", _("Very light")),
            ("2", _("Light")),
            ("3", _("Medium")),
            ("4", _("Brown")),
            ("5", _("Dark brown")),
        ],
        widget=forms.RadioSelect,
    )
    silhouette = forms.ChoiceField(
        label=_("Body of the drawing"),
        choices=[("narrow", _("Narrower shoulders")), ("broad", _("Broader shoulders"))],
        widget=forms.RadioSelect,
        help_text=_("The regions and the places to leave alone are the same on both."),
    )
    motion = forms.ChoiceField(
        label=_("Movement"),
        choices=[("", _("As my device")), ("reduce", _("Less: still pictures in place of moving hands"))],
        required=False,
        widget=forms.RadioSelect,
    )


def read(request: HttpRequest) -> Appearance:
    return understood(request.COOKIES.get(COOKIE, ""))


@lru_cache(maxsize=256)
def understood(cookie: str) -> Appearance:
    """The chosen look; a cookie that makes no sense counts as none. An older one has fewer parts."""
    parts = cookie.split(".")
    names = [field.name for field in fields(Appearance)]
    form = AppearanceForm(dict(zip(names, parts, strict=False)))
    return Appearance(**form.cleaned_data) if len(parts) <= len(names) and form.is_valid() else Appearance()


def canonical(cookie: str) -> str:
    """One spelling for each look, whatever a browser sends."""
    return understood(cookie).as_cookie()


class AppearanceMiddleware:
    """Pages differ by this cookie, so shared caches must know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


def appearance(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `appearance` in every template."""
    return {"appearance": read(request)}
