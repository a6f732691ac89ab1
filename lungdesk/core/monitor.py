"""How large a pixel of a monitor is: as the monitor states, or as the user has measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Width of a bank card (ISO/IEC 7810, ID-1).
CARD_MM: Final = 85.60

#: Pixel pitches in mm that a monitor may state, and that a user may measure (walls are coarse).
_STATED_MM: Final = (0.05, 1.0)
_MEASURED_MM: Final = (0.02, 5.0)
#: Pixels are square, and millimetres rounded: a pitch across and one down differ by no more.
_SQUARE_WITHIN: Final = 0.05
#: Sizes in mm by which monitors state their proportions, not their size (seen in EDID).
_PROPORTIONS_ONLY: Final = frozenset(
    {(16, 9), (16, 10), (160, 90), (160, 100), (1600, 900), (1600, 1000)}
)


class PitchSource(StrEnum):
    """Where a pixel pitch comes from."""

    STATED = "as the monitor states"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class PixelPitch:
    """Side of a pixel of the monitor in mm, > 0."""

    mm: float
    source: PitchSource


@dataclass(frozen=True, slots=True)
class Monitor:
    """One screen at one resolution.

    Attributes
    ----------
    name, model, serial
        As the system tells; empty where it does not.
    size_px
        Width and height in pixels of the device.
    size_mm
        Width and height as the monitor states; zeros where it does not.
    """

    name: str
    model: str
    serial: str
    size_px: tuple[int, int]
    size_mm: tuple[float, float] = (0.0, 0.0)

    @property
    def key(self) -> str:
        """What tells it from other screens and from itself at another resolution."""
        width, height = self.size_px
        return f"{self.name}|{self.model}|{self.serial}|{width}x{height}"

    @property
    def words(self) -> str:
        """The monitor for people: ``U2720Q, 3840 × 2160``."""
        width, height = self.size_px
        return f"{self.model or self.name or 'Monitor'}, {width} × {height}"

    def pitch(self, measured: Mapping[str, float]) -> PixelPitch | None:
        """Pitch by the user's measurement, else by a plausible statement; None without either.

        Parameters
        ----------
        measured
            Pitches in mm by the key of the monitor.
        """
        if self.key in measured:
            return PixelPitch(measured[self.key], PitchSource.MEASURED)
        stated = self._stated_mm()
        return None if stated is None else PixelPitch(stated, PitchSource.STATED)

    def _stated_mm(self) -> float | None:
        if not all(self.size_px) or self.size_mm in _PROPORTIONS_ONLY:
            return None
        across, down = (mm / px for mm, px in zip(self.size_mm, self.size_px, strict=True))
        if not all(_STATED_MM[0] <= pitch <= _STATED_MM[1] for pitch in (across, down)):
            return None
        return (across + down) / 2 if abs(across / down - 1) <= _SQUARE_WITHIN else None


def measured_pitch_mm(length_mm: float, length_px: float) -> float:
    """Pitch of a screen on which ``length_px`` pixels are ``length_mm`` long.

    Raises
    ------
    ValueError
        When no monitor has such pixels.
    """
    pitch = length_mm / length_px if length_px > 0 else 0.0
    if not _MEASURED_MM[0] <= pitch <= _MEASURED_MM[1]:
        raise ValueError(f"{length_mm} mm over {length_px} pixels is no pitch of a monitor")
    return pitch


def plain_pitches(measured: Mapping[str, float]) -> tuple[str, ...]:
    """Measured pitches as texts for the settings: ``key=0.2745``."""
    return tuple(f"{key}={mm!r}" for key, mm in sorted(measured.items()))


def parse_pitches(stored: Iterable[str]) -> dict[str, float]:
    """Measured pitches from their texts; what is no pitch is left out."""
    pitches = {}
    for text in stored:
        key, _, number = text.rpartition("=")
        try:
            pitches[key] = measured_pitch_mm(float(number), 1)
        except ValueError:
            continue
    return pitches
