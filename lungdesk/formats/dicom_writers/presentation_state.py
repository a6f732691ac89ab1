"""Writes Grayscale Softcopy Presentation States (PS3.3 A.33.1, PS3.4 N).

With pydicom alone: highdicom's class always displays the whole film, splits the explanation of a
window into letters, and takes no table whose first input is negative.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import GrayscaleSoftcopyPresentationStateStorage

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.imaging.grayscale import default_voi
from lungdesk.core.presentation import DisplayedArea, ObjectTitle, Presentation, SizeMode
from lungdesk.core.radiograph import PixelSpacing, Radiograph
from lungdesk.formats import object_failures
from lungdesk.formats.dicom_header import SHUTTER_KEYWORDS, text
from lungdesk.formats.dicom_tables import (
    add_modality_transform,
    add_presentation_lut,
    copied,
    decimal,
    voi_item,
)
from lungdesk.formats.dicom_writers.graphics import add_graphics
from lungdesk.formats.film_reference import (
    NOT_FOR_DIAGNOSIS,
    FilmReference,
    film_reference,
    line,
    person,
    write_object,
)
from lungdesk.formats.private_presentation import add_state

DEFAULT_LABEL: Final = "PRESENTATION"
#: Height and width of a pixel, as `text` has them.
_RATIO: Final = re.compile(r"([1-9]\d{0,8}), ([1-9]\d{0,8})", re.ASCII)


def write_presentation_state(
    path: Path,
    radiograph: Radiograph,
    presentation: Presentation,
    title: ObjectTitle | None = None,
) -> str:
    """Write how a film is presented; gives the SOP Instance UID.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE``, ``PRESENTATION_COLOUR``, those of `not_writable`, or why the
        film's file cannot be read.
    """
    film = film_reference(radiograph)
    if radiograph.is_colour:
        raise object_failures.colour_presentation(radiograph.instance.path)
    dataset = film.derived_object(GrayscaleSoftcopyPresentationStateStorage, "PR")
    _add_identification(dataset, film, title or ObjectTitle())
    series = Dataset()
    series.SeriesInstanceUID = film.header.SeriesInstanceUID
    series.ReferencedImageSequence = [film.image_item()]
    dataset.ReferencedSeriesSequence = [series]
    _add_greys(dataset, film, presentation)
    _add_turns(dataset, presentation)
    dataset.DisplayedAreaSelectionSequence = [_area_item(film, presentation)]
    add_graphics(dataset, film, presentation)
    add_state(dataset, presentation)
    write_object(path, dataset)
    return str(dataset.SOPInstanceUID)


def content_label(words: str) -> str:
    """Words as a code string: 16 capital letters, digits, spaces and underscores."""
    plain = re.sub(r"[^A-Z0-9_]+", " ", words.upper()).strip()[:16].strip()
    return plain or DEFAULT_LABEL


def _add_identification(dataset: Dataset, film: FilmReference, title: ObjectTitle) -> None:
    dataset.Laterality = film.laterality
    dataset.SeriesDescription = f"Presentation state, {NOT_FOR_DIAGNOSIS}"
    dataset.ContentLabel = content_label(title.label)
    words = line(title.description or title.label, 64 - len(NOT_FOR_DIAGNOSIS) - 3)
    dataset.ContentDescription = (
        f"{words} ({NOT_FOR_DIAGNOSIS})" if words else NOT_FOR_DIAGNOSIS.capitalize()
    )
    dataset.ContentCreatorName = person(title.creator)
    dataset.PresentationCreationDate = dataset.InstanceCreationDate
    dataset.PresentationCreationTime = dataset.InstanceCreationTime


def _add_greys(dataset: Dataset, film: FilmReference, presentation: Presentation) -> None:
    radiograph = film.radiograph
    add_modality_transform(dataset, film.header, radiograph)
    dataset.SoftcopyVOILUTSequence = [voi_item(presentation.voi or default_voi(radiograph))]
    add_presentation_lut(dataset, radiograph, is_inverted=presentation.is_inverted)
    if radiograph.shutters:
        # It is not applied unless the state repeats it (PS3.4 N.2.2).
        copied(dataset, film.header, *SHUTTER_KEYWORDS)
        if "ShutterPresentationValue" not in dataset:
            dataset.ShutterPresentationValue = 0


def _add_turns(dataset: Dataset, presentation: Presentation) -> None:
    """Turns, and then the flip; ours come after mirroring, so they go the other way round."""
    if not (presentation.quarter_turns or presentation.is_mirrored):
        return
    turns = presentation.quarter_turns
    dataset.ImageRotation = 90 * (-turns % 4 if presentation.is_mirrored else turns)
    dataset.ImageHorizontalFlip = "Y" if presentation.is_mirrored else "N"


def _area_item(film: FilmReference, presentation: Presentation) -> Dataset:
    """Item of a Displayed Area Selection Sequence (PS3.3 C.10.4).

    It keeps to the film: corners beyond it are allowed, and taken for huge numbers by many.
    """
    radiograph = film.radiograph
    whole = DisplayedArea(0, 0, radiograph.columns, radiograph.rows)
    area = presentation.area or whole
    spacing = presentation.calibrated(radiograph).spacing
    mode = area.mode
    if mode is SizeMode.TRUE_SIZE and spacing is None:
        mode = SizeMode.FIT
    item = Dataset()
    first, last = _corners(area.within(radiograph.columns, radiograph.rows), presentation)
    item.DisplayedAreaTopLeftHandCorner = first
    item.DisplayedAreaBottomRightHandCorner = last
    item.PresentationSizeMode = mode.value
    _add_pixel_size(item, film, spacing)
    if area.magnification is not None:
        item.PresentationPixelMagnificationRatio = area.magnification
    return item


def _add_pixel_size(item: Dataset, film: FilmReference, spacing: PixelSpacing | None) -> None:
    """What overrules that of the film: the ratio stays as the film has it (PS3.3 C.7.6.3.1.7)."""
    if spacing is None:
        stated = _RATIO.fullmatch(text(film.header, "PixelAspectRatio"))
        item.PresentationPixelAspectRatio = (
            [int(side) for side in stated.groups()] if stated else [1, 1]
        )
        return
    sides = (spacing.row_mm, spacing.column_mm)
    item.PresentationPixelSpacing = [decimal(side) for side in sides]


def _corners(area: DisplayedArea, presentation: Presentation) -> tuple[list[int], list[int]]:
    """Film pixels, from 1, that are in the view's upper left and lower right corners."""
    lefts = (math.floor(area.left) + 1, math.ceil(area.right))
    tops = (math.floor(area.top) + 1, math.ceil(area.bottom))
    # A view of four film pixels shows which of a film's corners goes where.
    tiny = ViewGeometry(
        (2, 2),
        (2, 2),
        (1.0, 1.0),
        1.0,
        rotation_deg=90.0 * presentation.quarter_turns,
        is_mirrored=presentation.is_mirrored,
    )
    corners = (tiny.to_film(point) for point in ((0.5, 0.5), (1.5, 1.5)))
    first, last = ([lefts[int(x)], tops[int(y)]] for x, y in corners)
    return first, last
