"""Annotations that measure: lengths, angles, one pixel, the heart."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Self

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.imaging.geometry import Point
from lungdesk.core.lungs.extent import midline, thorax_points
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.measure.angle import angle_deg, cobb_deg
from lungdesk.core.measure.calibration import aspect_of, spacing_from_line
from lungdesk.core.measure.cardiothoracic import (
    CardiothoracicMeasure,
    CardiothoracicPoints,
    cardiothoracic,
    proposed_points,
    proposed_within,
    ratio_text,
    view_warning,
)
from lungdesk.core.measure.distance import distance
from lungdesk.core.measure.probe import probed
from lungdesk.core.measure.units import angle_text, figure_text, length_text
from lungdesk.core.radiograph import PixelSpacing, Radiograph


@dataclass(frozen=True, slots=True)
class Length(Annotation):
    """A straight line."""

    kind, title, least_points, most_points = "length", "Length", 2, 2

    def measured(self, radiograph: Radiograph) -> str:
        """Its length."""
        start, end = self.points
        return length_text(distance(start, end, radiograph.spacing))


@dataclass(frozen=True, slots=True)
class Angle(Annotation):
    """An arm, the vertex, the other arm."""

    kind, title, least_points, most_points = "angle", "Angle", 3, 3

    def measured(self, radiograph: Radiograph) -> str:
        """The angle at the vertex."""
        first, vertex, second = self.points
        return angle_text(angle_deg(first, vertex, second, radiograph.spacing))


@dataclass(frozen=True, slots=True)
class Cobb(Annotation):
    """Two lines: points 0 and 1, points 2 and 3."""

    kind, title, least_points, most_points = "cobb", "Cobb angle", 4, 4

    def measured(self, radiograph: Radiograph) -> str:
        """The angle between the lines."""
        a, b, c, d = self.points
        return angle_text(cobb_deg((a, b), (c, d), radiograph.spacing))


@dataclass(frozen=True, slots=True)
class Probe(Annotation):
    """One pixel."""

    kind, title, least_points, most_points = "probe", "Probe", 1, 1

    def measured(self, radiograph: Radiograph) -> str:
        """Its value; what is displayed depends on the view and is not said."""
        values = probed(radiograph, self.points[0])
        if values is None:
            return "outside the film"
        if values.modality is None:
            return "R {} G {} B {}".format(*values.stored)
        stored = values.stored[0]
        is_same = values.modality == stored
        return f"{figure_text(values.modality)}{'' if is_same else f' (stored {stored})'}"


@dataclass(frozen=True, slots=True)
class CardiothoracicRatio(Annotation):
    """Points 0, 1: the midline; 2, 3: the heart's borders; 4, 5: the inner thorax."""

    kind, title = "cardiothoracic", "Cardiothoracic ratio"
    least_points, most_points = 6, 6

    @classmethod
    def proposed(cls, radiograph: Radiograph, lungs: LungFields | None = None) -> Self:
        """A first guess, for the reader to drag into place.

        Midline and thorax follow the lungs where they are known; the heart never does.
        """
        guess = proposed_points(radiograph.columns, radiograph.rows)
        if lungs is not None:
            middle, thorax = midline(lungs), thorax_points(lungs)
            if middle is not None and thorax is not None:
                guess = proposed_within(middle, thorax)
        return cls((*guess.midline, *guess.heart, *guess.thorax))

    def measure(self, radiograph: Radiograph) -> CardiothoracicMeasure:
        """Ratio, widths and the strokes to draw."""
        a, b, c, d, e, f = self.points
        marked = CardiothoracicPoints(midline=(a, b), heart=(c, d), thorax=(e, f))
        return cardiothoracic(marked, radiograph.spacing)

    def measured(self, radiograph: Radiograph) -> str:
        """Ratio, widths, and a warning when the view is not PA."""
        measure = self.measure(radiograph)
        lines = (
            ratio_text(measure.ratio),
            f"heart {length_text(measure.heart)}",
            f"thorax {length_text(measure.thorax)}",
            view_warning(radiograph.instance.view_position),
        )
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class CalibrationLine(Annotation):
    """A line whose length in the patient is known.

    Attributes
    ----------
    length_mm
        The known length.
    aspect
        Row spacing over column spacing of the film.
    """

    kind, title, least_points, most_points = "calibration", "Calibration", 2, 2

    length_mm: float = field(kw_only=True)
    aspect: float = field(default=1.0, kw_only=True)

    def __post_init__(self) -> None:
        Annotation.__post_init__(self)
        spacing_from_line((0.0, 0.0), (1.0, 0.0), self.length_mm, aspect=self.aspect)

    @classmethod
    def on(cls, radiograph: Radiograph, start: Point, end: Point, length_mm: float) -> Self:
        """A line on a film; raises ValueError unless the length is positive."""
        return cls((start, end), length_mm=length_mm, aspect=aspect_of(radiograph.spacing))

    @property
    def is_empty(self) -> bool:
        """Whether it is shorter than a pixel and so tells nothing."""
        return math.dist(*self.points) < 1

    @property
    def spacing(self) -> PixelSpacing | None:
        """The spacing of the film that follows; None while the line is empty."""
        if self.is_empty:
            return None
        start, end = self.points
        return spacing_from_line(start, end, self.length_mm, aspect=self.aspect)

    def measured(self, radiograph: Radiograph) -> str:  # noqa: ARG002 - known, not measured
        """The known length."""
        return f"{self.length_mm:.1f} mm (reference)"
