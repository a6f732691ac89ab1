"""How a film is presented: greys, turns, the part that is seen, the scale, what is drawn on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.imaging.geometry import LARGEST_SCALE, ViewGeometry
from lungdesk.core.radiograph import PixelSpacing, Radiograph, VoiTransform

#: Scale below which nothing is ever shown, whatever a file says.
_SMALLEST_SCALE: Final = 1e-4


class SizeMode(StrEnum):
    """How large the displayed area is shown (PS3.3 C.10.4)."""

    FIT = "SCALE TO FIT"
    TRUE_SIZE = "TRUE SIZE"
    MAGNIFY = "MAGNIFY"


@dataclass(frozen=True, slots=True)
class DisplayedArea:
    """The part of a film that is seen.

    Attributes
    ----------
    left, top, right, bottom
        In film pixels; may lie outside of the film.
    mode
        As large as the view allows, as large as the patient, or at a magnification.
    magnification
        View pixels per film pixel; stated exactly when the mode is MAGNIFY.
    """

    left: float
    top: float
    right: float
    bottom: float
    mode: SizeMode = SizeMode.FIT
    magnification: float | None = None

    def __post_init__(self) -> None:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError(f"a displayed area without pixels: {self}")
        if (self.mode is SizeMode.MAGNIFY) != (self.magnification is not None):
            raise ValueError(f"{self.mode} with a magnification of {self.magnification}")
        if self.magnification is not None and not self.magnification > 0:
            raise ValueError(f"a magnification is positive, got {self.magnification}")

    @property
    def center(self) -> tuple[float, float]:
        """Film point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def within(self, columns: int, rows: int) -> Self:
        """The part of it on a film of this size, a pixel at least."""
        left = min(max(self.left, 0.0), columns - 1.0)
        top = min(max(self.top, 0.0), rows - 1.0)
        right, bottom = min(self.right, float(columns)), min(self.bottom, float(rows))
        return replace(
            self, left=left, top=top, right=max(right, left + 1), bottom=max(bottom, top + 1)
        )


@dataclass(frozen=True, slots=True)
class Presentation:
    """How one film is presented. Without arguments: as the film itself wants it.

    Attributes
    ----------
    voi
        Window or table; None for what the film offers first.
    is_inverted
        Whether black and white are exchanged, on top of what the film itself asks for.
    quarter_turns
        Turns to the right by 90 degrees, 0 to 3, after mirroring.
    is_mirrored
        Whether left and right of the film are exchanged.
    area
        What is seen; None for the whole film, as large as the view allows.
    calibration
        Spacing that replaces that of the film, from a file that states one; a calibration line
        among the annotations goes before it.
    """

    voi: VoiTransform | None = None
    is_inverted: bool = False
    quarter_turns: int = 0
    is_mirrored: bool = False
    area: DisplayedArea | None = None
    calibration: PixelSpacing | None = None
    annotations: AnnotationSet = field(default_factory=AnnotationSet)

    def __post_init__(self) -> None:
        if self.quarter_turns not in range(4):
            raise ValueError(f"0 to 3 quarter turns, got {self.quarter_turns}")

    @property
    def spacing(self) -> PixelSpacing | None:
        """The reader's spacing: of the calibration line, else of the file; None: the film's own."""
        return self.annotations.spacing or self.calibration

    def calibrated(self, radiograph: Radiograph) -> Radiograph:
        """The film to measure on, with the reader's spacing instead of its own, if there is one."""
        spacing = self.spacing
        return radiograph if spacing is None else replace(radiograph, spacing=spacing)

    def seen_through(self, geometry: ViewGeometry, mode: SizeMode = SizeMode.FIT) -> Self:
        """The same, turned and enlarged as in a view; a tilt becomes the nearest quarter turn."""
        turns = round(geometry.rotation_deg / 90) % 4
        upright = replace(geometry, rotation_deg=90.0 * turns)
        area = None
        if not (geometry.is_fitted and mode is SizeMode.FIT):
            magnification = geometry.scale if mode is SizeMode.MAGNIFY else None
            area = DisplayedArea(*upright.visible, mode=mode, magnification=magnification)
        return replace(self, quarter_turns=turns, is_mirrored=geometry.is_mirrored, area=area)

    def geometry(
        self,
        radiograph: Radiograph,
        view_size: tuple[int, int],
        *,
        view_pixel_mm: float | None = None,
    ) -> ViewGeometry:
        """Where the film lies in a view of some size.

        Parameters
        ----------
        view_pixel_mm
            Size of a pixel of the view, for true size; without it, or without a spacing of the
            film, true size is as large as the view allows.
        """
        whole = ViewGeometry.fitting((radiograph.columns, radiograph.rows), view_size)
        turned = replace(
            whole, rotation_deg=90.0 * self.quarter_turns, is_mirrored=self.is_mirrored
        ).fitted()
        if self.area is None:
            return turned
        scale = self._scale(self.area, radiograph, view_size, view_pixel_mm)
        scale = min(max(scale, _SMALLEST_SCALE), LARGEST_SCALE)
        return replace(turned, center=self.area.center, scale=scale, is_fitted=False)

    def _scale(
        self,
        area: DisplayedArea,
        radiograph: Radiograph,
        view_size: tuple[int, int],
        view_pixel_mm: float | None,
    ) -> float:
        spacing = self.calibrated(radiograph).spacing
        if area.magnification is not None:
            return area.magnification
        if area.mode is SizeMode.TRUE_SIZE and spacing is not None and view_pixel_mm:
            return spacing.column_mm / view_pixel_mm
        sides = (area.right - area.left, area.bottom - area.top)
        width, height = sides if self.quarter_turns % 2 == 0 else sides[::-1]
        return min(view_size[0] / width, view_size[1] / height)


def tilt_remark(geometry: ViewGeometry) -> str:
    """What is lost of a view that is turned by no multiple of 90 degrees; empty when nothing is."""
    nearest = 90 * round(geometry.rotation_deg / 90)
    if geometry.rotation_deg == nearest:
        return ""
    return (
        f"The film is kept turned by {nearest % 360}°, not by {geometry.rotation_deg:g}°:"
        " a presentation state knows multiples of 90° only."
    )


@dataclass(frozen=True, slots=True)
class ObjectTitle:
    """What people call an object that is kept.

    Attributes
    ----------
    label
        In few words; a presentation state keeps 16 capital letters and digits of it.
    description
        In a line; without one, the label.
    creator
        Who made it.
    """

    label: str = ""
    description: str = ""
    creator: str = ""


@dataclass(frozen=True, slots=True)
class StoredPresentation:
    """A presentation as a file holds it.

    Attributes
    ----------
    created
        ``YYYYMMDDHHMMSS`` as the file states it, or less, or nothing.
    is_own
        Whether LungDesk wrote it, so that all of it comes back.
    remarks
        What the file asks for and is not shown, one sentence each.
    """

    path: Path
    sop_instance_uid: str
    presentation: Presentation
    label: str = ""
    description: str = ""
    creator: str = ""
    created: str = ""
    is_own: bool = False
    remarks: tuple[str, ...] = ()


def newest_first(stored: Iterable[StoredPresentation]) -> tuple[StoredPresentation, ...]:
    """In the order in which a reader looks for them."""
    return tuple(sorted(stored, key=lambda one: (one.created, one.path.name), reverse=True))
