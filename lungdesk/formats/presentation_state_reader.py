"""Reads Grayscale Softcopy Presentation States: ours exactly, others as well as they can be."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    GrayscaleSoftcopyPresentationStateStorage,
)

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.nearest_window import is_falling
from lungdesk.core.imaging.presentation_lut import is_dark_high
from lungdesk.core.presentation import (
    DisplayedArea,
    Presentation,
    SizeMode,
    StoredPresentation,
)
from lungdesk.core.radiograph import (
    Photometric,
    PixelSpacing,
    PresentationShape,
    Radiograph,
    SpacingSource,
    VoiTransform,
    Window,
)
from lungdesk.formats import failures, object_failures
from lungdesk.formats.dicom_display import presentation_of, voi_transforms
from lungdesk.formats.dicom_header import text, whole
from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.presentation_graphics import GraphicFrame, ReadGraphics, read_graphics
from lungdesk.formats.private_presentation import (
    exact_area,
    exact_calibration,
    exact_window,
    state_of,
)

#: Elements that tell which films a state is for.
_REFERENCES: Final = ("SOPClassUID", "ReferencedSeriesSequence")
#: What a state may ask for and LungDesk does not show.
_NOT_SHOWN: Final = {
    "ShutterShape": "shutter",
    "ShutterOverlayGroup": "shutter",
    "MaskSubtractionSequence": "subtraction",
    "PresentationLUTSequence": "presentation table",
}


def refers_to(path: Path, radiograph: Radiograph) -> bool:
    """Whether a file is a presentation state of a film; False for files of any other kind.

    Raises
    ------
    LungDeskError
        When the file cannot be opened.
    """
    uid = radiograph.instance.sop_instance_uid.encode(errors="replace")
    try:
        content = path.read_bytes()
        # Most states of a study are of other films: that is seen without parsing them.
        if uid not in content and DeflatedExplicitVRLittleEndian.encode() not in content:
            return False
        with tolerated():
            dataset = dcmread(
                BytesIO(content), stop_before_pixels=True, specific_tags=[*_REFERENCES]
            )
            return _is_state(dataset) and _refers_to(dataset, radiograph)
    except OSError as error:
        raise failures.not_readable(path, error) from error
    except Exception:  # noqa: BLE001 - whatever else it is, it is no presentation state
        return False


def read_presentation_state(path: Path, radiograph: Radiograph) -> StoredPresentation:
    """Read how a film is to be presented.

    Raises
    ------
    LungDeskError
        ``PRESENTATION_INVALID`` when it is no grayscale presentation state, speaks of other
        films or is damaged; or why it cannot be opened.
    """
    try:
        with tolerated():
            dataset = dcmread(path, stop_before_pixels=True)
            if not _is_state(dataset):
                raise object_failures.no_presentation(path, "it is no grayscale presentation state")
            if not _refers_to(dataset, radiograph):
                raise object_failures.no_presentation(path, "it speaks of other films")
            return _stored(path, dataset, radiograph)
    except LungDeskError:
        raise
    except OSError as error:
        raise failures.not_readable(path, error) from error
    except Exception as error:  # pydicom raises anything of altered bytes
        raise object_failures.no_presentation(path, "its content cannot be read") from error


def _is_state(dataset: Dataset) -> bool:
    return text(dataset, "SOPClassUID") == GrayscaleSoftcopyPresentationStateStorage


def _refers_to(dataset: Dataset, radiograph: Radiograph) -> bool:
    series = dataset.get("ReferencedSeriesSequence") or ()
    items = [item for one in series for item in one.get("ReferencedImageSequence") or ()]
    return any(_is_of(item, radiograph) for item in items)


def _is_of(item: Dataset, radiograph: Radiograph) -> bool:
    """Whether an image reference is to this frame of this film."""
    uid = radiograph.instance.sop_instance_uid
    if not uid or text(item, "ReferencedSOPInstanceUID") != uid:
        return False
    frames = item.get("ReferencedFrameNumber")
    if frames is None:
        return True
    many = [frames] if isinstance(frames, int | str) else list(frames)
    return radiograph.frame + 1 in [int(number) for number in many]


def _applying(dataset: Dataset, keyword: str, radiograph: Radiograph) -> list[Dataset]:
    """Items of a sequence that apply to a film: those that name it, and those that name none."""
    return [
        item
        for item in dataset.get(keyword) or ()
        if not item.get("ReferencedImageSequence")
        or any(_is_of(image, radiograph) for image in item.ReferencedImageSequence)
    ]


def _stored(path: Path, dataset: Dataset, radiograph: Radiograph) -> StoredPresentation:
    state = state_of(dataset)
    turns = _turns(dataset)
    area = _Area.of(dataset, radiograph, is_turned=turns.quarter_turns % 2 == 1)
    graphics = read_graphics(
        _applying(dataset, "GraphicAnnotationSequence", radiograph), area.graphic_frame
    )
    calibration = area.calibration
    displayed = area.stated if not area.is_whole else None
    if state is not None:
        calibration = exact_calibration(
            state,
            area.calibration,
            own=radiograph.spacing,
            drawn=graphics.annotations.spacing,
        )
        displayed = exact_area(
            state, area.stated, (radiograph.columns, radiograph.rows), is_whole=area.is_whole
        )
    presentation = replace(
        turns,
        voi=_voi(dataset, radiograph, state),
        is_inverted=_is_inverted(dataset, radiograph),
        area=displayed,
        calibration=calibration,
        annotations=graphics.annotations,
    )
    return StoredPresentation(
        path=path,
        sop_instance_uid=text(dataset, "SOPInstanceUID"),
        presentation=presentation,
        label=text(dataset, "ContentLabel"),
        description=text(dataset, "ContentDescription"),
        creator=text(dataset, "ContentCreatorName"),
        created=text(dataset, "PresentationCreationDate")
        + text(dataset, "PresentationCreationTime")[:6],
        is_own=state is not None,
        remarks=() if state is not None else _remarks(dataset, graphics),
    )


def _voi(
    dataset: Dataset, radiograph: Radiograph, state: dict[str, Any] | None
) -> VoiTransform | None:
    """Window or table; None when the state has none, and the film's own is meant."""
    for item in _applying(dataset, "SoftcopyVOILUTSequence", radiograph):
        for voi in voi_transforms(item):
            return exact_window(state, voi) if state and isinstance(voi, Window) else voi
    return None


