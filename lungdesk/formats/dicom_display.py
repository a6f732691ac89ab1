"""What a DICOM header says of how its values are to be shown and measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from typing import Any

import numpy as np
from pydicom.dataset import Dataset

from lungdesk.core.radiograph import (
    CircularShutter,
    LookupTable,
    ModalityTransform,
    OverlayPlane,
    Photometric,
    PixelSpacing,
    PolygonalShutter,
    PresentationShape,
    RectangularShutter,
    Rescale,
    Shutter,
    SpacingSource,
    VoiFunction,
    VoiTransform,
    Window,
)
from lungdesk.formats.dicom_header import OVERLAY_GROUPS, whole

#: Reads the bit at a position of each pixel, packed as an overlay; empty when there is none.
BitReader = Callable[[int], bytes]

_CALIBRATED = ("GEOMETRY", "FIDUCIAL")

#: First and last row, first and last column of a rectangular shutter.
_EDGES = (
    "ShutterUpperHorizontalEdge",
    "ShutterLowerHorizontalEdge",
    "ShutterLeftVerticalEdge",
    "ShutterRightVerticalEdge",
)

#: Functional groups that say how a frame is to be shown (PS3.3 C.7.6.16.2).
_DISPLAY_GROUPS = (
    "PixelValueTransformationSequence",
    "FrameVOILUTSequence",
    "PixelMeasuresSequence",
    "FrameDisplayShutterSequence",
)


def display_header(dataset: Dataset, frame: int) -> Dataset:
    """The header with what an enhanced multi-frame object says of one frame on its top level."""
    shared = dataset.get("SharedFunctionalGroupsSequence") or ()
    each = dataset.get("PerFrameFunctionalGroupsSequence") or ()
    groups = [*shared[:1], *each[frame : frame + 1]]
    found = [group.get(keyword) for group in groups for keyword in _DISPLAY_GROUPS]
    if not any(found):
        return dataset
    flat = copy(dataset)
    for sequence in found:
        if sequence:
            flat.update(sequence[0])
    return flat


def modality_transform(dataset: Dataset) -> ModalityTransform:
    """Modality LUT Sequence, else rescale, else identity (PS3.3 C.11.1).

    Raises
    ------
    ValueError
        When it is stated and cannot be read: the values would have another meaning without it.
    """
    sequence = dataset.get("ModalityLUTSequence")
    if sequence:
        return _lookup_table(sequence[0], dataset)
    slope = float(dataset.get("RescaleSlope") or 1.0)
    intercept = float(dataset.get("RescaleIntercept") or 0.0)
    if not (math.isfinite(slope) and math.isfinite(intercept)):
        raise ValueError(f"a rescale of slope {slope} and intercept {intercept}")
    return Rescale(slope, intercept)


def voi_transforms(dataset: Dataset) -> tuple[VoiTransform, ...]:
    """VOI LUTs, then windows, in the order of the file (PS3.3 C.11.2).

    They are offers: one that cannot be read is left out, and the film is shown without it.
    """
    offers: list[VoiTransform] = []
    for item in dataset.get("VOILUTSequence") or ():
        with suppress(ValueError, TypeError, AttributeError):
            offers.append(_lookup_table(item, dataset))
    function = _voi_function(dataset)
    centers, widths = (_numbers(dataset, k) for k in ("WindowCenter", "WindowWidth"))
    words = _texts(dataset.get("WindowCenterWidthExplanation"))
    for number, (center, width) in enumerate(zip(centers, widths, strict=False)):
        explanation = words[number] if number < len(words) else ""
        with suppress(ValueError):  # a width of 0 is not allowed and says nothing
            offers.append(Window(center, width, function, explanation or f"window {number + 1}"))
    return tuple(offers)


def presentation_of(dataset: Dataset, photometric: Photometric) -> PresentationShape | LookupTable:
    """Presentation LUT (PS3.3 C.11.6).

    DX writes INVERSE beside MONOCHROME1 and IDENTITY beside MONOCHROME2 (PS3.3 C.8.11.3.1.2): the
    two say the same thing, and must not turn the film round twice.
    """
    sequence = dataset.get("PresentationLUTSequence")
    if sequence:
        return _lookup_table(sequence[0], dataset)
    is_inverse = str(dataset.get("PresentationLUTShape", "")) == PresentationShape.INVERSE
    if is_inverse and photometric is Photometric.MONOCHROME2:
        return PresentationShape.INVERSE
    return PresentationShape.IDENTITY


def padding_range(dataset: Dataset) -> tuple[int, int] | None:
    """Inclusive range of stored values that are no image (PS3.3 C.7.5.1.1.2)."""
    try:
        value = int(dataset.get("PixelPaddingValue"))
        limit = int(dataset.get("PixelPaddingRangeLimit", value))
    except (TypeError, ValueError):
        return None
    low, high = sorted(_as_stored(number, dataset) for number in (value, limit))
    return low, high


def pixel_spacing(dataset: Dataset) -> PixelSpacing | None:
    """Spacing with its provenance (PS3.3 10.7.1.3); None when the header has none.

    A spacing at the detector is divided by the magnification where that is stated.
    """
    stated = _positive_pair(dataset, "PixelSpacing")
    detector = _positive_pair(dataset, "ImagerPixelSpacing")
    if stated and str(dataset.get("PixelSpacingCalibrationType", "")) in _CALIBRATED:
        return PixelSpacing(*stated, SpacingSource.CALIBRATED)
    if detector:
        factor = next(iter(_numbers(dataset, "EstimatedRadiographicMagnificationFactor")), 0.0)
        if factor > 0:
            row, column = detector
            return PixelSpacing(row / factor, column / factor, SpacingSource.MAGNIFICATION)
        if stated is None or stated == detector:
            return PixelSpacing(*detector, SpacingSource.AT_DETECTOR)
    # Of a scanned film, the spacing on the film (PS3.3 C.8.6.2).
    stated = stated or _positive_pair(dataset, "NominalScannedPixelSpacing")
    return PixelSpacing(*stated, SpacingSource.UNCALIBRATED) if stated else None


def overlay_planes(dataset: Dataset, frame: int, bit_plane: BitReader) -> tuple[OverlayPlane, ...]:
    """Overlays of one frame, counted from 0, in the order of their groups (PS3.3 C.9.2, C.9.3).

    They are extras: one that cannot be read is left out.
    """
    planes: list[OverlayPlane] = []
    for group in OVERLAY_GROUPS:
        if (group, 0x0010) in dataset:
            with suppress(ValueError, TypeError, AttributeError, LookupError, OverflowError):
                planes += _overlay_plane(dataset, group, frame, bit_plane)
    return tuple(planes)


def display_shutters(dataset: Dataset) -> tuple[Shutter, ...]:
    """Shutters of the kinds rectangular, circular, polygonal (PS3.3 C.7.6.11).

    One that is not stated completely is left out: too much is seen rather than too little.
    """
    shutters: list[Shutter] = []
    value = min(max(whole(dataset, "ShutterPresentationValue", 0), 0), 0xFFFF)
    for shape in _texts(dataset.get("ShutterShape")):
        with suppress(ValueError):
            if shape == "RECTANGULAR":
                top, bottom, left, right = (_edge(dataset, keyword) for keyword in _EDGES)
                shutters.append(RectangularShutter(top, left, bottom, right, value))
            elif shape == "CIRCULAR":
                row, column = (int(n) for n in _numbers(dataset, "CenterOfCircularShutter"))
                (radius,) = _numbers(dataset, "RadiusOfCircularShutter")
                shutters.append(CircularShutter(row - 1, column - 1, radius, value))
            elif shape == "POLYGONAL":
                flat = [int(n) - 1 for n in _numbers(dataset, "VerticesOfThePolygonalShutter")]
                corners = tuple(zip(flat[::2], flat[1::2], strict=True))
                shutters.append(PolygonalShutter(corners, value))
    return tuple(shutters)


def _edge(dataset: Dataset, keyword: str) -> int:
    (number,) = _numbers(dataset, keyword)
    return int(number) - 1


def _overlay_plane(
    dataset: Dataset, group: int, frame: int, bit_plane: BitReader
) -> list[OverlayPlane]:
    """The plane of a group for a frame, or nothing when it is meant for other frames."""

    def stated(element: int, default: Any) -> Any:
        value = dataset[group, element].value if (group, element) in dataset else None
        return default if value is None or value == "" else value

    rows, columns = int(stated(0x0010, 0)), int(stated(0x0011, 0))
    # Without a number of frames, it belongs to all of them.
    number = 0
    if (group, 0x0015) in dataset:
        number = frame - (int(stated(0x0051, 1)) - 1)
        if not 0 <= number < int(stated(0x0015, 1)):
            return []
    first_bit = number * rows * columns
    if (group, 0x3000) in dataset:
        packed = _overlay_bits(dataset, group)
    else:
        packed, first_bit = bit_plane(int(stated(0x0102, 0))), 0
        rows, columns = int(dataset.Rows), int(dataset.Columns)
    top, left = (int(n) - 1 for n in stated(0x0050, (1, 1)))
    return [
        OverlayPlane(
            *(group, rows, columns, packed, first_bit, top, left),
            is_region=str(stated(0x0040, "G")) == "R",
            label=str(stated(0x1500, "")).strip(),
            description=str(stated(0x0022, "")).strip(),
        )
    ]


def _overlay_bits(dataset: Dataset, group: int) -> bytes:
    """Packed bits of a group; words of a big-endian file are turned round (PS3.5 8.1.2)."""
    element = dataset[group, 0x3000]
    packed = bytes(element.value or b"")
    if element.VR == "OW" and dataset.original_encoding[1] is False:
        return np.frombuffer(packed[: len(packed) // 2 * 2], "u2").byteswap().tobytes()
    return packed


def _voi_function(dataset: Dataset) -> VoiFunction:
    stated = str(dataset.get("VOILUTFunction", "LINEAR"))
    return VoiFunction(stated) if stated in set(VoiFunction) else VoiFunction.LINEAR


def _lookup_table(item: Dataset, dataset: Dataset) -> LookupTable:
    """A LUT item; raises ValueError when its descriptor and data do not fit."""
    count, first, bits = (int(n) for n in item.LUTDescriptor)
    count = count % (1 << 16) or 1 << 16
    data = item.LUTData
    if isinstance(data, bytes):
        # Entries of 8 bits are packed, and padded to an even length (PS3.3 C.11.1.1.1).
        width = 2 if len(data) >= 2 * count else 1
        order = ">" if dataset.original_encoding[1] is False else "<"
        values = np.frombuffer(data[: count * width], f"{order}u{width}").astype(np.uint16)
    else:
        values = np.atleast_1d(np.asarray(data, np.int64)).astype(np.uint16)
    if values.size < count:
        raise ValueError(f"a LUT announces {count} entries and holds {values.size}")
    values = values[:count]
    # Some writers state fewer bits than their entries use.
    bits = min(max(bits, int(values.max()).bit_length(), 1), 16)
    explanation = str(item.get("LUTExplanation") or "")
    return LookupTable(_as_stored(first, dataset), values, bits, explanation)


def _as_stored(value: int, dataset: Dataset) -> int:
    """A value of 16 bits with the sign of the pixels, whatever VR it was written with."""
    is_signed = dataset.get("PixelRepresentation") == 1
    if is_signed and 1 << 15 <= value < 1 << 16:
        return value - (1 << 16)
    return value


def _numbers(dataset: Dataset, keyword: str) -> list[float]:
    """Values of an element; none when one of them is no finite number."""
    try:
        value: Any = dataset.get(keyword)
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        numbers = [float(v) for v in many]
    except (TypeError, ValueError):
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    return [str(v) for v in value]


def _positive_pair(dataset: Dataset, keyword: str) -> tuple[float, float] | None:
    numbers = _numbers(dataset, keyword)
    if len(numbers) != 2 or min(numbers) <= 0:
        return None
    return numbers[0], numbers[1]
