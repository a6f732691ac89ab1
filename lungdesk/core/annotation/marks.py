"""Annotations that point or say something and measure nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.radiograph import Radiograph


@dataclass(frozen=True, slots=True)
class Arrow(Annotation):
    """From its tail, point 0, to its tip, point 1; it says its name."""

    kind, title, least_points, most_points = "arrow", "Arrow", 2, 2

    def measured(self, radiograph: Radiograph) -> str:  # noqa: ARG002 - an arrow only points
        """Nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class TextNote(Annotation):
    """Words at a point."""

    kind, title, least_points, most_points = "text", "Text", 1, 1

    content: str = field(default="", kw_only=True)

    @property
    def is_empty(self) -> bool:
        """Whether it has no words."""
        return not self.content.strip()

    def measured(self, radiograph: Radiograph) -> str:  # noqa: ARG002 - the words of the reader
        """The words."""
        return self.content


@dataclass(frozen=True, slots=True)
class Polyline(Annotation):
    """A line through points that measures nothing, as files of others have it; it says its name."""

    kind, title, least_points, most_points = "polyline", "Line", 2, math.inf

    def measured(self, radiograph: Radiograph) -> str:  # noqa: ARG002 - it only shows something
        """Nothing."""
        return ""
