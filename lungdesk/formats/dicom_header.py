"""The header of a DICOM file: read without the pixels, and only the elements that we use."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from pydicom import config
from pydicom.dataset import Dataset
from pydicom.filereader import read_partial
from pydicom.multival import MultiValue
from pydicom.tag import BaseTag, Tag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    MediaStorageDirectoryStorage,
    SecondaryCaptureImageStorage,
)

from lungdesk.core.errors import LungDeskError
from lungdesk.core.own_pictures import MAKER
from lungdesk.core.study import Instance, PatientRef
from lungdesk.formats import failures
from lungdesk.formats.coded_view import coded_region, coded_view

# Real films carry values that break the rules of their VR; they are shown all the same.
config.settings.reading_validation_mode = config.IGNORE

#: Bytes of a deflated file after inflating, at most.
_MAX_INFLATED_BYTES = 4 * failures.MAX_PIXELS

_PIXEL_ELEMENTS: Final = {
    (0x7FE0, 0x0008): "FloatPixelData",
    (0x7FE0, 0x0009): "DoubleFloatPixelData",
    (0x7FE0, 0x0010): "PixelData",
}

#: Tag of the length of the file meta information, with which most files begin.
_META_LENGTH: Final = b"\x02\x00\x00\x00"
_PREFIX: Final = b"DICM"
_SAYS_NOTHING: Final = "it ends before anything is said of an image"

#: Keywords of the shutter of a film (PS3.3 C.7.6.11).
SHUTTER_KEYWORDS: Final = (
    "ShutterShape",
    "ShutterLeftVerticalEdge",
    "ShutterRightVerticalEdge",
    "ShutterUpperHorizontalEdge",
    "ShutterLowerHorizontalEdge",
    "CenterOfCircularShutter",
    "RadiusOfCircularShutter",
    "VerticesOfThePolygonalShutter",
    "ShutterPresentationValue",
)

#: Keywords of all that is read of a header.
_KEYWORDS: Final = [
    "SpecificCharacterSet",
    "SOPClassUID",
    "Manufacturer",
    "SourceImageSequence",
    "SOPInstanceUID",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "Modality",
    "InstanceNumber",
    "SeriesDescription",
    "StudyDescription",
    "StudyDate",
    "BodyPartExamined",
    "AnatomicRegionSequence",
    "ViewPosition",
    "ViewCodeSequence",
    "ImageLaterality",
    "PatientOrientation",
    "KVP",
    "Exposure",
    "ExposureInuAs",
    "DistanceSourceToDetector",
    "Laterality",
    "PatientID",
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "NumberOfFrames",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "LossyImageCompression",
    "RescaleSlope",
    "RescaleIntercept",
    "ModalityLUTSequence",
    "WindowCenter",
    "WindowWidth",
    "WindowCenterWidthExplanation",
    "VOILUTFunction",
    "VOILUTSequence",
    "PresentationLUTShape",
    "PresentationLUTSequence",
    "PixelPaddingValue",
    "PixelPaddingRangeLimit",
    "PixelSpacing",
    "PixelSpacingCalibrationType",
    "ImagerPixelSpacing",
    "NominalScannedPixelSpacing",
    "EstimatedRadiographicMagnificationFactor",
    "RedPaletteColorLookupTableDescriptor",
    "GreenPaletteColorLookupTableDescriptor",
    "BluePaletteColorLookupTableDescriptor",
    "RedPaletteColorLookupTableData",
    "GreenPaletteColorLookupTableData",
    "BluePaletteColorLookupTableData",
    "SegmentedRedPaletteColorLookupTableData",
    "SegmentedGreenPaletteColorLookupTableData",
    "SegmentedBluePaletteColorLookupTableData",
    "SharedFunctionalGroupsSequence",
    "PerFrameFunctionalGroupsSequence",
    "ExtendedOffsetTable",
    "ExtendedOffsetTableLengths",
    *SHUTTER_KEYWORDS,
]

#: Groups that an overlay plane can have (PS3.5 7.6), and its elements that are read.
OVERLAY_GROUPS: Final = range(0x6000, 0x6100, 2)
_OVERLAY_ELEMENTS: Final = (
    *(0x0010, 0x0011, 0x0015, 0x0022, 0x0040, 0x0050, 0x0051),
    *(0x0100, 0x0102, 0x1500, 0x3000),
)
_OVERLAY_TAGS: Final = [Tag(group, e) for group in OVERLAY_GROUPS for e in _OVERLAY_ELEMENTS]
_TAGS: Final = [Tag(keyword) for keyword in _KEYWORDS]


@dataclass(frozen=True, slots=True, eq=False)
class DicomHeader:
    """What stands before the pixels, and where the pixels are.

    Attributes
    ----------
    source
        The stream to take pixels from: the file, or what was inflated of it.
    transfer_syntax
        Encoding of the pixels.
    pixel_keyword
        Which element holds the pixels.
    pixels_at
        Position in ``source`` of the pixel element's value.
    """

    dataset: Dataset
    source: BinaryIO
    transfer_syntax: UID
    pixel_keyword: str
    pixels_at: int
    instance: Instance


def read_header(stream: BinaryIO, path: Path, *, has_overlays: bool = False) -> DicomHeader:
    """Read the header of an image.

    Parameters
    ----------
    has_overlays
        Whether to read overlay planes as well, which can be as many bits as the film has pixels.

    Raises
    ------
    LungDeskError
        ``DICOM_WITHOUT_PIXELS`` for a report, a plan and the like; ``DICOM_DAMAGED``.
    """
    tags = _TAGS + _OVERLAY_TAGS if has_overlays else _TAGS
    dataset, source = elements_of(stream, path, tags)
    syntax = _transfer_syntax(dataset)
    keyword, at = _pixel_element(source, syntax)
    if not keyword:
        raise _without_pixels(path, dataset)
    if "Rows" not in dataset or "Columns" not in dataset:
        raise failures.damaged_dicom(path, "it does not say how many pixels it has")
    encoding = syntax if source is stream else DeflatedExplicitVRLittleEndian
    return DicomHeader(dataset, source, syntax, keyword, at, _instance(path, dataset, encoding))


def elements_of(stream: BinaryIO, path: Path, tags: Sequence[BaseTag]) -> tuple[Dataset, BinaryIO]:
    """Some elements of a data set, and its stream, which stands where the pixels begin.

    A copy that went wrong may be zeros from somewhere on; pydicom would take every eight of them
    for an element, a minute long. No element of a data set is of group 0: there it ends.

    Raises
    ------
    LungDeskError
        ``IMAGE_TOO_LARGE`` when a deflated file becomes larger than any film; ``DICOM_DAMAGED``.
    """
    source = inflated(stream, path)
    head = source.read(144)
    has_meta = head[132:136] == _META_LENGTH
    source.seek(144 + int.from_bytes(head[140:144], "little") if has_meta else 132)
    is_blank = source.read(8) == bytes(8)
    source.seek(0)
    if is_blank and head[128:132] == _PREFIX:
        raise failures.damaged_dicom(path, _SAYS_NOTHING)
    return read_partial(source, _ends, force=True, specific_tags=list(tags)), source


def _ends(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return (tag.group, tag.element) in _PIXEL_ELEMENTS or not tag.group


def inflated(stream: BinaryIO, path: Path) -> BinaryIO:
    """The stream itself, or the data set of a deflated file (PS3.5 A.5).

    Raises
    ------
    LungDeskError
        ``IMAGE_TOO_LARGE`` when it becomes larger than any film.
    """
    head = stream.read(144)
    if head[132:136] != _META_LENGTH:
        stream.seek(0)
        return stream
    meta = stream.read(min(int.from_bytes(head[140:144], "little"), 1 << 16))
    if DeflatedExplicitVRLittleEndian.encode() not in meta:
        stream.seek(0)
        return stream
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(stream.read(), _MAX_INFLATED_BYTES)
    if inflater.unconsumed_tail:
        raise failures.inflates_too_much(path)
    return BytesIO(data)


def whole(dataset: Dataset, keyword: str, default: int) -> int:
    """Integer value of an element; ``default`` when it is absent, empty or no number."""
    try:
        return int(dataset.get(keyword))
    except (TypeError, ValueError, OverflowError):
        return default


def text(dataset: Dataset, keyword: str) -> str:
    """Text of an element, trimmed; empty when it is absent or cannot be read."""
    try:
        value: Any = dataset.get(keyword)
        if isinstance(value, MultiValue):  # a backslash in free text parts it
            return ", ".join(str(part).strip() for part in value)
        return "" if value is None else str(value).strip()
    except (ValueError, TypeError, LookupError, AttributeError, NotImplementedError):
        return ""


def _transfer_syntax(dataset: Dataset) -> UID:
    stated = text(getattr(dataset, "file_meta", Dataset()), "TransferSyntaxUID")
    if stated and stated != DeflatedExplicitVRLittleEndian:
        return UID(stated)
    # Without file meta information the data set itself shows how it was read.
    is_implicit, is_little = dataset.original_encoding
    if is_implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if is_little else ExplicitVRBigEndian


def _pixel_element(source: BinaryIO, syntax: UID) -> tuple[str, int]:
    """Keyword of the pixel element at the source's position, or nothing, and where it starts."""
    head = source.read(12)
    order: Any = "big" if syntax == ExplicitVRBigEndian else "little"
    tag = (int.from_bytes(head[0:2], order), int.from_bytes(head[2:4], order))
    value_at = 8 if syntax == ImplicitVRLittleEndian else 12
    return _PIXEL_ELEMENTS.get(tag, ""), source.tell() - len(head) + value_at


