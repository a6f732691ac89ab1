"""From a film to what the network sees: one way, for training, evaluation and reading alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.grey_counts import percentiles_of
from lungdesk.core.lungs.box import LungBox
from lungdesk.core.lungs.verdict import LungVerdict
from lungdesk.core.quality import coloured_share
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import NO_CORRECTION, Correction


class Framing(StrEnum):
    """How a film of any shape becomes a square.

    ``squash``: all of it. ``centre_crop``: the largest square in its middle. ``lungs``: the box
    around the lungs (`lungdesk.core.lungs.box`), all of it where there are none.
    """

    SQUASH = "squash"
    CENTRE_CROP = "centre_crop"
    LUNGS = "lungs"


class Contrast(StrEnum):
    """Which grey values the network is given."""

    STRETCHED = "stretched"
    AS_STORED = "as_stored"


#: Percentiles of the reduced film that a stretched contrast spreads over 0…255.
STRETCH_PERCENTILES = (1.0, 99.0)

#: Integer types that OpenCV resizes itself; the others go through float64.
_RESIZABLE = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int16))


@dataclass(frozen=True, slots=True)
class Normalization:
    """``(grey - mean) / scale`` per channel, for grey values 0…255."""

    mean: tuple[float, float, float]
    scale: tuple[float, float, float]

    def apply(self, grey: NDArray[Any]) -> NDArray[np.float32]:
        """``(N, S, S)`` grey values in [0, 255] to ``(N, S, S, 3)`` float32."""
        mean = np.asarray(self.mean, np.float32)
        factor = 1 / np.asarray(self.scale, np.float32)
        return np.asarray((np.asarray(grey, np.float32)[..., None] - mean) * factor, np.float32)


@dataclass(frozen=True, slots=True)
class PreprocessSpec:
    """All that decides what the network sees; part of every bundle.

    Attributes
    ----------
    lungs
        `LungSight.digest` of the network that finds the lungs for `Framing.LUNGS`, which cannot do
        without; empty for every other framing.
    """

    input_size: int
    normalization: Normalization
    framing: Framing = Framing.SQUASH
    contrast: Contrast = Contrast.STRETCHED
    lungs: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if (self.framing is Framing.LUNGS) != bool(self.lungs):
            raise ValueError(f"the framing {self.framing} with the lung network {self.lungs!r}")

    def __str__(self) -> str:
        """Tells all apart; caches are named after it, so one without lungs says nothing of them."""
        return f"{self!r}|{self.lungs}" if self.lungs else repr(self)


class LungSight(Protocol):
    """Finds the lungs in films; may be asked from any thread."""

    @property
    def spec(self) -> PreprocessSpec:
        """What it sees of a film: the whole."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that decides what it finds."""

    def box(self, whole: NDArray[np.uint8], correction: Correction) -> LungBox | None:
        """Where the lungs are in a film, as it lies; None where there are none.

        Parameters
        ----------
        whole
            The film as `spec` shows it, ``(S, S)``.
        correction
            What makes it lie as films do: only then can lungs be found.
        """

    def judge(self, whole: ModelView, correction: Correction) -> LungVerdict:
        """Whether what is found in a film looks like its two lungs.

        Parameters
        ----------
        whole
            What `model_view` makes of the film with `spec`.
        """

    def judge_all(self, wholes: Sequence[tuple[ModelView, Correction]]) -> list[LungVerdict]:
        """As `judge`, of films in a row, several in flight; from the thread that owns the model."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelView:
    """The film as the network sees it.

    Attributes
    ----------
    grey
        ``(S, S)`` uint8.
    region
        The part of the film, in its pixels, that ``grey`` covers.
    counts
        How many pixels of ``grey`` had each value before its contrast was stretched, ``(256,)``.
    coloured
        Share of coloured pixels of a film in colour.
    found_in
        The film as the network that found its lungs sees it; None where none was asked.
    """

    grey: NDArray[np.uint8]
    region: ImageRegion
    counts: NDArray[np.int64]
    coloured: float = 0.0
    found_in: ModelView | None = None

    @property
    def surveyed(self) -> ModelView:
        """What tells whether the film may be read, and how it lies: more of it than the lungs."""
        return self.found_in or self


def model_view(
    radiograph: Radiograph,
    spec: PreprocessSpec,
    lungs: LungSight | None = None,
    correction: Correction = NO_CORRECTION,
) -> ModelView:
    """Reduce a film to the grey square that the network sees.

    The film is reduced first, by area, and mapped through the grayscale chain afterwards: the
    same picture for a tenth of the time on a 15-megapixel film. Pixel padding is black, as on the
    screen.

    Parameters
    ----------
    lungs
        Finds the lungs for `Framing.LUNGS`; other framings need none.
    correction
        What makes the film lie as films do. The view shows it as it lies all the same: only lungs
        are looked for in the corrected film.

    Raises
    ------
    ValueError
        When ``lungs`` is not the network that ``spec`` names.
    """
    rows, columns = radiograph.rows, radiograph.columns
    if spec.framing is not Framing.LUNGS:
        return _view_of(radiograph, spec, _region(rows, columns, spec.framing))
    if lungs is None or lungs.digest != spec.lungs:
        raise ValueError("the lungs are to be found by the network that the preparation names")
    whole = model_view(radiograph, lungs.spec)
    box = lungs.box(whole.grey, correction)
    region = box.region(rows, columns) if box else _region(rows, columns, Framing.SQUASH)
    return replace(_view_of(radiograph, spec, region), found_in=whole)


def _view_of(radiograph: Radiograph, spec: PreprocessSpec, region: ImageRegion) -> ModelView:
    rows = slice(int(region.top), int(region.bottom))
    columns = slice(int(region.left), int(region.right))
    seen = replace(radiograph, stored_values=radiograph.stored_values[rows, columns])
    film = grayscale.without_padding(seen)
    reduced = _reduced(film.stored_values, spec.input_size)
    shown = _grey(replace(film, stored_values=reduced))
    counts = grey_counts(shown)
    grey = stretched(shown, counts) if spec.contrast is Contrast.STRETCHED else shown
    coloured = coloured_share(reduced) if film.is_colour else 0.0
    return ModelView(grey, region, counts, coloured)


def grey_counts(grey: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How many pixels of ``(S, S)`` have each value: ``(256,)``; of 4096 x 4096 pixels at most."""
    # As float32, which no larger picture's counts would fit in.
    return cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel().astype(np.int64)


