"""A map over a film as one picture that explains itself: scale and words are in its pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.shipped import shipped_folder

_FONT: Final = shipped_folder() / "resources" / "fonts" / "Inter-Regular.ttf"
#: Size of the letters over the width of the picture, and at least in pixels.
_LETTERS: Final = (1 / 42, 11)
_INK: Final = (235, 235, 235)


@dataclass(frozen=True, slots=True, eq=False)
class MapLegend:
    """What is written below a map.

    Attributes
    ----------
    colours
        ``(n, 3)`` uint8 RGB from 0 to the value in ``high``.
    lines
        Sentences in Latin letters.
    """

    colours: NDArray[np.uint8]
    high: str
    lines: Sequence[str]


def with_legend(pixels: NDArray[np.uint8], legend: MapLegend) -> NDArray[np.uint8]:
    """Pixels ``(h, w, 3)`` with a black strip below for scale and words: ``(h + n, w, 3)``."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - not needed to read DICOM

    rows, columns = pixels.shape[:2]
    share, least = _LETTERS
    size = max(least, round(columns * share))
    gap, row = size // 2, round(1.5 * size)
    font = ImageFont.truetype(str(_FONT), size)
    lines = _fitting(legend.lines, columns - 2 * gap, font.getlength)
    height = gap + size + row + row * len(lines) + gap
    picture = Image.new("RGB", (columns, rows + height))
    picture.paste(Image.fromarray(pixels), (0, 0))
    bar = Image.fromarray(np.ascontiguousarray(legend.colours[None, :, :]))
    picture.paste(bar.resize((columns - 2 * gap, size)), (gap, rows + gap))
    draw = ImageDraw.Draw(picture)
    y = rows + gap + size + gap // 2
    draw.text((gap, y), "0", _INK, font)
    draw.text((columns - gap, y), legend.high, _INK, font, anchor="ra")
    for number, words in enumerate(lines, start=1):
        draw.text((gap, y + number * row), words, _INK, font)
    return np.asarray(picture, np.uint8)


def _fitting(lines: Sequence[str], width: float, length: Callable[[str], float]) -> list[str]:
    """Lines broken at spaces so that each fits."""
    broken: list[str] = []
    for words in lines:
        line = ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if line and length(longer) > width:
                broken.append(line)
                longer = word
            line = longer
        broken.append(line)
    return broken
