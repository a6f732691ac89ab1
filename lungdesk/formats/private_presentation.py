"""What a presentation state cannot say, in elements of LungDesk's own.

Windows have 16 characters, points 24 bits, areas whole pixels in the standard's elements; a
cardiothoracic ratio is a few lines there. The private elements hold the exact values as ASCII
JSON, and count only where they agree with the standard's: another program may have changed those.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from pydicom.datadict import add_private_dict_entries
from pydicom.dataset import Dataset

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.entry import INVALID_ENTRY, from_entry, to_entry
from lungdesk.core.json_text import parsed
from lungdesk.core.presentation import DisplayedArea, Presentation, SizeMode
from lungdesk.core.radiograph import PixelSpacing, SpacingSource, VoiFunction, Window

CREATOR: Final = "LUNGDESK PRESENTATION 1"
_GROUP: Final = 0x0071
_STATE: Final = 0x01
_ANNOTATION: Final = 0x02

#: So that the elements keep their VR through archives that store implicit VR.
add_private_dict_entries(
    CREATOR,
    {
        0x00711001: ("UT", "1", "Presentation", ""),
        0x00711002: ("UT", "1", "Annotation", ""),
    },
)


def add_state(dataset: Dataset, presentation: Presentation) -> None:
    """Exact values of a presentation, its annotations left out."""
    area, spacing, voi = presentation.area, presentation.calibration, presentation.voi
    _add(
        dataset,
        _STATE,
        {
            "window": [voi.center, voi.width, voi.function] if isinstance(voi, Window) else None,
            "explanation": "" if voi is None else voi.explanation,
            "area": None
            if area is None
            else [area.left, area.top, area.right, area.bottom, area.mode, area.magnification],
            "calibration": None
            if spacing is None
            else [spacing.row_mm, spacing.column_mm, spacing.source],
        },
    )


def add_annotation(item: Dataset, annotation: Annotation) -> None:
    """Everything of an annotation, in its item of the Graphic Annotation Sequence."""
    _add(item, _ANNOTATION, to_entry(annotation))


def state_of(dataset: Dataset) -> dict[str, Any] | None:
    """What `add_state` wrote; None when LungDesk did not write this, or it is damaged."""
    return _stored(dataset, _STATE)


def annotation_of(item: Dataset) -> Annotation | None:
    """The annotation of `add_annotation`; None when there is none, or it is damaged."""
    entry = _stored(item, _ANNOTATION)
    if entry is None:
        return None
    try:
        return from_entry(entry)
    except INVALID_ENTRY:
        return None


def exact_window(state: dict[str, Any], stated: Window) -> Window:
    """The window that was written, if it is the one that is stated."""
    try:
        center, width, function = state["window"]
        exact = Window(center, width, VoiFunction(function), str(state["explanation"]))
    except INVALID_ENTRY:
        return stated
    is_same = exact.function is stated.function and all(
        math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)
        for a, b in ((exact.center, stated.center), (exact.width, stated.width))
    )
    return exact if is_same else stated


def exact_area(
    state: dict[str, Any], stated: DisplayedArea, film_size: tuple[int, int], *, is_whole: bool
) -> DisplayedArea | None:
    """The area that was written, None for the whole film, if it is the one that is stated."""
    try:
        if state["area"] is None:
            return None if is_whole else stated
        left, top, right, bottom, mode, magnification = state["area"]
        exact = DisplayedArea(left, top, right, bottom, SizeMode(mode), magnification)
    except INVALID_ENTRY:
        return stated
    on_film = exact.within(*film_size)
    pairs = (
        (on_film.left, stated.left),
        (on_film.top, stated.top),
        (on_film.right, stated.right),
        (on_film.bottom, stated.bottom),
    )
    # A corner in whole pixels is less than a pixel away.
    is_same = all(abs(a - b) <= 1 for a, b in pairs) and exact.mode is stated.mode
    return exact if is_same else stated


def exact_calibration(
    state: dict[str, Any],
    stated: PixelSpacing | None,
    *,
    own: PixelSpacing | None,
    drawn: PixelSpacing | None,
) -> PixelSpacing | None:
    """The calibration that was written, if it is the one that is stated.

    Parameters
    ----------
    stated
        None where it is the film's ``own``.
    drawn
        That of a calibration line among the annotations, which is stated in place of any other.
    """
    try:
        row_mm, column_mm, source = state["calibration"]
        exact = PixelSpacing(float(row_mm), float(column_mm), SpacingSource(source))
    except INVALID_ENTRY:
        exact = None
    is_same = any(_is_same(one, stated or own) for one in (exact, drawn))
    return exact if is_same else stated


def _is_same(one: PixelSpacing | None, other: PixelSpacing | None) -> bool:
    """Whether two spacings are as alike as a file's 16 characters can tell."""
    if one is None or other is None:
        return False
    pairs = ((one.row_mm, other.row_mm), (one.column_mm, other.column_mm))
    return all(math.isclose(a, b, rel_tol=1e-4) for a, b in pairs)


def _add(dataset: Dataset, element: int, plain: dict[str, Any]) -> None:
    block = dataset.private_block(_GROUP, CREATOR, create=True)
    block.add_new(element, "UT", json.dumps(plain, allow_nan=False))


def _stored(dataset: Dataset, element: int) -> dict[str, Any] | None:
    try:
        value = dataset.private_block(_GROUP, CREATOR)[element].value
        plain = parsed(value.decode() if isinstance(value, bytes) else value)
    except (KeyError, ValueError, TypeError):
        return None
    return plain if isinstance(plain, dict) else None
