"""The colour tokens of the site for pictures made in Python: read from the style sheets, turned from OKLCH to sRGB."""

from __future__ import annotations

import re
from functools import cache
from math import cos, radians, sin
from pathlib import Path

Colour = tuple[int, int, int]

STYLES = Path(__file__).resolve().parents[2] / "static" / "css"
TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(oklch\(([^)]*)\),\s*oklch\(([^)]*)\)\)")
THEMES = ("light", "dark", "print")


@cache
def palette(theme: str) -> dict[str, Colour]:
    """Every token that is written as light-dark(oklch, oklch). Print is the light side in greys on white."""
    text = "".join((STYLES / name).read_text(encoding="utf-8") for name in ("tokens.css", "tokens_skin.css"))
    column = 2 if theme == "dark" else 1
    colours = {match[1]: srgb(*map(float, match.groups()[column].split())) for match in TOKEN.finditer(text)}
    if theme != "print":
        return colours
    return {name: grey(colour) for name, colour in colours.items()} | dict.fromkeys(("paper", "lamp"), (255, 255, 255))


def srgb(lightness: float, chroma: float, hue: float) -> Colour:
    """OKLCH to sRGB bytes (Ottosson's matrices), clipped to the gamut."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return _byte(red), _byte(green), _byte(blue)


def grey(colour: Colour) -> Colour:
    value = round(0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2])
    return (value, value, value)


def mixed(over: Colour, under: Colour, share: float) -> Colour:
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True))
    return (red, green, blue)


def _byte(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    curved = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(curved * 255)
