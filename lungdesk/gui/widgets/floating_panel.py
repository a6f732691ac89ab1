"""A panel that lies over others and stays there: moved by its head, closed by its cross or Esc."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.translation import tr


class FloatingPanel(QFrame):
    """Lies within the window it belongs to. Where the user has put it, it opens again.

    Keys of the window go on working; Tab leads into the panel when it has just been opened.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.head = _Head(title, self)
        self.head.dragged.connect(self._on_dragged)
        self.head.shut.clicked.connect(self.close)
        self._is_placed = False
        parent.installEventFilter(self)
        self.hide()

    def open_where_least_is_hidden(self, places: Sequence[QPoint], spared: Sequence[QRect]) -> None:
        """Open, and take the keys.

        Parameters
        ----------
        places
            Where its upper left corner may be, the best first, in pixels of the parent.
        spared
            What it is to hide as little of as it can, what matters most first, in pixels of the
            parent.
        """
        if not self._is_placed:
            corners = [self._within(place) for place in places]
            self.move(min(corners, key=lambda corner: self._hidden_at(corner, spared)))
        self._keep_within()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _hidden_at(self, corner: QPoint, spared: Sequence[QRect]) -> list[int]:
        place = QRect(corner, self.size())
        return [_overlap(place, one) for one in spared]

    def _on_dragged(self, by: QPoint) -> None:
        self._is_placed = True
        self.move(self._within(self.pos() + by))

    def _keep_within(self) -> None:
        self.move(self._within(self.pos()))

    def _within(self, corner: QPoint) -> QPoint:
        """The nearest place at which all of it is in the window."""
        room = self._around.size() - self.size()
        x = min(max(corner.x(), 0), max(room.width(), 0))
        return QPoint(x, min(max(corner.y(), 0), max(room.height(), 0)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._keep_within()
        return super().eventFilter(watched, event)


class _Head(QWidget):
    """Title and cross; dragging it moves the panel.

    Signals
    -------
    dragged(QPoint)
        By how many pixels it is to move.
    """

    dragged = Signal(QPoint)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setToolTip(tr("Drag to move the panel"))
        words = QLabel(title, self)
        words.setProperty("role", "section")
        self.shut = QToolButton(self)
        self.shut.setProperty("flat", True)
        self.shut.setIcon(icons.icon("close"))
        self.shut.setCursor(Qt.CursorShape.ArrowCursor)
        self.shut.setToolTip(tr("Close (Esc)"))
        self.shut.setAccessibleName(tr("Close the panel"))
        self._held: QPoint | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(words)
        layout.addStretch(1)
        layout.addWidget(self.shut)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.globalPosition().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            now = event.globalPosition().toPoint()
            self.dragged.emit(now - self._held)
            self._held = now

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None


def _overlap(panel: QRect, spared: QRect) -> int:
    """How many pixels of one the other hides."""
    common = panel.intersected(spared)
    return max(common.width(), 0) * max(common.height(), 0)
