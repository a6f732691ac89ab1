"""Window presets for chest radiographs, laid over each film's own histogram.

A radiograph has no Hounsfield units: what is lung and what is bone is told by the share of the film
that is darker, not by a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from lungdesk.core.imaging.grayscale import AUTO_PERCENTILES, default_voi, modality_step
from lungdesk.core.imaging.histogram import Histogram, histogram
from lungdesk.core.imaging.nearest_window import is_falling
from lungdesk.core.imaging.presentation_lut import is_dark_high
from lungdesk.core.radiograph import Radiograph, VoiFunction, VoiTransform, Window

#: Longest name of a preset, so that it fits into a menu.
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class WindowPreset:
    """Which part of a film is spread over the grey scale.

    Attributes
    ----------
    id
        Stable, for settings and shortcuts.
    name
        For people.
    low_percentile, high_percentile
        Shares of the film, 0 to 100, counted from the side that is shown dark.
    """

    id: str
    name: str
    low_percentile: float
    high_percentile: float
    function: VoiFunction = VoiFunction.LINEAR_EXACT

    def __post_init__(self) -> None:
        if not self.id or self.id != self.id.strip():
            raise ValueError(f"a window preset needs an identifier, got {self.id!r}")
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise ValueError(
                f"the preset {self.id} needs a name of 1 to {LONGEST_NAME} characters,"
                f" got {self.name!r}"
            )
        if not 0 <= self.low_percentile < self.high_percentile <= 100:
            raise ValueError(
                f"the preset {self.id} needs percentiles that rise between 0 and 100,"
                f" got {self.low_percentile} and {self.high_percentile}"
            )


CHEST_PRESETS: Final = (
    WindowPreset("auto", "Auto", *AUTO_PERCENTILES),
    WindowPreset("lung", "Lung", 1.0, 72.0),
    WindowPreset("mediastinum", "Mediastinum", 30.0, 98.0),
    WindowPreset("bone", "Bone", 40.0, 99.8),
    WindowPreset("lines", "Lines and tubes", 15.0, 92.0),
    WindowPreset("soft", "Soft", 2.0, 98.0, VoiFunction.SIGMOID),
)


def preset_window(
    radiograph: Radiograph, preset: WindowPreset, of: Histogram | None = None
) -> Window:
    """Window of a preset for one grey film.

    The viewer's own inversion plays no part: lung stays lung when black and white are exchanged.

    Parameters
    ----------
    of
        The film's histogram, where it is at hand already.

    Raises
    ------
    ValueError
        When the film is a colour image.
    """
    counted = histogram(radiograph) if of is None else of
    percentiles = (preset.low_percentile, preset.high_percentile)
    if shows_high_dark(radiograph):
        percentiles = (100 - percentiles[1], 100 - percentiles[0])
    low, high = (counted.value_at(percentile) for percentile in percentiles)
    least = modality_step(radiograph)
    if preset.function is VoiFunction.LINEAR:
        least = max(least, 1.0)  # PS3.3 C.11.2.1.2.1
    return Window((low + high) / 2, max(high - low, least), preset.function, preset.name)


def shows_high_dark(radiograph: Radiograph) -> bool:
    """Whether a film by itself, with the first window or table it offers, shows high values dark.

    The shares of a `WindowPreset` are then counted from its high values.
    """
    has_falling_table = any(map(is_falling, radiograph.voi[:1]))
    return is_dark_high(radiograph, is_inverted=has_falling_table)


def dicom_offer(radiograph: Radiograph, number: int = 0) -> VoiTransform:
    """What the file offers, counted from 0 and round again after the last.

    An automatic window where it offers nothing.
    """
    if not radiograph.voi:
        return default_voi(radiograph)
    return radiograph.voi[number % len(radiograph.voi)]


def offer_names(radiograph: Radiograph) -> tuple[str, ...]:
    """Names of what the file offers, in its order; empty when it offers nothing."""
    return tuple(
        offer.explanation or f"DICOM {number}" for number, offer in enumerate(radiograph.voi, 1)
    )


def parse_presets(stored: Sequence[object]) -> tuple[WindowPreset, ...]:
    """Presets of plain values, as `plain_presets` gives them and users edit them.

    Raises
    ------
    ValueError
        Which preset is wrong and how, in one sentence.
    """
    presets = tuple(_parsed(values, number) for number, values in enumerate(stored, 1))
    ids = [preset.id for preset in presets]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two window presets have the identifier {twice}")
    return presets


def plain_presets(presets: Sequence[WindowPreset]) -> list[dict[str, str | float]]:
    """Texts and numbers only, for a settings file."""
    return [
        {
            "id": preset.id,
            "name": preset.name,
            "low_percentile": preset.low_percentile,
            "high_percentile": preset.high_percentile,
            "function": preset.function.value,
        }
        for preset in presets
    ]


def _parsed(values: object, number: int) -> WindowPreset:
    if not isinstance(values, Mapping):
        raise ValueError(f"window preset {number} is no table of values")
    low, high = (_number(values, key, number) for key in ("low_percentile", "high_percentile"))
    function = _text(values, "function", number, VoiFunction.LINEAR_EXACT.value).upper()
    if function not in set(VoiFunction):
        known = ", ".join(VoiFunction)
        raise ValueError(f"window preset {number} has the function {function}, not one of {known}")
    identifier = _text(values, "id", number)
    name = _text(values, "name", number, identifier)
    return WindowPreset(identifier, name, low, high, VoiFunction(function))


def _text(values: Mapping[object, object], key: str, number: int, default: str = "") -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"window preset {number} needs a text as {key}, got {value!r}")
    return value.strip() or default


def _number(values: Mapping[object, object], key: str, number: int) -> float:
    value = values.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError):
            return float(value)  # what is not finite is no percentile either
    raise ValueError(f"window preset {number} needs a number as {key}, got {value!r}")
