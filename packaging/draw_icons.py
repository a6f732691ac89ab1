"""Draws the icon of the program in the sizes and formats that desktops want.

``python packaging/draw_icons.py FOLDER`` leaves ``lungdesk-SIZE.png``, ``lungdesk.ico`` (Windows)
and ``lungdesk.icns`` (macOS) there. The window shows ``resources/icons/lungdesk.png``, the picture
of 128 pixels: to draw it at each start would take longer than to load it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SVG: Final = Path(__file__).resolve().parents[1] / "resources" / "icons" / "lungdesk.svg"
#: Pixels; those of the theme that all desktops fall back to.
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
_WINDOWS_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def draw_icons(folder: Path) -> None:
    """Draw all of them into a folder, which is made."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QGuiApplication.instance() or QGuiApplication(["draw_icons"])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SVG))
    for size in SIZES:
        _draw(renderer, size, folder / f"lungdesk-{size}.png")
    with Image.open(folder / f"lungdesk-{SIZES[-1]}.png") as largest:
        largest.save(folder / "lungdesk.ico", sizes=[(size, size) for size in _WINDOWS_SIZES])
        largest.save(folder / "lungdesk.icns")


def _draw(renderer: QSvgRenderer, size: int, target: Path) -> None:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    if not image.save(str(target)):
        raise OSError(f"{target} cannot be written")


if __name__ == "__main__":
    draw_icons(Path(sys.argv[1]))
