"""A decoded radiograph: stored values and all that is needed to show them truthfully."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.study import Instance


class Photometric(StrEnum):
    """Photometric interpretation after decoding (PS3.3 C.7.6.3.1.2)."""

    MONOCHROME1 = "MONOCHROME1"
    MONOCHROME2 = "MONOCHROME2"
    RGB = "RGB"


class VoiFunction(StrEnum):
    """VOI LUT Function (PS3.3 C.11.2.1.3)."""

    LINEAR = "LINEAR"
    LINEAR_EXACT = "LINEAR_EXACT"
    SIGMOID = "SIGMOID"


class PresentationShape(StrEnum):
    """Presentation LUT Shape (PS3.3 C.11.6.1.2)."""

    IDENTITY = "IDENTITY"
    INVERSE = "INVERSE"


class SpacingSource(StrEnum):
    """Where a pixel spacing comes from, and so how far a length can be trusted."""

    CALIBRATED = "calibrated"
    AT_DETECTOR = "at detector"
    MAGNIFICATION = "by magnification factor"
    UNCALIBRATED = "as stated, not calibrated"
    CALIBRATED_BY_USER = "calibrated by user"


@dataclass(frozen=True, slots=True)
class PixelSpacing:
    """Distance between pixel centres, with its provenance."""

    row_mm: float
    column_mm: float
    source: SpacingSource


@dataclass(frozen=True, slots=True)
class Rescale:
    """Linear modality transform: ``modality = stored * slope + intercept`` (PS3.3 C.11.1)."""

    slope: float = 1.0
    intercept: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class LookupTable:
    """A LUT of a Modality, VOI or Presentation LUT Sequence.

    Inputs below ``first_value`` give the first entry, inputs beyond the end the last.

    Attributes
    ----------
    values
        Entries, shape (N,), uint16, each below ``2**bits``.
    """

    first_value: int
    values: NDArray[np.uint16]
    bits: int
    explanation: str = ""

    def __post_init__(self) -> None:
        if self.values.ndim != 1 or self.values.size == 0:
            raise ValueError(f"LUT values must be a non-empty vector, got {self.values.shape}")
        largest = int(self.values.max())
        if largest >> self.bits:
            raise ValueError(f"LUT values need {self.bits} bits at most, got {largest}")


@dataclass(frozen=True, slots=True)
class Window:
    """A grey-scale window in modality units (PS3.3 C.11.2.1.2)."""

    center: float
    width: float
    function: VoiFunction = VoiFunction.LINEAR
    explanation: str = ""

    def __post_init__(self) -> None:
        least = 1.0 if self.function is VoiFunction.LINEAR else 0.0
        if not self.width >= least or (least == 0.0 and self.width == 0.0):
            raise ValueError(f"{self.function} needs a width of {least} or more, got {self.width}")


@dataclass(frozen=True, slots=True, eq=False)
class OverlayPlane:
    """One frame of an overlay (PS3.3 C.9.2), still packed as in the file.

    Attributes
    ----------
    group
        ``0x6000``, ``0x6002``, …
    rows, columns
        Size of the plane, which need not be that of the film.
    packed
        One bit a pixel, row by row, the least significant bit of each byte first.
    first_bit
        Where the plane begins in ``packed``.
    top, left
        Row and column of the film, from 0, under the plane's first pixel; may lie outside.
    is_region
        Whether the plane marks a region of interest; else it is graphics.
    """

    group: int
    rows: int
    columns: int
    packed: bytes
    first_bit: int = 0
    top: int = 0
    left: int = 0
    is_region: bool = False
    label: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        if self.rows < 1 or self.columns < 1 or self.first_bit < 0:
            raise ValueError(f"an overlay of {self.columns} x {self.rows} pixels")
        needed = self.first_bit + self.rows * self.columns
        if 8 * len(self.packed) < needed:
            raise ValueError(f"an overlay needs {needed} bits, got {8 * len(self.packed)}")


@dataclass(frozen=True, slots=True)
class RectangularShutter:
    """What is to be seen, in rows and columns of the film from 0, all four inclusive.

    ``presentation_value`` is the p-value of what is covered, 0 (black) to 65535, for this and
    the other shutters (PS3.3 C.7.6.11).
    """

    top: int
    left: int
    bottom: int
    right: int
    presentation_value: int = 0


@dataclass(frozen=True, slots=True)
class CircularShutter:
    """A circle about the middle of a pixel; the radius is in pixels along a row."""

    row: int
    column: int
    radius: float
    presentation_value: int = 0

    def __post_init__(self) -> None:
        if not self.radius > 0:
            raise ValueError(f"a circular shutter needs a radius above 0, got {self.radius}")


@dataclass(frozen=True, slots=True)
class PolygonalShutter:
    """A closed polygon; ``vertices`` are (row, column) from 0."""

    vertices: tuple[tuple[int, int], ...]
    presentation_value: int = 0

    def __post_init__(self) -> None:
        if len(self.vertices) < 3:
            raise ValueError(f"a polygon needs 3 vertices or more, got {len(self.vertices)}")


Shutter = RectangularShutter | CircularShutter | PolygonalShutter
ModalityTransform = Rescale | LookupTable
VoiTransform = Window | LookupTable


@dataclass(frozen=True, slots=True, eq=False)
class Radiograph:
    """One decoded frame.

    Attributes
    ----------
    stored_values
        ``(H, W)`` integers as stored for a grey film; ``(H, W, 3)`` uint8 for a colour image.
        Read-only.
    bits_stored
        Significant bits of a stored value.
    modality
        Stored values to modality values.
    voi
        What the file offers for modality values to VOI values, the default first; empty when
        it offers nothing and the window has to be computed.
    presentation
        VOI values to p-values; applied before MONOCHROME1 is turned round.
    padding
        Inclusive range of stored values that are not image (PS3.3 C.7.5.1.1.2).
    is_lossy
        Whether the pixels have ever been through lossy compression.
    overlays
        Graphics and regions that the file lays over this frame, to be shown on demand.
    shutters
        What the file wants to be covered, to be shown on demand; seen is what all leave open.
    """

    stored_values: NDArray[Any]
    photometric: Photometric
    bits_stored: int
    instance: Instance
    frame: int = 0
    modality: ModalityTransform = Rescale()
    voi: tuple[VoiTransform, ...] = ()
    presentation: PresentationShape | LookupTable = PresentationShape.IDENTITY
    padding: tuple[int, int] | None = None
    spacing: PixelSpacing | None = None
    is_lossy: bool = False
    overlays: tuple[OverlayPlane, ...] = ()
    shutters: tuple[Shutter, ...] = ()

    def __post_init__(self) -> None:
        is_colour = self.photometric is Photometric.RGB
        expected = 3 if is_colour else 2
        if self.stored_values.ndim != expected:
            raise ValueError(
                f"{self.photometric} needs {expected} dimensions, got {self.stored_values.shape}"
            )
        if is_colour and self.stored_values.dtype != np.uint8:
            raise ValueError(f"RGB needs uint8, got {self.stored_values.dtype}")
        if not is_colour and self.stored_values.dtype.kind not in "iu":
            raise ValueError(f"grey films hold integers, got {self.stored_values.dtype}")
        self.stored_values.setflags(write=False)

    @property
    def rows(self) -> int:
        """Height in pixels."""
        return int(self.stored_values.shape[0])

    @property
    def columns(self) -> int:
        """Width in pixels."""
        return int(self.stored_values.shape[1])

    @property
    def is_colour(self) -> bool:
        """Whether the pixels are RGB, so that windowing has no meaning."""
        return self.photometric is Photometric.RGB
