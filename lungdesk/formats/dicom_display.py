"""What a DICOM header says of how its values are to be shown and measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from typing import Any

import numpy as np
from pydicom.dataset import Dataset

from lungdesk.core.radiograph import (
    LookupTable,
    ModalityTransform,
    Photometric,
    PixelSpacing,
    PresentationShape,
    Rescale,
    SpacingSource,
    VoiFunction,
    VoiTransform,
    Window,
)

_CALIBRATED = ("GEOMETRY", "FIDUCIAL")

#: Functional groups that say how a frame is to be shown (PS3.3 C.7.6.16.2).
_DISPLAY_GROUPS = (
    "PixelValueTransformationSequence",
    "FrameVOILUTSequence",
    "PixelMeasuresSequence",
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
