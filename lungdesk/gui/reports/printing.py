"""Pages of a report on a printer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from lungdesk.gui.qimage import to_qimage


def print_pages(device: QPrinter | QPdfWriter, pages: Sequence[NDArray[np.uint8]]) -> bool:
    """Draw each page ``(h, w, 3)`` on a sheet of its own, as large as the sheet; whether it can.

    The margins are in the pages: nothing is drawn where a printer cannot.
    """
    device.setPageMargins(device.pageLayout().minimumMargins())
    painter = QPainter()
    if not painter.begin(device):
        return False
    with painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for number, pixels in enumerate(pages):
            if number:
                device.newPage()
            painter.drawImage(_place(device, pixels), to_qimage(pixels))
    return True


def _place(device: QPrinter | QPdfWriter, pixels: NDArray[np.uint8]) -> QRectF:
    """Where a page goes: the whole sheet, its shape kept, in dots from the printable corner."""
    resolution = device.resolution()
    sheet = device.pageLayout().fullRectPixels(resolution)
    printable = device.pageLayout().paintRectPixels(resolution)
    rows, columns = pixels.shape[:2]
    scale = min(sheet.width() / columns, sheet.height() / rows)
    left = (sheet.width() - columns * scale) / 2 - printable.left()
    top = (sheet.height() - rows * scale) / 2 - printable.top()
    return QRectF(left, top, columns * scale, rows * scale)
