"""Every colour and size of the window, named once; which of the two palettes is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lungdesk.core.colours import CLASS_COLOURS, CLASS_INKS, colour_places
from lungdesk.core.labels import LabelSet


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role, ``#rrggbb``; `plot` is the ground of plots and of empty places."""

    plot: str
    panel: str
    raised: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_dim: str
    doubt: str
    doubt_dim: str
    refusal: str
    refusal_dim: str
    mark: str
    classes: tuple[str, ...]
    models: tuple[str, ...]


#: Behind every film, whatever the theme: the eye adapts to black.
FILM: Final = "#000000"

DARK: Final = Palette(
    plot=FILM,
    panel="#101316",
    raised="#191d21",
    hover="#22282d",
    line="#262c32",
    text="#e8ebed",
    muted="#a3adb5",
    faint="#5b656d",
    accent="#62c4dd",
    on_accent="#06171c",
    accent_dim="#16323a",
    doubt="#f2b04a",
    doubt_dim="#33270f",
    refusal="#ff8078",
    refusal_dim="#3a1917",
    mark="#ffd866",
    classes=CLASS_COLOURS,
    models=(
        "#5b9bf0",
        "#e2813f",
        "#c9d1d6",
        "#2fae7d",
        "#c27be0",
        "#e8dd6b",
        "#7fd4e8",
        "#a68a64",
    ),
)

LIGHT: Final = Palette(
    plot="#ffffff",
    panel="#f5f7f8",
    raised="#ffffff",
    hover="#e4e9ed",
    line="#dbe1e6",
    text="#14181b",
    muted="#4c5760",
    faint="#8b959d",
    accent="#0a6780",
    on_accent="#ffffff",
    accent_dim="#d5edf4",
    doubt="#7a4f00",
    doubt_dim="#fdf0d3",
    refusal="#b02019",
    refusal_dim="#fbe3e1",
    mark="#7d6300",
    classes=CLASS_INKS,
    models=(
        "#2b69bd",
        "#a94d16",
        "#4c555c",
        "#177150",
        "#8a3fb0",
        "#6d6400",
        "#0c6c80",
        "#755831",
    ),
)

#: What is drawn and written on a film, and beside it on the same black.
ON_FILM: Final = DARK

#: Of words and edges against their ground (WCAG 2.2, AA).
LEAST_CONTRAST: Final = 4.5

UNIT: Final = 8
HALF_UNIT: Final = 4
RADIUS: Final = 6
LINE_HEIGHT: Final = 1.25

FONT_FAMILIES: Final = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
TEXT_PX: Final = 13
SMALL_PX: Final = 12
HEADING_PX: Final = 20

ICON_PX: Final = 18
TOOLBAR_HEIGHT: Final = 40
STATUS_HEIGHT: Final = 28
BAR_HEIGHT: Final = 8
CHECK_PX: Final = 14
THUMBNAIL_PX: Final = 56
MAGNIFIER_PX: Final = 260
FILM_ROW_HEIGHT: Final = 72
STUDIES_WIDTH: Final = (240, 280, 320)
FINDINGS_WIDTH: Final = (320, 328, 380)
FILM_LEAST: Final = 640
WINDOW_SIZE: Final = (1280, 800)
MOTION_MS: Final = 150


@dataclass(slots=True)
class _Shown:
    palette: Palette = DARK


_shown = _Shown()


def colours() -> Palette:
    """The colours of the window as it is now: ask when you paint, keep none."""
    return _shown.palette


def use(palette: Palette) -> None:
    """Choose the colours; `lungdesk.gui.application.apply_theme` is what shows them."""
    _shown.palette = palette


def shown(colour: str) -> str:
    """``#rrggbb`` of a colour that a value carries.

    Values carry the name of a role (``"doubt"``), of a class or of a model, so that they hold in
    every theme; ``#rrggbb`` stays as it is.
    """
    if colour.startswith("#"):
        return colour
    role, _, number = colour.partition(" ")
    found = getattr(colours(), role)
    return str(found[int(number)] if number else found)


def class_colours(labels: LabelSet) -> tuple[str, ...]:
    """Names of the colours of a model's classes, in class-index order."""
    return tuple(f"classes {place}" for place in colour_places(labels.ids))


def model_colour(number: int) -> str:
    """Name of a model's colour among several; beyond the last the colours begin again.

    They are apart for every kind of colour blindness, and not those of the classes.
    """
    return f"models {number % len(DARK.models)}"


def mixed(first: str, second: str, share: float) -> str:
    """``#rrggbb`` between two colours; ``share`` of the second, in [0, 1]."""
    channels = (
        round((1 - share) * int(first[i : i + 2], 16) + share * int(second[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Light of an sRGB channel (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
