"""Reads DICOM images: CR, DX, secondary captures and multi-frame, in every decodable encoding."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.uid import UID

from lungdesk.core.radiograph import OverlayPlane, Photometric, Radiograph
from lungdesk.core.study import Instance
from lungdesk.formats import failures
from lungdesk.formats.dicom_display import (
    display_header,
    display_shutters,
    modality_transform,
    overlay_planes,
    padding_range,
    pixel_spacing,
    presentation_of,
    voi_transforms,
)
from lungdesk.formats.dicom_header import DicomHeader, read_header, text, whole
from lungdesk.formats.dicom_pixels import bit_plane, decoded_frame

# PS3.5 A.4: encodings that lose something, or may.
_LOSSY_SYNTAXES: Final = frozenset(
    {
        UID("1.2.840.10008.1.2.4.50"),  # JPEG baseline
        UID("1.2.840.10008.1.2.4.51"),  # JPEG extended
        UID("1.2.840.10008.1.2.4.81"),  # JPEG-LS near-lossless
        UID("1.2.840.10008.1.2.4.91"),  # JPEG 2000
        UID("1.2.840.10008.1.2.4.203"),  # High-throughput JPEG 2000
    }
)


def read_dicom_instance(stream: BinaryIO, path: Path) -> Instance:
    """Read what the header says; the pixels stay on disk.

    Raises
    ------
    LungDeskError
        ``DICOM_WITHOUT_PIXELS``, ``DICOM_DAMAGED``.
    Exception
        Whatever pydicom raises; `lungdesk.formats.reader` turns it into a sentence.
    """
    return read_header(stream, path).instance


def read_dicom(stream: BinaryIO, path: Path, *, frame: int) -> Radiograph:
    """Decode one frame, counted from 0.

    Raises
    ------
    LungDeskError
        ``DICOM_WITHOUT_PIXELS``, ``DICOM_TRANSFER_SYNTAX``, ``DICOM_PHOTOMETRIC``,
        ``IMAGE_TOO_SMALL``, ``IMAGE_TOO_LARGE``, ``IMAGE_FRAME_MISSING``, ``DICOM_DAMAGED``.
    Exception
        Whatever pydicom and its decoders raise; `lungdesk.formats.reader` explains it.
    """
    header = read_header(stream, path, has_overlays=True)
    instance = header.instance
    failures.check_size(path, instance.rows, instance.columns)
    failures.check_frame(path, frame, instance.frame_count)
    failures.check_readable_size(path, instance.rows, instance.columns)
    pixels, photometric = decoded_frame(header, frame)
    if photometric == Photometric.RGB:
        dataset = display_header(header.dataset, frame)
        return Radiograph(
            np.asarray(pixels, np.uint8),
            Photometric.RGB,
            8,
            instance,
            frame=frame,
            spacing=pixel_spacing(dataset),
            is_lossy=_is_lossy(header),
            overlays=_overlays(header, frame),
            shutters=display_shutters(dataset),
        )
    return _grey(header, frame, pixels, Photometric(photometric))


def _grey(
    header: DicomHeader, frame: int, pixels: NDArray[Any], photometric: Photometric
) -> Radiograph:
    dataset = display_header(header.dataset, frame)
    allocated = 8 * pixels.dtype.itemsize
    return Radiograph(
        stored_values=pixels,
        photometric=photometric,
        bits_stored=whole(dataset, "BitsStored", allocated),
        instance=header.instance,
        frame=frame,
        modality=modality_transform(dataset),
        voi=voi_transforms(dataset),
        presentation=presentation_of(dataset, photometric),
        padding=padding_range(dataset),
        spacing=pixel_spacing(dataset),
        is_lossy=_is_lossy(header),
        overlays=_overlays(header, frame),
        shutters=display_shutters(dataset),
    )


def _overlays(header: DicomHeader, frame: int) -> tuple[OverlayPlane, ...]:
    return overlay_planes(header.dataset, frame, partial(bit_plane, header, frame))


def _is_lossy(header: DicomHeader) -> bool:
    is_stated = text(header.dataset, "LossyImageCompression") == "01"
    return is_stated or header.transfer_syntax in _LOSSY_SYNTAXES
