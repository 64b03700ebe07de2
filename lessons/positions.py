"""How a receiver may lie or sit, in the order in which it is offered (R29)."""

from __future__ import annotations

from typing import Literal, get_args

Position = Literal["prone", "side", "chair"]
POSITIONS: tuple[Position, ...] = get_args(Position)
