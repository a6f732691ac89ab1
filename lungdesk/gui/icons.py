"""Line icons, drawn from a few strokes each, so that no icon font has to be loaded at start."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from lungdesk.gui import theme

# Strokes in a 24 x 24 box.
_STROKES = {
    "open": '<path d="M3 7a2 2 0 0 1 2-2h4l2 2.5h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5'
    'a2 2 0 0 1-2-2z"/>',
    "folder": '<path d="M3 7a2 2 0 0 1 2-2h4l2 2.5h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5'
    'a2 2 0 0 1-2-2z"/><path d="M12 10.5v6M9 13.5h6"/>',
    "recent": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "fit": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
    "actual": '<path d="M6 8.5 8.5 7v10M15.5 8.5 18 7v10"/><path d="M12.2 10v.2M12.2 14v.2"/>',
    "true-size": '<path d="M3 8.500h18v7H3z'
    'M6.500 8.500V12M10 8.500V11M13.500 8.500V12M17 8.500V11"/>',
    "privacy": '<path d="M3.500 12c2-3.700 5-5.500 8.500-5.500s6.500 1.800 8.500 5.500'
    'c-2 3.700-5 5.500-8.500 5.500S5.500 15.700 3.500 12zM4.500 19.500 19.500 4.500"/>',
    "zoom-in": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5M11 8v6M8 11h6"/>',
    "zoom-out": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5M8 11h6"/>',
    "invert": '<circle cx="12" cy="12" r="8.5"/>'
    '<path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
    "flip-h": '<path d="M12 3v2M12 8v2M12 13v2M12 18v2M9 7 4 17h5zM15 7l5 10h-5z"/>',
    "flip-v": '<path d="M3 12h2M8 12h2M13 12h2M18 12h2M7 9l10-5v5zM7 15l10 5v-5z"/>',
    "rotate-left": '<path d="M4 4v5h5"/><path d="M4.6 9a8.2 8.2 0 1 1-.6 5"/>',
    "rotate-right": '<path d="M20 4v5h-5"/><path d="M19.4 9a8.2 8.2 0 1 0 .6 5"/>',
    "reset": '<path d="M4 12 12 4.5 20 12"/><path d="M6.5 10v9.5h11V10"/>',
    "heatmap": '<path d="M12 3c.8 3.4 5.5 5.6 5.5 11a5.5 5.5 0 0 1-11 0c0-2.2 1-3.6 2-4.6.3 1.6'
    ' 1 2.4 1.8 2.8C10 9 10.400 5.500 12 3z"/>',
    "lungs": '<path d="M12 3.500v8M12 9.500 9.500 12M12 9.500 14.500 12"/>'
    '<path d="M9.500 7c-3 1-6 6-6 11 0 2.500 6 1.500 6-1z'
    'M14.500 7c3 1 6 6 6 11 0 2.500-6 1.500-6-1z"/>',
    "read-all": '<path d="M4 6h10M4 11h10M4 16h6M15 14.500l2.500 2.500L22 12"/>',
    "studies": '<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M9.500 4.500v15"/>',
    "findings": '<rect x="3.5" y="4.500" width="17" height="15" rx="2"/>'
    '<path d="M14.500 4.500v15"/>',
    "fullscreen": '<path d="M4 9V4h5M20 9V4h-5M20 15v5h-5M4 15v5h5"/>',
    "preferences": '<path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3"/>'
    '<circle cx="15" cy="7" r="2"/><circle cx="9" cy="12" r="2"/><circle cx="15" cy="17" r="2"/>',
    "window": '<path d="M4 19.500h16M4 19.500c4 0 5-4 7-9s3-6 5-6 3 5 4 15"/>',
    "undo": '<path d="M8.500 5 4 9.500 8.500 14"/>'
    '<path d="M4.500 9.500H14a5.500 5.500 0 0 1 0 11h-3"/>',
    "delete": '<path d="M4.500 7h15M9.500 7V4.500h5V7M6.500 7l1 12.500h9l1-12.500"/>',
    "copy": '<rect x="8.500" y="8.500" width="11" height="11" rx="2"/>'
    '<path d="M15.500 8.500v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"/>',
    "play": '<path d="M7.500 5v14l11.500-7z" fill="currentColor"/>',
    "pause": '<path d="M8.500 5.500v13M15.500 5.500v13" stroke-width="3"/>',
    "star": '<path d="m12 3.500 2.600 5.500 6 .8-4.400 4.200 1.100 6L12 17.100 6.700 20l1.100-6'
    '-4.400-4.200 6-.8z" fill="currentColor"/>',
    "tags": '<path d="M4 6h3M10 6h10M7 12h3M13 12h7M7 18h3M13 18h7"/>',
    "export": '<path d="M12 15V4M8 7.500 12 3.500l4 4M5 13v6.500h14V13"/>',
    "report": '<path d="M6 3.500h8.500L18 7v13.500H6zM14 3.500V7.500h4"/>'
    '<path d="M9 11.500h6M9 14.500h6M9 17.500h4"/>',
    "print": '<path d="M7 8.500V3.500h10v5M7 16.500H4v-8h16v8h-3"/>'
    '<rect x="7" y="13.500" width="10" height="7"/>',
    "layout-1": '<rect x="4" y="5" width="16" height="14" rx="1.500"/>',
    "layout-1x2": '<rect x="4" y="5" width="16" height="14" rx="1.500"/><path d="M12 5v14"/>',
    "layout-2x1": '<rect x="4" y="5" width="16" height="14" rx="1.500"/><path d="M4 12h16"/>',
    "layout-2x2": '<rect x="4" y="5" width="16" height="14" rx="1.500"/>'
    '<path d="M12 5v14M4 12h16"/>',
    "prior": '<rect x="10.500" y="5" width="10" height="14" rx="1.500"/>'
    '<path d="M7.500 8.500 4 12l3.500 3.500M4 12h6"/>',
    "link": '<path d="M9.500 14.500 14.500 9.500"/><path d="M11 7.500l2.500-2.500a3.900 3.900 0 0 1'
    ' 5.500 5.500L16.500 13M13 16.500 10.500 19A3.900 3.900 0 0 1 5 13.500L7.500 11"/>',
    "swipe": '<rect x="4" y="5" width="16" height="14" rx="1.500"/><path d="M12 2.500v19"/>'
    '<path d="M12 5h8v14h-8z" fill="currentColor"/>',
    "tick": '<path d="m5 12.500 4.500 4.500L19 7" stroke-width="3"/>',
    "fit-width": '<path d="M3.500 5v14M20.500 5v14M7 12h10M9.500 9.500 7 12l2.500 2.500'
    'M14.500 9.500 17 12l-2.500 2.500"/>',
    "portrait": '<rect x="6.500" y="3.500" width="11" height="17" rx="1"/>',
    "landscape": '<rect x="3.500" y="6.500" width="17" height="11" rx="1"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "warning": '<path d="M12 4 2.800 19.500h18.400z"/><path d="M12 10v4.500M12 17v.2"/>',
    "film": '<rect x="4" y="3.500" width="16" height="17" rx="2"/>'
    '<path d="M10.500 7.500c-3 1-3.500 5-3.300 8.500 1.800.6 3.300 0 3.300-2z'
    'M13.500 7.500c3 1 3.500 5 3.300 8.500-1.800.6-3.300 0-3.300-2z"/>',
    "chevron": '<path d="m7 10 5 5 5-5"/>',
    "chevron-up": '<path d="m7 14 5-5 5 5"/>',
}

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" color="{colour}"'
    ' stroke="{colour}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">{strokes}'
    "</svg>"
)

NAMES = tuple(_STROKES)


@cache
def pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    """Draw one icon on a transparent ground, sharp on a display of twice the density as well."""
    ratio = 2
    image = QPixmap(size_px * ratio, size_px * ratio)
    image.fill(Qt.GlobalColor.transparent)
    strokes = _STROKES[name].replace("currentColor", colour)
    svg = _SVG.format(colour=colour, strokes=strokes)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


class _Strokes(QIconEngine):
    """Draws an icon in the colours of the theme that is shown at the time."""

    def __init__(self, name: str, ink: str) -> None:
        super().__init__()
        self._name, self._ink = name, ink

    @override
    def clone(self) -> QIconEngine:
        return _Strokes(self._name, self._ink)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.drawPixmap(rect, self.pixmap(rect.size(), mode, state))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        side = min(size.width(), size.height())
        return pixmap(self._name, theme.shown(self._ink or _look(mode, state)), side)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self.pixmap(size / scale, mode, state)


def _look(mode: QIcon.Mode, state: QIcon.State) -> str:
    """Role of the colour: calm, on, active or disabled."""
    if mode is QIcon.Mode.Disabled:
        return "faint"
    if mode is QIcon.Mode.Active:
        return "text"
    return "accent" if state is QIcon.State.On else "muted"


@cache
def icon(name: str, ink: str = "") -> QIcon:
    """Icon with its calm, active and disabled look, or in the colour of one role."""
    return QIcon(_Strokes(name, ink))