def _without_pixels(path: Path, dataset: Dataset) -> LungDeskError:
    meta = getattr(dataset, "file_meta", Dataset())
    said, stated = text(dataset, "SOPClassUID"), text(meta, "MediaStorageSOPClassUID")
    kind = UID(stated if stated.startswith(said) else said)  # the end of one may be missing
    if kind == MediaStorageDirectoryStorage:
        return failures.dicom_without_pixels(path, "it is a table of contents; open its folder")
    if not kind and "Modality" not in dataset and "Rows" not in dataset:
        return failures.damaged_dicom(path, _SAYS_NOTHING)
    if "Rows" in dataset:
        return failures.dicom_without_pixels(path, "its header tells of one, but it is not there")
    is_known = kind.name != kind or (said and kind.is_valid and kind.is_private)
    if "ImageStorage" in kind.keyword or not is_known:
        return failures.damaged_dicom(path, "it ends before its image")
    return failures.dicom_without_pixels(path, f"it is of the kind {kind.name}")


def _instance(path: Path, dataset: Dataset, syntax: UID) -> Instance:
    return Instance(
        path=path,
        rows=whole(dataset, "Rows", 0),
        columns=whole(dataset, "Columns", 0),
        frame_count=max(1, whole(dataset, "NumberOfFrames", 1)),
        modality=text(dataset, "Modality") or "OT",
        sop_instance_uid=text(dataset, "SOPInstanceUID"),
        series_instance_uid=text(dataset, "SeriesInstanceUID"),
        study_instance_uid=text(dataset, "StudyInstanceUID"),
        instance_number=whole(dataset, "InstanceNumber", 0),
        series_description=text(dataset, "SeriesDescription"),
        study_description=text(dataset, "StudyDescription"),
        study_date=text(dataset, "StudyDate"),
        body_part=text(dataset, "BodyPartExamined") or coded_region(dataset),
        view_position=text(dataset, "ViewPosition") or coded_view(dataset),
        laterality=text(dataset, "ImageLaterality") or text(dataset, "Laterality"),
        patient_orientation=_patient_orientation(dataset),
        technique=_technique(dataset),
        transfer_syntax=syntax.name,
        patient=PatientRef(
            patient_id=text(dataset, "PatientID"),
            name=text(dataset, "PatientName"),
            birth_date=text(dataset, "PatientBirthDate"),
            sex=text(dataset, "PatientSex"),
        ),
        is_own_picture=_is_own_picture(dataset),
    )


