"""Controls that keep their keys while they have the focus, although the window uses them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QListWidget,
    QPushButton,
    QSlider,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import icons, theme

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_STEPS = _ARROWS[2:]
_IN_LINE = (*_STEPS, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape)
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def presses_button(event: QEvent, focused: QWidget | None) -> bool:
    """Keep space for the button that has the focus, in a window that has a shortcut of it."""
    return isinstance(focused, QAbstractButton) and _keeps(event, _PRESSES[:1])


def keeps_steps(event: QEvent) -> bool:
    """Keep up and down for a control that steps by them."""
    return _keeps(event, _STEPS)


def keeps_line(event: QEvent) -> bool:
    """Keep what a line of text leaves to the window else: up, down, pages and Escape."""
    return _keeps(event, _IN_LINE)


def _keeps(event: QEvent, keys: tuple[Qt.Key, ...] = _ARROWS) -> bool:
    """Accept a key that would else go to a shortcut of the window."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    is_own = event.key() in keys
    if is_own:
        event.accept()
    return is_own


class KeyedButton(QPushButton):
    """Button that space and Enter press."""

    @override
    def event(self, event: QEvent) -> bool:
        return _keeps(event, _PRESSES) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSES[1:]:
            self.click()
        else:
            super().keyPressEvent(event)


class KeyedSlider(QSlider):
    """Slider whose arrows move it."""

    @override
    def event(self, event: QEvent) -> bool:
        return _keeps(event) or super().event(event)


class KeyedList(QListWidget):
    """List in which up and down choose."""

    @override
    def event(self, event: QEvent) -> bool:
        return keeps_steps(event) or super().event(event)


class KeyedComboBox(QComboBox):
    """Combo box whose arrows choose; the wheel passes by, so that scrolling changes nothing."""

    def offer(self, offered: Iterable[tuple[str, object]]) -> None:
        """Offer words for values behind the first entry, which has none; the choice stays.

        What is no longer offered gives way to the first entry, as if somebody had chosen that.
        """
        chosen = self.currentData()
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for words, value in offered:
            self.addItem(words, value)
        place = 0 if chosen is None else self.findData(chosen)
        self.setCurrentIndex(max(0, place))
        self.blockSignals(False)
        if place < 0:
            self.currentIndexChanged.emit(0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.ICON_PX - 2
        painter = QPainter(self)
        arrow = icons.pixmap("chevron", theme.colours().muted, side)
        painter.drawPixmap(self.width() - side - 6, (self.height() - side) // 2, arrow)
        painter.end()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return False
        return _keeps(event) or super().event(event)