def _is_inverted(dataset: Dataset, radiograph: Radiograph) -> bool:
    """Whether black and white are exchanged, compared with what the film itself asks for.

    INVERSE is what shows MONOCHROME1 as it is meant: a state does not look at that.
    """
    table = dataset.get("PresentationLUTSequence")
    if table:
        is_dark = is_falling(presentation_of(dataset, Photometric.MONOCHROME2))
    else:
        is_dark = text(dataset, "PresentationLUTShape") == PresentationShape.INVERSE
    return is_dark != is_dark_high(radiograph, is_inverted=False)


def _turns(dataset: Dataset) -> Presentation:
    """Turns, and then the flip; ours come after mirroring, so they go the other way round."""
    is_mirrored = text(dataset, "ImageHorizontalFlip") == "Y"
    turns = whole(dataset, "ImageRotation", 0) // 90 % 4
    return Presentation(quarter_turns=-turns % 4 if is_mirrored else turns, is_mirrored=is_mirrored)


def _remarks(dataset: Dataset, graphics: ReadGraphics) -> tuple[str, ...]:
    words = sorted({words for keyword, words in _NOT_SHOWN.items() if dataset.get(keyword)})
    remarks = [f"The {word} of this presentation state is not shown." for word in words]
    if graphics.left_out:
        remarks.append(f"{graphics.left_out} of its graphics could not be read.")
    return tuple(remarks)


@dataclass(frozen=True, slots=True)
class _Area:
    """What a Displayed Area Selection Sequence states (PS3.3 C.10.4)."""

    stated: DisplayedArea
    is_whole: bool
    calibration: PixelSpacing | None
    graphic_frame: GraphicFrame

    @classmethod
    def of(cls, dataset: Dataset, radiograph: Radiograph, *, is_turned: bool) -> _Area:
        """The area of a film; all of it where nothing is stated."""
        columns, rows = radiograph.columns, radiograph.rows
        items = _applying(dataset, "DisplayedAreaSelectionSequence", radiograph)
        item = items[0] if items else Dataset()
        x0, y0 = (int(n) for n in item.get("DisplayedAreaTopLeftHandCorner") or (1, 1))
        x1, y1 = (int(n) for n in item.get("DisplayedAreaBottomRightHandCorner") or (columns, rows))
        left, right = min(x0, x1) - 1, max(x0, x1)
        top, bottom = min(y0, y1) - 1, max(y0, y1)
        magnification = _magnification(item)
        mode = SizeMode.FIT
        if text(item, "PresentationSizeMode") == SizeMode.TRUE_SIZE:
            mode = SizeMode.TRUE_SIZE
        elif magnification is not None:
            mode = SizeMode.MAGNIFY
        stated = DisplayedArea(left, top, right, bottom, mode, magnification)
        is_all = (left, top, right, bottom) == (0, 0, columns, rows)
        frame = GraphicFrame(
            (columns, rows),
            (left if x0 <= x1 else right, top if y0 <= y1 else bottom),
            (right if x0 <= x1 else left, bottom if y0 <= y1 else top),
            is_turned,
        )
        return cls(stated, is_all and mode is SizeMode.FIT, _calibration(item, radiograph), frame)


def _magnification(item: Dataset) -> float | None:
    if text(item, "PresentationSizeMode") != SizeMode.MAGNIFY:
        return None
    ratio = float(item.get("PresentationPixelMagnificationRatio") or 0)
    return ratio if math.isfinite(ratio) and ratio > 0 else None


def _calibration(item: Dataset, radiograph: Radiograph) -> PixelSpacing | None:
    """The spacing that is stated, unless it is the film's own; how it was found is not said."""
    stated = item.get("PresentationPixelSpacing")
    if not stated or len(stated) != 2:
        return None
    row_mm, column_mm = (float(number) for number in stated)
    if not (row_mm > 0 and column_mm > 0 and math.isfinite(row_mm * column_mm)):
        return None
    own = radiograph.spacing
    if (
        own is not None
        and math.isclose(row_mm, own.row_mm, rel_tol=1e-4)
        and math.isclose(column_mm, own.column_mm, rel_tol=1e-4)
    ):
        return None
    return PixelSpacing(row_mm, column_mm, SpacingSource.UNCALIBRATED)
