"""Controls that keep their arrow keys while they have the focus, although the window uses them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSlider
from typing_extensions import override

from lungdesk.gui import icons, theme

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def _keeps(event: QEvent) -> bool:
    """Accept an arrow that would else go to a shortcut of the window."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    is_arrow = event.key() in _ARROWS
    if is_arrow:
        event.accept()
    return is_arrow


class KeyedSlider(QSlider):
    """Slider whose arrows move it."""

    @override
    def event(self, event: QEvent) -> bool:
        return _keeps(event) or super().event(event)


class KeyedComboBox(QComboBox):
    """Combo box whose arrows choose; the wheel passes by, so that scrolling changes nothing."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.ICON_PX - 2
        painter = QPainter(self)
        arrow = icons.pixmap("chevron", theme.DARK.muted, side)
        painter.drawPixmap(self.width() - side - 6, (self.height() - side) // 2, arrow)
        painter.end()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return False
        return _keeps(event) or super().event(event)
