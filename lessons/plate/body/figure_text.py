"""The figure as path text for the template, the same for every plate of one build."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lessons.plate.body.engraving import hatch_text
from lessons.plate.body.figure import EDGE_STRENGTH, EDGE_WIDTH, FADE, figure
from lessons.plate.body.shading import BLUR, CAST, CAST_FROM, CAST_TO, FALLOFF, LAMP, Glow, Veil
from lessons.plate.curves import Curve


def share_text(value: float) -> str:
    return f"{value:g}".removeprefix("0") or "0"


@dataclass(frozen=True)
class GlowText:
    tone: str
    cx: str
    cy: str
    rx: str
    ry: str
    strength: str
    turn: str


@dataclass(frozen=True)
class VeilText:
    tone: str
    d: str
    strength: str


@dataclass(frozen=True)
class FigureText:
    """The figure as path text, the same for every plate of one build."""

    skin: str
    edge: str
    hair: str
    ear: str
    towel: str
    roll: str
    drape: str
    contours: str
    details: str
    folds: str
    strands: str
    sheen: str
    hairs: str
    hatches: str
    cloth_hatches: str
    faint: str
    glows: tuple[GlowText, ...]
    furrow: tuple[GlowText, ...]
    veils: tuple[VeilText, ...]
    lamp: GlowText
    edge_width: str = str(EDGE_WIDTH)
    cast: tuple[tuple[str, str, str], ...] = tuple((share_text(at), tone, share_text(part)) for at, tone, part in CAST)
    cast_line: tuple[str, ...] = tuple(str(value) for value in (*CAST_FROM, *CAST_TO))
    fade: tuple[str, ...] = tuple(map(str, FADE))
    edge_strength: str = share_text(EDGE_STRENGTH)
    blur: str = str(BLUR)
    falloff: tuple[tuple[str, str], ...] = tuple((share_text(at), share_text(opacity)) for at, opacity in FALLOFF)


@cache
def figure_text(silhouette: str) -> FigureText:
    drawn = figure(silhouette)
    return FigureText(
        skin=drawn.skin.d(),
        edge=drawn.edge.d(),
        hair=drawn.hair.d(),
        ear=drawn.ear.d(),
        towel=drawn.towel.d(),
        roll=path_text(drawn.roll),
        drape=drawn.drape.d(),
        contours=path_text(drawn.contours),
        details=path_text(drawn.details),
        folds=path_text(drawn.folds),
        strands=path_text(drawn.strands),
        sheen=path_text(drawn.sheen),
        hairs=hatch_text(drawn.hairs),
        hatches=hatch_text(drawn.hatches),
        cloth_hatches=hatch_text(drawn.cloth_hatches),
        faint=path_text(drawn.faint),
        lamp=_glow(LAMP),
        glows=tuple(map(_glow, drawn.glows)),
        furrow=tuple(map(_glow, drawn.furrow)),
        veils=tuple(map(_veil, drawn.veils)),
    )


def _veil(veil: Veil) -> VeilText:
    return VeilText(veil.tone, veil.curve.d(), share_text(veil.strength))


def _glow(glow: Glow) -> GlowText:
    turn = f"rotate({glow.angle} {glow.cx} {glow.cy})" if glow.angle else ""
    return GlowText(
        glow.tone, str(glow.cx), str(glow.cy), str(glow.rx), str(glow.ry), strength=share_text(glow.strength), turn=turn
    )


def path_text(curves: Iterable[Curve]) -> str:
    return "".join(curve.d() for curve in curves)
