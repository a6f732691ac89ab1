"""Random views of a film for training: what another machine, position or export would have given.

Never a left-right flip unless asked for: the heart is on the left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class AugmentSpec:
    """Largest change of each kind; every view draws its own within them.

    Attributes
    ----------
    rotation_deg
        Rotation about the centre.
    shift
        Shift in each direction, as a share of the side.
    zoom
        Zoom factor between ``1 - zoom`` and ``1 + zoom``, and half of it for the aspect ratio.
    contrast, brightness
        Gain about mid-grey, as a share; offset, as a share of the grey range.
    gamma
        Logarithm to base 2 of the gamma.
    degrade
        Probability of each of blur, JPEG compression, and a resolution lost and regained.
    flip
        Whether half of the views are mirrored left to right.
    elsewhere
        How far a view looks as if another machine had taken it: one side brighter than the other
        (scatter, a grid off its centre), grain, edges enhanced, and bare rectangles (markers,
        lines, what was blacked out); 1 is what hospitals differ by, 0 leaves all this out.
    """

    rotation_deg: float = 10.0
    shift: float = 0.06
    zoom: float = 0.12
    contrast: float = 0.2
    brightness: float = 0.1
    gamma: float = 0.4
    degrade: float = 0.3
    flip: bool = False
    elsewhere: float = 0.0

    def as_if_elsewhere(self, factor: float) -> AugmentSpec:
        """The same, and as if other machines had taken the films."""
        return replace(self, elsewhere=factor)

    def scaled(self, factor: float) -> AugmentSpec:
        """All changes so many times as strong, degradation as often, but never more than always."""
        return replace(
            self,
            rotation_deg=self.rotation_deg * factor,
            shift=self.shift * factor,
            zoom=self.zoom * factor,
            contrast=self.contrast * factor,
            brightness=self.brightness * factor,
            gamma=self.gamma * factor,
            degrade=min(1.0, self.degrade * factor),
        )


#: Words for factors of `AugmentSpec.scaled`.
STRENGTHS = {"none": 0.0, "light": 0.5, "standard": 1.0, "strong": 1.6}


def augmented(
    grey: NDArray[np.uint8], spec: AugmentSpec, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """One random view of ``(S, S)`` uint8, same shape and dtype."""
    return _seen_otherwise(_warped(grey, _motion(grey.shape[0], spec, rng)), spec, rng)


def augmented_with_mask(
    grey: NDArray[np.uint8], mask: NDArray[np.uint8], spec: AugmentSpec, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The view that `augmented` draws, and a mask ``(S, S)`` uint8 that is moved alike."""
    motion = _motion(grey.shape[0], spec, rng)
    return _seen_otherwise(_warped(grey, motion), spec, rng), _warped(mask, motion)


def _seen_otherwise(
    view: NDArray[np.uint8], spec: AugmentSpec, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Other greys in the same places."""
    view = _exposed(view, spec, rng)
    if spec.elsewhere:
        view = _taken_elsewhere(view, spec.elsewhere, rng)
    if rng.random() < spec.degrade:
        view = _coarser(view, rng)
    if rng.random() < spec.degrade:
        view = np.asarray(cv2.GaussianBlur(view, (0, 0), rng.uniform(0.3, 1.2)), np.uint8)
    if rng.random() < spec.degrade:
        view = _compressed(view, rng)
    return view


def _motion(side: int, spec: AugmentSpec, rng: np.random.Generator) -> NDArray[np.float64]:
    """Affine matrix ``(2, 3)`` from the places of a film to those of its view."""
    centre = (side - 1) / 2
    angle = np.deg2rad(rng.uniform(-spec.rotation_deg, spec.rotation_deg))
    zoom = 1 + rng.uniform(-spec.zoom, spec.zoom)
    aspect = 1 + rng.uniform(-spec.zoom / 2, spec.zoom / 2)
    mirror = -1.0 if spec.flip and rng.random() < 0.5 else 1.0
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = rotation @ np.diag([mirror * zoom * aspect, zoom / aspect])
    shift = rng.uniform(-spec.shift, spec.shift, 2) * side
    offset = centre + shift - linear @ np.full(2, centre)
    return np.column_stack([linear, offset])


def _warped(grey: NDArray[np.uint8], motion: NDArray[np.float64]) -> NDArray[np.uint8]:
    side = grey.shape[0]
    # Black outside, as beside a collimated film: a replicated border would smear its markers.
    return np.asarray(cv2.warpAffine(grey, motion, (side, side), flags=cv2.INTER_LINEAR), np.uint8)


def _exposed(
    grey: NDArray[np.uint8], spec: AugmentSpec, rng: np.random.Generator
) -> NDArray[np.uint8]:
    gain = 1 + rng.uniform(-spec.contrast, spec.contrast)
    offset = 255 * rng.uniform(-spec.brightness, spec.brightness)
    gamma = 2 ** rng.uniform(-spec.gamma, spec.gamma)
    levels = 255 * (np.arange(256) / 255) ** gamma
    table = np.clip(np.rint((levels - 127.5) * gain + 127.5 + offset), 0, 255)
    return np.asarray(table, np.uint8)[grey]


def _coarser(grey: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    side = grey.shape[0]
    reduced = max(8, round(side * rng.uniform(0.35, 0.8)))
    coarse = cv2.resize(grey, (reduced, reduced), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)


def _compressed(grey: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    quality = int(rng.integers(30, 90))
    _, encoded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _taken_elsewhere(
    grey: NDArray[np.uint8], factor: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    view = np.asarray(grey, np.float32)
    if rng.random() < 0.3:
        view = view * (1 + 0.18 * factor * _shading(grey.shape[0], rng))
        view = view + 15 * factor * _shading(grey.shape[0], rng)
    if rng.random() < 0.25 * factor:
        softened = cv2.GaussianBlur(view, (0, 0), rng.uniform(1.0, 4.0))
        view = view + rng.uniform(0.3, 1.2) * (view - softened)
    if rng.random() < 0.3 * factor:
        grain = rng.standard_normal(grey.shape, np.float32)
        view = view + np.float32(255 * rng.uniform(0.005, 0.04)) * grain
    grained = np.asarray(np.clip(np.rint(view), 0, 255), np.uint8)
    if rng.random() < 0.3 * factor:
        _cover(grained, rng)
    return grained


def _shading(side: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A smooth field ``(side, side)``, about 0 with deviation about 1."""
    coarse = rng.standard_normal((3, 3), np.float32)
    return np.asarray(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)


def _cover(view: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Cover up to three rectangles of a view, each by one grey."""
    side = view.shape[0]
    for _ in range(rng.integers(1, 4)):
        height, width = rng.integers(max(1, side // 16), max(2, side // 4), 2)
        top, left = rng.integers(0, side - height), rng.integers(0, side - width)
        view[top : top + height, left : left + width] = rng.integers(0, 256)
