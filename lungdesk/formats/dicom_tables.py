"""Lookup tables and windows as items of DICOM sequences (PS3.3 C.11)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Final

import numpy as np
from pydicom.dataset import Dataset
from pydicom.valuerep import format_number_as_ds

from lungdesk.core.imaging.presentation_lut import is_dark_high
from lungdesk.core.radiograph import (
    LookupTable,
    Photometric,
    PresentationShape,
    Radiograph,
    Rescale,
    VoiTransform,
)

_FULL_BITS: Final = 16
_EXPLANATION_LENGTH: Final = 64


def add_modality_transform(dataset: Dataset, header: Dataset, radiograph: Radiograph) -> None:
    """Repeat the film's modality transform: without it, a state has none (PS3.4 N.2.1.1)."""
    modality = radiograph.modality
    if isinstance(modality, LookupTable):
        # Its entries are values, whatever bits they use; 8 and 16 are allowed (PS3.3 C.11.1.1).
        item = table_item(replace(modality, bits=_FULL_BITS))
        stated = (header.get("ModalityLUTSequence") or [Dataset()])[0]
        item.ModalityLUTType = stated.get("ModalityLUTType") or "US"
        dataset.ModalityLUTSequence = [item]
    elif modality != Rescale() or "RescaleSlope" in header:
        dataset.RescaleIntercept = decimal(modality.intercept)
        dataset.RescaleSlope = decimal(modality.slope)
        dataset.RescaleType = header.get("RescaleType") or "US"


def voi_item(voi: VoiTransform) -> Dataset:
    """Item of a Softcopy VOI LUT Sequence (PS3.3 C.11.8)."""
    item = Dataset()
    if isinstance(voi, LookupTable):
        item.VOILUTSequence = [table_item(_at_full_range(voi))]
        return item
    item.WindowCenter = decimal(voi.center)
    item.WindowWidth = decimal(voi.width)
    if voi.explanation:
        item.WindowCenterWidthExplanation = voi.explanation.replace("\\", " ")[:_EXPLANATION_LENGTH]
    item.VOILUTFunction = voi.function.value
    return item


def add_presentation_lut(dataset: Dataset, radiograph: Radiograph, *, is_inverted: bool) -> None:
    """VOI values to p-values, the film's photometric interpretation and the viewer's inversion.

    A presentation state is applied to MONOCHROME1 and MONOCHROME2 alike, so that INVERSE is
    what shows MONOCHROME1 as it is meant.
    """
    table = radiograph.presentation
    if isinstance(table, LookupTable):
        is_turned = (radiograph.photometric is Photometric.MONOCHROME1) != is_inverted
        full = _at_full_range(table)
        values = ~full.values if is_turned else full.values
        dataset.PresentationLUTSequence = [table_item(replace(full, first_value=0, values=values))]
        return
    is_dark = is_dark_high(radiograph, is_inverted=is_inverted)
    shape = PresentationShape.INVERSE if is_dark else PresentationShape.IDENTITY
    dataset.PresentationLUTShape = shape.value


def table_item(table: LookupTable) -> Dataset:
    """Item of a LUT sequence; the sign of the first input decides on the VR (PS3.3 C.11.1.1)."""
    item = Dataset()
    count = table.values.size % (1 << 16)
    is_signed = table.first_value < 0
    if is_signed and count >= 1 << 15:
        count -= 1 << 16  # the same 16 bits
    vr = "SS" if is_signed else "US"
    item.add_new("LUTDescriptor", vr, [count, table.first_value, table.bits])
    if table.explanation:
        item.LUTExplanation = table.explanation.replace("\\", " ")[:_EXPLANATION_LENGTH]
    item.add_new("LUTData", "OW", table.values.astype("<u2").tobytes())
    return item


def decimal(number: float) -> str:
    """A number as a decimal string: 16 characters (PS3.5 6.2)."""
    return format_number_as_ds(float(number))


def copied(dataset: Dataset, header: Dataset, *keywords: str) -> None:
    """Take elements over as they are, where they are stated."""
    for keyword in keywords:
        if keyword in header:
            dataset[keyword] = deepcopy(header[keyword])


def _at_full_range(table: LookupTable) -> LookupTable:
    """The same share of the full range for each input, in 16 bits.

    The VOI tables of a state have 8 or 16 (PS3.3 C.11.8), and those of 8 are packed.
    """
    full = (1 << _FULL_BITS) - 1
    values = np.rint(table.values * (full / ((1 << table.bits) - 1)))
    return replace(table, values=values.astype(np.uint16), bits=_FULL_BITS)
