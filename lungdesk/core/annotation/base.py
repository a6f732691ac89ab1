"""What all annotations have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Self
from uuid import UUID, uuid4

from lungdesk.core.imaging.geometry import Point
from lungdesk.core.radiograph import Radiograph

#: Pixels from the film's corner beyond which nothing is ever drawn.
LARGEST_COORDINATE: Final = 1e9


@dataclass(frozen=True, slots=True)
class Annotation(ABC):
    """Something drawn on a film.

    Attributes
    ----------
    points
        What defines it; `handles` are what a reader drags.
    name
        What the reader calls it; empty until it is renamed.
    kind, title, least_points, most_points
        Of the class: its word in files, its word for people, how many points it takes.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    least_points: ClassVar[int]
    most_points: ClassVar[float]

    points: tuple[Point, ...]
    name: str = ""
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if not self.least_points <= len(self.points) <= self.most_points:
            raise ValueError(f"{self.title} with {len(self.points)} points")
        for x, y in self.points:
            if not (abs(x) <= LARGEST_COORDINATE and abs(y) <= LARGEST_COORDINATE):
                raise ValueError(f"{self.title} at ({x}, {y})")

    @property
    def handles(self) -> tuple[Point, ...]:
        """Points that can be dragged; a handle keeps its index while it is dragged."""
        return self.points

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been drawn yet, so that it is not worth keeping."""
        return len(self.points) > 1 and len(set(self.points)) == 1

    def with_handle(self, index: int, point: Point) -> Self:
        """The same with one handle dragged to a point; raises IndexError without such a handle."""
        check_handle(index, len(self.points))
        points = (*self.points[:index], point, *self.points[index + 1 :])
        return replace(self, points=points)

    def moved(self, dx: float, dy: float) -> Self:
        """The same, all of it moved by film pixels."""
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points))

    def renamed(self, name: str) -> Self:
        """The same under another name."""
        return replace(self, name=name)

    def text(self, radiograph: Radiograph) -> str:
        """What is written beside it, in lines: its name, if it has one, and what it measures."""
        return "\n".join(part for part in (self.name, self.measured(radiograph)) if part)

    @abstractmethod
    def measured(self, radiograph: Radiograph) -> str:
        """What it measures on a film, in lines; empty when it only points or says."""


def check_handle(index: int, count: int) -> None:
    """Raise IndexError unless there is such a handle."""
    if not 0 <= index < count:
        raise IndexError(f"handle {index} of {count}")
