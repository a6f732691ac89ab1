"""Random views of films with masks, so that lungs are found wherever a film comes from."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.augment import AugmentSpec, augmented_with_mask

#: Other hospitals, other positions: about twice what a classifier is shown. Mirrored too, since
#: which lung is which is told from where it lies.
SPEC = AugmentSpec(
    rotation_deg=15.0,
    shift=0.1,
    zoom=0.25,
    contrast=0.35,
    brightness=0.15,
    gamma=0.8,
    degrade=0.3,
    flip=True,
)

#: How often a film is given a frame, and gas below the lungs.
_FRAMED, _GASSY = 0.25, 0.25


def lung_view(
    grey: NDArray[np.uint8], mask: NDArray[np.uint8], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A random view of a film and its mask, ``(S, S)`` uint8 each."""
    view, moved = augmented_with_mask(grey, mask, SPEC, rng)
    rows, columns = (np.flatnonzero((moved > 127).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return view, moved
    box = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    if rng.random() < _GASSY:
        view = with_gas(view, moved, box, rng)
    if rng.random() < _FRAMED:
        view = with_frame(view, box, rng)
    return view, moved


def with_gas(
    view: NDArray[np.uint8],
    mask: NDArray[np.uint8],
    box: tuple[int, int, int, int],
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    """A bubble as dark as the lungs under one of them, as in stomach and bowel: it is no lung.

    Parameters
    ----------
    box
        First row of the lungs, the one behind the last, first column, the one behind the last.
    """
    side = view.shape[0]
    _, bottom, left, right = box
    middle = round(rng.uniform(left, right)), round(bottom + rng.uniform(-0.08, 0.12) * side)
    axes = round(rng.uniform(0.02, 0.1) * side), round(rng.uniform(0.02, 0.07) * side)
    bubble = np.zeros(view.shape, np.float32)
    cv2.ellipse(bubble, middle, axes, rng.uniform(-30, 30), 0, 360, 1.0, thickness=-1)
    bubble = np.asarray(cv2.GaussianBlur(bubble, (0, 0), rng.uniform(0.5, 2)), np.float32)
    bubble[mask > 127] = 0
    dark = float(view[mask > 127].mean()) * rng.uniform(0.7, 1.1)
    strength = bubble * np.float32(rng.uniform(0.4, 0.9))
    mixed = view + strength * (np.minimum(view, dark) - view)
    return np.asarray(np.rint(mixed), np.uint8)


def with_frame(
    view: NDArray[np.uint8], box: tuple[int, int, int, int], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Margins of one grey beside the lungs, as collimators and scanners leave them."""
    framed = view.copy()
    top, bottom, left, right = box
    side = view.shape[0]
    level = int(rng.choice(np.array([0, 255, rng.integers(256)])))
    shares = rng.random(4) * (rng.random(4) < 0.6)
    framed[: int(shares[0] * top)] = level
    framed[side - int(shares[1] * (side - bottom)) :] = level
    framed[:, : int(shares[2] * left)] = level
    framed[:, side - int(shares[3] * (side - right)) :] = level
    return framed