def stretched(grey: NDArray[np.uint8], counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Spread `STRETCH_PERCENTILES` of ``(S, S)`` uint8 over 0…255; a flat film stays as it is.

    Parameters
    ----------
    counts
        Those of `grey_counts`.
    """
    low, high = percentiles_of(counts, STRETCH_PERCENTILES)
    if high <= low:
        return grey
    table = (np.arange(256, dtype=np.float64) - low) * (255.0 / (high - low))
    return np.asarray(cv2.LUT(grey, np.clip(np.rint(table), 0, 255).astype(np.uint8)), np.uint8)


def _grey(film: Radiograph) -> NDArray[np.uint8]:
    if film.is_colour:
        return grayscale.luminance(film.stored_values)
    return grayscale.p_values(film)


def _region(rows: int, columns: int, framing: Framing) -> ImageRegion:
    if framing is Framing.SQUASH:
        return ImageRegion(0.0, 0.0, float(columns), float(rows))
    side = min(rows, columns)
    left, top = (columns - side) // 2, (rows - side) // 2
    return ImageRegion(float(left), float(top), float(left + side), float(top + side))


def _reduced(stored: NDArray[Any], side: int) -> NDArray[Any]:
    """``stored`` resized to a square, in its own dtype and never beyond its own range."""
    is_enlarged = min(stored.shape[:2]) < side
    interpolation = cv2.INTER_LINEAR if is_enlarged else cv2.INTER_AREA
    if stored.dtype in _RESIZABLE:
        return np.asarray(cv2.resize(stored, (side, side), interpolation=interpolation))
    # float32 holds no more than 24 bits.
    as_float = cv2.resize(stored.astype(np.float64), (side, side), interpolation=interpolation)
    limits = np.iinfo(stored.dtype)  # OpenCV's weights may add up to a little more than 1
    return np.clip(np.rint(as_float), limits.min, limits.max).astype(stored.dtype)
