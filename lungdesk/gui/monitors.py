"""Screens of the window toolkit as plain monitors."""

from __future__ import annotations

from PySide6.QtGui import QScreen

from lungdesk.core.monitor import Monitor


def monitor_of(screen: QScreen) -> Monitor:
    """What a screen is and states, at its resolution in pixels of the device."""
    area, stated, ratio = screen.geometry(), screen.physicalSize(), screen.devicePixelRatio()
    return Monitor(
        name=screen.name(),
        model=screen.model(),
        serial=screen.serialNumber(),
        size_px=(round(area.width() * ratio), round(area.height() * ratio)),
        size_mm=(stated.width(), stated.height()),
    )
