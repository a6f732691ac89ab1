"""Presentation states as other programs write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pydicom
from pydicom.dataset import Dataset

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.presentation import Presentation, StoredPresentation
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.dicom_writers.presentation_state import write_presentation_state
from lungdesk.formats.presentation_state_reader import read_presentation_state


def item(**elements: Any) -> Dataset:
    """A sequence item."""
    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return made


def foreign(film: Radiograph, folder: Path, **elements: Any) -> StoredPresentation:
    """A state without anything of LungDesk's own, with other elements; None takes one away."""
    path = folder / "foreign.dcm"
    write_presentation_state(path, film, Presentation())
    dataset = pydicom.dcmread(path)
    dataset.remove_private_tags()
    for keyword, value in elements.items():
        if value is None:
            delattr(dataset, keyword)
        else:
            setattr(dataset, keyword, value)
    dataset.save_as(path)
    return read_presentation_state(path, film)


def graphics(film: Radiograph, folder: Path, *items: Dataset) -> tuple[Annotation, ...]:
    """Annotations of a foreign state."""
    state = foreign(film, folder, GraphicAnnotationSequence=list(items))
    return state.presentation.annotations.annotations


def shape(kind: str, *data: float, units: str = "PIXEL") -> Dataset:
    """An item with one graphic."""
    graphic = item(
        GraphicAnnotationUnits=units,
        GraphicDimensions=2,
        NumberOfGraphicPoints=len(data) // 2,
        GraphicData=list(data),
        GraphicType=kind,
    )
    return item(GraphicLayer="X", GraphicObjectSequence=[graphic])


def words(content: str, **elements: Any) -> Dataset:
    """An item with one text."""
    return item(
        GraphicLayer="X", TextObjectSequence=[item(UnformattedTextValue=content, **elements)]
    )
