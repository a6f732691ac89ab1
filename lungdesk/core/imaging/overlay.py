"""Overlay planes unpacked and laid on their film (PS3.3 C.9.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import OverlayPlane, Radiograph


def plane_mask(plane: OverlayPlane) -> NDArray[np.bool_]:
    """Where a plane is set: bool ``(rows, columns)`` of the plane."""
    first_byte, skipped = divmod(plane.first_bit, 8)
    count = plane.rows * plane.columns
    data = np.frombuffer(plane.packed, np.uint8, (skipped + count + 7) // 8, first_byte)
    bits = np.unpackbits(data, bitorder="little")[skipped : skipped + count]
    return bits.reshape(plane.rows, plane.columns).astype(np.bool_)


def overlay_mask(radiograph: Radiograph, plane: OverlayPlane) -> NDArray[np.bool_]:
    """Where a plane is set on its film: bool ``(H, W)`` of the film; what lies outside is cut."""
    mask = np.zeros((radiograph.rows, radiograph.columns), np.bool_)
    top, left = max(0, plane.top), max(0, plane.left)
    bottom = min(radiograph.rows, plane.top + plane.rows)
    right = min(radiograph.columns, plane.left + plane.columns)
    if top < bottom and left < right:
        part = plane_mask(plane)[top - plane.top : bottom - plane.top]
        mask[top:bottom, left:right] = part[:, left - plane.left : right - plane.left]
    return mask
