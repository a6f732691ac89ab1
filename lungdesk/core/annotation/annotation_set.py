"""All annotations of one film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self
from uuid import UUID

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.marks import Arrow, Polyline, TextNote
from lungdesk.core.annotation.measurements import (
    Angle,
    CalibrationLine,
    CardiothoracicRatio,
    Cobb,
    Length,
    Probe,
)
from lungdesk.core.annotation.regions import EllipseRoi, FreehandRoi, RectangleRoi
from lungdesk.core.radiograph import PixelSpacing, Radiograph

_KINDS: Final[tuple[type[Annotation], ...]] = (
    Length,
    Angle,
    Cobb,
    RectangleRoi,
    EllipseRoi,
    FreehandRoi,
    Probe,
    Arrow,
    TextNote,
    CardiothoracicRatio,
    CalibrationLine,
    Polyline,
)

#: Each class of annotation by its word in files.
ANNOTATION_KINDS: Final[Mapping[str, type[Annotation]]] = {kind.kind: kind for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """Annotations in the order in which they are drawn, the topmost last.

    A calibration is an annotation like any other: moving, deleting or undoing the line alters
    all that is measured with it.
    """

    annotations: tuple[Annotation, ...] = ()

    def __post_init__(self) -> None:
        if len({annotation.id for annotation in self.annotations}) < len(self.annotations):
            raise ValueError("two annotations have the same id")

    def __contains__(self, annotation_id: UUID) -> bool:
        return any(annotation.id == annotation_id for annotation in self.annotations)

    def get(self, annotation_id: UUID) -> Annotation:
        """The annotation of an id; raises KeyError without one."""
        return self.annotations[self._index(annotation_id)]

    def added(self, annotation: Annotation) -> Self:
        """With one more, on top of the others; raises ValueError when its id is there."""
        return replace(self, annotations=(*self.annotations, annotation))

    def replaced(self, annotation: Annotation) -> Self:
        """With another version of the annotation of this id; raises KeyError without one."""
        at = self._index(annotation.id)
        changed = (*self.annotations[:at], annotation, *self.annotations[at + 1 :])
        return replace(self, annotations=changed)

    def removed(self, annotation_id: UUID) -> Self:
        """Without one; raises KeyError when it is not there."""
        at = self._index(annotation_id)
        return replace(self, annotations=self.annotations[:at] + self.annotations[at + 1 :])

    def over(self, other: AnnotationSet) -> AnnotationSet:
        """These on top of others; of an annotation that both have, the version of these."""
        below = (one for one in other.annotations if one.id not in self)
        return AnnotationSet((*below, *self.annotations))

    @property
    def spacing(self) -> PixelSpacing | None:
        """Spacing of the topmost calibration line; None leaves the film its own."""
        for annotation in reversed(self.annotations):
            if isinstance(annotation, CalibrationLine) and not annotation.is_empty:
                return annotation.spacing
        return None

    def calibrated(self, radiograph: Radiograph) -> Radiograph:
        """The film to measure on: with the reader's spacing instead of its own, if there is one."""
        spacing = self.spacing
        return radiograph if spacing is None else replace(radiograph, spacing=spacing)

    def texts(self, radiograph: Radiograph) -> dict[UUID, str]:
        """What is written beside each annotation, the reader's calibration applied."""
        film = self.calibrated(radiograph)
        return {annotation.id: annotation.text(film) for annotation in self.annotations}

    def _index(self, annotation_id: UUID) -> int:
        for at, annotation in enumerate(self.annotations):
            if annotation.id == annotation_id:
                return at
        raise KeyError(annotation_id)
