"""Which side of the patient lies at which edge of the view (PS3.3 C.7.6.1.1.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from lungdesk.core.imaging.geometry import ViewGeometry

_OPPOSITES: Final = str.maketrans("LRAPHF", "RLPAFH")
_KNOWN: Final = frozenset("LRAPHF")


@dataclass(frozen=True, slots=True)
class EdgeLetters:
    """Sides of the patient at the edges of the view: L, R, A, P, H, F, or empty."""

    left: str = ""
    top: str = ""
    right: str = ""
    bottom: str = ""


def opposite(side: str) -> str:
    """The other side of the patient: ``L`` and ``R``, ``HL`` and ``FR``."""
    return side.translate(_OPPOSITES)


def edge_letters(patient_orientation: tuple[str, str], geometry: ViewGeometry) -> EdgeLetters:
    """Letters at the edges of a view.

    Parameters
    ----------
    patient_orientation
        Sides towards which the columns and the rows of the film run; empty where not stated.
    """
    found: dict[str, str] = {}
    a, b, c, d, _, _ = geometry.affine
    for side, direction in zip(patient_orientation, ((a, b), (c, d)), strict=True):
        if side and set(side) <= _KNOWN:
            edge = _edge(*direction)
            found[edge] = side
            found[_across(edge)] = opposite(side)
    return EdgeLetters(**found)


def _edge(dx: float, dy: float) -> str:
    """Edge of the view that a direction points to most (y points down)."""
    quarter = round(math.degrees(math.atan2(dy, dx)) / 90) % 4
    return ("right", "bottom", "left", "top")[quarter]


def _across(edge: str) -> str:
    return {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[edge]