def _is_own_picture(dataset: Dataset) -> bool:
    """Whether LungDesk has made it of a film, by what an archive keeps that writes files anew.

    What LungDesk has converted to a film names no image that it was made of, and no manufacturer.
    """
    is_made = text(dataset, "Manufacturer") == MAKER and "SourceImageSequence" in dataset
    return is_made and text(dataset, "SOPClassUID") == SecondaryCaptureImageStorage


def _patient_orientation(dataset: Dataset) -> tuple[str, str]:
    parts = [part.strip().upper() for part in text(dataset, "PatientOrientation").split(",")]
    return (parts[0], parts[1]) if len(parts) == 2 else ("", "")


def _technique(dataset: Dataset) -> str:
    """Tube voltage, exposure and distance, as far as the header states them."""
    voltage, distance = number(dataset, "KVP"), number(dataset, "DistanceSourceToDetector")
    exact, whole_mas = number(dataset, "ExposureInuAs"), number(dataset, "Exposure")
    exposure = exact / 1000 if exact > 0 else whole_mas
    stated = ((voltage, "kV"), (exposure, "mAs"), (distance / 10, "cm"))
    return " · ".join(f"{value:.4g} {unit}" for value, unit in stated if value > 0)


def number(dataset: Dataset, keyword: str) -> float:
    """Value of an element; 0 when it is absent, empty or no number."""
    try:
        value = float(text(dataset, keyword))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
