"""Takes the pictures of guide and README anew: ``python -m tests.guide.screenshots [STOP …]``.

They come from the tour, without a display, on the sample film and on drawn films alone: pictures
of other films may not be shipped. Those of the guide are reduced to a few colours, so that they
stay small.
"""

from __future__ import annotations

import io
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from PIL import Image, ImageColor
from PySide6.QtCore import QBuffer
from PySide6.QtWidgets import QWidget

from lungdesk.core.colours import CLASS_COLOURS
from lungdesk.core.files import atomic_write
from lungdesk.gui import theme
from lungdesk.services.guide import guide_folder
from tests.guide.tour import take_tour

#: Stops of the tour whose pictures the guide shows.
SHOWN: Final = (
    "reading", "measuring", "explanations", "refused", "worklist", "report", "training-data",
    "training-plan", "adapting", "models", "preferences",
)  # fmt: skip
#: Those of the README, and what they are called there.
IN_README: Final = {"reading": "window", "measuring": "measuring", "side-by-side": "comparing"}
README_FOLDER: Final = guide_folder().parent / "screenshots"

LARGEST_BYTES: Final = 150_000
#: Somewhat wider than the guide shows them, for those who read it elsewhere.
_WIDTH_PX = 900
#: The most colours that stay below `LARGEST_BYTES` are taken.
_COLOURS = (220, 180, 128, 96, 64, 48, 32)


def main() -> int:
    """Write all pictures, or those of the stops that are named; 0 when none of them is missing."""
    only = sys.argv[1:]
    taken = take_tour(save, collection=None, trains=False, is_seen=False, only=only)
    return 0 if only or {*SHOWN, *IN_README} <= set(taken) else 1


def save(name: str, widget: QWidget) -> None:
    """Keep the picture of a stop that guide or README show."""
    buffer = QBuffer()
    widget.grab().save(buffer, "PNG")
    taken = bytes(buffer.data().data())
    if name in IN_README:
        _write(README_FOLDER / f"{IN_README[name]}.png", taken)
    if name in SHOWN:
        _write(guide_folder() / "images" / f"{name}.png", small_png(taken))


def _write(path: Path, png: bytes) -> None:
    with atomic_write(path) as stream:
        stream.write(png)
    sys.stdout.write(f"{path.name}: {len(png) / 1000:.0f} kB\n")
    sys.stdout.flush()


def small_png(png: bytes) -> bytes:
    """The same picture with as many colours as fit."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > _WIDTH_PX:
        height = round(picture.height * _WIDTH_PX / picture.width)
        picture = picture.resize((_WIDTH_PX, height), Image.Resampling.LANCZOS)
    small = b""
    for colours in _COLOURS:
        stream = io.BytesIO()
        picture.quantize(palette=_palette(picture, colours), dither=Image.Dither.NONE).save(
            stream, "PNG", optimize=True
        )
        small = stream.getvalue()
        if len(small) < LARGEST_BYTES:
            break
    return small


def _palette(picture: Image.Image, colours: int) -> Image.Image:
    """The commonest colours, and all those that mean something, however rare they are."""
    reduced = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=2)
    values = (reduced.getpalette() or [])[: 3 * colours]
    roles = [role for role in asdict(theme.DARK).values() if isinstance(role, str)]
    for colour in (*roles, *CLASS_COLOURS):
        values += ImageColor.getrgb(colour)[:3]
    palette = Image.new("P", (1, 1))
    palette.putpalette(values)
    return palette


if __name__ == "__main__":
    raise SystemExit(main())
